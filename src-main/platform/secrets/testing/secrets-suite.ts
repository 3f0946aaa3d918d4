// What every store of secrets promises; each implementation runs it in its own test file.
import { describe, expect, it } from 'vitest';
import type { SecretStore } from '../port.ts';
import { maxSecretBytes } from '../secret-name.ts';

export type SecretsSubject = {
  readonly store: SecretStore;
  /** The same secrets as a new process would see them. */
  reopen(): Promise<SecretStore>;
};
export type SecretsSuite = {
  readonly name: string;
  /** A fresh subject that holds these secrets. */
  readonly open: (seed: Readonly<Record<string, string>>) => Promise<SecretsSubject>;
  readonly isWritable: boolean;
};

const unusual = 'pä sswörd ✓ 密码 "quoted" \\ line\nbreak';

function readingSuite({ open }: SecretsSuite): void {
  it('tells a value as it was kept, whatever its letters', async () => {
    const { store } = await open({ 'models.openai': unusual });
    expect(await store.get('models.openai')).toBe(unusual);
  });
  it('tells nothing for a name that it does not know', async () => {
    const { store } = await open({});
    expect(await store.get('models.unknown')).toBeUndefined();
  });
  it('refuses a name that could mean something else', async () => {
    const { store } = await open({});
    for (const name of ['', 'UPPER', 'a b', '../up', 'a/b', 'ä', 'x'.repeat(101)])
      await expect(store.get(name)).rejects.toMatchObject({
        code: 'invalid_input',
        details: { reason: 'secret_name' },
      });
  });
  it('still has its values when it is opened again', async () => {
    const subject = await open({ first: 'value-one' });
    expect(await (await subject.reopen()).get('first')).toBe('value-one');
  });
}

function writingSuite({ open }: SecretsSuite): void {
  it('replaces a value', async () => {
    const { store } = await open({ key: 'old-value' });
    await store.set('key', 'new-value');
    expect(await store.get('key')).toBe('new-value');
  });
  it('forgets a value for good, also twice', async () => {
    const subject = await open({ key: 'old-value' });
    await subject.store.remove('key');
    await subject.store.remove('key');
    expect(await subject.store.get('key')).toBeUndefined();
    expect(await (await subject.reopen()).get('key')).toBeUndefined();
  });
  it('lists its names in order', async () => {
    const { store } = await open({ b: 'value-b', a: 'value-a' });
    await store.set('a.c', 'value-c');
    expect(await store.keys()).toEqual(['a', 'a.c', 'b']);
  });
  it('takes the longest allowed value and nothing longer or empty', async () => {
    const { store } = await open({});
    await store.set('long', 'x'.repeat(maxSecretBytes));
    expect(await store.get('long')).toHaveLength(maxSecretBytes);
    for (const value of ['', 'x'.repeat(maxSecretBytes + 1), 'zero\0byte'])
      await expect(store.set('long', value)).rejects.toMatchObject({ details: { reason: 'secret_value' } });
  });
  it('keeps all of many changes made at once', async () => {
    const { store } = await open({});
    const names = Array.from({ length: 20 }, (_, index) => `key-${String(index).padStart(2, '0')}`);
    await Promise.all(names.map((name) => store.set(name, `value of ${name}`)));
    expect(await store.keys()).toEqual(names);
    expect(await store.get('key-07')).toBe('value of key-07');
  });
}

function readOnlySuite({ open }: SecretsSuite): void {
  it('lists its names', async () => {
    const { store } = await open({ b: 'value-b', a: 'value-a' });
    expect(await store.keys()).toEqual(['a', 'b']);
  });
  it('refuses to be written to', async () => {
    const { store } = await open({ a: 'value-a' });
    const refusal = { code: 'unsupported', details: { reason: 'read_only_secrets' } };
    await expect(store.set('a', 'other')).rejects.toMatchObject(refusal);
    await expect(store.remove('a')).rejects.toMatchObject(refusal);
    expect(await store.get('a')).toBe('value-a');
  });
}

export function describeSecrets(suite: SecretsSuite): void {
  describe(`secrets: ${suite.name}`, () => {
    readingSuite(suite);
    if (suite.isWritable) writingSuite(suite);
    else readOnlySuite(suite);
  });
}
