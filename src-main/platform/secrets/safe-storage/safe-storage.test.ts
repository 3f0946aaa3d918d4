// The file that the system encrypts for one account: the shared promises, then what only this way can get wrong.
import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createFakeSafeStorage, type FakeSafeStorage } from '../testing/fake-safe-storage.ts';
import { describeSecrets } from '../testing/secrets-suite.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { createSafeStorage } from './safe-storage.ts';

const canary = 'canary-value-0123456789';

async function storeWith(seed: Readonly<Record<string, string>>) {
  const path = join(temporaryFolder(), 'data', 'secrets-safe.json');
  const key = randomBytes(32);
  const slice: FakeSafeStorage = createFakeSafeStorage(key);
  const store = createSafeStorage(path, slice);
  for (const [name, value] of Object.entries(seed)) await store.set(name, value);
  return { path, key, slice, store };
}

describeSecrets({
  name: 'safe storage',
  isWritable: true,
  open: async (seed) => {
    const { path, key, store } = await storeWith(seed);
    return { store, reopen: async () => createSafeStorage(path, createFakeSafeStorage(key)) };
  },
});

describe('safe storage', () => {
  it('is readable by its owner alone, holds no plain text and leaves nothing beside it [T33] [T35]', async () => {
    const { path } = await storeWith({ 'models.openai': canary });
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(statSync(join(path, '..')).mode & 0o777).toBe(0o700);
    expect(readdirSync(join(path, '..'))).toEqual(['secrets-safe.json']);
    const text = readFileSync(path, 'utf8');
    for (const form of [
      canary,
      Buffer.from(canary).toString('base64').slice(0, -2),
      Buffer.from(canary).toString('hex'),
    ])
      expect(text).not.toContain(form);
  });

  it('refuses the backend that would use a password everybody knows [T34]', async () => {
    const { slice, store, path } = await storeWith({ key: 'value' });
    const before = readFileSync(path);
    slice.backend = 'basic_text';
    const plain = { code: 'unavailable', details: { reason: 'safe_storage_plain' } };
    expect(store.trouble()).toBe('safe_storage_plain');
    await expect(store.set('other', 'value')).rejects.toMatchObject(plain);
    await expect(store.get('key')).rejects.toMatchObject(plain);
    await expect(store.keys()).rejects.toMatchObject(plain);
    expect(readFileSync(path)).toEqual(before);
  });

  it('is not there before the app is ready, nor without a desktop shell [T34]', async () => {
    const { slice, store, path } = await storeWith({ key: 'value' });
    const missing = { code: 'unavailable', details: { reason: 'safe_storage_missing' } };
    slice.isReady = false;
    await expect(store.get('key')).rejects.toMatchObject(missing);
    await expect(store.set('key', 'other')).rejects.toMatchObject(missing);
    slice.isReady = true;
    expect(await store.get('key')).toBe('value');
    const headless = createSafeStorage(path, undefined);
    expect(headless.trouble()).toBe('safe_storage_missing');
    await expect(headless.get('key')).rejects.toMatchObject(missing);
  });

  it('says that a key of another account or computer has to be entered anew', async () => {
    const { path, store } = await storeWith({ key: 'value', other: 'value of the other' });
    const elsewhere = createSafeStorage(path, createFakeSafeStorage());
    const unreadable = { code: 'unavailable', details: { reason: 'safe_storage_unreadable' } };
    await expect(elsewhere.get('key')).rejects.toMatchObject(unreadable);
    await elsewhere.set('key', 'entered anew');
    expect(await elsewhere.get('key')).toBe('entered anew');
    expect(await store.get('other')).toBe('value of the other');
  });

  it('never gives the value of one name for another [T33]', async () => {
    const { path, store } = await storeWith({ one: 'value-one', two: 'value-two' });
    const file = JSON.parse(readFileSync(path, 'utf8'));
    writeFileSync(path, JSON.stringify({ ...file, entries: { ...file.entries, one: file.entries.two } }));
    await expect(store.get('one')).rejects.toMatchObject({ details: { reason: 'safe_storage_unreadable' } });
  });

  it('finds damage, and writes nothing over it [R05]', async () => {
    const { path, store } = await storeWith({ key: 'value' });
    const good = readFileSync(path, 'utf8');
    const damaged = { details: { reason: 'secrets_file_damaged' } };
    for (const text of ['', 'not json', good.slice(0, good.length / 2), '{"version":2}']) {
      writeFileSync(path, text);
      await expect(store.get('key')).rejects.toMatchObject(damaged);
      await expect(store.set('key', 'other')).rejects.toMatchObject(damaged);
      await expect(store.keys()).rejects.toMatchObject(damaged);
      expect(readFileSync(path, 'utf8')).toBe(text);
    }
    const sealed: string = JSON.parse(good).entries.key;
    for (const at of [0, 10, 30, sealed.length - 6]) {
      const letter = sealed[at] === 'A' ? 'B' : 'A';
      const entries = { key: sealed.slice(0, at) + letter + sealed.slice(at + 1) };
      writeFileSync(path, JSON.stringify({ version: 1, backend: 'x', entries }));
      const value = await store.get('key').catch((error: unknown) => error);
      // A changed byte of the version mark does no harm; every other one is found.
      if (value !== 'value') expect(value).toMatchObject({ details: { reason: 'safe_storage_unreadable' } });
    }
  });
});
