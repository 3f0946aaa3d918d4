// Builds the board's sketch for an ATmega328P with avr-gcc. Run by itself it renews the hex file that is shipped:
// `node build/firmware/build-board.ts` (Debian: gcc-avr avr-libc binutils-avr; the packages of Debian 12 give the same bytes again).
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

/** As `build/test/tools.mjs` found it. */
export const avrGcc = process.env.LIMPET_AVR_GCC;

/** Undefined: its library is not here either. */
export const simavr = process.env.LIMPET_SIMAVR;
export const simavrSource = join(import.meta.dirname, 'simavr-board.c');

export const sketchFolder = join(import.meta.dirname, '../../resources/firmware/limpet-board');
/** Where Debian's `arduino-core-avr` puts Arduino's own. */
export const arduinoFolder = '/usr/share/arduino/hardware/arduino/avr';

const common = '-Os -w -ffunction-sections -fdata-sections -mmcu=atmega328p -DF_CPU=16000000L'.split(' ');
const plus = '-fno-exceptions -fno-threadsafe-statics -std=gnu++11'.split(' ');

/** `ours`: with the few functions in `mini-core`; `arduino`: with Arduino's own, as on a person's board. */
export type Core = 'ours' | 'arduino';

const sourcesOf = (folder: string) =>
  readdirSync(folder)
    .filter((name) => /\.(c|S|cpp)$/.test(name))
    .toSorted()
    .map((name) => join(folder, name));

function coreOf(core: Core): { sources: readonly string[]; flags: readonly string[] } {
  const mini = join(import.meta.dirname, 'mini-core');
  if (core === 'ours') return { sources: sourcesOf(mini), flags: [`-I${mini}`] };
  const folder = join(arduinoFolder, 'cores/arduino');
  const defines = ['-DARDUINO=10819', '-DARDUINO_AVR_UNO', '-DARDUINO_ARCH_AVR', '-DDECIMAL_DIG=__DECIMAL_DIG__'];
  return { sources: sourcesOf(folder), flags: [...defines, `-I${folder}`, `-I${arduinoFolder}/variants/standard`] };
}

/** The text of the hex file. Throws what the compiler says. */
export function buildBoard(core: Core, compiler = 'avr-gcc'): string {
  const work = mkdtempSync(join(tmpdir(), 'limpet-firmware-'));
  const run = (program: string, args: readonly string[]) =>
    execFileSync(compiler.replace(/gcc$/, program), args, { cwd: work, stdio: ['ignore', 'pipe', 'pipe'] });
  try {
    const sketch = readFileSync(join(sketchFolder, 'limpet-board.ino'), 'utf8');
    writeFileSync(join(work, 'sketch.cpp'), `#include <Arduino.h>\n${sketch}`);
    const { sources, flags } = coreOf(core);
    const objects = [...sources, 'sketch.cpp'].map((source) => {
      const object = `${basename(source)}.o`;
      const language = source.endsWith('.cpp') ? plus : [];
      run('gcc', [...common, ...language, ...flags, '-c', source, '-o', object]);
      return object;
    });
    run('gcc', [...common, '-Wl,--gc-sections', ...objects, '-lm', '-o', 'board.elf']);
    run('objcopy', ['-O', 'ihex', '-R', '.eeprom', 'board.elf', 'board.hex']);
    return readFileSync(join(work, 'board.hex'), 'latin1');
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

if (import.meta.main) {
  writeFileSync(join(sketchFolder, 'limpet-board.hex'), buildBoard('ours'));
  copyFileSync('/usr/share/doc/avr-libc/copyright', join(sketchFolder, 'LICENSE-avr-libc.txt'));
}
