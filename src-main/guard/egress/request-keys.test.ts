// Which keys there are for requests and for which hosts; values go to the secret store and are in no list.
import { describe, expect, it } from 'vitest';
import { isAppError } from '#main/contract/errors.ts';
import { silentLog } from '#main/platform/base/log.ts';
import { createRequestKeys } from './create-request-keys.ts';
import { fillBody, keyNamesIn } from './keys/references.ts';

function setUp() {
  const values = new Map<string, unknown>();
  const store = new Map<string, string>();
  let changes = 0;
  const keys = createRequestKeys({
    values: { getValue: async (key) => values.get(key), setValue: async (key, value) => void values.set(key, value) },
    secrets: {
      get: async (name) => store.get(name),
      set: async (name, value) => void store.set(name, value),
      remove: async (name) => void store.delete(name),
      keys: async () => [...store.keys()],
    },
    onChange: () => {
      changes += 1;
    },
    log: silentLog,
  });
  return { keys, store, values, changes: () => changes };
}
const reasonOf = (error: unknown) => (isAppError(error) ? (error.details?.reason ?? error.code) : String(error));

describe('keys for requests', () => {
  it('are listed with their hosts and never with their value', async () => {
    const { keys, store, values, changes } = setUp();
    await keys.save({ name: 'github', value: 'ghp_0123456789', hosts: ['API.github.com', '*.github.com'] });
    expect(await keys.list()).toEqual([{ name: 'github', hosts: ['api.github.com', '*.github.com'], stored: true }]);
    expect(store.get('request.github')).toBe('ghp_0123456789');
    expect(JSON.stringify([...values])).not.toContain('ghp_');
    await keys.save({ name: 'github', hosts: ['api.github.com'] });
    expect(store.get('request.github')).toBe('ghp_0123456789');
    await keys.remove('github');
    expect([await keys.list(), store.size, changes()]).toEqual([[], 0, 3]);
  });

  it('refuse what is no list of hosts, what is too short to be kept out of answers, and none at all', async () => {
    const { keys } = setUp();
    const save = (o: object) =>
      keys.save({ name: 'a', value: '0123456789', hosts: ['a.test'], ...o }).then(() => 'saved', reasonOf);
    expect(await save({ hosts: ['*.com'] })).toBe('bad_host');
    expect(await save({ hosts: ['https://a.test/'] })).toBe('bad_host');
    expect(await save({ value: 'short' })).toBe('request_key_short');
    expect(await save({ value: undefined })).toBe('request_key_empty');
    expect(await save({})).toBe('saved');
  });

  it('hold to what the person says now, also after a card was shown', async () => {
    const { keys } = setUp();
    const url = new URL('https://a.test/');
    await keys.save({ name: 'a', value: '0123456789', hosts: ['a.test'] });
    expect(await keys.check(['Bearer {{secret:a}}', '{{ secret:a }}'], url)).toEqual(['a']);
    expect(await keys.valueFor('a', url)).toBe('0123456789');
    await keys.save({ name: 'a', hosts: ['b.test'] });
    expect(await keys.valueFor('a', url).catch(reasonOf)).toBe('request_key_host');
  });
});

describe('references', () => {
  it('are read once each, and a broken one is none', () => {
    expect(keyNamesIn(['{{secret:a}} {{secret:b}}', '{{secret:a}}'])).toEqual(['a', 'b']);
    for (const text of ['{{secret:}}', '{{secret:A}}', '{{secret:a', '{{ secret:a b}}'])
      expect(() => keyNamesIn([text])).toThrow(/named as/);
  });
  it('are written as JSON and forms write text', () => {
    const values = new Map([['a', 'x"y&z']]);
    expect(fillBody('{"k":"{{secret:a}}"}', values, 'application/json')).toBe('{"k":"x\\"y&z"}');
    expect(fillBody('k={{secret:a}}', values, 'application/x-www-form-urlencoded')).toBe('k=x%22y%26z');
    expect(fillBody('{{secret:a}}', values, 'text/plain')).toBe('x"y&z');
  });
});
