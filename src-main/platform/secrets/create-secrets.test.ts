// Which store is used when, and that nothing is ever written in the open.
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { neverAborts } from '#main/platform/base/abort.ts';
import { createFakeClock } from '#main/platform/base/fake-clock.ts';
import { createRedactor, silentLog } from '#main/platform/base/log.ts';
import { createSecrets, keychainProbeMs, type SecretsOptions } from './create-secrets.ts';
import { createKeychainSecrets } from './keychain/keychain-secrets.ts';
import type { KeychainOptions } from './keychain/open-keychain.ts';
import { createFakeSafeStorage } from './testing/fake-safe-storage.ts';
import { createMemoryKeychain, type MemoryKeychain } from './testing/memory-keychain.ts';
import { temporaryFolder } from './testing/temporary-folder.ts';

function setUp(change: Partial<SecretsOptions> = {}) {
  const folder = temporaryFolder();
  const redactor = createRedactor();
  const clock = createFakeClock();
  const options: SecretsOptions = {
    folder,
    environment: {},
    service: 'limpet-test',
    clock,
    log: silentLog,
    redactor,
    platform: 'linux',
    ...change,
  };
  return { folder, redactor, clock, options, secrets: createSecrets(options) };
}
/** Opens this keychain as the product would. */
const opening = (keychain: MemoryKeychain) => async (options: KeychainOptions) =>
  createKeychainSecrets(keychain.keytar, options);
