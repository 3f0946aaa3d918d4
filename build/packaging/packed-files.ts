// The positive list of what goes into app.asar: what is not named here is not in the app.
import { existsSync, readdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { whyNotFor } from './native-modules.ts';
import { neededBundles } from './needed-bundles.ts';
import { type ArchName, nodePlatforms, type SystemName } from './targets.ts';

/** Compiled or fetched where it is installed, so it fits that machine alone. */
const keychainBinary = 'build/Release/keytar.node';

/** Of serialport; Electron's own builds are made for glibc, so the ones for musl stay out. */
function serialBinary(system: SystemName, arch: ArchName): string {
  const name = '@serialport+bindings-cpp';
  if (system === 'mac') return `prebuilds/darwin-x64+arm64/${name}.node`;
  const version = arch === 'arm64' ? '.armv8' : '';
  return `prebuilds/${nodePlatforms[system]}-${arch}/${name}${version}${system === 'linux' ? '.glibc' : ''}.node`;
}

/** What lets Linux's own buses be spoken to comes in a package for each processor; the others have no use for it. */
const callsPackage = (arch: ArchName) => `@koromix/koffi-linux-${arch}`;
const callsFiles =
  (of: ArchName): Files =>
  (system, arch) =>
    system === 'linux' && arch === of ? ['package.json', 'index.js', `linux_${of}/koffi.node`] : [];
/** Of node-hid; on Linux that of the two which needs no rights over the whole USB device. */
function hidBinary(system: SystemName, arch: ArchName): string {
  const name = system === 'linux' ? 'HID_hidraw' : 'HID';
  return `prebuilds/${name}-${nodePlatforms[system]}-${arch}/node-napi-v4.node`;
}

type Files = (system: SystemName, arch: ArchName) => readonly string[];

/** Of each installed dependency, the files that run; its sources, tests and foreign binaries are left where they are. */
const ofModules: Readonly<Record<string, Files>> = {
  'better-sqlite3': (system, arch) => [
    'package.json',
    'LICENSE',
    ...['binding', 'database', 'index', 'sqlite-error', 'util'].map((name) => `lib/${name}.js`),
    ...['aggregate', 'backup', 'explain', 'function', 'inspect'].map((name) => `lib/methods/${name}.js`),
    ...['pragma', 'serialize', 'table', 'transaction', 'wrappers'].map((name) => `lib/methods/${name}.js`),
    `prebuilds/${nodePlatforms[system]}-${arch}.node`,
  ],
  // Without what it brings for tests: its command line, viewers, codecs and the scripts that fetch browsers.
  'playwright-core': () => [
    ...['package.json', 'browsers.json', 'LICENSE', 'NOTICE', 'ThirdPartyNotices.txt', 'index.js', 'index.mjs'],
    ...['bootstrap', 'coreBundle', 'package', 'utilsBundle'].map((name) => `lib/${name}.js`),
  ],
  '@serialport/bindings-cpp': (system, arch) =>
    [
      ...['package.json', 'LICENSE'],
      ...['darwin', 'errors', 'index', 'linux-list', 'linux', 'load-bindings', 'poller', 'serialport-bindings'],
      ...['unix-read', 'unix-write', 'win32-sn-parser', 'win32'],
      serialBinary(system, arch),
    ].map((file) => (/^[a-z0-9-]+$/.test(file) ? `dist/${file}.js` : file)),
  debug: () => [
    ...['package.json', 'LICENSE'],
    ...['browser', 'common', 'index', 'node'].map((name) => `src/${name}.js`),
  ],
  '@serialport/bindings-interface': () => ['package.json', 'LICENSE', 'dist/index.js'],
  '@serialport/parser-delimiter': () => ['package.json', 'LICENSE', 'dist/index.js'],
  '@serialport/parser-readline': () => ['package.json', 'LICENSE', 'dist/index.js'],
  ms: () => ['package.json', 'license.md', 'index.js'],
  'node-gyp-build': () => ['package.json', 'LICENSE', 'index.js', 'node-gyp-build.js'],
  koffi: (system) =>
    system === 'linux'
      ? ['package.json', 'LICENSE.txt', 'index.cjs', 'src/koffi/index.cjs', 'src/koffi/src/static.cjs']
      : [],
  [callsPackage('x64')]: callsFiles('x64'),
  [callsPackage('arm64')]: callsFiles('arm64'),
  'node-hid': (system, arch) => [
    ...['package.json', 'LICENSE-bsd.txt', 'nodehid.js', 'binding-options.js'],
    hidBinary(system, arch),
  ],
  'pkg-prebuilds': () => ['package.json', 'LICENSE', 'bindings.js', 'lib/prebuild.js'],
  keytar: () => ['package.json', 'LICENSE.md', 'lib/keytar.js', keychainBinary],
};

/** Every installed package of which something is packed, by its place below node_modules. */
export const packedModules: readonly string[] = Object.keys(ofModules);

function filesBelow(path: string): string[] {
  const entries = readdirSync(path, { withFileTypes: true, recursive: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

/** What the page and the shell show, and the skills and firmware that come along; a folder that is not there has nothing to show. */
const shownFolders = ['out/preload', 'out/renderer', 'resources/tray', 'resources/skills', 'resources/firmware'];

const toSlashes = (path: string) => path.split(sep).join('/');

/** Whether the keychain's module is there for that system and processor; without it the app keeps its keys elsewhere. */
export function hasKeychain(project: string, system: SystemName, arch: ArchName): boolean {
  const binary = join(project, 'node_modules/keytar', keychainBinary);
  return existsSync(binary) && whyNotFor(binary, system, arch) === undefined;
}

/** Whether Linux's own buses can be spoken to there; npm installs what is for the machine that it runs on. */
const hasBusCalls = (project: string, system: SystemName, arch: ArchName) =>
  system === 'linux' && existsSync(join(project, 'node_modules', callsPackage(arch)));

/**
 * Files of installed dependencies, relative to the project. Throws when one lacks a file, as after an update that moved it;
 * the keychain's module, and the calls of Linux, are left out where there is none that fits.
 */
export function modulePaths(project: string, system: SystemName, arch: ArchName): string[] {
  return Object.entries(ofModules).flatMap(([name, files]) => {
    const folder = join(project, 'node_modules', name);
    if (name === 'keytar' && !hasKeychain(project, system, arch)) return [];
    if (/^(@koromix|koffi)/.test(name) && !hasBusCalls(project, system, arch)) return [];
    const paths = files(system, arch).map((file) => join(folder, file));
    const missing = paths.find((path) => !existsSync(path));
    if (missing !== undefined) throw new Error(`${missing} is not there: look at what ${name} consists of now`);
    return paths.map((path) => toSlashes(relative(project, path)));
  });
}

/** Folders that are packed whole. */
export function shownPaths(project: string): string[] {
  return shownFolders.filter((folder) => existsSync(join(project, folder)));
}

/** Files of `out/main` that the desktop app needs, relative to the project. */
export function bundlePaths(project: string): string[] {
  return neededBundles(join(project, 'out/main')).map((file) => `out/main/${file}`);
}

/** Everything in app.asar, relative to the project, sorted. */
export function packedFiles(project: string, system: SystemName, arch: ArchName): string[] {
  const folders = shownPaths(project).map((folder) => join(project, folder));
  return [
    'package.json',
    'LICENSE',
    ...bundlePaths(project),
    ...folders.flatMap(filesBelow).map((path) => toSlashes(relative(project, path))),
    ...modulePaths(project, system, arch),
  ].toSorted();
}
