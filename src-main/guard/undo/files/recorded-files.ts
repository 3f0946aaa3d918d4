// A workspace whose changes are on record: what was there is kept and written down before anything is touched.
import { createHash } from 'node:crypto';
import { AppError } from '#main/contract/errors.ts';
import type { EntryState, FileSteps, Workspace } from '#main/guard/workspace/port.ts';
import { throwIfAborted } from '#main/platform/base/abort.ts';
import type { FileSurvey, NewEffect, RecordedFiles, Recorder, UndoPlace } from '../port.ts';
import { absent, areSpellings, type FilePayload, fileKind, parentOf } from './file-payload.ts';
import type { ImageStore } from './image-store.ts';
import { collectTree, fingerprintOf, type KeepRoom, surveyOf, type TreeNode } from './survey.ts';

export type RecordedFilesDeps = {
  readonly images: ImageStore;
  readonly recorder: Recorder;
  /** How much may still be kept. */
  readonly room: () => Promise<KeepRoom>;
  readonly canWatch: (workspace: Workspace, signal: AbortSignal) => Promise<boolean>;
};
export type RecordedFilesOptions = {
  readonly workspace: Workspace;
  readonly place: UndoPlace;
  readonly mayLose: boolean;
};

const conflict = (sentence: string, reason: string) => new AppError('conflict', sentence, { details: { reason } });
const changed = () =>
  conflict('This changed in the meantime. Look at it again, then make the change anew.', 'changed_meanwhile');

export function createSurvey(workspace: Workspace, d: Pick<RecordedFilesDeps, 'room' | 'canWatch'>): FileSurvey {
  const { steps } = workspace;
  return {
    locate: (path) => steps.locate(path),
    canWatch: (signal) => d.canWatch(workspace, signal),
    async survey(path, signal) {
      const located = await steps.locate(path);
      return surveyOf(located, await collectTree(steps, located, signal), await d.room());
    },
  };
}

type Step = { readonly effect: NewEffect; readonly run: () => Promise<void> };

class Recording {
  readonly #d: RecordedFilesDeps;
  readonly #o: RecordedFilesOptions;
  readonly steps: FileSteps;
  /** Kept, but not on record yet. */
  #keptBytes = 0;

  constructor(d: RecordedFilesDeps, o: RecordedFilesOptions) {
    this.#d = d;
    this.#o = o;
    this.steps = o.workspace.steps;
  }

