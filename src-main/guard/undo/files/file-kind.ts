// How a change of a file is put back: only onto what the agent left there, or beside what somebody else made of it.
import { AppError } from '#main/contract/errors.ts';
import {
  type EntryState,
  type FileSteps,
  isSameState,
  isTemporaryName,
  type Workspaces,
} from '#main/guard/workspace/port.ts';
import { neverAborts } from '#main/platform/base/abort.ts';
import type { PutTo, UndoDescription, UndoKind } from '../port.ts';
import {
  absent,
  areSpellings,
  FilePayload,
  fileKind,
  type MovePayload,
  type PutPayload,
  parentOf,
} from './file-payload.ts';
import type { ImageStore } from './image-store.ts';

export type FileKindDeps = {
  readonly workspaces: Workspaces;
  readonly images: ImageStore;
  /** The largest content that is kept. */
  readonly fileBytes: () => number;
};

type Put = { readonly keepCopy: boolean; readonly signal: AbortSignal };

const changedSince = (path: string) =>
  new AppError('conflict', `"${path}" changed since, so it was left alone.`, { details: { reason: 'changed_since' } });

/** `notes.md` becomes `notes (kept copy).md`, with a number where that is taken. */
export function copyName(path: string, number: number): string {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const folder = path.slice(0, path.length - name.length);
  const dot = name.lastIndexOf('.');
  const [stem, extension] = dot > 0 ? [name.slice(0, dot), name.slice(dot)] : [name, ''];
  return `${folder}${stem} (kept copy${number === 1 ? '' : ` ${number}`})${extension}`;
}

async function moveAside(
  steps: FileSteps,
  path: string,
  o: { state: EntryState; signal: AbortSignal },
): Promise<string> {
  for (let number = 1; ; number += 1) {
    const to = copyName(path, number);
    if ((await steps.peek(to)).kind !== 'absent') continue;
    await steps.move(path, to, { expected: o.state, signal: o.signal });
    return to;
  }
}

function describe(payload: FilePayload): UndoDescription {
  const words = (key: string, params: Record<string, string>) => ({ key: `undo.${key}`, params });
  if (payload.type === 'move') {
    const { from, to } = payload;
    return { what: words('moved', { path: from, to }), path: from, movedTo: to, change: 'moved' };
  }
  const { path, before, after } = payload;
  const changeOf = (): UndoDescription['change'] => {
    if (after.kind === 'folder') return 'folder_made';
    if (before.kind === 'folder') return 'folder_deleted';
    if (before.kind === 'absent') return 'created';
    return after.kind === 'absent' ? 'deleted' : 'changed';
  };
  const change = changeOf();
  return { what: words(change, { path }), path, change };
}

async function placeState(
  steps: FileSteps,
  d: FileKindDeps,
  o: { path: string; to: EntryState; from: EntryState; signal: AbortSignal },
) {
  const { path, to, from, signal } = o;
  if (to.kind === 'file') {
    const bytes = await d.images.read(to.sha256);
    if (from.kind !== 'file' && from.kind !== 'absent') await steps.remove(path, { expected: from, signal });
    const expected = from.kind === 'file' ? from : absent;
    await steps.write(path, bytes, { expected, mode: to.mode, signal });
    return;
  }
  if (from.kind !== 'absent') await steps.remove(path, { expected: from, signal });
  if (to.kind === 'folder') await steps.makeFolder(path, { mode: to.mode });
  if (to.kind === 'link') await steps.link(path, to.target);
}

async function putPath(steps: FileSteps, d: FileKindDeps, o: { payload: PutPayload; to: PutTo } & Put) {
  const { path } = o.payload;
  const goal = o.payload[o.to];
  const other = o.payload[o.to === 'before' ? 'after' : 'before'];
  const now = await steps.look(path, o.signal);
  if (isSameState(now, goal)) return {};
  if (isSameState(now, other)) {
    await placeState(steps, d, { path, to: goal, from: now, signal: o.signal });
    return {};
  }
  if (!o.keepCopy) throw changedSince(path);
  const keptCopy = now.kind === 'absent' ? undefined : await moveAside(steps, path, { state: now, signal: o.signal });
  if (goal.kind !== 'absent') await placeState(steps, d, { path, to: goal, from: absent, signal: o.signal });
  return keptCopy === undefined ? {} : { keptCopy };
}

