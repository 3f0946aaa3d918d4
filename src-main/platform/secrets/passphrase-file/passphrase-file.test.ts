// The encrypted file: the shared promises, then what only a file can get wrong.
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { describeSecrets } from '../testing/secrets-suite.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { createPassphraseFile } from './passphrase-file.ts';
import { scryptCost } from './sealed-file.ts';

const passphrase = 'correct horse battery';

async function fileWith(seed: Readonly<Record<string, string>>) {
  const path = join(temporaryFolder(), 'data', 'secrets.json');
  const file = createPassphraseFile(path);
  await file.create(passphrase);
  for (const [name, value] of Object.entries(seed)) await file.set(name, value);
  return { path, file };
}

describeSecrets({
  name: 'passphrase file',
  isWritable: true,
  open: async (seed) => {
    const { path, file } = await fileWith(seed);
    const reopen = async () => {
      const again = createPassphraseFile(path);
      await again.unlock(passphrase);
      return again;
    };
    return { store: file, reopen };
  },
});

describe('passphrase file', () => {
  it('is readable by its owner alone and holds no plain text [T34] [T35]', async () => {
    const { path } = await fileWith({ 'models.openai': 'canary-value-0123456789' });
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(statSync(join(path, '..')).mode & 0o777).toBe(0o700);
    const text = readFileSync(path, 'utf8');
    expect(text).not.toContain('canary-value');
    expect(text).not.toContain('models.openai');
    expect(JSON.parse(text)).toMatchObject({ kdf: 'scrypt', cipher: 'aes-256-gcm' });
    expect(JSON.parse(text).cost).toBeGreaterThanOrEqual(2 ** 17);
  });
  it('meets a wrong passphrase with one clean error and stays locked [T34]', async () => {
    const { path } = await fileWith({ key: 'value' });
    const again = createPassphraseFile(path);
    const wrong = { code: 'unauthenticated', details: { reason: 'wrong_passphrase' } };
    await expect(again.unlock('another passphrase')).rejects.toMatchObject(wrong);
    await expect(again.get('key')).rejects.toMatchObject({ details: { reason: 'secrets_locked' } });
    await expect(again.set('key', 'x')).rejects.toMatchObject({ details: { reason: 'secrets_locked' } });
    await again.unlock(passphrase);
    expect(await again.get('key')).toBe('value');
  });
  it('knows a passphrase however its letters were composed', async () => {
    const path = join(temporaryFolder(), 'secrets.json');
    await createPassphraseFile(path).create('schl\u00fcssel');
    const again = createPassphraseFile(path);
    await again.unlock('schlu\u0308ssel');
    expect(again.isOpen()).toBe(true);
  });
  it('never takes the place of a file that is there', async () => {
    const { path } = await fileWith({ key: 'value' });
    const before = readFileSync(path);
    const refusal = { code: 'conflict', details: { reason: 'secrets_file_exists' } };
    await expect(createPassphraseFile(path).create('another one')).rejects.toMatchObject(refusal);
    expect(readFileSync(path)).toEqual(before);
  });
  it('uses a new nonce for every version of the file and leaves nothing beside it', async () => {
    const { path, file } = await fileWith({});
    const nonces = new Set<string>();
    for (let round = 0; round < 5; round += 1) {
      await file.set('key', 'the same value');
      nonces.add(JSON.parse(readFileSync(path, 'utf8')).iv);
    }
    expect(nonces.size).toBe(5);
    expect(readdirSync(join(path, '..'))).toEqual(['secrets.json']);
  });
  it('forgets key and values when it is locked', async () => {
    const { file } = await fileWith({ key: 'value' });
    await file.lock();
    await expect(file.get('key')).rejects.toMatchObject({ code: 'unauthenticated' });
    await expect(file.keys()).rejects.toMatchObject({ details: { reason: 'secrets_locked' } });
  });
  it('refuses a file whose bytes or whose cost were changed', async () => {
    const { path } = await fileWith({ key: 'value' });
    const good = JSON.parse(readFileSync(path, 'utf8'));
    const attempt = async (text: string) => {
      writeFileSync(path, text);
      return createPassphraseFile(path).unlock(passphrase);
    };
    const damaged = { code: 'unavailable', details: { reason: 'secrets_file_damaged' } };
    await expect(attempt('not json')).rejects.toMatchObject(damaged);
    await expect(attempt(JSON.stringify({ ...good, cost: scryptCost / 2 }))).rejects.toMatchObject(damaged);
    const flipped = `${good.sealed[0] === 'A' ? 'B' : 'A'}${good.sealed.slice(1)}`;
    await expect(attempt(JSON.stringify({ ...good, sealed: flipped }))).rejects.toMatchObject(damaged);
    // Whoever changes the sum as well gets no further: the seal itself does not fit.
    const { sum: _sum, ...unsummed } = good;
    await expect(attempt(JSON.stringify({ ...unsummed, sealed: flipped }))).rejects.toMatchObject({
      code: 'unauthenticated',
    });
  });
  it('tells damage from a wrong passphrase, wherever it is, and leaves the file as it is [R05]', async () => {
    const { path } = await fileWith({ key: 'value' });
    const good = JSON.parse(readFileSync(path, 'utf8'));
    for (const field of ['salt', 'iv', 'tag', 'sealed', 'sum']) {
      const value: string = good[field];
      const at = Math.floor(value.length / 2);
      const letter = value[at] === 'x' ? 'y' : 'x';
      const text = JSON.stringify({ ...good, [field]: value.slice(0, at) + letter + value.slice(at + 1) });
      writeFileSync(path, text);
      const opening = createPassphraseFile(path).unlock(passphrase);
      if (field === 'sum') await opening;
      else await expect(opening).rejects.toMatchObject({ details: { reason: 'secrets_file_damaged' } });
      expect(readFileSync(path, 'utf8')).toBe(text);
    }
  });
  it('reads back what the disk has, not what it remembers', async () => {
    const { path, file } = await fileWith({ key: 'value' });
    expect(await file.stored?.('key')).toBe('value');
    const before = readFileSync(path);
    await file.set('key', 'newer');
    writeFileSync(path, before);
    expect(await file.get('key')).toBe('newer');
    expect(await file.stored?.('key')).toBe('value');
  });
  it('is gone, and locked, once it was discarded', async () => {
    const { path, file } = await fileWith({ key: 'value' });
    await file.discard();
    expect(readdirSync(join(path, '..'))).toEqual([]);
    expect(file.exists()).toBe(false);
    await expect(file.get('key')).rejects.toMatchObject({ details: { reason: 'secrets_locked' } });
  });
});
