// Pins and buses of Linux: those that umockdev makes up, with i2c-tools as judges of them: the process that holds a bus is started among them.
import { type ChildProcess, execFile, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createPort } from '#main/contract/create-port.ts';
import { closeCodes } from '#main/contract/frames.ts';
import type { Services } from '#main/guard/sandbox/port/services.ts';

// biome-ignore-start lint/style/noProcessEnv: where the programs are, found by the run of the tests.
const wrapper = process.env.LIMPET_UMOCKDEV_WRAPPER;
const i2cdetect = process.env.LIMPET_I2CDETECT;
// biome-ignore-end lint/style/noProcessEnv: see above.

const bed = join(import.meta.dirname, 'peers/bus-bed.py');
/** Debian's, for which it packs umockdev. */
const python = '/usr/bin/python3';
const hasModules = (): boolean => {
  try {
    execFileSync(python, ['-c', "import gi; gi.require_version('UMockdev', '1.0')"], { stdio: 'ignore' });
    return true;
  } catch {
    return false; // the modules that Debian packs beside umockdev
  }
};
export const canMakeBuses = wrapper !== undefined && i2cdetect !== undefined && hasModules();

type BedOptions = { readonly onlySmbus?: boolean };
const within = (argv: readonly string[]) => [python, bed, '--', ...argv];
const environment = ({ onlySmbus = false }: BedOptions) => ({
  ...{ PATH: '/usr/bin:/bin:/usr/sbin:/sbin' },
  ...(onlySmbus ? { BED_SMBUS: '1' } : {}),
});

/** What a program prints that is run among these buses. */
export async function runInBed(argv: readonly string[], o: BedOptions = {}): Promise<string> {
  const { stdout } = await promisify(execFile)(wrapper ?? '', within(argv), { env: environment(o) });
  return stdout;
}

/** One of i2c-tools, which we did not write. */
export const judge = (tool: string, args: readonly string[]) =>
  runInBed([join((i2cdetect ?? '').replace(/i2cdetect$/, ''), tool), ...args]);

export type BedServices = Services & { stop(): Promise<void> };
type Within = {
  readonly argv: (program: readonly string[]) => readonly string[];
  readonly env: Record<string, string>;
};

/** Starts each process in buses of its own. */
export const bedServices = (o: BedOptions = {}): BedServices =>
  startWithin({ argv: (program) => [wrapper ?? '', ...within(program)], env: environment(o) });

// biome-ignore lint/style/noProcessEnv: where the program is, found by the run of the tests.
const gcc = process.env.LIMPET_GCC;
export const canMakePins = process.platform === 'linux' && gcc !== undefined;
export const madePins = '/dev/gpiochip9';

/** Starts each process where `madePins` is; `world` is the file that stands for what is around the pins. */
export function pinServices(): BedServices & { readonly world: string } {
  const folder = mkdtempSync(join(tmpdir(), 'limpet-pins-'));
  const library = join(folder, 'gpio-bed.so');
  const world = join(folder, 'world');
  writeFileSync(world, Buffer.alloc(4_096));
  execFileSync(gcc ?? '', ['-shared', '-fPIC', '-o', library, join(import.meta.dirname, 'peers/gpio-bed.c'), '-ldl']);
  const env = { LD_PRELOAD: library, GPIO_WORLD: world };
  return { ...startWithin({ argv: (program) => program, env }), world };
}

function startWithin({ argv, env }: Within): BedServices {
  const children = new Set<ChildProcess>();
  const start: Services['start'] = async (entry) => {
    const [program = '', ...args] = argv([process.execPath, fileURLToPath(entry)]);
    const child = spawn(program, args, {
      env,
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      detached: true,
    });
    children.add(child);
    const ends = createPort({
      send: (text) => void (child.connected && child.send(text)),
      // The bus's process sees that its owner has gone, and the bed ends with it.
      close: () => child.disconnect(),
      bufferedBytes: () => 0,
    });
    child.on('message', (message) => {
      if (typeof message === 'string') ends.receive(message);
    });
    child.once('disconnect', () => ends.closed({ code: closeCodes.goingAway, reason: 'ended' }));
    child.once('exit', () => children.delete(child));
    await new Promise<void>((resolve, reject) => {
      child.once('spawn', resolve);
      child.once('error', reject);
    });
    return { pid: child.pid, port: ends.port };
  };
  return {
    start,
    async stop() {
      const gone = [...children].map((child) => new Promise((resolve) => child.once('exit', resolve)));
      for (const child of children) if (child.connected) child.disconnect();
      await Promise.all(gone);
    },
  };
}
