// Electron's safeStorage as far as it is used: AES with a key that stands for the one the system keeps for an account.
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { SafeStorageSlice } from '../port.ts';

export type FakeSafeStorage = SafeStorageSlice & {
  isReady: boolean;
  backend: string;
};

/** Two with the same key are the same account of the same computer, seen by two processes. */
export function createFakeSafeStorage(key: Buffer = randomBytes(32)): FakeSafeStorage {
  return {
    isReady: true,
    backend: 'gnome_libsecret',
    isEncryptionAvailable() {
      return this.isReady;
    },
    getSelectedStorageBackend() {
      return this.isReady ? this.backend : 'unknown';
    },
    encryptString(text) {
      if (!this.isReady) throw new Error('safeStorage cannot be used before app is ready');
      const iv = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', key, iv);
      const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return Buffer.concat([Buffer.from('v11'), iv, cipher.getAuthTag(), sealed]);
    },
    decryptString(bytes) {
      const opener = createDecipheriv('aes-256-gcm', key, bytes.subarray(3, 15), { authTagLength: 16 });
      opener.setAuthTag(bytes.subarray(15, 31));
      return Buffer.concat([opener.update(bytes.subarray(31)), opener.final()]).toString('utf8');
    },
  };
}
