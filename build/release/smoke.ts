// Starts a packed app once and waits until its window is there: what is shipped was seen running on its own system.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { readAnnouncement } from '../launch/choose-desktop.mjs';
import { executableName, productName } from '../packaging/identity.ts';
import { needed, runCommand } from './command.ts';

const usage = `node build/release/smoke.ts --in FOLDER [--seconds N]
Starts the packed app below FOLDER (dist) with a data folder of its own, waits for its window, and ends it.
  --seconds N   how long to wait; 60 by default`;

/** The program in what the builder left beside the installers. */
export function findPacked(folder: string): string {
  const names = [executableName, `${productName}.exe`, `${productName}.app/Contents/MacOS/${productName}`];
  const folders = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const paths = folders.flatMap((entry) => names.map((name) => join(folder, entry.name, name)));
  const found = paths.find((path) => existsSync(path));
  if (found === undefined) throw new Error(`There is no packed app below ${folder}`);
  return found;
}

/** Resolves once the window is there; rejects with what the app said instead. */
export async function seeWindow(program: string, limitMs: number): Promise<void> {
  const home = mkdtempSync(join(tmpdir(), 'limpet-smoke-'));
  const child = spawn(program, ['--data-dir', join(home, 'data')], { stdio: ['ignore', 'pipe', 'pipe'] });
  let words = '';
  child.stderr.on('data', (data) => {
    words = (words + data).slice(-4_096);
  });
  const closed = new Promise<void>((resolve) => child.once('close', () => resolve()));
  try {
    await new Promise<void>((resolve, reject) => {
      const fail = (why: string) => reject(new Error(`${why}\n${words}`.trim()));
      const timer = setTimeout(() => fail(`no window after ${limitMs / 1_000} s`), limitMs);
      timer.unref();
      createInterface({ input: child.stdout }).on('line', (line) => {
        const said = readAnnouncement(line);
        if (said?.event === 'window') resolve();
        if (said?.event === 'failed') fail(`the app did not start: ${said.detail}`);
      });
      child.once('error', (error) => fail(error.message));
      child.once('close', (code) => fail(`the app ended with ${code} before its window was there`));
    });
  } finally {
    child.kill();
    const force = setTimeout(() => child.kill('SIGKILL'), 10_000);
    await closed;
    clearTimeout(force);
    rmSync(home, { recursive: true, force: true, maxRetries: 5 });
  }
}

if (process.argv[1] === import.meta.filename) {
  await runCommand({
    usage,
    options: { in: { type: 'string' }, seconds: { type: 'string', default: '60' } },
    async run(values) {
      const program = findPacked(needed(values.in, usage));
      await seeWindow(program, Number(values.seconds) * 1_000);
      console.log(`The window of ${program} was there`);
    },
  });
}
