// What a command may change: the folder before it, with every content kept, and what is different after it.
import { z } from 'zod';
import {
  type EntryState,
  type FileEntry,
  type FileSteps,
  isSameState,
  type Workspace,
} from '#main/guard/workspace/port.ts';
import type { LedgerImage } from '#main/platform/store/port/ledger.ts';
import { type FilePayload, State } from './file-payload.ts';
import type { ImageStore } from './image-store.ts';

/** Beyond this a command is not held up for so long, and cannot be undone. */
export const snapshotLimits = { names: 5_000, bytes: 64 * 1024 * 1024 } as const;
/** Times of files are coarse on some disks: what changed this shortly before is looked at anew. */
const coarseMs = 50;

const Known = z.object({ state: State, version: z.string() });
/** By path; what Git ignores, its own folder and installed packages are not in it. */
export const FolderSnapshot = z.object({ startedAt: z.number(), names: z.record(z.string(), Known) });
export type FolderSnapshot = z.infer<typeof FolderSnapshot>;

type Change = Pick<Extract<FilePayload, { type: 'put' }>, 'path' | 'before' | 'after'>;

const versionOf = (entry: FileEntry) => entry.version ?? '';
const inodeOf = (version: string) => version.split(' ')[0] ?? '';

/** Undefined when it is too much. */
export async function listFolder(workspace: Workspace, signal: AbortSignal): Promise<FileEntry[] | undefined> {
  const entries: FileEntry[] = [];
  let bytes = 0;
  for await (const entry of workspace.walk('.', signal)) {
    entries.push(entry);
    if (entry.kind === 'file') bytes += entry.sizeBytes;
    if (entries.length > snapshotLimits.names || bytes > snapshotLimits.bytes) return undefined;
  }
  return entries;
}

/** Of the names that were there before, those that are there now. */
export async function knownEntries({ names }: FolderSnapshot, steps: FileSteps): Promise<FileEntry[]> {
  const entries: FileEntry[] = [];
  for (const path of Object.keys(names)) {
    const { kind, sizeBytes, modifiedMs } = await steps.peek(path);
    if (kind !== 'absent') entries.push({ path, kind, sizeBytes, modifiedMs });
  }
  return entries;
}

export type SnapshotDeps = { readonly images: ImageStore; readonly steps: FileSteps; readonly signal: AbortSignal };

/** Keeps what is not kept yet; `last` spares reading what has not changed since. */
export async function takeSnapshot(
  entries: readonly FileEntry[],
  o: SnapshotDeps & { last: FolderSnapshot | undefined; now: number },
): Promise<FolderSnapshot> {
  const names: FolderSnapshot['names'] = {};
  for (const entry of entries) {
    const version = versionOf(entry);
    const known = o.last?.names[entry.path];
    const isKnown = known?.version === version && entry.kind === 'file' && known.state.kind === 'file';
    if (isKnown && (await o.images.has(known.state.kind === 'file' ? known.state.sha256 : ''))) {
      names[entry.path] = known;
      continue;
    }
    const state = await o.steps.look(entry.path, o.signal);
    if (state.kind === 'other' || state.kind === 'absent') continue;
    if (state.kind === 'file') {
      const content = o.steps.content(entry.path, o.signal);
      const image = await o.images.keep(content, { maxBytes: snapshotLimits.bytes, signal: o.signal, isQuick: true });
      if (image?.sha256 !== state.sha256) continue; // somebody writes into it right now
    }
    names[entry.path] = { state, version };
  }
  return { startedAt: o.now, names };
}

/** Whether a name that was not there before was made since, and did not only come into sight, e.g. by another .gitignore. */
function isNew(entry: FileEntry, before: FolderSnapshot, inodes: ReadonlySet<string>): boolean {
  return (entry.bornMs ?? 0) >= before.startedAt - coarseMs || inodes.has(inodeOf(versionOf(entry)));
}

/** In an order in which they could have happened, so that the other order puts them back. */
export async function changesSince(
  before: FolderSnapshot,
  entries: readonly FileEntry[],
  o: Pick<SnapshotDeps, 'steps' | 'signal'>,
): Promise<Change[]> {
  const absent: EntryState = { kind: 'absent' };
  const inodes = new Set(Object.values(before.names).map(({ version }) => inodeOf(version)));
  const now = new Set(entries.map(({ path }) => path));
  const [made, changed, gone, emptied]: Change[][] = [[], [], [], []];
  for (const entry of entries) {
    const known = before.names[entry.path];
    if (known === undefined && !isNew(entry, before, inodes)) continue;
    if (known?.version === versionOf(entry) && (entry.changedMs ?? 0) < before.startedAt - coarseMs) continue;
    const after = await o.steps.look(entry.path, o.signal);
    if (after.kind === 'other' || after.kind === 'absent') continue;
    const was = known?.state ?? absent;
    if (isSameState(was, after)) continue;
    (after.kind === 'folder' ? made : changed)?.push({ path: entry.path, before: was, after });
  }
  for (const [path, { state }] of Object.entries(before.names)) {
    if (now.has(path) || (await o.steps.peek(path)).kind !== 'absent') continue;
    if (state.kind === 'folder') emptied?.unshift({ path, before: state, after: absent });
    else gone?.push({ path, before: state, after: absent });
  }
  return [...(made ?? []), ...(changed ?? []), ...(gone ?? []), ...(emptied ?? [])];
}

export function imageOf(state: EntryState): LedgerImage[] {
  return state.kind === 'file' ? [{ sha256: state.sha256, sizeBytes: state.sizeBytes }] : [];
}
