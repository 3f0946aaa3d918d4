// Runs `upgrade-child.ts` once.
import { spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';

const script = join(import.meta.dirname, 'upgrade-child.ts');
const Said = z.object({ outcome: z.string(), effects: z.number() });

export type ChildRun = {
  readonly folder: string;
  readonly program: 'newer' | 'same';
  readonly how: 'kill' | 'fail';
  /** Before which of its effects; 0: none. */
  readonly effect: number;
};

/** What the process said; undefined when it was killed. */
export function runUpgradeChild({ folder, program, how, effect }: ChildRun): Promise<z.infer<typeof Said> | undefined> {
  return new Promise((resolve, reject) => {
    // Compiled once: a child is there in a fifth of a second.
    const env = { NODE_COMPILE_CACHE: join(tmpdir(), 'limpet-compile-cache') };
    const words = [script, folder, program, how, String(effect)];
    const child = spawn(process.execPath, words, { env, stdio: ['ignore', 'pipe', 'inherit'] });
    let text = '';
    child.stdout.on('data', (data) => {
      text += data;
    });
    child.once('error', reject);
    child.once('close', (_code, signal) => {
      if (signal === 'SIGKILL') resolve(undefined);
      else resolve(Said.parse(JSON.parse(text)));
    });
  });
}
