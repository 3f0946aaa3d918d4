// Which files of `out/main` the desktop app can reach; the gateway and the command line, which need a Node of their own,
// stay out together with what only they use.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';

/** What Electron starts, and the threads and processes that are started by name. */
export const desktopEntries = [
  ...['electron.js', 'reader-worker.js', 'document-worker.js', 'linux-bus.js', 'virtual-board.js'],
] as const;

// Any string that looks like a file beside this one: static and dynamic imports, and addresses of workers. Too many is
// safe, too few is not.
const reference = /["'`](\.{1,2}\/[\w./-]+\.(?:js|cjs|mjs|wasm|json|gz))["'`]/g;

/** Relative to the folder, sorted. Throws when an entry is missing. */
export function neededBundles(folder: string, entries: readonly string[] = desktopEntries): string[] {
  const needed = new Set<string>();
  const queue = entries.map((entry) => join(folder, entry));
  for (const entry of queue) if (!existsSync(entry)) throw new Error(`${entry} is missing: run npm run build`);
  for (let file = queue.pop(); file !== undefined; file = queue.pop()) {
    if (needed.has(file)) continue;
    needed.add(file);
    for (const [, path] of readFileSync(file, 'utf8').matchAll(reference)) {
      const target = join(dirname(file), path ?? '');
      if (target.startsWith(folder + sep) && existsSync(target)) queue.push(target);
    }
  }
  return [...needed].map((file) => relative(folder, file).split(sep).join('/')).toSorted();
}
