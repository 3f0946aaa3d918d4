// Files to import from, alike for an archive, a folder and a single file; bounded, and never through a link.
import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { AppError } from '#main/contract/errors.ts';
import { importLimits } from '#main/contract/transfer.ts';
import { throwIfAborted } from '#main/platform/base/abort.ts';
import { openZip, type ZipLimits } from '#main/platform/base/zip/read-zip.ts';

export type TreeFile = { readonly name: string; readonly sizeBytes: number };
export interface FileTree {
  /** Names with `/`, relative to the root. */
  readonly files: readonly TreeFile[];
  find(name: string): TreeFile | undefined;
  read(file: TreeFile, signal: AbortSignal): AsyncIterable<Uint8Array>;
  close(): void;
}

/** An export of years is gigabytes of text, which packs well. */
const limits: ZipLimits = { entries: 100_000, totalBytes: 20 * 1024 ** 3, ratio: 100 };
const maxFiles = 50_000;
const maxDepth = 8;
/** What no assistant keeps its chats in, and what may be endless. */
const passedBy: ReadonlySet<string> = new Set(['node_modules', '.git', 'cache', 'Cache', 'logs', 'browser', 'models']);

const bySize = (files: readonly TreeFile[]) => new Map(files.map((file) => [file.name, file]));

function treeOver(files: readonly TreeFile[], pathOf: (name: string) => string): FileTree {
  const byName = bySize(files);
  return {
    files,
    find: (name) => byName.get(name),
    read: (file, signal) => createReadStream(pathOf(file.name), { signal }),
    close: () => {},
  };
}

async function walk(root: string, signal: AbortSignal): Promise<TreeFile[]> {
  const files: TreeFile[] = [];
  const open: { folder: string; depth: number }[] = [{ folder: '', depth: 0 }];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    throwIfAborted(signal);
    const entries = await readdir(join(root, at.folder), { withFileTypes: true }).catch(() => []); // not ours to read
    for (const entry of entries) {
      const name = at.folder === '' ? entry.name : `${at.folder}/${entry.name}`;
      if (entry.isDirectory() && at.depth < maxDepth && !passedBy.has(entry.name))
        open.push({ folder: name, depth: at.depth + 1 });
      if (!entry.isFile()) continue;
      if (files.length >= maxFiles)
        throw new AppError('invalid_input', 'This folder holds too many files. Choose the data folder itself.', {
          details: { reason: 'import_too_many', facts: { limit: maxFiles } },
        });
      const { size } = await stat(join(root, name));
      files.push({ name, sizeBytes: size });
    }
  }
  return files.sort((a, b) => (a.name < b.name ? -1 : 1));
}

async function isZip(path: string): Promise<boolean> {
  for await (const chunk of createReadStream(path, { end: 3 })) return String(chunk).startsWith('PK');
  return false;
}

/** Files that are called so; a single one was chosen by hand, whatever it is called. */
export const filesLike = (tree: FileTree, pattern: RegExp): readonly TreeFile[] =>
  tree.files.length === 1 ? tree.files : tree.files.filter(({ name }) => pattern.test(name));

/** Whole path. `name`: what the file was called before it was uploaded. Errors: `not_found`; `invalid_input` as `openZip` has them. */
export async function openFileTree(path: string, o: { signal: AbortSignal; name?: string }): Promise<FileTree> {
  const { signal, name = basename(path) } = o;
  const at = await stat(path).catch(() => undefined); // told as missing
  if (at?.isDirectory() === true) return treeOver(await walk(path, signal), (file) => join(path, file));
  if (at?.isFile() !== true)
    throw new AppError('not_found', `There is nothing at ${path}. Choose another file or folder.`, {
      details: { reason: 'import_missing', facts: { path } },
    });
  if (at.size > importLimits.archiveBytes)
    throw new AppError('invalid_input', 'This file is too large to be imported. Choose a smaller one.', {
      details: { reason: 'too_large', facts: { maxBytes: importLimits.archiveBytes } },
    });
  if (!(await isZip(path))) return treeOver([{ name, sizeBytes: at.size }], () => path);
  const zip = await openZip(path, limits);
  return { files: zip.items, find: zip.find, read: zip.read, close: zip.close };
}

export async function readText(tree: FileTree, file: TreeFile, o: { maxBytes: number; signal: AbortSignal }) {
  if (file.sizeBytes > o.maxBytes) return undefined;
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of tree.read(file, o.signal)) {
    size += chunk.byteLength;
    if (size > o.maxBytes) return undefined;
    chunks.push(chunk);
  }
  return new TextDecoder().decode(Buffer.concat(chunks));
}
