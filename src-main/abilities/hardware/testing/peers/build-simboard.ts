// Builds the simulated Uno once per run of the tests, where compiler and simavr are installed.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const here = (name: string) => new URL(name, import.meta.url).pathname;

// biome-ignore lint/style/noProcessEnv: where the program is, found by the run of the tests.
const gcc = process.env.LIMPET_GCC ?? '';

export const canBuildSimboard = gcc !== '' && existsSync('/usr/include/simavr/sim_avr.h');
export const standardFirmata = here('standard-firmata/StandardFirmata.hex');

export function buildSimboard(): string {
  const program = join(mkdtempSync(join(tmpdir(), 'limpet-simboard-')), 'simboard');
  const libraries = ['-lsimavrparts', '-lsimavr', '-lelf', '-lutil', '-lpthread'];
  execFileSync(gcc, ['-O2', '-I/usr/include/simavr', '-o', program, here('simboard.c'), ...libraries]);
  return program;
}
