// Moving keys: every way between the places, and what is left when something fails at any point.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { SecretsPlace } from '#main/contract/system.ts';
import { neverAborts } from '#main/platform/base/abort.ts';
import { createFakeClock } from '#main/platform/base/fake-clock.ts';
import { createLog, createRedactor, type LogLine } from '#main/platform/base/log.ts';
import { createSecrets, type SecretsOptions } from '../create-secrets.ts';
import { createKeychainSecrets, type Keytar } from '../keychain/keychain-secrets.ts';
import { createPassphraseFile } from '../passphrase-file/passphrase-file.ts';
import { createFakeSafeStorage } from '../testing/fake-safe-storage.ts';
import { createMemoryKeychain } from '../testing/memory-keychain.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';

const passphrase = 'a long passphrase';
const values = {
  'provider.a.key': 'canary-value-a-0123',
  'provider.b.key': 'canary-value-b-0123',
  c: 'canary-value-c-0123',
};
const names = Object.keys(values);

/** A computer with all three places; `restart` is a new process on it. */
function computer() {
  const keychain = createMemoryKeychain();
  const safeStorage = createFakeSafeStorage();
  const folder = temporaryFolder();
  const lines: LogLine[] = [];
  const clock = createFakeClock();
  let keytar: Keytar = keychain.keytar;
  const log = createLog({
    sink: (line) => lines.push(line),
    redactor: createRedactor(),
    now: clock.now,
    level: 'debug',
  });
  const options: SecretsOptions = {
    ...{ folder, clock, log, safeStorage, redactor: createRedactor(), service: 'limpet-test', platform: 'linux' },
    environment: { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nowhere' },
    openKeychain: async (given) => createKeychainSecrets(keytar, given),
  };
  return {
    keychain,
    safeStorage,
    folder,
    lines,
    start: (change: Partial<SecretsOptions> = {}) => createSecrets({ ...options, ...change }),
    /** What the product talks to from the next start on. */
    use: (other: Keytar) => {
      keytar = other;
    },
  };
}

async function seeded(place: SecretsPlace) {
  const world = computer();
  const secrets = world.start();
  for (const [name, value] of Object.entries(values)) await secrets.set(name, value);
  if (place !== 'os-keychain') await secrets.move({ to: place, passphrase, signal: neverAborts });
  return { ...world, secrets };
}

type Secrets = ReturnType<ReturnType<typeof computer>['start']>;
const readAll = async (secrets: Secrets) =>
  Object.fromEntries(await Promise.all(names.map(async (name) => [name, await secrets.get(name)])));
/** What else may hold a key: no file of the folder holds one in the open. */
function plainFiles(folder: string): string[] {
  return readdirSync(folder).filter((file) => readFileSync(`${folder}/${file}`, 'utf8').includes('canary-value'));
}

const places: readonly SecretsPlace[] = ['os-keychain', 'safe-storage', 'passphrase-file'];
const ways = places.flatMap((from) => places.filter((to) => to !== from).map((to) => [from, to] as const));

describe('moving keys', () => {
  it.each(ways)('brings every key from %s to %s and leaves none behind [T33]', async (from, to) => {
    const { secrets, keychain, folder, start } = await seeded(from);
    expect(await secrets.move({ to, passphrase, signal: neverAborts })).toMatchObject({
      protection: to,
      state: 'ready',
    });
    expect(secrets.status().move).toBeUndefined();
    const { keys, places: left } = await secrets.overview();
    expect(keys.map((key) => key.at)).toEqual([to, to, to]);
    expect(left.map(({ place, keys: count }) => [place, count])).toEqual(
      places.map((place) => [place, place === to ? 3 : 0]),
    );
    expect(keychain.items.size).toBe(to === 'os-keychain' ? 3 : 0);
    const file = { 'os-keychain': [], 'safe-storage': ['secrets-safe.json'], 'passphrase-file': ['secrets.json'] }[to];
    expect(readdirSync(folder).sort()).toEqual(['secrets-index.json', ...file]);
    expect(plainFiles(folder)).toEqual([]);
    const restarted = start();
    if (to === 'passphrase-file') await restarted.unlock(passphrase);
    expect(await readAll(restarted)).toEqual(values);
    await restarted.set('new', 'a key set afterwards');
    expect((await restarted.overview()).keys.find(({ name }) => name === 'new')?.at).toBe(to);
  });

  it('tells how far it is, key by key, and never a value [T33]', async () => {
    const { secrets, lines } = await seeded('os-keychain');
    const seen: string[] = [];
    secrets.onChange(() => {
      const { move } = secrets.status();
      if (move !== undefined) seen.push(`${move.state} ${move.moved}/${move.total}`);
    });
    await secrets.move({ to: 'safe-storage', signal: neverAborts });
    expect([...new Set(seen)]).toEqual(['running 0/3', 'running 1/3', 'running 2/3']);
    expect(JSON.stringify([...lines, await secrets.overview()])).not.toContain('canary-value');
  });

  it('asks for a passphrase where a file has to be made, and opens the one that is there', async () => {
    const { secrets } = await seeded('os-keychain');
    const needed = { code: 'invalid_input', details: { reason: 'passphrase_needed' } };
    const to = 'passphrase-file';
    await expect(secrets.move({ to, signal: neverAborts })).rejects.toMatchObject(needed);
    await expect(secrets.move({ to, passphrase: 'short', signal: neverAborts })).rejects.toMatchObject(needed);
    expect(secrets.status()).toEqual({ protection: 'os-keychain', state: 'ready', keychainAvailable: true });
    expect(await readAll(secrets)).toEqual(values);
  });

  it('touches nothing when the new place cannot be written to [T34]', async () => {
    const { secrets, safeStorage, keychain, start } = await seeded('passphrase-file');
    keychain.become('locked');
    const locked = { details: { reason: 'keychain_locked' } };
    await expect(secrets.move({ to: 'os-keychain', signal: neverAborts })).rejects.toMatchObject(locked);
    safeStorage.backend = 'basic_text';
    const plain = { details: { reason: 'safe_storage_plain' } };
    await expect(secrets.move({ to: 'safe-storage', signal: neverAborts })).rejects.toMatchObject(plain);
    expect(secrets.status()).toMatchObject({ protection: 'passphrase-file', state: 'ready' });
    expect(secrets.status().move).toBeUndefined();
    const restarted = start();
    await restarted.unlock(passphrase);
    expect(await readAll(restarted)).toEqual(values);
  });

  it('puts a file aside that holds none of the keys and does not open, instead of asking for its passphrase', async () => {
    const { secrets, folder, start } = await seeded('os-keychain');
    await createPassphraseFile(join(folder, 'secrets.json')).create('of an earlier try');
    const aside = readFileSync(join(folder, 'secrets.json'));
    await secrets.move({ to: 'passphrase-file', passphrase, signal: neverAborts });
    expect(readFileSync(join(folder, 'secrets.json.before'))).toEqual(aside);
    const restarted = start();
    const wrong = { details: { reason: 'wrong_passphrase' } };
    const move = { to: 'passphrase-file', passphrase: 'of an earlier try', signal: neverAborts } as const;
    await expect(restarted.move(move)).rejects.toMatchObject(wrong);
    await restarted.unlock(passphrase);
    expect(await readAll(restarted)).toEqual(values);
  });

  it('begins only when every place that holds keys is open', async () => {
    const { start } = await seeded('passphrase-file');
    const restarted = start();
    const locked = { details: { reason: 'secrets_locked' } };
    await expect(restarted.move({ to: 'os-keychain', signal: neverAborts })).rejects.toMatchObject(locked);
    await restarted.unlock(passphrase);
    await restarted.move({ to: 'os-keychain', signal: neverAborts });
    expect(await readAll(restarted)).toEqual(values);
  });

  it('lets nobody begin another while one runs, and takes a key that is set meanwhile along', async () => {
    const { secrets } = await seeded('os-keychain');
    const moving = secrets.move({ to: 'safe-storage', signal: neverAborts });
    const setting = secrets.set('c', 'canary-value-set-meanwhile');
    const second = { code: 'conflict', details: { reason: 'secrets_moving' } };
    await expect(secrets.move({ to: 'safe-storage', signal: neverAborts })).rejects.toMatchObject(second);
    await Promise.all([moving, setting]);
    expect(await secrets.get('c')).toBe('canary-value-set-meanwhile');
    expect((await secrets.overview()).keys.every((key) => key.at === 'safe-storage')).toBe(true);
  });
});

/** Refuses the n-th call and every later one, as a keychain that goes away in the middle. */
function failingFrom(inner: Keytar, call: number): Keytar & { count: () => number } {
  let calls = 0;
  const through = <T>(step: () => Promise<T>): Promise<T> => {
    calls += 1;
    return calls >= call ? Promise.reject(new Error('The connection is closed')) : step();
  };
  return {
    count: () => calls,
    getPassword: (...words) => through(() => inner.getPassword(...words)),
    setPassword: (...words) => through(() => inner.setPassword(...words)),
    deletePassword: (...words) => through(() => inner.deletePassword(...words)),
  };
}

describe('a move that fails', () => {
  it.each(['os-keychain', 'safe-storage'] as const)(
    'can go on or turn round, at whatever call towards %s [T33]',
    async (to) => {
      const from = to === 'os-keychain' ? 'safe-storage' : 'os-keychain';
      let failures = 0;
      for (let call = 1; call < 200; call += 1) {
        const { keychain, use, start } = await seeded(from);
        const failing = failingFrom(keychain.keytar, call);
        use(failing);
        const secrets = start();
        const outcome = await secrets.move({ to, signal: neverAborts }).then(
          () => 'moved',
          () => 'failed',
        );
        if (outcome === 'moved') break;
        failures += 1;
        use(keychain.keytar);
        // In one world the next start goes on by itself, in the other the person turns round.
        const restarted = start();
        expect(await readAll(restarted)).toEqual(values);
        if (call % 2 === 0) await restarted.settle(neverAborts);
        else await restarted.move({ to: from, signal: neverAborts });
        expect(await readAll(restarted)).toEqual(values);
        expect(restarted.status().move).toBeUndefined();
        const at = new Set((await restarted.overview()).keys.map((key) => key.at));
        expect(at.size).toBe(1);
        const kept = [...keychain.items.keys()].filter((item) => !item.endsWith('limpet.trial'));
        expect(kept).toHaveLength(at.has('os-keychain') ? 3 : 0);
      }
      expect(failures).toBeGreaterThan(5);
    },
  );

  it('says that it stopped, why and how far it came', async () => {
    const { keychain, use, start } = await seeded('safe-storage');
    use(failingFrom(keychain.keytar, 8));
    const secrets = start();
    await expect(secrets.move({ to: 'os-keychain', signal: neverAborts })).rejects.toMatchObject({
      details: { reason: 'keychain_gone' },
    });
    expect(secrets.status().move).toMatchObject({
      to: 'os-keychain',
      moved: 2,
      total: 3,
      state: 'stopped',
      error: { details: { reason: 'keychain_gone' } },
    });
  });

  it('waits for the passphrase after a restart and goes on when it comes', async () => {
    const { keychain, use, start } = await seeded('os-keychain');
    use(failingFrom(keychain.keytar, 5));
    await expect(start().move({ to: 'passphrase-file', passphrase, signal: neverAborts })).rejects.toThrow();
    use(keychain.keytar);
    const restarted = start();
    await restarted.settle(neverAborts);
    expect(restarted.status()).toMatchObject({ state: 'locked', move: { state: 'waiting', to: 'passphrase-file' } });
    await restarted.unlock(passphrase);
    await restarted.settle(neverAborts);
    expect(restarted.status().move).toBeUndefined();
    expect(await readAll(restarted)).toEqual(values);
    expect(keychain.items.size).toBe(0);
  });

  it('stops between two keys when the app ends', async () => {
    const { secrets, start } = await seeded('os-keychain');
    const end = new AbortController();
    secrets.onChange(() => {
      if (secrets.status().move?.moved === 1) end.abort();
    });
    await expect(secrets.move({ to: 'safe-storage', signal: end.signal })).rejects.toThrow();
    const counts = (await secrets.overview()).places.map(({ keys }) => keys);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(3);
    expect(counts.filter((count) => count > 0)).toHaveLength(2);
    const restarted = start();
    await restarted.settle(neverAborts);
    expect(await readAll(restarted)).toEqual(values);
    expect((await restarted.overview()).keys.every((key) => key.at === 'safe-storage')).toBe(true);
  });

  it('never brings back a key that was replaced while it stood still', async () => {
    const { keychain, use, start } = await seeded('safe-storage');
    use(failingFrom(keychain.keytar, 8));
    const secrets = start();
    await secrets.move({ to: 'os-keychain', signal: neverAborts }).catch(() => undefined);
    use(keychain.keytar);
    const restarted = start();
    await restarted.set('provider.b.key', 'canary-value-replaced');
    await restarted.settle(neverAborts);
    expect(await readAll(restarted)).toEqual({ ...values, 'provider.b.key': 'canary-value-replaced' });
  });

  it('forgets a key that was removed while it stood still, everywhere', async () => {
    const { keychain, use, start, safeStorage } = await seeded('safe-storage');
    use(failingFrom(keychain.keytar, 8));
    await start()
      .move({ to: 'os-keychain', signal: neverAborts })
      .catch(() => undefined);
    use(keychain.keytar);
    const restarted = start({ safeStorage });
    for (const name of names) await restarted.remove(name);
    expect(keychain.items.size).toBe(0);
    await restarted.settle(neverAborts);
    expect(await restarted.keys()).toEqual([]);
  });
});
