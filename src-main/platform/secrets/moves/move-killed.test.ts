// A move through a real gnome-keyring whose process is killed before every single effect: no key is ever out of reach.
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { SecretsPlace } from '#main/contract/system.ts';
import { type KeyringSession, missingForKeyring, openKeyringSession } from '../testing/keyring-session.ts';

const missing = missingForKeyring();
const canary = 'canary-value';
const values = { 'provider.a.key': `${canary}-a-0123456789`, 'provider.b.key': `${canary}-b-0123456789` };

type Ended = { readonly killed: boolean; readonly line: { result: Record<string, unknown>; effects: number } };

/** Runs the child in the session to its end, or to its death. */
async function child(session: KeyringSession, folder: string, words: readonly string[]): Promise<Ended> {
  const script = join(import.meta.dirname, '../testing/move-child.ts');
  const running = spawn(process.execPath, [script, folder, ...words], {
    env: { PATH: '/usr/local/bin:/usr/bin:/bin', ...(await session.environment()) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  let err = '';
  running.stdout.on('data', (data) => {
    out += String(data);
  });
  running.stderr.on('data', (data) => {
    err += String(data);
  });
  const [code, signal] = await new Promise<[number | null, NodeJS.Signals | null]>((resolve) => {
    running.once('close', (...end) => resolve(end));
  });
  if (signal === 'SIGKILL') return { killed: true, line: { result: {}, effects: 0 } };
  if (code !== 0) throw new Error(`the child ended with ${code ?? signal}: ${err}`);
  return { killed: false, line: JSON.parse(out) };
}

function plainFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => readFileSync(path).includes(canary));
}

const ways: readonly (readonly [SecretsPlace, SecretsPlace])[] = [
  ['os-keychain', 'passphrase-file'],
  ['passphrase-file', 'os-keychain'],
];

describe.skipIf(missing !== undefined)(`a killed move${missing === undefined ? '' : ` (needs: ${missing})`}`, () => {
  it.concurrent.each(ways)(
    'leaves every key readable and goes on with the next start, from %s to %s [T33] [T34]',
    async (from, to) => {
      const home = mkdtempSync(join(tmpdir(), 'limpet-move-'));
      const session = openKeyringSession(home);
      const folder = join(home, 'data');
      mkdirSync(folder, { mode: 0o700 });
      try {
        await child(session, folder, ['seed']);
        if (from !== 'os-keychain') await child(session, folder, ['move', from]);
        let kills = 0;
        for (let effect = 1; ; effect += 1) {
          const { killed } = await child(session, folder, ['move', to, String(effect)]);
          if (!killed) break;
          kills += 1;
          const looked = await child(session, folder, ['look', from]);
          const { before, after, at, move } = looked.line.result;
          expect(before, `read after a death at effect ${effect}`).toEqual(values);
          expect(after).toEqual(values);
          expect(move).toBeNull();
          expect(plainFiles(home)).toEqual([]);
          // Begun before the death: all have arrived. Not begun: all have stayed. Never some here and some there for good.
          expect(new Set(at as string[]).size).toBe(1);
        }
        expect(kills).toBeGreaterThan(10);
      } finally {
        await session.close();
        rmSync(home, { recursive: true, force: true });
      }
    },
    240_000,
  );
});