/** What moved goes back as it is now: nothing is overwritten, so what was written into it since goes along. */
async function putMoved(steps: FileSteps, o: { payload: MovePayload; to: PutTo } & Put) {
  const { from, to, node } = o.payload;
  const [here, there] = o.to === 'before' ? [to, from] : [from, to];
  const now = await steps.look(here, o.signal);
  const goal = await steps.look(there, o.signal);
  if (isSameState(goal, node) && now.kind === 'absent') return {};
  if (isSameState(now, node) && (goal.kind === 'absent' || areSpellings(here, there))) {
    await steps.move(here, there, { expected: now, signal: o.signal });
    return {};
  }
  if (isSameState(now, node) && isSameState(goal, node) && node.kind !== 'folder') {
    // A move that was cut short between its two halves leaves one thing under both names.
    await steps.remove(here, { expected: now, signal: o.signal });
    return {};
  }
  if (!o.keepCopy || now.kind === 'absent') throw changedSince(here);
  const keptCopy =
    goal.kind === 'absent' ? undefined : await moveAside(steps, there, { state: goal, signal: o.signal });
  await steps.move(here, there, { expected: now, signal: o.signal });
  return keptCopy === undefined ? {} : { keptCopy };
}

async function standsMoved(steps: FileSteps, { from, to, node }: MovePayload, signal: AbortSignal) {
  if (areSpellings(from, to)) {
    // On a disk that ignores case both names are there; the folder's list tells how it is spelt.
    const names = await steps.children(parentOf(from)).catch((): string[] => []); // gone, so is what it held
    if (names.includes(to) !== names.includes(from)) {
      const [name, stands] = names.includes(to) ? ([to, 'after'] as const) : ([from, 'before'] as const);
      return isSameState(await steps.look(name, signal), node) ? stands : 'neither';
    }
  }
  const source = await steps.look(from, signal);
  const goal = await steps.look(to, signal);
  if (isSameState(goal, node) && (source.kind === 'absent' || isSameState(source, node))) return 'after';
  return isSameState(source, node) && goal.kind === 'absent' ? 'before' : 'neither';
}

/** Temporary files of writes that a crash cut short. */
async function removeLeftovers(steps: FileSteps, path: string, before: number): Promise<void> {
  const folder = parentOf(path);
  if ((await steps.peek(folder)).kind !== 'folder') return;
  for (const name of await steps.children(folder)) {
    if (!isTemporaryName(name.slice(name.lastIndexOf('/') + 1))) continue;
    if ((await steps.peek(name)).modifiedMs >= before) continue; // of a write that is under way
    await steps.remove(name, { expected: await steps.look(name, neverAborts), signal: neverAborts });
  }
}

export function createFileKind(d: FileKindDeps): UndoKind<FilePayload> {
  const stepsOf = async (payload: FilePayload) => (await d.workspaces.open(payload.root)).steps;
  return {
    kind: fileKind,
    payload: FilePayload,
    describe,
    async stands(payload, signal) {
      const steps = await stepsOf(payload);
      if (payload.type === 'move') return standsMoved(steps, payload, signal);
      const now = await steps.look(payload.path, signal);
      if (isSameState(now, payload.before)) return 'before';
      return isSameState(now, payload.after) ? 'after' : 'neither';
    },
    async hindrance(payload, to) {
      if (payload.type === 'move') return undefined;
      const goal = payload[to];
      return goal.kind === 'file' && !(await d.images.has(goal.sha256)) ? 'not_kept' : undefined;
    },
    async secure(payload, signal) {
      if (payload.type === 'move') return [];
      const steps = await stepsOf(payload);
      const { kind, sizeBytes } = await steps.peek(payload.path);
      if (kind !== 'file' || sizeBytes > d.fileBytes()) return [];
      const image = await d.images.keep(steps.content(payload.path, signal), { maxBytes: d.fileBytes(), signal });
      await d.images.sync();
      return image === undefined ? [] : [image];
    },
    async tidy(payload, before) {
      const steps = await stepsOf(payload);
      for (const path of payload.type === 'move' ? [payload.from, payload.to] : [payload.path])
        await removeLeftovers(steps, path, before);
    },
    async put(payload, to, o) {
      const steps = await stepsOf(payload);
      return payload.type === 'move'
        ? putMoved(steps, { payload, to, ...o })
        : putPath(steps, d, { payload, to, ...o });
    },
  };
}
