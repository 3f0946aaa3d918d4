// Where a document or picture comes from: a file of the workspace, or an attachment of the chat.
import { z } from 'zod';
import type { Documents } from '#main/abilities/documents/port.ts';
import { AppError } from '#main/contract/errors.ts';
import type { Effect } from '#main/contract/messages.ts';
import type { Attachments } from './create-attachments.ts';
import type { PlanContext, ToolContext } from './port.ts';

export type DocumentDeps = { readonly documents: Documents; readonly attachments: Attachments };

export const sourceShape = {
  path: z.string().min(1).optional(),
  attachment: z.string().min(1).max(100).optional(),
};
type Source = { readonly path?: string | undefined; readonly attachment?: string | undefined };
export type KnownSource = { readonly input: Source; readonly effect: Effect; readonly name: string };

/** Errors: `invalid_input` unless exactly one is named, `not_found`. */
export async function findSource(input: Source, ctx: PlanContext, d: DocumentDeps): Promise<KnownSource> {
  const { path, attachment } = input;
  if ((path === undefined) === (attachment === undefined))
    throw new AppError('invalid_input', 'Name either a path in the workspace or an attachment of this chat.');
  if (attachment !== undefined) {
    const { name } = await d.attachments.info(ctx.sessionId, attachment);
    return { input: { attachment }, effect: { type: 'read', target: `attachment:${attachment}` }, name };
  }
  const resolved = await ctx.workspace.resolve(path ?? '');
  const found = await ctx.workspace.stat(resolved);
  if (found === undefined)
    throw new AppError('not_found', `There is no file ${resolved}. list_directory or find_files shows what is there.`);
  if (found.kind !== 'file') throw new AppError('invalid_input', `${resolved} is not a file.`);
  const effect: Effect = { type: 'read', target: resolved, insideWorkspace: true };
  return { input: { path: resolved }, effect, name: resolved };
}

/** Errors: `unsupported` (`too_large`) past `maxBytes`. */
export async function readSource(
  source: Source,
  ctx: ToolContext,
  o: { attachments: Attachments; maxBytes: number },
): Promise<Uint8Array> {
  if (source.attachment !== undefined) return o.attachments.read(ctx.sessionId, source.attachment);
  const { bytes, truncated } = await ctx.files.read(source.path ?? '', { maxBytes: o.maxBytes, signal: ctx.signal });
  if (!truncated) return bytes;
  throw new AppError('unsupported', `${source.path} is larger than ${Math.floor(o.maxBytes / 1024 / 1024)} MiB.`, {
    details: { reason: 'too_large' },
  });
}
