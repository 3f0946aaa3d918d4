// What of the data folder goes into a backup besides the database: the skills, with what is accepted of them.
import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** One folder, put back as a whole, so that what was accepted and what lies there stay one past. */
export const keptFolder = 'skills';
const prefix = 'files/';
/** Made anew when they are needed. */
const left = new Set([`${keptFolder}/run`]);
const maxFiles = 100_000;
const maxDepth = 24;

const oddPart = /^\.{0,2}$|[\\:\p{Cc}]/u;

/** Its path in the data folder, of a name in an archive; undefined for what has no business there. */
export function keptPath(name: string): string | undefined {
  if (!name.startsWith(`${prefix}${keptFolder}/`)) return undefined;
  const path = name.slice(prefix.length);
  const parts = path.split('/');
  return parts.length <= maxDepth && !parts.some((part) => oddPart.test(part)) ? path : undefined;
}

export type KeptFile = { readonly name: string; readonly path: string; readonly sizeBytes: number };

/** Plain files alone. What cannot be read is left out: a backup without it is better than none. */
export async function listKept(dataFolder: string): Promise<KeptFile[]> {
  const found: KeptFile[] = [];
  const visit = async (at: string): Promise<void> => {
    const entries = await readdir(join(dataFolder, at), { withFileTypes: true }).catch(() => []); // none, or gone
    for (const entry of entries) {
      const below = `${at}/${entry.name}`;
      if (left.has(below) || keptPath(prefix + below) === undefined || found.length >= maxFiles) continue;
      const path = join(dataFolder, below);
      if (entry.isDirectory()) await visit(below);
      else if (entry.isFile()) {
        const stat = await lstat(path).catch(() => undefined); // gone since
        if (stat !== undefined) found.push({ name: prefix + below, path, sizeBytes: stat.size });
      }
    }
  };
  await visit(keptFolder);
  return found;
}
