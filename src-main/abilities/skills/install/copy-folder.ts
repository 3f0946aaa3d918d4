// Copies the plain files of a folder, bounded, into one that is ours: no links, no rights, no times come along.
import { copyFile, lstat, mkdir, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { AppError } from '#main/contract/errors.ts';

export const copyLimits = { files: 2_000, totalBytes: 50 * 1024 * 1024, depth: 12 } as const;

const left = new Set(['.git', 'node_modules', '__pycache__', '.DS_Store']);

const refused = (name: string) =>
  new AppError('invalid_input', `The folder holds something that is not taken: ${name}. Nothing was taken from it.`, {
    details: { reason: 'archive_unsafe', facts: { name } },
  });

export async function copyFolder(from: string, to: string): Promise<void> {
  let [files, bytes] = [0, 0];
  const visit = async (path: string, depth: number): Promise<void> => {
    if (depth > copyLimits.depth) throw refused(path);
    for (const entry of await readdir(join(from, path), { withFileTypes: true })) {
      if (left.has(entry.name)) continue;
      const below = path === '' ? entry.name : `${path}/${entry.name}`;
      if (entry.isDirectory()) await visit(below, depth + 1);
      else if (!entry.isFile()) throw refused(below);
      else {
        files += 1;
        bytes += (await lstat(join(from, below))).size;
        if (files > copyLimits.files || bytes > copyLimits.totalBytes) throw refused(below);
        await mkdir(dirname(join(to, below)), { recursive: true, mode: 0o700 });
        await copyFile(join(from, below), join(to, below));
      }
    }
  };
  await mkdir(to, { recursive: true, mode: 0o700 });
  await visit('', 0);
}
