// Around a command: files that agents take as orders are as they were afterwards, and what it wanted of them is told.
import { lstat, mkdir, readdir, readFile, readlink, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isGuidance } from './guidance-paths.ts';
import type { GuidanceChange } from './port.ts';

const maxDepth = 6;
const maxEntries = 20_000;
const maxFileBytes = 512 * 1024;
const skipped = new Set(['node_modules', '.git', '.venv', 'target', 'dist', 'out', 'build']);

type Kept =
  | { readonly type: 'file'; readonly bytes: Buffer; readonly mode: number }
  | { readonly type: 'link'; readonly to: string };
export type Guidance = ReadonlyMap<string, Kept>;

async function keep(path: string): Promise<Kept | undefined> {
  const stat = await lstat(path).catch(() => undefined); // gone meanwhile
  if (stat?.isSymbolicLink() === true) return { type: 'link', to: await readlink(path) };
  if (stat?.isFile() !== true || stat.size > maxFileBytes) return undefined;
  return { type: 'file', bytes: await readFile(path), mode: stat.mode & 0o777 };
}

/** Links are kept as links and never followed. */
export async function readGuidance(root: string): Promise<Guidance> {
  const found = new Map<string, Kept>();
  let left = maxEntries;
  const visit = async (folder: string, depth: number): Promise<void> => {
    const entries = await readdir(join(root, folder), { withFileTypes: true }).catch(() => []); // not ours to read
    for (const entry of entries) {
      left -= 1;
      if (left < 0) return;
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) {
        if (depth < maxDepth && !skipped.has(entry.name)) await visit(path, depth + 1);
        continue;
      }
      if (!isGuidance(path)) continue;
      const kept = await keep(join(root, path));
      if (kept !== undefined) found.set(path, kept);
    }
  };
  await visit('', 0);
  return found;
}

const isSame = (a: Kept | undefined, b: Kept | undefined): boolean => {
  if (a === undefined || b === undefined) return a === b;
  if (a.type === 'link' || b.type === 'link') return a.type === b.type && 'to' in a && 'to' in b && a.to === b.to;
  return a.bytes.equals(b.bytes);
};

/** A folder on the way that became a link would lead the writing elsewhere: it is taken away first. */
async function clearWay(root: string, path: string): Promise<void> {
  const names = path.split('/').slice(0, -1);
  for (let count = 1; count <= names.length; count += 1) {
    const folder = join(root, ...names.slice(0, count));
    const stat = await lstat(folder).catch(() => undefined); // not there: made below
    if (stat !== undefined && !stat.isDirectory()) await rm(folder, { force: true });
  }
  await mkdir(dirname(join(root, path)), { recursive: true });
}

async function putBack(root: string, path: string, kept: Kept | undefined): Promise<void> {
  const whole = join(root, path);
  await rm(whole, { recursive: true, force: true });
  if (kept === undefined) return;
  await clearWay(root, path);
  if (kept.type === 'link') return symlink(kept.to, whole);
  const beside = `${whole}.limpet-${process.pid}`;
  await writeFile(beside, kept.bytes, { mode: kept.mode, flag: 'wx' });
  await rename(beside, whole);
}

/** What the command made of them, put back; text that it wrote comes along, so that it can be proposed. */
export async function restoreGuidance(root: string, before: Guidance): Promise<GuidanceChange[]> {
  const after = await readGuidance(root);
  const changes: GuidanceChange[] = [];
  // What is new goes first: a link in the place of a folder would be taken for the folder.
  const added = [...after.keys()].filter((path) => !before.has(path));
  for (const path of [...added, ...before.keys()]) {
    const [was, is] = [before.get(path), after.get(path)];
    if (isSame(was, is)) continue;
    await putBack(root, path, was);
    const text = is?.type === 'file' ? textOf(is.bytes) : undefined;
    changes.push(text === undefined ? { path } : { path, text });
  }
  return changes;
}

function textOf(bytes: Buffer): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined; // no text that a person could judge
  }
}
