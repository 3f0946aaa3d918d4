// apply_patch: changes to several files at once, all of them or none.
import { z } from 'zod';
import { AppError } from '#main/contract/errors.ts';
import type { Effect, FileChange } from '#main/contract/messages.ts';
import { type CurrentFile, currentFile } from '../file-change.ts';
import { fileDiff } from '../file-diff.ts';
import { surveyed } from '../file-tree.ts';
import { defineTool, type PlanContext, type ToolContext } from '../port.ts';
import { applyHunks } from './apply-hunks.ts';
import { badPatch, type FilePatch, parsePatch } from './parse-patch.ts';

const maxFiles = 100;

const Input = z.strictObject({ patch: z.string().min(1).max(1_000_000) });

/** One file of the patch with what stands there and what will. */
type Step =
  | { readonly type: 'write'; readonly file: CurrentFile; readonly after: string; readonly change: FileChange }
  | { readonly type: 'remove'; readonly file: CurrentFile; readonly fingerprint: string; readonly change: FileChange }
  | {
      readonly type: 'move';
      readonly file: CurrentFile;
      readonly to: string;
      readonly after: string;
      readonly fingerprint: string;
      readonly change: FileChange;
    };

async function known(path: string, ctx: PlanContext): Promise<CurrentFile & { readonly text: string }> {
  const file = await currentFile(path, ctx);
  if (file.sha256 === null) throw new AppError('not_found', `There is no file ${file.path}. Add it instead.`);
  const { text } = file;
  if (text === undefined) throw new AppError('unsupported', `${file.path} is not UTF-8 text, so no patch fits it.`);
  return { ...file, text };
}

async function planFile(patch: FilePatch, ctx: PlanContext): Promise<Step> {
  if (patch.type === 'add') {
    const file = await currentFile(patch.path, ctx);
    if (file.sha256 !== null)
      throw new AppError('conflict', `There is a ${file.path} already. Update it instead.`, {
        details: { reason: 'exists' },
      });
    const { diff, added } = await fileDiff(file.path, null, patch.content);
    const change: FileChange = { path: file.path, change: 'created', diff, added, removed: 0 };
    return { type: 'write', file, after: patch.content, change };
  }
  const file = await known(patch.path, ctx);
  if (patch.type === 'delete') {
    const { fingerprint } = await surveyed(file.path, ctx);
    const { diff, added, removed } = await fileDiff(file.path, file.text, '');
    return { type: 'remove', file, fingerprint, change: { path: file.path, change: 'deleted', diff, added, removed } };
  }
  const after = applyHunks(file.text, patch.hunks, file.path);
  const { diff, added, removed } = await fileDiff(file.path, file.text, after);
  if (patch.to === undefined) {
    if (after === file.text) throw badPatch(`The patch changes nothing in ${file.path}.`, 'no_change');
    return { type: 'write', file, after, change: { path: file.path, change: 'changed', diff, added, removed } };
  }
  const to = await ctx.workspace.locate(patch.to);
  if ((await currentFile(to, ctx)).sha256 !== null)
    throw new AppError('conflict', `There is a ${to} already. Choose another name.`, { details: { reason: 'exists' } });
  const { fingerprint } = await surveyed(file.path, ctx);
  const change: FileChange = { path: to, from: file.path, change: 'moved', diff, added, removed };
  return { type: 'move', file, to, after, fingerprint, change };
}

async function planFiles(patch: string, ctx: PlanContext): Promise<readonly Step[]> {
  const files = parsePatch(patch);
  if (files.length > maxFiles) throw badPatch(`A patch changes at most ${maxFiles} files at once.`, 'too_many');
  const steps: Step[] = [];
  for (const file of files) steps.push(await planFile(file, ctx));
  return steps;
}

function effectsOf(step: Step): Effect[] {
  const write = (target: string): Effect => ({ type: 'write', target, insideWorkspace: true });
  if (step.type === 'write') return [write(step.file.path)];
  const taken: Effect = { ...write(step.file.path), delete: true, count: 1 };
  return step.type === 'remove' ? [taken] : [taken, write(step.to)];
}