const headless = {};
const desktop = { environment: { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nowhere' } };

describe('secrets without a keychain', () => {
  it('waits for the choice of the person and writes nothing until then [T34]', async () => {
    const { secrets, folder } = setUp(headless);
    expect(secrets.status()).toEqual({ protection: 'environment', state: 'unset', keychainAvailable: false });
    await expect(secrets.set('models.openai', 'sk-canary-0123456789abcdef')).rejects.toMatchObject({
      code: 'unavailable',
      details: { reason: 'no_secret_store' },
    });
    expect(await secrets.get('models.openai')).toBeUndefined();
    expect(readdirSync(folder)).toEqual([]);
  });
  it('keeps secrets in the encrypted file once it was chosen, and asks for its passphrase after a restart [T34]', async () => {
    const { secrets, folder, options } = setUp(headless);
    expect(await secrets.createFile('a long passphrase')).toMatchObject({
      protection: 'passphrase-file',
      state: 'ready',
    });
    await secrets.set('models.openai', 'sk-canary-0123456789abcdef');
    const restarted = createSecrets(options);
    expect(restarted.status()).toMatchObject({ protection: 'passphrase-file', state: 'locked' });
    await expect(restarted.get('models.openai')).rejects.toMatchObject({ details: { reason: 'secrets_locked' } });
    expect(await restarted.unlock('a long passphrase')).toMatchObject({ state: 'ready' });
    expect(await restarted.get('models.openai')).toBe('sk-canary-0123456789abcdef');
    expect(await restarted.lock()).toMatchObject({ state: 'locked' });
    for (const name of readdirSync(folder)) expect(readFileSync(join(folder, name), 'utf8')).not.toContain('sk-canary');
  });
  it('says so to whoever follows the status', async () => {
    const { secrets } = setUp(headless);
    const states: string[] = [];
    const stop = secrets.onChange(() => states.push(secrets.status().state));
    await secrets.createFile('a long passphrase');
    await secrets.lock();
    stop();
    await secrets.unlock('a long passphrase');
    expect(states).toEqual(['ready', 'locked']);
  });
  it('reads a reference from the environment, also while the file is locked', async () => {
    const { options, secrets, redactor } = setUp({ environment: { LIMPET_SECRET_MODELS_X: 'value from outside' } });
    expect(await secrets.get('models.x')).toBe('value from outside');
    await secrets.createFile('a long passphrase');
    const restarted = createSecrets(options);
    expect(await restarted.get('models.x')).toBe('value from outside');
    expect(redactor.text('it was value from outside.')).toBe('it was [redacted].');
  });
});

describe('secrets with a keychain', () => {
  it('uses it without being asked and needs no file', async () => {
    const { secrets, folder } = setUp({ ...desktop, openKeychain: opening(createMemoryKeychain()) });
    await secrets.set('models.openai', 'a secret value');
    expect(await secrets.get('models.openai')).toBe('a secret value');
    expect(await secrets.keys()).toEqual(['models.openai']);
    expect(secrets.status()).toEqual({ protection: 'os-keychain', state: 'ready', keychainAvailable: true });
    await expect(secrets.createFile('a long passphrase')).rejects.toMatchObject({ code: 'conflict' });
    expect(readdirSync(folder)).toEqual(['secrets-index.json']);
    expect(readFileSync(join(folder, 'secrets-index.json'), 'utf8')).not.toContain('a secret value');
    expect(statSync(join(folder, 'secrets-index.json')).mode & 0o777).toBe(0o600);
  });
  it('does not wait for one that hangs, and adopts it when it answers after all', async () => {
    let answer = () => {};
    const hanging = new Promise<void>((resolve) => {
      answer = resolve;
    });
    const open = opening(createMemoryKeychain());
    const { secrets, clock } = setUp({ ...desktop, openKeychain: (options) => hanging.then(() => open(options)) });
    const reading = secrets.get('models.openai');
    await clock.advance(keychainProbeMs);
    expect(await reading).toBeUndefined();
    expect(secrets.status().state).toBe('unset');
    const changed = new Promise<void>((resolve) => secrets.onChange(resolve));
    answer();
    await changed;
    expect(secrets.status()).toMatchObject({ protection: 'os-keychain', state: 'ready' });
  });
  it('is left alone when the file was asked for', async () => {
    const { secrets } = setUp({
      ...desktop,
      choose: 'passphrase-file',
      openKeychain: () => Promise.reject(new Error('must not be opened')),
    });
    expect(secrets.status().state).toBe('unset');
    expect(await secrets.createFile('a long passphrase')).toMatchObject({ state: 'ready' });
  });
});

describe('secrets whose place cannot be reached', () => {
  it('stay on record and say where they are, while new ones can go elsewhere [T34]', async () => {
    const keychain = createMemoryKeychain();
    const { options, secrets } = setUp({ ...desktop, openKeychain: opening(keychain) });
    await secrets.set('models.openai', 'a secret value');
    const elsewhere = createSecrets({ ...options, environment: {} });
    expect(elsewhere.status()).toMatchObject({
      protection: 'os-keychain',
      state: 'unreachable',
      trouble: 'keychain_missing',
      keychainAvailable: false,
    });
    const missing = { code: 'unavailable', details: { reason: 'keychain_missing' } };
    await expect(elsewhere.get('models.openai')).rejects.toMatchObject(missing);
    expect(await elsewhere.createFile('a long passphrase')).toMatchObject({ protection: 'passphrase-file' });
    await elsewhere.set('models.other', 'another value');
    const { keys } = await elsewhere.overview();
    expect(keys.map(({ name, at, state }) => [name, at, state])).toEqual([
      ['models.openai', 'os-keychain', 'unreachable'],
      ['models.other', 'passphrase-file', 'ready'],
    ]);
    const back = createSecrets(options);
    expect(await back.get('models.openai')).toBe('a secret value');
    await back.unlock('a long passphrase');
    await back.move({ to: 'passphrase-file', signal: neverAborts });
    expect((await back.overview()).keys.map(({ at }) => at)).toEqual(['passphrase-file', 'passphrase-file']);
    expect(await back.get('models.openai')).toBe('a secret value');
    expect(keychain.items.size).toBe(0);
  });
  it('are said to be locked until the keychain is open again', async () => {
    const keychain = createMemoryKeychain();
    const { secrets } = setUp({ ...desktop, openKeychain: opening(keychain) });
    await secrets.set('models.openai', 'a secret value');
    keychain.become('locked');
    await expect(secrets.get('models.openai')).rejects.toMatchObject({ details: { reason: 'keychain_locked' } });
    expect(secrets.status()).toMatchObject({ state: 'unreachable', trouble: 'keychain_locked' });
    expect(await secrets.check()).toMatchObject({ state: 'unreachable' });
    keychain.become('open');
    expect(await secrets.check()).toEqual({ protection: 'os-keychain', state: 'ready', keychainAvailable: true });
  });
  it('ask a keychain that refuses once, not once per key', async () => {
    const keychain = createMemoryKeychain();
    const { options, secrets } = setUp({ ...desktop, openKeychain: opening(keychain) });
    for (const name of ['a', 'b', 'c', 'd']) await secrets.set(name, `value of ${name}`);
    keychain.become('locked');
    keychain.calls.length = 0;
    await createSecrets(options).settle(neverAborts);
    expect(keychain.calls).toEqual(['get', 'set']);
  });
  it('count as none when their file was deleted by hand, so that another can be made', async () => {
    const { options, secrets, folder } = setUp(headless);
    await secrets.createFile('a long passphrase');
    await secrets.set('models.openai', 'a secret value');
    rmSync(join(folder, 'secrets.json'));
    const restarted = createSecrets(options);
    expect(restarted.status().state).toBe('unset');
    expect((await restarted.overview()).keys[0]).toMatchObject({ name: 'models.openai', state: 'missing' });
    expect(await restarted.createFile('another passphrase')).toMatchObject({ state: 'ready' });
    expect(await restarted.get('models.openai')).toBeUndefined();
    expect(await restarted.keys()).toEqual([]);
  });
});

describe('secrets in the desktop shell', () => {
  it('are kept by the system where no keychain is, and stay there [T34]', async () => {
    const safeStorage = createFakeSafeStorage();
    const { options, secrets, folder } = setUp({ ...headless, safeStorage });
    expect(secrets.status()).toMatchObject({ protection: 'safe-storage', state: 'ready', keychainAvailable: false });
    await secrets.set('models.openai', 'a secret value');
    expect(readFileSync(join(folder, 'secrets-safe.json'), 'utf8')).not.toContain('a secret value');
    expect(await createSecrets(options).get('models.openai')).toBe('a secret value');
    const gateway = createSecrets({ ...options, safeStorage: undefined });
    expect(gateway.status()).toMatchObject({ state: 'unreachable', trouble: 'safe_storage_missing' });
    await expect(gateway.get('models.openai')).rejects.toMatchObject({ details: { reason: 'safe_storage_missing' } });
  });
  it('are not kept where the system would use plain text [T34]', async () => {
    const safeStorage = createFakeSafeStorage();
    safeStorage.backend = 'basic_text';
    const { secrets, folder } = setUp({ ...headless, safeStorage });
    expect(secrets.status().state).toBe('unset');
    await expect(secrets.set('a', 'value')).rejects.toMatchObject({ details: { reason: 'no_secret_store' } });
    expect(readdirSync(folder)).toEqual([]);
    const plain = { place: 'safe-storage', state: 'unreachable', trouble: 'safe_storage_plain', keys: 0 };
    expect((await secrets.overview()).places).toContainEqual(plain);
  });
});

describe('the index of secrets', () => {
  it('tells when a key was set and used, also after a restart, and never its value [T33]', async () => {
    const { options, secrets, clock } = setUp({ ...desktop, openKeychain: opening(createMemoryKeychain()) });
    await secrets.set('models.openai', 'a secret value');
    const setAt = clock.now();
    await clock.advance(60_000);
    await secrets.get('models.openai');
    await clock.advance(5_000);
    secrets.used('models.openai');
    const [key] = (await secrets.overview()).keys;
    expect(key).toEqual({ name: 'models.openai', at: 'os-keychain', state: 'ready', setAt, usedAt: setAt + 65_000 });
    const restarted = async () => (await createSecrets(options).overview()).keys[0];
    await expect.poll(restarted).toMatchObject({ setAt, usedAt: setAt + 60_000 });
    expect(JSON.stringify(await secrets.overview())).not.toContain('a secret value');
  });
  it('names the variable of a key that comes from the environment', async () => {
    const { secrets } = setUp({ environment: { LIMPET_SECRET_MODELS_X: 'value from outside' } });
    expect((await secrets.overview()).keys).toEqual([
      { name: 'models_x', at: 'environment', state: 'ready', variable: 'LIMPET_SECRET_MODELS_X' },
    ]);
  });
  it('is put aside when it is damaged, and every key is found again [R05]', async () => {
    const keychain = createMemoryKeychain();
    const { options, secrets, folder } = setUp({ ...desktop, openKeychain: opening(keychain) });
    await secrets.set('models.openai', 'a secret value');
    const path = join(folder, 'secrets-index.json');
    for (const text of ['', '{"version":1', '[]', 'nonsense']) {
      writeFileSync(path, text);
      const restarted = createSecrets(options);
      expect(readFileSync(`${path}.damaged`, 'utf8')).toBe(text);
      expect(await restarted.get('models.openai')).toBe('a secret value');
      expect(await restarted.keys()).toEqual(['models.openai']);
      await expect.poll(() => readFileSync(path, 'utf8')).toContain('usedAt'); // the last write of this one
    }
  });
  it('is made anew from the file of secrets, however much of it is lost [R05]', async () => {
    const { options, secrets, folder } = setUp(headless);
    await secrets.createFile('a long passphrase');
    await secrets.set('models.openai', 'a secret value');
    rmSync(join(folder, 'secrets-index.json'));
    const restarted = createSecrets(options);
    expect(restarted.status()).toMatchObject({ protection: 'passphrase-file', state: 'locked' });
    await restarted.unlock('a long passphrase');
    expect(await restarted.keys()).toEqual(['models.openai']);
  });
  it('keeps the old key when the new one cannot be written', async () => {
    const keychain = createMemoryKeychain();
    const { secrets } = setUp({ ...desktop, openKeychain: opening(keychain) });
    await secrets.set('a', 'the old value');
    keychain.become('locked');
    await expect(secrets.set('a', 'the new value')).rejects.toMatchObject({ code: 'unavailable' });
    await expect(secrets.set('b', 'never there')).rejects.toMatchObject({ code: 'unavailable' });
    keychain.become('open');
    expect(await secrets.get('a')).toBe('the old value');
    expect(await secrets.keys()).toEqual(['a']);
  });
});

describe('the redactor', () => {
  it('learns every value that was set, read or found in the environment [T33]', async () => {
    const { secrets, redactor } = setUp({
      environment: { ...desktop.environment, SOME_VENDOR_API_KEY: 'value of the vendor', HOME: '/home/somebody' },
      openKeychain: opening(createMemoryKeychain()),
    });
    await secrets.set('new', 'value that was just set');
    const text = 'value that was just set, value of the vendor, /home/somebody';
    expect(redactor.text(text)).toBe('[redacted], [redacted], /home/somebody');
  });
  it('knows after the start also what nobody has asked for yet [T33]', async () => {
    const { options, secrets } = setUp({ ...desktop, openKeychain: opening(createMemoryKeychain()) });
    await secrets.set('old', 'value that was kept before');
    const redactor = createRedactor();
    const restarted = createSecrets({ ...options, redactor });
    expect(redactor.known('value that was kept before')).toBe('value that was kept before');
    await restarted.settle(neverAborts);
    expect(redactor.known('value that was kept before')).toBe('[redacted]');
    expect((await restarted.overview()).keys[0]?.usedAt).toBeUndefined();
  });
  it('knows what is in the file as soon as it is unlocked [T33]', async () => {
    const { options, secrets } = setUp(headless);
    await secrets.createFile('a long passphrase');
    await secrets.set('old', 'value that was kept before');
    const redactor = createRedactor();
    const restarted = createSecrets({ ...options, redactor });
    await restarted.settle(neverAborts);
    await restarted.unlock('a long passphrase');
    await restarted.settle(neverAborts);
    expect(redactor.known('value that was kept before')).toBe('[redacted]');
  });
  it('hides what the environment calls secret, and no ordinary word [T33]', () => {
    const { redactor } = setUp({
      environment: {
        AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMIK7MDENGbPxRfiCY',
        AWS_ACCESS_KEY_ID: 'AKIAQ9SV7WLR2TZXK4JM',
        DATABASE_URL: 'postgres://ada:p%40ssw0rd-1@db.local/sea',
        GITHUB_PAT: 'pat-0123456789',
        SECRET_KEY_BASE: '0123456789abcdef0123456789abcdef',
        DB_PASSWORD: 'postgres',
        API_KEY: 'short',
        SSL_KEY: '/etc/ssl/private/key.pem',
        EDITOR: 'vim-with-a-long-name',
      },
    });
    const hidden = ['wJalrXUtnFEMIK7MDENGbPxRfiCY', 'p%40ssw0rd-1', 'p@ssw0rd-1', 'pat-0123456789'];
    for (const value of [...hidden, '0123456789abcdef0123456789abcdef'])
      expect(redactor.known(value)).toBe('[redacted]');
    const plain = 'postgres short /etc/ssl/private/key.pem vim-with-a-long-name';
    expect(redactor.known(plain)).toBe(plain);
  });
});
