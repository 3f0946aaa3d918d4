// What write_file and edit_file share: reading what is there, planning the change, writing it if nothing moved meanwhile.
import { AppError } from '#main/contract/errors.ts';
import { isWriteProtected } from '#main/guard/workspace/port.ts';
import { decodeText } from './decode-text.ts';
import { fileDiff } from './file-diff.ts';
import type { Plan, PlanContext, ToolContext } from './port.ts';

const maxFileBytes = 4 * 1024 * 1024;

export type CurrentFile = {
  readonly path: string;
  /** Null when there is no file yet. */
  readonly sha256: string | null;
  /** Undefined when it is not UTF-8 text, e.g. an image. */
  readonly text: string | undefined;
  readonly sizeBytes: number;
};

/** Errors: `invalid_input` for a folder, `forbidden` for what tools never write, `unsupported` past 4 MiB. */
export async function currentFile(path: string, ctx: PlanContext): Promise<CurrentFile> {
  const relative = await ctx.workspace.resolve(path);
  if (isWriteProtected(relative))
    throw new AppError('forbidden', 'Git’s hooks and settings are never written by a tool. Leave them to the person.', {
      details: { reason: 'protected_path' },
    });
  const found = await ctx.workspace.stat(relative);
  if (found === undefined && relative !== '.') return { path: relative, sha256: null, text: '', sizeBytes: 0 };
  if (found?.kind !== 'file')
    throw new AppError('invalid_input', `${relative} is not a file. Name a file to write.`, {
      details: { reason: 'is_folder' },
    });
  const content = await ctx.workspace.read(relative, { maxBytes: maxFileBytes, signal: ctx.signal });
  if (content.truncated)
    throw new AppError('unsupported', `${relative} is larger than 4 MiB. Change it with a command instead.`, {
      details: { reason: 'too_large' },
    });
  const decoded = decodeText(content.bytes, true);
  const isUtf8 = content.sizeBytes === 0 || (decoded.type === 'text' && decoded.encoding === 'utf-8');
  // The decoder of the platform drops a byte order mark; written back it must be there again.
  const text = isUtf8 ? new TextDecoder('utf-8', { ignoreBOM: true }).decode(content.bytes) : undefined;
  return { path: relative, sha256: content.sha256, text, sizeBytes: content.sizeBytes };
}

/** The plan to make `after` the content of the file; a plan that only reads where it is that already. */
export async function changePlan<I>(
  input: I,
  file: CurrentFile,
  change: { after: string; titleKey: string; ctx: Pick<PlanContext, 'workspace' | 'signal'> },
): Promise<Plan<I>> {
  const { path, sha256 } = file;
  const title = { key: sha256 === null ? 'tools.create_file' : change.titleKey, params: { path } };
  const basis = { sha256 };
  if (sha256 !== null && file.text === change.after) {
    const shown = { type: 'text' as const, text: path };
    const effects = [{ type: 'read' as const, target: path, insideWorkspace: true }];
    return { input, effects, shown, title, canUndo: false, basis };
  }
  const before = file.text ?? `[${file.sizeBytes} bytes that are not text]`;
  return {
    input,
    effects: [{ type: 'write', target: path, insideWorkspace: true }],
    shown: await fileDiff(path, sha256 === null ? null : before, change.after),
    title,
    sessionGrant: { key: 'write:workspace', title: { key: 'tools.grant_write', params: {} } },
    ...(await undoOf(path, change.ctx)),
    basis,
  };
}

/** Whether what stands there can be kept. */
async function undoOf(path: string, ctx: Pick<PlanContext, 'workspace' | 'signal'>) {
  const { cannotKeep } = await ctx.workspace.survey(path, ctx.signal);
  if (cannotKeep.length === 0) return { canUndo: true };
  return { canUndo: false, cannotUndo: { key: 'undo.cannot_keep', params: { names: path } } };
}

/** Errors: `conflict` (`changed_meanwhile`) when the file is not what the plan started from. */
export async function writePlanned(
  plan: Plan<unknown>,
  path: string,
  o: { after: string; ctx: ToolContext },
): Promise<string> {
  const [effect] = plan.effects;
  if (effect?.type !== 'write') return `${path} already has exactly this content; nothing was written.`;
  const expectedSha256 = plan.basis?.sha256 ?? null;
  await o.ctx.files.write(path, new TextEncoder().encode(o.after), { expectedSha256, signal: o.ctx.signal });
  if (plan.shown.type !== 'diff') return `Wrote ${path}.`;
  const { created, added, removed } = plan.shown;
  return created ? `Created ${path} (${added} lines).` : `Changed ${path} (${added} lines added, ${removed} removed).`;
}
