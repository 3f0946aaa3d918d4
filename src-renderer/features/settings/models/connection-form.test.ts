// The connection form says what is wrong before anything is sent.
import { describe, expect, it } from 'vitest';
import { connectionErrors, connectionIdFrom, emptyDraft, fieldOfPath, fieldsOf } from './connection-form.ts';

describe('connection form', () => {
  it.each([
    ['Büro Server 2', 'buero-server-2'],
    ['  LM—Studio  ', 'lm-studio'],
    ['Café', 'cafe'],
    ['!!!', undefined],
    ['中文', undefined],
    [`${'x'.repeat(39)} yz`, 'x'.repeat(39)],
  ])('makes an id of the name %j', (name, id) => {
    expect(connectionIdFrom(name)).toBe(id);
  });

  it('refuses a name that is taken and an address that is not http', () => {
    const purpose = { type: 'custom', taken: ['office'] } as const;
    expect(connectionErrors({ name: 'Office', address: 'ftp://x', key: '' }, purpose)).toEqual({
      name: 'settings.connection_name_taken',
      address: 'settings.connection_address_wrong',
    });
    expect(connectionErrors({ name: 'Home', address: ' http://localhost:8080/v1 ', key: '' }, purpose)).toEqual({});
  });

  it('wants a key for a vendor that needs one, an address for one that does not', () => {
    const vendor = { type: 'vendor', needsKey: true } as const;
    expect(connectionErrors(emptyDraft, vendor)).toEqual({ key: 'settings.connection_key_missing' });
    expect(connectionErrors({ ...emptyDraft, key: 'sk-1' }, vendor)).toEqual({});
    expect(fieldsOf({ type: 'vendor', needsKey: false })).toEqual(['address', 'key']);
    expect(
      connectionErrors({ ...emptyDraft, address: 'http://localhost:4000' }, { type: 'vendor', needsKey: false }),
    ).toEqual({});
  });

  it('knows the field that an error of the server is about', () => {
    expect(fieldOfPath(['apiKey'])).toBe('key');
    expect(fieldOfPath(['baseUrl'])).toBe('address');
    expect(fieldOfPath(undefined)).toBeUndefined();
  });
});
