// keytar against a real gnome-keyring; skipped, and said so, where none is installed.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { systemClock } from '#main/platform/base/clock.ts';
import { createFakeClock } from '#main/platform/base/fake-clock.ts';
import { type KeyringSession, missingForKeyring, openKeyringSession } from '../testing/keyring-session.ts';
import { createMemoryKeychain, createNameList } from '../testing/memory-keychain.ts';
import { describeSecrets } from '../testing/secrets-suite.ts';
import { createKeychainSecrets, type NameList } from './keychain-secrets.ts';
import { mayHaveKeychain, openKeychain } from './open-keychain.ts';

const missing = missingForKeyring();
const hasSecretTool = spawnSync('sh', ['-c', 'command -v secret-tool']).status === 0;
const canary = 'canary-value-0123456789';

const optionsOf = (names: NameList, service = 'limpet-test') => ({
  service,
  scope: 'aaaaaaaaaaaa',
  names,
  clock: systemClock,
});

function temporaryHome(): string {
  const home = mkdtempSync(join(tmpdir(), 'limpet-keyring-'));
  onTestFinished(() => rmSync(home, { recursive: true, force: true }));
  return home;
}

describe.skipIf(missing !== undefined)(`a real keychain${missing === undefined ? '' : ` (needs: ${missing})`}`, () => {
  let home = '';
  let first: KeyringSession;
  const others: KeyringSession[] = [];
  let services = 0;

  beforeAll(() => {
    home = mkdtempSync(join(tmpdir(), 'limpet-keyring-'));
    first = openKeyringSession(home);
  });
  afterAll(async () => {
    await Promise.all([first, ...others].map((session) => session.close()));
    rmSync(home, { recursive: true, force: true });
  });

  describeSecrets({
    name: 'keychain',
    isWritable: true,
    open: async (seed) => {
      services += 1;
      const options = optionsOf(createNameList(), `limpet-test-${services}`);
      const store = createKeychainSecrets(first.keytar, options);
      for (const [name, value] of Object.entries(seed)) await store.set(name, value);
      const reopen = async () => {
        const session = openKeyringSession(home);
        others.push(session);
        return createKeychainSecrets(session.keytar, options);
      };
      return { store, reopen };
    },
  });

  it('leaves no plain text in the keyring files [T33]', async () => {
    await createKeychainSecrets(first.keytar, optionsOf(createNameList())).set('key', canary);
    const folder = join(home, '.local', 'share', 'keyrings');
    const files = readdirSync(folder).filter((name) => name.endsWith('.keyring'));
    expect(files.length).toBeGreaterThan(0);
    for (const file of files) {
      expect(statSync(join(folder, file)).mode & 0o077).toBe(0);
      const bytes = readFileSync(join(folder, file));
      for (const form of [canary, Buffer.from(canary).toString('base64').slice(0, -2), Buffer.from(canary, 'utf16le')])
        expect(bytes.includes(form)).toBe(false);
    }
  });

  it('keeps the keys of two data folders apart under the one service', async () => {
    const one = createKeychainSecrets(first.keytar, optionsOf(createNameList()));
    const other = createKeychainSecrets(first.keytar, { ...optionsOf(createNameList()), scope: 'bbbbbbbbbbbb' });
    await one.set('same', 'value-one');
    await other.set('same', 'value-two');
    await other.remove('same');
    expect(await one.get('same')).toBe('value-one');
    expect(await other.get('same')).toBeUndefined();
  });

  // What another library stores under the same service has no attribute `account`: keytar's own listing dies of it.
  it.skipIf(!hasSecretTool)('is not crashed by items of others under the same service [T33]', async () => {
    const session = openKeyringSession(temporaryHome());
    onTestFinished(() => session.close());
    const attributes = ['service', 'limpet', 'xdg:schema', 'org.freedesktop.Secret.Generic', 'username', 'somebody'];
    execFileSync('secret-tool', ['store', '--label=of another program', ...attributes], {
      input: 'foreign',
      env: { PATH: '/usr/local/bin:/usr/bin:/bin', ...(await session.environment()) },
    });
    const store = createKeychainSecrets(session.keytar, optionsOf(createNameList(), 'limpet'));
    await store.set('a', 'value-a');
    await store.set('b', 'value-b');
    await store.remove('b');
    expect(await store.get('a')).toBe('value-a');
    expect(await store.get('unknown')).toBeUndefined();
    expect(await store.keys()).toEqual(['a']);
    // The proof that the item is one of those: the function that the product keeps away from ends the process.
    await expect(session.call('findCredentials', 'limpet')).rejects.toThrow('the keyring session has ended');
  });

  it('says in one sentence that the keyring is locked, and takes no key for gone [T34]', async () => {
    const session = openKeyringSession(temporaryHome());
    onTestFinished(() => session.close());
    const names = createNameList();
    const store = createKeychainSecrets(session.keytar, optionsOf(names));
    await store.set('a', 'value-a');
    await session.lock();
    const locked = { code: 'unavailable', details: { reason: 'keychain_locked' } };
    const started = performance.now();
    await expect(store.get('a')).rejects.toMatchObject(locked);
    await expect(store.set('b', 'value-b')).rejects.toMatchObject(locked);
    await expect(store.remove('a')).rejects.toMatchObject(locked);
    expect(performance.now() - started).toBeLessThan(5_000);
    expect(names.has('a')).toBe(true);
  });

  it('says in one sentence that the bus has gone, and does not die with it [T34]', async () => {
    const session = openKeyringSession(temporaryHome());
    onTestFinished(() => session.close());
    const store = createKeychainSecrets(session.keytar, optionsOf(createNameList()));
    await store.set('a', 'value-a');
    await session.killBus();
    const gone = { code: 'unavailable', retryable: false, details: { reason: 'keychain_gone' } };
    await expect(store.get('a')).rejects.toMatchObject(gone);
    await expect(store.set('b', 'value-b')).rejects.toMatchObject(gone);
  });

  it('waits for a keyring that does not answer no longer than it says, and not once per key [T34]', async () => {
    const session = openKeyringSession(temporaryHome());
    onTestFinished(() => session.close());
    const names = createNameList();
    // The first answer of a new session may take longer than the limit below.
    await createKeychainSecrets(session.keytar, optionsOf(names)).set('a', 'value-a');
    const store = createKeychainSecrets(session.keytar, { ...optionsOf(names), timeoutMs: 400 });
    await session.signalKeyring('SIGSTOP');
    const started = performance.now();
    const results = await Promise.allSettled(Array.from({ length: 20 }, () => store.get('a')));
    for (const result of results)
      expect(result).toMatchObject({ status: 'rejected', reason: { details: { reason: 'keychain_silent' } } });
    expect(performance.now() - started).toBeLessThan(4_000); // not 20 times the limit
    await session.signalKeyring('SIGCONT');
    await expect.poll(() => store.get('a').catch(() => undefined), { timeout: 15_000 }).toBe('value-a');
  });
});

