// Single steps on single names of a workspace, each checked against what was there when it was planned. The last part of a
// path is never followed: a link is a thing of its own. For the ledger alone, which keeps what a step takes away.
import type { Stats } from 'node:fs';
import { chmod, link, lstat, mkdir, readdir, readlink, rename, rmdir, symlink, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '#main/contract/errors.ts';
import { throwIfAborted } from '#main/platform/base/abort.ts';
import { changed, openOrMakeFolder, writeAtomically } from './atomic-write.ts';
import { type OpenFolder, openFolder, openForReading, within } from './confined-folder.ts';
import { errnoOf, toFileError } from './file-errors.ts';
import { type EntryState, type FileSteps, isSameState, isWriteProtected } from './port.ts';
import { readContent } from './read-file.ts';
import { exactPlace, locateEntry, type ResolveRules } from './resolve-path.ts';

const absent: EntryState = { kind: 'absent' };
const chunkBytes = 256 * 1024;

const isGone = (error: unknown) => errnoOf(error) === 'ENOENT' || errnoOf(error) === 'ENOTDIR';

const partsOf = (relative: string) => {
  const cut = relative.lastIndexOf('/');
  return { folder: cut === -1 ? '.' : relative.slice(0, cut), name: relative.slice(cut + 1) };
};

async function statIn(folder: OpenFolder, name: string): Promise<Stats | undefined> {
  return lstat(folder.at(name)).catch((error: unknown) => {
    if (isGone(error)) return undefined;
    throw error;
  });
}

async function lookIn(folder: OpenFolder, name: string, signal: AbortSignal): Promise<EntryState> {
  const stat = await statIn(folder, name);
  if (stat === undefined) return absent;
  const mode = stat.mode & 0o7777;
  if (stat.isDirectory()) return { kind: 'folder', mode };
  if (stat.isSymbolicLink()) return { kind: 'link', target: await readlink(folder.at(name)) };
  if (!stat.isFile()) return { kind: 'other' };
  const handle = await openForReading(folder, name);
  try {
    const { sha256, sizeBytes } = await readContent(handle, { maxBytes: 0, signal });
    return { kind: 'file', sha256, sizeBytes, mode };
  } finally {
    await handle.close();
  }
}

const exists = (name: string) =>
  new AppError('conflict', `There is a "${name}" already. Choose another name, or move that one away first.`, {
    details: { reason: 'exists', facts: { path: name } },
  });

type Spot = { readonly folder: OpenFolder; readonly name: string };

/**
 * `spelling`: a disk that ignores case or form of letters shows the same entry under both names. `halved`: two names of one
 * file, which a move that was cut short leaves.
 */
async function goalOf(from: Spot, to: Spot): Promise<'free' | 'spelling' | 'halved'> {
  const there = await lstat(to.folder.at(to.name)).catch(() => undefined);
  if (there === undefined) return 'free';
  const here = await lstat(from.folder.at(from.name));
  const isSame = here.ino === there.ino && here.dev === there.dev;
  if (!isSame) throw exists(to.name);
  if (!(await readdir(to.folder.at())).includes(to.name)) return 'spelling';
  if (!there.isFile()) throw exists(to.name);
  return 'halved';
}

/** Without ever replacing what appeared at the new place in the meantime. */
async function moveEntry(from: Spot, to: Spot): Promise<void> {
  const oldPath = from.folder.at(from.name);
  const newPath = to.folder.at(to.name);
  const goal = await goalOf(from, to);
  if (goal === 'halved') return unlink(oldPath);
  if (goal === 'spelling' || !(await lstat(oldPath)).isFile()) return rename(oldPath, newPath);
  try {
    await link(oldPath, newPath);
  } catch (error) {
    if (errnoOf(error) === 'EEXIST') throw exists(to.name);
    if (errnoOf(error) === 'EXDEV') throw error;
    return rename(oldPath, newPath); // no hard links on this disk
  }
  await unlink(oldPath);
}

type Scene = {
  readonly rules: ResolveRules;
  readonly descriptors: boolean;
  readonly isProtected: (absolute: string) => boolean;
};

function createInner({ rules, descriptors, isProtected }: Scene) {
  const { root } = rules;
  const absoluteOf = (relative: string) => join(root, relative);
  const locate = async (path: string) => (await locateEntry(path, rules)).relative;
  const exact = (path: string) => exactPlace(path, rules).relative;
  const writable = (path: string): { relative: string; folder: string; name: string } => {
    const relative = exact(path);
    if (relative === '.') throw new AppError('invalid_input', 'Name something in the workspace, not the workspace.');
    if (isWriteProtected(relative))
      throw new AppError('forbidden', 'Git’s own folder, hooks and settings are never changed by a tool.', {
        details: { reason: 'protected_path' },
      });
    return { relative, ...partsOf(relative) };
  };
  const open = (folder: string) => openFolder(absoluteOf(folder), { descriptors });
  const openMade = (folder: string) => openOrMakeFolder(root, folder === '.' ? [] : folder.split('/'), { descriptors });
  return { locate, exact, writable, open, openMade, isHidden: (relative: string) => isProtected(absoluteOf(relative)) };
}

type Inner = ReturnType<typeof createInner>;
type Reads = 'locate' | 'look' | 'peek' | 'children' | 'content';

function kindOf(stat: Stats): EntryState['kind'] {
  if (stat.isFile()) return 'file';
  if (stat.isDirectory()) return 'folder';
  return stat.isSymbolicLink() ? 'link' : 'other';
}

function reading({ locate, exact, open, isHidden }: Inner): Pick<FileSteps, Reads> {
  /** Undefined where a folder on the way is missing. */
  const inside = async <T>(path: string, use: (folder: OpenFolder, name: string) => Promise<T>) => {
    const { folder, name } = partsOf(exact(path));
    try {
      return await within(open(folder), (opened) => use(opened, name === '' ? '.' : name));
    } catch (error) {
      if (isGone(error)) return undefined;
      throw error;
    }
  };
  return {
    locate,
    look: async (path, signal) => (await inside(path, (folder, name) => lookIn(folder, name, signal))) ?? absent,
    async peek(path) {
      const stat = await inside(path, statIn);
      if (stat === undefined) return { kind: 'absent', sizeBytes: 0, modifiedMs: 0 };
      return { kind: kindOf(stat), sizeBytes: stat.size, modifiedMs: Math.trunc(stat.mtimeMs) };
    },
    async children(path) {
      const relative = exact(path);
      const names = await within(open(relative), (folder) => readdir(folder.at()));
      const inner = names.toSorted().map((name) => (relative === '.' ? name : `${relative}/${name}`));
      const hidden = inner.find(isHidden);
      if (hidden !== undefined)
        throw new AppError('forbidden', `"${hidden}" holds keys, browser data or Limpet’s own data.`, {
          details: { reason: 'protected_path' },
        });
      return inner;
    },
    async *content(path, signal) {
      const { folder, name } = partsOf(exact(path));
      const opened = await open(folder);
      try {
        const handle = await openForReading(opened, name);
        try {
          for (;;) {
            throwIfAborted(signal);
            const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafe(chunkBytes), 0, chunkBytes);
            if (bytesRead === 0) return;
            yield buffer.subarray(0, bytesRead);
          }
        } finally {
          await handle.close();
        }
      } finally {
        await opened.close();
      }
    },
  };
}

