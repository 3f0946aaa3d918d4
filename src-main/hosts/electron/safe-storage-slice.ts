// Electron's encryption for one account of the system, as the core asks for it.
import type { App, SafeStorage } from 'electron';
import type { SafeStorageSlice } from '#main/platform/secrets/port.ts';

export type SafeStorageSliceDeps = {
  readonly app: Pick<App, 'isReady'>;
  readonly safeStorage: Pick<
    SafeStorage,
    'isEncryptionAvailable' | 'encryptString' | 'decryptString' | 'getSelectedStorageBackend'
  >;
  readonly platform: NodeJS.Platform;
};

/** Before the app is ready nothing is asked: the answer would be wrong on Linux, and on macOS it would be remembered. */
export function createSafeStorageSlice({ app, safeStorage, platform }: SafeStorageSliceDeps): SafeStorageSlice {
  return {
    isEncryptionAvailable: () => app.isReady() && safeStorage.isEncryptionAvailable(),
    encryptString: (text) => safeStorage.encryptString(text),
    decryptString: (bytes) => safeStorage.decryptString(Buffer.from(bytes)),
    // Only Linux has several; elsewhere the function does not exist.
    getSelectedStorageBackend: () => {
      if (platform !== 'linux') return platform;
      return app.isReady() ? safeStorage.getSelectedStorageBackend() : 'unknown';
    },
  };
}
