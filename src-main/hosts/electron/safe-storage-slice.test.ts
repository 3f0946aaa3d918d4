// What the core is handed of Electron's safeStorage, and that a store on top of it obeys it.
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createSafeStorage } from '#main/platform/secrets/safe-storage/safe-storage.ts';
import { createFakeSafeStorage } from '#main/platform/secrets/testing/fake-safe-storage.ts';
import { temporaryFolder } from '#main/platform/secrets/testing/temporary-folder.ts';
import { createSafeStorageSlice } from './safe-storage-slice.ts';

type Backend = 'basic_text' | 'gnome_libsecret' | 'kwallet6' | 'unknown';

function setUp(platform: NodeJS.Platform, backend: Backend = 'gnome_libsecret') {
  const fake = createFakeSafeStorage();
  const app = { ready: true, isReady: () => app.ready };
  const asked: string[] = [];
  const slice = createSafeStorageSlice({
    app,
    platform,
    safeStorage: {
      isEncryptionAvailable: () => {
        asked.push('available');
        return true;
      },
      encryptString: (text) => Buffer.from(fake.encryptString(text)),
      decryptString: (bytes) => fake.decryptString(bytes),
      getSelectedStorageBackend: () => {
        asked.push('backend');
        return backend;
      },
    },
  });
  return { app, asked, store: createSafeStorage(join(temporaryFolder(), 'secrets-safe.json'), slice) };
}

describe('the slice of safeStorage', () => {
  it('keeps a key through Electron’s own types', async () => {
    const { store } = setUp('linux');
    await store.set('key', 'a value');
    expect(await store.get('key')).toBe('a value');
  });

  it('asks nothing before the app is ready, and is not there then [T34]', async () => {
    const { app, asked, store } = setUp('linux');
    app.ready = false;
    expect(store.trouble()).toBe('safe_storage_missing');
    await expect(store.set('key', 'a value')).rejects.toMatchObject({ details: { reason: 'safe_storage_missing' } });
    expect(asked).toEqual([]);
    app.ready = true;
    expect(store.trouble()).toBeUndefined();
  });

  it('refuses the password that everybody knows, on Linux alone [T34]', () => {
    expect(setUp('linux', 'basic_text').store.trouble()).toBe('safe_storage_plain');
    expect(setUp('linux', 'unknown').store.trouble()).toBe('safe_storage_plain');
    expect(setUp('linux', 'kwallet6').store.trouble()).toBeUndefined();
    // There the function does not exist: it must not be asked.
    const mac = setUp('darwin', 'basic_text');
    expect(mac.store.trouble()).toBeUndefined();
    expect(mac.asked).toEqual(['available']);
  });
});
