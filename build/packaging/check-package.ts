// Looks at a packed folder the way a stranger would: is in it what should be, and nothing else?
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { listPackage, statFile } from '@electron/asar';
import { hashInPlist, hashInProgram, hashOfHeader } from './asar-integrity.ts';
import { findFuseFaults } from './fuses.ts';
import { executableName, productName } from './identity.ts';
import { whyNotFor } from './native-modules.ts';
import type { ArchName, SystemName } from './targets.ts';

export type Packed = {
  /** The folder that the builder made for one system and processor. */
  readonly folder: string;
  readonly system: SystemName;
  readonly arch: ArchName;
};

/** A stray folder shows; native modules are not counted. Half of it is read on first use only: browser, OCR, previews, servers. */
export const asarLimitBytes = 40_000_000;

export function resourcesOf({ folder, system }: Packed): string {
  return system === 'mac' ? join(folder, `${productName}.app/Contents/Resources`) : join(folder, 'resources');
}

/** What is started; on macOS the folder that Finder shows as one thing. */
export function programOf({ folder, system }: Packed): string {
  const names = { mac: `${productName}.app`, win: `${productName}.exe`, linux: executableName };
  return join(folder, names[system]);
}

const toSlashes = (path: string) => path.split(sep).join('/');

/** Files in the archive, those that lie beside it included, without folders; relative, with slashes. */
export function filesInAsar(archive: string): string[] {
  return listPackage(archive, { isPack: false })
    .map((path) => path.slice(path.startsWith(sep) ? 1 : 0))
    .filter((path) => !('files' in statFile(archive, path, false)))
    .map(toSlashes)
    .toSorted();
}

function difference(found: readonly string[], wanted: readonly string[]): string[] {
  return [
    ...found.filter((path) => !wanted.includes(path)).map((path) => `${path} should not be in app.asar`),
    ...wanted.filter((path) => !found.includes(path)).map((path) => `${path} is not in app.asar`),
  ];
}

/** Outside the archive nothing is checked at run time, so only what cannot be loaded from within may lie there. */
function checkUnpacked(packed: Packed): string[] {
  const unpacked = join(resourcesOf(packed), 'app.asar.unpacked');
  if (!existsSync(unpacked)) return ['no native module lies beside app.asar'];
  const files = readdirSync(unpacked, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  return files.flatMap((path) => {
    if (!path.endsWith('.node')) return [`${toSlashes(relative(unpacked, path))} lies outside app.asar`];
    return whyNotFor(path, packed.system, packed.arch) ?? [];
  });
}

function checkIntegrity(packed: Packed, archive: string): string[] {
  if (packed.system === 'linux') return []; // Electron does not check it there
  const program = programOf(packed);
  const embedded = packed.system === 'mac' ? hashInPlist(join(program, 'Contents/Info.plist')) : hashInProgram(program);
  if (embedded === undefined) return ['the program carries no hash of app.asar'];
  return embedded === hashOfHeader(archive) ? [] : ['the hash in the program is not the one of app.asar'];
}

/** Electron's licence and those of Chromium's parts ask to be passed on. */
function checkNotices(packed: Packed): string[] {
  const folder = packed.system === 'mac' ? resourcesOf(packed) : packed.folder;
  const names = ['LICENSE.electron.txt', 'LICENSES.chromium.html'];
  return names.filter((name) => !existsSync(join(folder, name))).map((name) => `${name} was not passed on`);
}

/** One sentence for each thing that is wrong. `wanted`: the files that app.asar consists of. */
export async function checkPackage(packed: Packed, wanted: readonly string[]): Promise<string[]> {
  const archive = join(resourcesOf(packed), 'app.asar');
  if (!existsSync(archive)) return ['there is no app.asar'];
  const faults = [
    ...difference(filesInAsar(archive), wanted),
    ...checkUnpacked(packed),
    ...checkIntegrity(packed, archive),
    ...checkNotices(packed),
    ...(await findFuseFaults(programOf(packed))),
  ];
  const { size } = statSync(archive);
  if (size > asarLimitBytes) faults.push(`app.asar has ${size} bytes, more than ${asarLimitBytes}`);
  return faults;
}
