// Whether what is built is older than what it is built from.
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const inputs = [
  'src-main',
  'src-preload',
  'src-renderer',
  'resources',
  'build/licences',
  'electron.vite.config.ts',
  'package.json',
  'package-lock.json',
];
const outputs = [
  'out/main/cli.js',
  'out/main/gateway.js',
  'out/main/electron.js',
  'out/preload/index.cjs',
  'out/renderer/index.html',
];

function modified(path) {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs;
}

/** The newest time of a file or of anything in a folder; folders count too, so that a file that went away is noticed. */
function newestIn(path) {
  const own = modified(path);
  if (own === undefined) return 0;
  if (!statSync(path).isDirectory()) return own;
  return readdirSync(path, { withFileTypes: true, recursive: true })
    .filter((entry) => !/\.test\.tsx?$/.test(entry.name))
    .reduce((newest, entry) => Math.max(newest, modified(join(entry.parentPath, entry.name)) ?? 0), own);
}

/** @returns {'missing' | 'stale' | 'fresh'} */
export function buildState(project) {
  const built = outputs.map((path) => modified(join(project, path)));
  if (built.some((time) => time === undefined)) return 'missing';
  const newest = Math.max(...inputs.map((path) => newestIn(join(project, path))));
  // Outputs are written within one build, one after the other: its beginning is what counts.
  return newest > Math.min(...built) ? 'stale' : 'fresh';
}
