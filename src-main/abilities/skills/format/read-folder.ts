// Every file of one skill's folder with its hash. Links are not followed, and what is too much is said, not read.
import { createHash } from 'node:crypto';
import { lstat, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Said } from '#main/contract/skills.ts';
import { hashOf } from '#main/platform/base/json.ts';

export const folderLimits = { files: 500, totalBytes: 20 * 1024 * 1024, depth: 8, textBytes: 256 * 1024 } as const;

export type SkillFile = { readonly path: string; readonly sizeBytes: number; readonly sha256: string };
export type FolderContent =
  | { readonly type: 'ok'; readonly files: readonly SkillFile[]; readonly hash: string }
  | { readonly type: 'broken'; readonly problem: Said };

type Found = { readonly path: string; readonly sizeBytes: number; readonly stamp: string };

class Refused extends Error {
  readonly problem: Said;
  constructor(problem: string, params: Record<string, string> = {}) {
    super(problem);
    this.problem = { key: `skills.problem_${problem}`, params };
  }
}

/** Version control and the leavings of programs are no part of a skill. */
const ignored = new Set(['.git', '.DS_Store', '__pycache__', 'node_modules']);

async function findFiles(root: string): Promise<Found[]> {
  const found: Found[] = [];
  let total = 0;
  const visit = async (folder: string, depth: number): Promise<void> => {
    if (depth > folderLimits.depth) throw new Refused('too_deep');
    const entries = await readdir(join(root, folder), { withFileTypes: true });
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      if (ignored.has(entry.name)) continue;
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) await visit(path, depth + 1);
      else if (!entry.isFile()) throw new Refused('link', { path });
      else {
        const stat = await lstat(join(root, path));
        total += stat.size;
        found.push({ path, sizeBytes: stat.size, stamp: `${stat.mtimeMs} ${stat.ctimeMs} ${stat.ino} ${stat.size}` });
        if (found.length > folderLimits.files) throw new Refused('too_many', { limit: String(folderLimits.files) });
        if (total > folderLimits.totalBytes)
          throw new Refused('too_large', { limit: String(folderLimits.totalBytes / 1024 / 1024) });
      }
    }
  };
  await visit('', 0);
  return found;
}

export function hashOfFiles(files: readonly Pick<SkillFile, 'path' | 'sha256'>[]): string {
  return hashOf(files.map(({ path, sha256 }) => [path, sha256]).sort(([a = ''], [b = '']) => (a < b ? -1 : 1)));
}

export const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

export interface FolderReader {
  /** Reads again only what has another time, size or number on the disk than before. Rejects when the folder is gone. */
  read(root: string): Promise<FolderContent>;
  /** Reads every byte anew: what runs or is told to the model is what was accepted, at this very moment. */
  readAnew(root: string): Promise<FolderContent>;
}

const keptHashes = 5_000;

export function createFolderReader(): FolderReader {
  const known = new Map<string, { stamp: string; sha256: string }>();
  const hashFile = async (root: string, file: Found, fresh: boolean): Promise<SkillFile> => {
    const path = join(root, file.path);
    const before = known.get(path);
    if (!fresh && before?.stamp === file.stamp) return { ...file, sha256: before.sha256 };
    const hash = sha256(await readFile(path));
    if (known.size >= keptHashes) known.clear();
    known.set(path, { stamp: file.stamp, sha256: hash });
    return { path: file.path, sizeBytes: file.sizeBytes, sha256: hash };
  };
  const readAll = async (root: string, fresh: boolean): Promise<FolderContent> => {
    try {
      const files: SkillFile[] = [];
      for (const file of await findFiles(root)) {
        const { path, sizeBytes, sha256: hash } = await hashFile(root, file, fresh);
        files.push({ path, sizeBytes, sha256: hash });
      }
      return { type: 'ok', files, hash: hashOfFiles(files) };
    } catch (error) {
      if (error instanceof Refused) return { type: 'broken', problem: error.problem };
      throw error;
    }
  };
  return { read: (root) => readAll(root, false), readAnew: (root) => readAll(root, true) };
}