  effect(payload: { type: 'put' | 'move' } & Record<string, unknown>, images: NewEffect['images'] = []): NewEffect {
    return { kind: fileKind, payload: { ...payload, root: this.#o.workspace.root }, images };
  }

  put(path: string, o: { before: EntryState; after: EntryState; images?: NewEffect['images'] }): NewEffect {
    const payload: Omit<Extract<FilePayload, { type: 'put' }>, 'root'> = {
      type: 'put',
      ...{ path, before: o.before, after: o.after },
    };
    return this.effect(payload, o.images);
  }

  /** Keeps a file's content; nothing where the plan said that it is lost. */
  async keep(path: string, before: EntryState & { kind: 'file' }, signal: AbortSignal): Promise<NewEffect['images']> {
    const { fileBytes, leftBytes } = await this.#d.room();
    const maxBytes = Math.min(fileBytes, leftBytes - this.#keptBytes);
    const image =
      before.sizeBytes > maxBytes
        ? undefined
        : await this.#d.images.keep(this.steps.content(path, signal), { maxBytes, signal });
    if (image === undefined) {
      if (this.#o.mayLose) return [];
      throw conflict(`${path} is too large to be kept for undo now. Plan this anew to say so.`, 'cannot_keep');
    }
    if (image.sha256 !== before.sha256) throw changed();
    this.#keptBytes += image.sizeBytes;
    return [image];
  }

  async missingFolders(folder: string): Promise<string[]> {
    const missing: string[] = [];
    for (let at = folder; at !== '.' && (await this.steps.peek(at)).kind === 'absent'; at = parentOf(at))
      missing.unshift(at);
    return missing;
  }

  folderSteps(folders: readonly string[]): Step[] {
    return folders.map((path) => ({
      effect: this.put(path, { before: absent, after: { kind: 'folder' } }),
      run: () => this.steps.makeFolder(path, {}),
    }));
  }

  /** All on record first, then one after the other. */
  async do(list: readonly Step[], signal: AbortSignal): Promise<void> {
    await this.#d.images.sync();
    this.#keptBytes = 0;
    throwIfAborted(signal);
    await this.#d.recorder.record(
      this.#o.place,
      list.map(({ effect }) => effect),
      async () => {
        for (const { run } of list) {
          throwIfAborted(signal);
          await run();
        }
      },
    );
  }

  async surveyed(path: string, o: { fingerprint: string; signal: AbortSignal }): Promise<TreeNode[]> {
    const nodes = await collectTree(this.steps, path, o.signal);
    if (nodes.length === 0 || fingerprintOf(nodes) !== o.fingerprint) throw changed();
    return nodes;
  }
}

async function write(
  r: Recording,
  workspace: Workspace,
  o: { path: string; bytes: Uint8Array; expectedSha256: string | null; signal: AbortSignal },
): Promise<void> {
  const { bytes, signal, expectedSha256 } = o;
  const path = await workspace.resolve(o.path);
  const before = await r.steps.look(path, signal);
  if (before.kind === 'folder')
    throw new AppError('invalid_input', `"${path}" is a folder, not a file.`, { details: { reason: 'is_folder' } });
  if ((before.kind === 'file' ? before.sha256 : null) !== expectedSha256) throw changed();
  const run = () => workspace.write(path, bytes, { expectedSha256, signal });
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  if (before.kind === 'file' && before.sha256 === sha256) return run(); // nothing that could be put back
  const images = before.kind === 'file' ? await r.keep(path, before, signal) : [];
  const after: EntryState = { kind: 'file', sha256, sizeBytes: bytes.byteLength };
  const folders = r.folderSteps(await r.missingFolders(parentOf(path)));
  await r.do([...folders, { effect: r.put(path, { before, after, images }), run }], signal);
}

async function removeSteps(r: Recording, nodes: readonly TreeNode[], signal: AbortSignal): Promise<Step[]> {
  const things: Step[] = [];
  const folders: Step[] = [];
  for (const { path } of nodes) {
    const before = await r.steps.look(path, signal);
    const images = before.kind === 'file' ? await r.keep(path, before, signal) : [];
    const step: Step = {
      effect: r.put(path, { before, after: absent, images }),
      run: () => r.steps.remove(path, { expected: before, signal }),
    };
    if (before.kind === 'folder') folders.unshift(step);
    else things.push(step);
  }
  return [...things, ...folders];
}

/** A folder moves name by name, so that each can be put back, or left alone, on its own. */
async function moveSteps(
  r: Recording,
  o: { from: string; to: string; isSpelling: boolean; nodes: readonly TreeNode[]; signal: AbortSignal },
): Promise<Step[]> {
  const list: Step[] = r.folderSteps(await r.missingFolders(parentOf(o.to)));
  const emptied: Step[] = [];
  for (const node of o.isSpelling ? o.nodes.slice(0, 1) : o.nodes) {
    const from = node.path;
    const to = o.to + from.slice(o.from.length);
    const state = await r.steps.look(from, o.signal);
    if (state.kind !== 'folder' || o.isSpelling) {
      list.push({
        effect: r.effect({ type: 'move', from, to, node: state }),
        run: () => r.steps.move(from, to, { expected: state, signal: o.signal }),
      });
      continue;
    }
    list.push({
      effect: r.put(to, { before: absent, after: state }),
      run: () => r.steps.makeFolder(to, { mode: state.mode }),
    });
    emptied.unshift({
      effect: r.put(from, { before: state, after: absent }),
      run: () => r.steps.remove(from, { expected: state, signal: o.signal }),
    });
  }
  return [...list, ...emptied];
}

async function move(r: Recording, o: { from: string; to: string; fingerprint: string; signal: AbortSignal }) {
  const from = await r.steps.locate(o.from);
  const to = await r.steps.locate(o.to);
  if (from === to)
    throw new AppError('invalid_input', 'Both names are the same.', { details: { reason: 'no_change' } });
  if (to.startsWith(`${from}/`))
    throw new AppError('invalid_input', 'A folder cannot move into itself.', { details: { reason: 'into_itself' } });
  const nodes = await r.surveyed(from, o);
  // A disk that ignores case shows the same entry under another spelling, but lists it under one.
  const isTaken = (await r.steps.peek(to)).kind !== 'absent';
  const isSpelling = isTaken && areSpellings(from, to) && !(await r.steps.children(parentOf(to))).includes(to);
  if (isTaken && !isSpelling)
    throw conflict(`There is a "${to}" already. Choose another name, or move that one away first.`, 'exists');
  await r.do(await moveSteps(r, { ...o, from, to, nodes, isSpelling }), o.signal);
}

export function createRecordedFiles(d: RecordedFilesDeps, o: RecordedFilesOptions): RecordedFiles {
  const { workspace } = o;
  const r = new Recording(d, o);
  return {
    root: workspace.root,
    resolve: (path) => workspace.resolve(path),
    stat: (path) => workspace.stat(path),
    read: (path, options) => workspace.read(path, options),
    list: (path, options) => workspace.list(path, options),
    walk: (path, signal) => workspace.walk(path, signal),
    ...createSurvey(workspace, d),
    write: (path, bytes, options) => write(r, workspace, { path, bytes, ...options }),
    move: (from, to, options) => move(r, { from, to, ...options }),
    async remove(path, options) {
      const nodes = await r.surveyed(await r.steps.locate(path), options);
      await r.do(await removeSteps(r, nodes, options.signal), options.signal);
    },
    async makeFolder(path, { signal }) {
      const located = await r.steps.locate(path);
      const folders = await r.missingFolders(located);
      const { kind } = await r.steps.peek(located);
      if (folders.length === 0 && kind !== 'folder')
        throw conflict(`There is a "${located}" already, and it is not a folder.`, 'exists');
      await r.do(r.folderSteps(folders), signal);
      return folders.length;
    },
  };
}
