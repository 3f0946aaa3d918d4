// Where the key of kept contents lies: with the person's keys as soon as there is a place for them, and nothing is lost on the way.
import { createCipheriv, createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TurnId } from '#main/contract/ids.ts';
import { neverAborts as signal } from '#main/platform/base/abort.ts';
import { systemClock } from '#main/platform/base/clock.ts';
import { createRedactor, silentLog } from '#main/platform/base/log.ts';
import { createSecrets } from '#main/platform/secrets/create-secrets.ts';
import { createKeychainSecrets } from '#main/platform/secrets/keychain/keychain-secrets.ts';
import type { Secrets } from '#main/platform/secrets/port.ts';
import { createMemoryKeychain, type MemoryKeychain } from '#main/platform/secrets/testing/memory-keychain.ts';
import { temporaryFolder } from '#main/platform/secrets/testing/temporary-folder.ts';
import { bytesOf, createUndoKit, type UndoKit } from '../testing/undo-kit.ts';

const turnId = TurnId.parse('t1');
const plain = { keepCopy: false, signal };
const passphrase = 'a long passphrase';
let base: string;
let kit: UndoKit;
let secrets: Secrets;
let keychain: MemoryKeychain | undefined;

function openSecrets(): Secrets {
  const memory = keychain;
  return createSecrets({
    ...{ folder: join(base, 'data'), service: 'limpet-test', clock: systemClock, log: silentLog, platform: 'linux' },
    environment: memory === undefined ? {} : { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nowhere' },
    redactor: createRedactor(),
    ...(memory === undefined
      ? {}
      : { openKeychain: async (options) => createKeychainSecrets(memory.keytar, { ...options, timeoutMs: 500 }) }),
  });
}
async function start(): Promise<void> {
  mkdirSync(join(base, 'data'), { recursive: true });
  secrets = openSecrets();
  kit = await createUndoKit({ base, secrets });
  void kit.ledger.run(life.signal);
}
async function restart(): Promise<void> {
  life.abort();
  life = new AbortController();
  await kit.close({ keep: true });
  await start();
}
let life: AbortController;
beforeEach(() => {
  base = temporaryFolder();
  life = new AbortController();
  keychain = undefined;
});
afterEach(async () => {
  life.abort();
  await kit.close();
});

const file = () => join(kit.root, 'a.txt');
const text = () => readFileSync(file(), 'utf8');
const change = async (to: string) => {
  const files = await kit.files();
  const { sha256 } = await files.read('a.txt', { maxBytes: 1, signal });
  await files.write('a.txt', bytesOf(to), { expectedSha256: sha256, signal });
};
const undo = async () => (await kit.ledger.undo.turn(turnId, plain)).map(({ outcome, reason }) => reason ?? outcome);
const keyFile = () => join(kit.data, 'undo', 'key');
const keyIsMoved = async () => {
  for (let n = 0; n < 500 && existsSync(keyFile()); n += 1) await systemClock.sleep(10, signal);
  expect(existsSync(keyFile())).toBe(false);
};
const filesBelow = (folder: string) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name)));

describe('the key of what is kept', () => {
  it('goes to the file of a passphrase once that was chosen, and leaves the folder of what it seals', async () => {
    await start();
    writeFileSync(file(), 'before');
    await change('after');
    const secret = readFileSync(keyFile());
    await secrets.createFile(passphrase);
    await keyIsMoved();
    expect(await secrets.keys()).toEqual([expect.stringMatching(/^undo\.[0-9a-f]{16}$/)]);
    for (const bytes of filesBelow(join(kit.data, 'undo'))) expect(bytes.includes(secret)).toBe(false);
    expect(await undo()).toEqual(['put_back']);
    expect(text()).toBe('before');
  });

  it('wants the passphrase to undo after a restart, loses nothing till then, and stops no work', async () => {
    await start();
    await secrets.createFile(passphrase);
    writeFileSync(file(), 'before');
    await change('after');
    await keyIsMoved();
    await restart();
    expect(secrets.status().state).toBe('locked');
    await change('later'); // sealed without the key
    expect(await undo()).toEqual(['secrets_locked', 'changed_since']);
    expect(text()).toBe('later');
    await secrets.unlock(passphrase);
    expect(await undo()).toEqual(['put_back', 'put_back']);
    expect(text()).toBe('before');
  });

  it('goes to the keychain, and a locked keychain makes undo say so and loses nothing', async () => {
    keychain = createMemoryKeychain();
    await start();
    writeFileSync(file(), 'before');
    await change('after');
    await keyIsMoved();
    expect(keychain.items.size).toBe(1);
    keychain.become('locked');
    await restart();
    expect(await undo()).toEqual(['keychain_locked']);
    expect(text()).toBe('after');
    keychain.become('open');
    expect(await undo()).toEqual(['put_back']);
    expect(text()).toBe('before');
  });

  it('stays where it is while the keychain takes nothing, and moves when it does', async () => {
    keychain = createMemoryKeychain();
    keychain.become('locked');
    await start();
    writeFileSync(file(), 'before');
    await change('after');
    await systemClock.sleep(100, signal);
    expect(existsSync(keyFile())).toBe(true);
    expect(await undo()).toEqual(['put_back']);
    keychain.become('open');
    await secrets.check();
    await keyIsMoved();
  });

  it('of an older version is taken along, and opens what that version sealed', async () => {
    const old = randomBytes(32);
    const sealOld = (content: string) => {
      const iv = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', old, iv);
      return Buffer.concat([iv, cipher.update(content), cipher.final(), cipher.getAuthTag()]);
    };
    await start();
    writeFileSync(file(), 'before');
    await change('after');
    const sha256 = createHash('sha256').update('before').digest('hex');
    writeFileSync(join(kit.data, 'undo', sha256.slice(0, 2), sha256), sealOld('before'));
    rmSync(join(kit.data, 'undo', 'public'));
    writeFileSync(keyFile(), old);
    await restart();
    await secrets.createFile(passphrase);
    await keyIsMoved();
    await restart();
    await secrets.unlock(passphrase);
    expect(await undo()).toEqual(['put_back']);
    expect(text()).toBe('before');
  });

  it('that was taken away is told, and what comes from then on can be put back again', async () => {
    await start();
    await secrets.createFile(passphrase);
    writeFileSync(file(), 'before');
    await change('after');
    await keyIsMoved();
    for (const name of await secrets.keys()) await secrets.remove(name);
    expect(await undo()).toEqual(['not_kept']);
    await restart();
    await secrets.unlock(passphrase);
    for (let n = 0; n < 500 && existsSync(join(kit.data, 'undo', 'public')); n += 1)
      await systemClock.sleep(10, signal);
    writeFileSync(file(), 'before'); // the very content that nobody can open any more
    await change('once more');
    expect(await undo()).toEqual(['put_back', 'nothing']);
    expect(text()).toBe('before');
  });
});
