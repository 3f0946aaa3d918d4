// Everything of others that is in the app: bundled code, fonts, native modules, what those carry inside, and Electron.
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve, sep } from 'node:path';
import { packedModules } from '../packaging/packed-files.ts';
import { worksInside } from './inside-packages.ts';
import { type PackageFacts, packageFolderOf, readManifest, readPackage } from './read-package.ts';

export type Shipped = PackageFacts & {
  /** `code` is part of our bundles, `native` lies beside them, `inside` came within another one, `runtime` is Electron. */
  readonly kind: 'code' | 'font' | 'native' | 'inside' | 'runtime';
  /** The package that a work came within. */
  readonly carrier?: string;
};

/** Headers compiled into native modules; they are in the binary although no file of theirs is packed. */
const compiledIn = 'node-addon-api';

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

/** Installed packages that are packed as they are, and what is compiled into them; everything else is bundled. */
export function nativeFolders(project: string): string[] {
  const folders = packedModules
    .map((name) => join(project, 'node_modules', name))
    .filter((folder) => existsSync(folder));
  return folders.flatMap((folder) => {
    const { dependencies: own } = readManifest(folder);
    if (!isObject(own) || !Object.hasOwn(own, compiledIn)) return [folder];
    const found = createRequire(join(folder, 'package.json')).resolve(`${compiledIn}/package.json`);
    return [folder, dirname(found)];
  });
}

function kindOf(folder: string): Shipped['kind'] {
  return folder.includes(`${sep}@fontsource`) ? 'font' : 'code';
}

/** By name, then version; each package once. `folders` are those that the bundler found in the bundles. */
export function collectShipped(project: string, folders: readonly string[]): Shipped[] {
  const places: (readonly [folder: string, kind: Shipped['kind']])[] = [
    ...folders.map((folder) => [folder, kindOf(folder)] as const),
    ...nativeFolders(project).map((folder) => [folder, 'native'] as const),
    [join(project, 'node_modules/electron'), 'runtime'],
  ];
  const all = new Map<string, Shipped>();
  for (const [folder, kind] of places) {
    const facts = readPackage(folder);
    const add = (one: Shipped) => all.set(`${one.name}@${one.version ?? ''}`, one);
    add({ ...facts, kind });
    for (const work of worksInside(facts.name, folder)) add({ ...work, kind: 'inside', carrier: facts.name });
  }
  return [...all.values()].toSorted(
    (a, b) => a.name.localeCompare(b.name, 'en') || (a.version ?? '').localeCompare(b.version ?? '', 'en'),
  );
}

/** Folders of the packages that these files belong to; files of our own are left out. */
export function foldersOf(files: readonly string[]): string[] {
  const folders = new Set<string>();
  // The bundler writes slashes on Windows, too.
  for (const file of files.map((path) => resolve(path))) {
    if (!file.includes(`${sep}node_modules${sep}`)) continue;
    const folder = packageFolderOf(file);
    if (folder === undefined) throw new Error(`${file} belongs to no package`);
    folders.add(folder);
  }
  return [...folders].toSorted();
}
