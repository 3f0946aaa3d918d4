// A key for other programs, of the OpenAI-compatible address or of the tools: shown once, kept only as a hash.
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { SettingsStore } from '#main/platform/store/port.ts';

export interface ApiKeys {
  /** A new key of 256 bits; the one before it is no longer valid. */
  create(): Promise<string>;
  revoke(): Promise<void>;
  /** In constant time; false while there is no key. */
  check(key: string): Promise<boolean>;
  exists(): Promise<boolean>;
}

const hashOfKey = (key: string): Buffer => createHash('sha256').update(key).digest();

export function createApiKeys(store: Pick<SettingsStore, 'getValue' | 'setValue'>, storedAs = 'api.keyHash'): ApiKeys {
  return {
    async create() {
      const key = `limpet_${randomBytes(32).toString('base64url')}`;
      await store.setValue(storedAs, hashOfKey(key).toString('hex'));
      return key;
    },
    async revoke() {
      await store.setValue(storedAs, null);
    },
    exists: async () => typeof (await store.getValue(storedAs)) === 'string',
    async check(key) {
      const stored = await store.getValue(storedAs);
      // Compared with something of the same length either way, so that time does not tell whether a key exists.
      const expected = typeof stored === 'string' ? Buffer.from(stored, 'hex') : Buffer.alloc(32);
      const isEqual = expected.length === 32 && timingSafeEqual(expected, hashOfKey(key));
      return isEqual && typeof stored === 'string';
    },
  };
}