const bytesOf = (text: string) => new TextEncoder().encode(text);

/** Does one step; resolves to what takes it back. */
async function carryOut(step: Step, ctx: ToolContext): Promise<() => Promise<void>> {
  const { files, signal } = ctx;
  const { path, sha256 } = step.file;
  const before = step.file.text ?? '';
  /** Taking back goes on when the call is stopped: half a patch is what nobody wants. */
  const still = new AbortController().signal;
  if (step.type === 'write') {
    await files.write(path, bytesOf(step.after), { expectedSha256: sha256, signal });
    const now = async () => (await files.read(path, { maxBytes: 0, signal: still })).sha256;
    if (sha256 !== null)
      return async () => files.write(path, bytesOf(before), { expectedSha256: await now(), signal: still });
    return async () =>
      files.remove(path, { fingerprint: (await files.survey(path, still)).fingerprint, signal: still });
  }
  if (step.type === 'remove') {
    await files.remove(path, { fingerprint: step.fingerprint, signal });
    return () => files.write(path, bytesOf(before), { expectedSha256: null, signal: still });
  }
  await files.write(step.to, bytesOf(step.after), { expectedSha256: null, signal });
  const dropNew = async () =>
    files.remove(step.to, { fingerprint: (await files.survey(step.to, still)).fingerprint, signal: still });
  try {
    await files.remove(path, { fingerprint: step.fingerprint, signal });
  } catch (error) {
    await dropNew();
    throw error;
  }
  return async () => {
    await files.write(path, bytesOf(before), { expectedSha256: null, signal: still });
    await dropNew();
  };
}

/** All steps, or none: what was done is taken back in the other order when one fails. */
async function carryOutAll(steps: readonly Step[], ctx: ToolContext): Promise<void> {
  const undo: (() => Promise<void>)[] = [];
  try {
    for (const step of steps) undo.push(await carryOut(step, ctx));
  } catch (error) {
    for (const takeBack of undo.toReversed()) await takeBack();
    throw error;
  }
}

const done = { created: 'Created', changed: 'Changed', deleted: 'Deleted', moved: 'Moved' } as const;

export const tool = defineTool({
  name: 'apply_patch',
  description:
    'Change several files at once, all or none: *** Begin Patch … *** End Patch (Add/Update/Delete File, Move to, @@ hunks) or a unified diff.',
  input: Input,
  timeoutMs: 120_000,
  async plan(input, ctx) {
    const steps = await planFiles(input.patch, ctx);
    const [first] = steps;
    const path = first?.change.path ?? '';
    return {
      input,
      effects: steps.flatMap(effectsOf),
      shown: { type: 'changes', files: steps.map(({ change }) => change) },
      title:
        steps.length === 1
          ? { key: 'tools.edit_file', params: { path } }
          : { key: 'tools.apply_patch', params: { count: String(steps.length) } },
      sessionGrant: { key: 'write:workspace', title: { key: 'tools.grant_write', params: {} } },
      canUndo: true,
      basis: Object.fromEntries(steps.map(({ file }) => [file.path, file.sha256])),
    };
  },
  async run({ input, basis }, ctx) {
    const steps = await planFiles(input.patch, ctx);
    for (const { file } of steps) {
      if (file.sha256 === (basis?.[file.path] ?? null)) continue;
      throw new AppError(
        'conflict',
        `${file.path} changed since the patch was planned. Read it again, then patch anew.`,
        {
          details: { reason: 'changed_meanwhile' },
        },
      );
    }
    await carryOutAll(steps, ctx);
    const lines = steps.map(({ change }) => {
      const from = change.from === undefined ? '' : `${change.from} to `;
      return `${done[change.change]} ${from}${change.path} (+${change.added} −${change.removed}).`;
    });
    return { output: lines.join('\n') };
  },
});