describe('looking for a keychain', () => {
  const look = { ...optionsOf(createNameList()), environment: {} };
  it('does not even load keytar on Linux without a session bus [T34]', async () => {
    const load = () => Promise.reject(new Error('must not be loaded'));
    expect(mayHaveKeychain({ platform: 'linux', environment: {} })).toBe(false);
    expect(await openKeychain({ ...look, platform: 'linux', load })).toBeUndefined();
  });
  it('takes a failing load or a refusing service for "none here"', async () => {
    const bus = {
      ...look,
      platform: 'linux' as const,
      environment: { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nowhere' },
    };
    expect(await openKeychain({ ...bus, load: () => Promise.reject(new Error('Cannot find module')) })).toBeUndefined();
    const refusing = {
      getPassword: () => Promise.reject(new Error('Cannot autolaunch D-Bus')),
      setPassword: () => Promise.resolve(),
    };
    expect(await openKeychain({ ...bus, load: () => Promise.resolve({ default: refusing }) })).toBeUndefined();
    expect(await openKeychain({ ...bus, load: () => Promise.resolve({ default: {} }) })).toBeUndefined();
  });
});

describe('a keychain that refuses', () => {
  it('gives one clear error, whatever it said', async () => {
    const refuse = () => Promise.reject(new Error('something of its own'));
    const keytar = { getPassword: refuse, setPassword: refuse, deletePassword: refuse };
    const store = createKeychainSecrets(keytar, optionsOf(createNameList()));
    const failure = { code: 'unavailable', details: { reason: 'keychain_failed' } };
    await expect(store.get('a')).rejects.toMatchObject(failure);
    await expect(store.set('a', 'value')).rejects.toMatchObject(failure);
    await expect(store.remove('a')).rejects.toMatchObject(failure);
  });

  it('lets one call in at a time, and the next ones as soon as a hanging one came back [T34]', async () => {
    const keychain = createMemoryKeychain();
    const clock = createFakeClock();
    const store = createKeychainSecrets(keychain.keytar, { ...optionsOf(createNameList()), clock });
    keychain.become('silent');
    const failed = Promise.allSettled([store.get('a'), store.get('b'), store.get('c')]);
    await clock.advance(10_000);
    for (const result of await failed)
      expect(result).toMatchObject({ reason: { details: { reason: 'keychain_silent' } } });
    expect(keychain.calls).toEqual(['get']);
    keychain.become('open');
    await clock.advance(0);
    await store.set('a', 'value-a');
    expect(await store.get('a')).toBe('value-a');
  });

  it('knows a key that its owner has deleted from one that is locked away', async () => {
    const keychain = createMemoryKeychain();
    const store = createKeychainSecrets(keychain.keytar, optionsOf(createNameList()));
    await store.set('a', 'value-a');
    keychain.items.clear();
    expect(await store.get('a')).toBeUndefined();
    expect([...keychain.items]).toEqual([]);
    keychain.become('locked');
    await expect(store.get('a')).rejects.toMatchObject({ details: { reason: 'keychain_locked' } });
  });
});
