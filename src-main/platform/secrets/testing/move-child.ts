// A process that moves keys in a real keyring session and may be killed before any of its effects: one JSON line out.
// `node move-child.ts <folder> <seed|move|look> [place] [effect at which it dies]`; `look` also brings all to the place.
import crypto from 'node:crypto';
import fs from 'node:fs/promises';
import { createRequire, syncBuiltinESMExports } from 'node:module';
import type { SecretsPlace } from '#main/contract/system.ts';
import { neverAborts } from '#main/platform/base/abort.ts';
import { systemClock } from '#main/platform/base/clock.ts';
import { createRedactor, silentLog } from '#main/platform/base/log.ts';

const [folder = '', task = '', to = '', deathAt = '0'] = process.argv.slice(2);
export const movedKeys: Readonly<Record<string, string>> = {
  'provider.a.key': 'canary-value-a-0123456789',
  'provider.b.key': 'canary-value-b-0123456789',
};
const passphrase = 'a long passphrase';

let effects = 0;
/** Before each effect on disk or keyring: a process that is killed here has had all earlier ones and none of the later. */
function dying<A extends unknown[], R>(effect: (...words: A) => R): (...words: A) => R {
  return (...words) => {
    effects += 1;
    if (effects === Number(deathAt)) process.kill(process.pid, 'SIGKILL');
    return effect(...words);
  };
}

const keytar = createRequire(import.meta.url)('keytar');
const dyingKeytar = {
  getPassword: keytar.getPassword,
  setPassword: dying(keytar.setPassword),
  deletePassword: dying(keytar.deletePassword),
};
// Taking away a `.new` that is not there is no effect: the next rename comes after the same state.
const { rename, rm } = fs;
const dyingRemove = dying(rm);
Object.assign(fs, {
  rename: dying(rename),
  rm: (...words: Parameters<typeof rm>) => (String(words[0]).endsWith('.new') ? rm : dyingRemove)(...words),
});
// The same function with less work: how hard a passphrase is to guess is not what dies here, and each run derives a key.
const { scrypt } = crypto;
Object.assign(crypto, {
  scrypt: (...[passphrase, salt, length, o, done]: Parameters<typeof scrypt>) =>
    scrypt(passphrase, salt, length, { ...o, N: 1_024 }, done),
});
syncBuiltinESMExports();
// Only now, so that these read the functions from above.
const { createSecrets } = await import('../create-secrets.ts');
const { openKeychain } = await import('../keychain/open-keychain.ts');

const secrets = createSecrets({
  folder,
  service: 'limpet',
  // biome-ignore lint/style/noProcessEnv: the address of the session's bus.
  environment: { DBUS_SESSION_BUS_ADDRESS: process.env.DBUS_SESSION_BUS_ADDRESS },
  clock: systemClock,
  log: silentLog,
  redactor: createRedactor(),
  openKeychain: (options) => openKeychain({ ...options, load: async () => dyingKeytar }),
});
const readAll = async () =>
  Object.fromEntries(
    await Promise.all(Object.keys(movedKeys).map(async (name) => [name, (await secrets.get(name)) ?? null])),
  );
const at = async () => (await secrets.overview()).keys.map((key) => key.at);

async function run(): Promise<unknown> {
  if (task === 'seed') {
    for (const [name, value] of Object.entries(movedKeys)) await secrets.set(name, value);
    return { at: await at() };
  }
  if (secrets.status().state === 'locked') await secrets.unlock(passphrase);
  const move = () => secrets.move({ to: to as SecretsPlace, passphrase, signal: neverAborts });
  if (task === 'move') {
    await move();
    return { at: await at() };
  }
  const before = await readAll();
  await secrets.settle(neverAborts);
  const looked = { before, after: await readAll(), at: await at(), move: secrets.status().move ?? null };
  await move();
  return looked;
}

const result = await run();
process.stdout.write(`${JSON.stringify({ result, effects })}\n`, () => process.exit(0));
