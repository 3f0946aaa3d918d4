// Archives that the builder takes for Electron: the right names and shapes for each system, and a program with fuses that
// does nothing.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPackage } from '@electron/asar';
import { NtExecutable, NtExecutableResource, Resource } from 'resedit';
import type { SystemName } from '../../../build/packaging/targets.ts';
import { zipFolder } from './stored-zip.ts';

const sentinel = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
/** As Electron comes: everything that helps a developer is on. `r` marks a fuse that is gone. */
export const usualWire = '101100011';

export type StandInOptions = { readonly wire?: string; readonly version: string };

/** What `@electron/fuses` looks for: the sentinel, the version of the wire, its length, one digit a fuse. */
export function fuseBytes(wire = usualWire): Buffer {
  return Buffer.concat([Buffer.from(sentinel), Buffer.from([1, wire.length]), Buffer.from(wire)]);
}

async function writeDefaultApp(resources: string): Promise<void> {
  const source = mkdtempSync(join(tmpdir(), 'limpet-default-app-'));
  mkdirSync(resources, { recursive: true });
  writeFileSync(join(source, 'package.json'), '{"name":"default"}');
  await createPackage(source, join(resources, 'default_app.asar'));
  rmSync(source, { recursive: true });
}

function writeNotices(folder: string, version: string): void {
  writeFileSync(join(folder, 'version'), version);
  writeFileSync(join(folder, 'LICENSE'), 'The licence of Electron.');
  writeFileSync(join(folder, 'LICENSES.chromium.html'), '<p>The licences of Chromium.</p>');
}

async function makeLinux(folder: string, { wire, version }: StandInOptions): Promise<void> {
  writeNotices(folder, version);
  const script = '#!/bin/sh\necho limpet:window\nexit 0\n';
  writeFileSync(join(folder, 'electron'), Buffer.concat([Buffer.from(script), fuseBytes(wire)]), { mode: 0o755 });
  for (const name of ['chrome-sandbox', 'chrome_crashpad_handler'])
    writeFileSync(join(folder, name), '#!/bin/sh\n', { mode: 0o755 });
  writeFileSync(join(folder, 'resources.pak'), 'pak');
  mkdirSync(join(folder, 'locales'));
  writeFileSync(join(folder, 'locales/en-US.pak'), 'pak');
  await writeDefaultApp(join(folder, 'resources'));
}

const plist = (name: string) => `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0"><dict>
<key>CFBundleExecutable</key><string>${name}</string>
<key>CFBundleIdentifier</key><string>com.github.Electron</string>
<key>CFBundleIconFile</key><string>electron.icns</string>
<key>NSCameraUsageDescription</key><string>This app needs access to the camera</string>
<key>NSMicrophoneUsageDescription</key><string>This app needs access to the microphone</string>
<key>NSBluetoothAlwaysUsageDescription</key><string>This app needs access to Bluetooth</string>
</dict></plist>
`;

function writeMacApp(folder: string, name: string, program: string | Buffer): string {
  const contents = join(folder, `${name}.app/Contents`);
  mkdirSync(join(contents, 'MacOS'), { recursive: true });
  writeFileSync(join(contents, 'Info.plist'), plist(name));
  writeFileSync(join(contents, 'MacOS', name), program, { mode: 0o755 });
  return contents;
}

async function makeMac(folder: string, { wire, version }: StandInOptions): Promise<void> {
  writeNotices(folder, version);
  const contents = writeMacApp(folder, 'Electron', '#!/bin/sh\n');
  const framework = join(contents, 'Frameworks/Electron Framework.framework');
  mkdirSync(framework, { recursive: true });
  writeFileSync(join(framework, 'Electron Framework'), fuseBytes(wire), { mode: 0o755 });
  for (const kind of ['', ' (Renderer)', ' (GPU)', ' (Plugin)'])
    writeMacApp(join(contents, 'Frameworks'), `Electron Helper${kind}`, '#!/bin/sh\n');
  await writeDefaultApp(join(contents, 'Resources'));
  writeFileSync(join(contents, 'Resources/electron.icns'), 'icns');
}

/** The fuses lie in a resource, which survives the builder's own editing of the program. */
function windowsProgram(wire: string | undefined): Buffer {
  const program = NtExecutable.createEmpty(false, false);
  const resources = NtExecutableResource.from(program);
  const info = Resource.VersionInfo.createEmpty();
  info.setFileVersion(1, 0, 0, 0, 1033);
  info.setStringValues({ lang: 1033, codepage: 1200 }, { ProductName: 'Electron', FileDescription: 'Electron' });
  info.outputToResourceEntries(resources.entries);
  const bin = new Uint8Array(fuseBytes(wire)).buffer;
  resources.entries.push({ type: 10, id: 'FUSES', bin, lang: 1033, codepage: 1200 });
  resources.outputResource(program);
  return Buffer.from(program.generate());
}

async function makeWindows(folder: string, { wire, version }: StandInOptions): Promise<void> {
  writeNotices(folder, version);
  writeFileSync(join(folder, 'electron.exe'), windowsProgram(wire));
  writeFileSync(join(folder, 'resources.pak'), 'pak');
  mkdirSync(join(folder, 'locales'));
  writeFileSync(join(folder, 'locales/en-US.pak'), 'pak');
  await writeDefaultApp(join(folder, 'resources'));
}

/** Writes the archive into the folder and returns its path. */
export async function makeStandIn(folder: string, system: SystemName, options: StandInOptions): Promise<string> {
  const contents = mkdtempSync(join(folder, `electron-${system}-`));
  const make = { linux: makeLinux, mac: makeMac, win: makeWindows }[system];
  await make(contents, options);
  zipFolder(contents, `${contents}.zip`);
  return `${contents}.zip`;
}
