// Works that travel inside a package without being one: read from where they lie, so that a new version is noticed.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type PackageFacts, textsOrStandard } from './read-package.ts';

type Inside = {
  readonly carrier: string;
  readonly name: string;
  readonly licence: string;
  readonly author: string;
  /** As the copyright line of its licence has it, where it has one. */
  readonly holder?: string;
  readonly homepage: string;
  /** Its own text, where it lies there. */
  readonly text?: (folder: string) => string;
  /** Throws when it is no longer found there. */
  readonly version: (folder: string) => string | undefined;
};

function find(folder: string, file: string, pattern: RegExp): string {
  const found = pattern.exec(readFileSync(join(folder, file), 'utf8'))?.[1];
  if (found === undefined) throw new Error(`${join(folder, file)} has changed: look at what it carries now`);
  return found;
}

/** SQLite writes 3.54.1 as 3540100. */
function sqliteVersion(digits: string): string {
  const number = Number(digits);
  return [Math.floor(number / 1_000_000), Math.floor(number / 10_000) % 100, Math.floor(number / 100) % 100].join('.');
}

export const insidePackages: readonly Inside[] = [
  {
    carrier: 'better-sqlite3',
    name: 'SQLite',
    licence: 'blessing',
    author: 'D. Richard Hipp and others',
    homepage: 'https://www.sqlite.org',
    version: (folder) => sqliteVersion(find(folder, 'deps/download.sh', /^VERSION="(\d{7})"$/m)),
  },
  {
    // Under one of three licences, at the choice of who uses it.
    carrier: 'node-hid',
    name: 'hidapi',
    licence: 'BSD-3-Clause',
    author: 'Alan Ott, Signal 11 Software',
    homepage: 'https://github.com/libusb/hidapi',
    text: (folder) => find(folder, 'hidapi/LICENSE-bsd.txt', /^([\s\S]+)$/),
    version: (folder) => find(folder, 'hidapi/VERSION', /^(\d+\.\d+\.\d+)/),
  },
  {
    carrier: 'unpdf',
    name: 'pdfjs-dist',
    licence: 'Apache-2.0',
    author: 'Mozilla and individual contributors',
    homepage: 'https://mozilla.github.io/pdf.js',
    version: (folder) => find(folder, 'dist/pdfjs.mjs', /apiVersion:`(\d+\.\d+\.\d+)`/),
  },
  {
    carrier: 'tesseract.js-core',
    name: 'Tesseract OCR',
    licence: 'Apache-2.0',
    author: 'Google, Hewlett-Packard and the Tesseract contributors',
    homepage: 'https://github.com/tesseract-ocr/tesseract',
    version: (folder) => find(folder, 'tesseract-core-simd-lstm.wasm', /(5\.\d+\.\d+)-\d+-g[0-9a-f]+/),
  },
  {
    carrier: 'tesseract.js-core',
    name: 'Leptonica',
    licence: 'BSD-2-Clause',
    author: 'Dan Bloomberg',
    holder: '2001-2020 Leptonica',
    homepage: 'http://www.leptonica.org',
    // It prints its version from numbers that stand nowhere as text.
    version: (folder) => {
      find(folder, 'tesseract-core-simd-lstm.wasm', /(leptonica-%d)/);
      return undefined;
    },
  },
  {
    carrier: 'undici',
    name: 'llhttp',
    licence: 'MIT',
    author: 'Fedor Indutny',
    holder: 'Fedor Indutny, 2018',
    homepage: 'https://llhttp.org',
    // A WebAssembly file that does not tell its version.
    version: (folder) => {
      find(folder, 'lib/llhttp/llhttp-wasm.js', /(wasm)/);
      return undefined;
    },
  },
  {
    // Not in the package, but in the program that it is given to run; its own text lies beside that.
    carrier: 'avr8js',
    name: 'avr-libc',
    licence: 'BSD-3-Clause',
    author: 'The contributors to avr-libc',
    homepage: 'https://github.com/avrdudes/avr-libc',
    text: (folder) =>
      find(folder, '../../resources/firmware/limpet-board/LICENSE-avr-libc.txt', /^([\s\S]*Modified BSD[\s\S]*)$/),
    version: () => undefined,
  },
];

export function worksInside(name: string, folder: string): PackageFacts[] {
  return insidePackages
    .filter(({ carrier }) => carrier === name)
    .map((work) => ({
      name: work.name,
      version: work.version(folder),
      licence: work.licence,
      author: work.author,
      homepage: work.homepage,
      texts: textsOrStandard(work.text === undefined ? [] : [work.text(folder)], {
        name: work.name,
        licence: work.licence,
        holder: work.holder ?? work.author,
      }),
    }));
}