function changing({ writable, open, openMade }: Inner): Omit<FileSteps, Reads> {
  const checked = async (at: { folder: OpenFolder; name: string }, expected: EntryState, signal: AbortSignal) => {
    if (!isSameState(await lookIn(at.folder, at.name, signal), expected)) throw changed();
    await at.folder.recheck();
  };
  return {
    async write(path, bytes, { expected, mode, signal }) {
      const { folder, name } = writable(path);
      const expectedSha256 = expected.kind === 'file' ? expected.sha256 : null;
      const file = { name, bytes, ...(mode === undefined ? {} : { mode }) };
      await within(openMade(folder), (opened) => writeAtomically(opened, file, { expectedSha256, signal }));
    },
    async link(path, target) {
      const { folder, name } = writable(path);
      await within(openMade(folder), async (opened) => {
        await opened.recheck();
        await symlink(target, opened.at(name));
        await opened.sync();
      });
    },
    async move(from, to, { expected, signal }) {
      const [source, goal] = [writable(from), writable(to)];
      await within(open(source.folder), (fromFolder) =>
        within(openMade(goal.folder), async (toFolder) => {
          await checked({ folder: fromFolder, name: source.name }, expected, signal);
          await toFolder.recheck();
          await moveEntry({ folder: fromFolder, name: source.name }, { folder: toFolder, name: goal.name });
          await toFolder.sync();
          await fromFolder.sync();
        }),
      );
    },
    async remove(path, { expected, signal }) {
      const { folder, name } = writable(path);
      await within(open(folder), async (opened) => {
        await checked({ folder: opened, name }, expected, signal);
        if (expected.kind === 'folder') await rmdir(opened.at(name));
        else await unlink(opened.at(name));
        await opened.sync();
      });
    },
    async makeFolder(path, { mode }) {
      const { folder, name } = writable(path);
      await within(openMade(folder), async (opened) => {
        await opened.recheck();
        await mkdir(opened.at(name));
        if (mode !== undefined) await chmod(opened.at(name), mode);
        await opened.sync();
      });
    },
  };
}

/** The disk's own errors come as AppErrors that name the path. */
export function createFileSteps(scene: Scene): FileSteps {
  const inner = createInner(scene);
  const steps = { ...reading(inner), ...changing(inner) };
  const told = async <T>(path: string, work: Promise<T>): Promise<T> => {
    try {
      return await work;
    } catch (error) {
      if (errnoOf(error) === 'EXDEV')
        throw new AppError('unsupported', `"${path}" would move to another disk. Copy it with a command instead.`, {
          cause: error,
          details: { reason: 'other_disk' },
        });
      if (errnoOf(error) === 'ENOTEMPTY')
        throw new AppError('conflict', `The folder "${path}" is not empty.`, {
          cause: error,
          details: { reason: 'folder_not_empty' },
        });
      if (errnoOf(error) === 'EEXIST') throw exists(path);
      throw toFileError(error, path.slice(0, 300));
    }
  };
  return {
    locate: (path) => told(path, steps.locate(path)),
    look: (path, signal) => told(path, steps.look(path, signal)),
    peek: (path) => told(path, steps.peek(path)),
    children: (path) => told(path, steps.children(path)),
    content: (path, signal) => steps.content(path, signal),
    write: (path, bytes, o) => told(path, steps.write(path, bytes, o)),
    link: (path, target) => told(path, steps.link(path, target)),
    move: (from, to, o) => told(from, steps.move(from, to, o)),
    remove: (path, o) => told(path, steps.remove(path, o)),
    makeFolder: (path, o) => told(path, steps.makeFolder(path, o)),
  };
}
