// Goes through a folder depth-first, skips what .gitignore names, never follows a link.
import { constants, type Dirent } from 'node:fs';
import { lstat, open, readdir } from 'node:fs/promises';
import type { Ignore } from 'ignore';
import { throwIfAborted } from '#main/platform/base/abort.ts';
import { type OpenFolder, openFolder } from './confined-folder.ts';
import { type FileEntry, type FileKind, walkLimit } from './port.ts';

const maxDepth = 64;
const ignoreFileBytes = 256 * 1024;
const always = new Set(['.git', 'node_modules']);

export type WalkRules = {
  readonly root: string;
  readonly descriptors: boolean;
  readonly isProtected: (absolute: string) => boolean;
};

type IgnoreLayer = { readonly base: string; readonly rules: Ignore };

export function kindOf(entry: Pick<Dirent, 'isFile' | 'isDirectory' | 'isSymbolicLink'>): FileKind {
  if (entry.isFile()) return 'file';
  if (entry.isDirectory()) return 'folder';
  return entry.isSymbolicLink() ? 'link' : 'other';
}

export const joinRelative = (folder: string, name: string) => (folder === '.' ? name : `${folder}/${name}`);

/** Undefined when the entry went away in the meantime. */
export async function statEntry(folder: OpenFolder, name: string, path: string): Promise<FileEntry | undefined> {
  const stat = await lstat(folder.at(name)).catch(() => undefined);
  if (stat === undefined) return undefined;
  return {
    ...{ path, kind: kindOf(stat), sizeBytes: stat.size, modifiedMs: Math.trunc(stat.mtimeMs) },
    version: `${stat.ino} ${stat.size} ${stat.mtimeMs} ${stat.ctimeMs}`,
    ...{ changedMs: stat.ctimeMs, bornMs: stat.birthtimeMs },
  };
}

async function readIgnoreFile(folder: OpenFolder): Promise<string | undefined> {
  const handle = await open(folder.at('.gitignore'), constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0)).catch(
    () => undefined, // none here
  );
  if (handle === undefined) return undefined;
  try {
    if (!(await handle.stat()).isFile()) return undefined;
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(ignoreFileBytes), 0, ignoreFileBytes, 0);
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await handle.close();
  }
}

function isIgnored(layers: readonly IgnoreLayer[], path: string, isFolder: boolean): boolean {
  let ignored = false;
  for (const { base, rules } of layers) {
    const below = base === '.' ? path : path.slice(base.length + 1);
    const verdict = rules.test(isFolder ? `${below}/` : below);
    if (verdict.ignored) ignored = true;
    if (verdict.unignored) ignored = false; // a deeper file may take something back
  }
  return ignored;
}

/** `start` is relative to the root. Ends after `walkLimit` entries or at the 64th level. */
export async function* walkFolder(start: string, walk: WalkRules, signal: AbortSignal): AsyncGenerator<FileEntry> {
  const { default: ignore } = await import('ignore');
  let left = walkLimit;

  async function* visit(path: string, layers: readonly IgnoreLayer[], depth: number): AsyncGenerator<FileEntry> {
    const absolute = path === '.' ? walk.root : `${walk.root}/${path}`;
    const folder = await openFolder(absolute, walk).catch(() => undefined); // gone, or not ours to read
    if (folder === undefined) return;
    const folders: string[] = [];
    let here = layers;
    try {
      const names = await readdir(folder.at(), { withFileTypes: true }).catch(() => []);
      names.sort((a, b) => (a.name < b.name ? -1 : 1));
      const text = names.some((entry) => entry.name === '.gitignore') ? await readIgnoreFile(folder) : undefined;
      if (text !== undefined) here = [...layers, { base: path, rules: ignore().add(text) }];
      for (const entry of names) {
        throwIfAborted(signal);
        const inner = joinRelative(path, entry.name);
        const kind = kindOf(entry);
        if (always.has(entry.name) || isIgnored(here, inner, kind === 'folder')) continue;
        if (walk.isProtected(`${walk.root}/${inner}`)) continue;
        if (kind === 'folder') folders.push(inner);
        const found = await statEntry(folder, entry.name, inner);
        if (found === undefined) continue;
        left -= 1;
        if (left < 0) return;
        yield found;
      }
    } finally {
      await folder.close();
    }
    if (depth >= maxDepth) return;
    for (const inner of folders) {
      if (left <= 0) return;
      yield* visit(inner, here, depth + 1);
    }
  }
  yield* visit(start, [], 1);
}
