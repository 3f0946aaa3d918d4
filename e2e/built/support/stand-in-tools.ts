// Stand-ins for the programs that make .deb, .rpm and .AppImage: they write down what they were given, so that it can be
// looked at. The real ones are fetched by the builder, from a place that tests do not ask.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

// As fpm is called: `--after-install FILE … FOLDER/=/opt/Limpet FILE=/usr/share/…`; the files are gone once it ends.
const fpm = `#!/usr/bin/env node
const { readFileSync, statSync, writeFileSync } = require('node:fs');
const args = process.argv.slice(2);
const target = args[args.indexOf('--package') + 1];
const contents = {};
for (const word of args) {
  const path = word.split('=')[0];
  const isText = /\\.(desktop|xml)$/.test(path) || path.includes('install') || path.includes('remove');
  try { if (isText && statSync(path).isFile()) contents[word] = readFileSync(path, 'utf8'); } catch {}
}
writeFileSync(target + '.json', JSON.stringify({ args, contents }));
writeFileSync(target, 'a package');
`;

// As mksquashfs is called: FOLDER FILE -offset N …; the folder is kept beside the file.
const mksquashfs = `#!/usr/bin/env node
const { cpSync, writeFileSync } = require('node:fs');
const [folder, file] = process.argv.slice(2);
cpSync(folder, file + '.contents', { recursive: true, verbatimSymlinks: true });
writeFileSync(file, Buffer.alloc(1024, 1));
`;

/** The variables that make the builder use them. */
export function makeStandInTools(folder: string): Record<string, string> {
  const appImage = join(folder, 'appimage');
  for (const path of ['runtimes', 'lib/x64', 'lib/arm64']) mkdirSync(join(appImage, path), { recursive: true });
  writeFileSync(join(folder, 'fpm'), fpm, { mode: 0o755 });
  writeFileSync(join(appImage, 'mksquashfs'), mksquashfs, { mode: 0o755 });
  writeFileSync(join(appImage, 'desktop-file-validate'), '#!/bin/sh\n', { mode: 0o755 });
  for (const arch of ['x64', 'arm64']) writeFileSync(join(appImage, 'runtimes', `runtime-${arch}`), 'runtime');
  return { CUSTOM_FPM_PATH: join(folder, 'fpm'), APPIMAGE_TOOLS_PATH: appImage };
}

export type FpmCall = { readonly args: readonly string[]; readonly contents: Readonly<Record<string, string>> };

export function readFpmCall(artifact: string): FpmCall {
  return JSON.parse(readFileSync(`${artifact}.json`, 'utf8'));
}

export function valueAfter(call: FpmCall, option: string): string | undefined {
  const at = call.args.indexOf(option);
  return at === -1 ? undefined : call.args[at + 1];
}

/** The file that is put at a place, as text. */
export function contentOf(call: FpmCall, place: string): string {
  const word = call.args.find((arg) => arg.endsWith(`=${place}`)) ?? '';
  const text = call.contents[word];
  if (text === undefined) throw new Error(`nothing goes to ${place}`);
  return text;
}
