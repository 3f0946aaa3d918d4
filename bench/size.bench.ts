// What a headless installation takes besides Node: the bundles, the page, and the native parts of this platform.
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Benchmark } from './support/figures.ts';

const project = join(import.meta.dirname, '..');

function filesBelow(folder: string, keep: (path: string) => boolean = () => true): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter(keep);
}

/** Of a native package only its JavaScript and the binary of this platform are needed to run. */
const native = (path: string) =>
  /\.(js|cjs|mjs|json)$/.test(path) ||
  (path.endsWith('.node') &&
    (path.includes(`${process.platform}-${process.arch}`) || path.includes('/build/Release/')));

export const benchmark: Benchmark = {
  id: 'size',
  title: 'A headless installation is small',
  async run() {
    const files = [
      ...filesBelow(
        join(project, 'out'),
        (path) => !path.endsWith('.map') && !path.endsWith('electron.js') && !path.includes('/preload/'),
      ),
      ...filesBelow(join(project, 'node_modules/better-sqlite3'), native),
      ...filesBelow(join(project, 'node_modules/keytar'), native),
      ...filesBelow(join(project, 'build/launch')),
      join(project, 'package.json'),
    ];
    const bytes = files.reduce((sum, path) => sum + statSync(path).size, 0);
    return [
      { name: 'size without Node', value: bytes / 1e6, unit: 'MB', goal: { atMost: 25 } },
      { name: 'files', value: files.length, unit: 'files', goal: { atMost: 500 } },
    ];
  },
};
