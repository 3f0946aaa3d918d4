// When the copies of the database were made, newest first.
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

export async function backupTimes(dataFolder: string): Promise<number[]> {
  const folder = join(dataFolder, 'backups');
  const names = await readdir(folder).catch(() => []); // none was made yet
  const times = await Promise.all(names.map(async (name) => (await stat(join(folder, name))).mtimeMs));
  return times.toSorted((a, b) => b - a);
}
