// The three places where keys can be stored, each with what it can be told without asking it.
import { join } from 'node:path';
import { AppError, isAppError } from '#main/contract/errors.ts';
import { PlaceTrouble, type SecretsPlace } from '#main/contract/system.ts';
import { keychainError } from './keychain/keychain-errors.ts';
import type { KeychainProbe } from './keychain/keychain-probe.ts';
import { createPassphraseFile, type PassphraseFile } from './passphrase-file/passphrase-file.ts';
import type { SafeStorageSlice, SecretStore } from './port.ts';
import { createSafeStorage } from './safe-storage/safe-storage.ts';

export type PlaceReport = {
  readonly state: 'ready' | 'locked' | 'absent' | 'unreachable';
  readonly trouble?: PlaceTrouble;
};

export interface Place {
  readonly id: SecretsPlace;
  /** Looks whether it is here, when nobody has yet. Takes a bounded time and never rejects. */
  settle(): Promise<void>;
  report(): PlaceReport;
  /** Rejects with the sentence of its trouble when it cannot be used. */
  open(): Promise<SecretStore>;
  /** Takes away what the place leaves behind when its last key has gone. */
  discard(): Promise<void>;
}

export interface Places {
  readonly file: PassphraseFile;
  of(id: SecretsPlace): Place;
  readonly all: readonly Place[];
  /** What the last call of a place told about it: a trouble, or undefined when it went well. */
  note(id: SecretsPlace, error: unknown): void;
}

export type PlacesOptions = {
  readonly folder: string;
  readonly keychain: KeychainProbe;
  readonly safeStorage: SafeStorageSlice | undefined;
  /** Called when a place answers otherwise than before. */
  readonly onChange: () => void;
};

function troubleOf(error: unknown): PlaceTrouble | undefined {
  return isAppError(error) ? PlaceTrouble.safeParse(error.details?.reason).data : undefined;
}

type Troubles = Pick<Map<SecretsPlace, PlaceTrouble>, 'get'>;

function keychainPlace(probe: KeychainProbe, troubles: Troubles): Place {
  return {
    id: 'os-keychain',
    settle: () => probe.settle(),
    report() {
      // Until the probe is done the keychain counts as there; a change is told when it is not.
      if (probe.store() === undefined && probe.isSettled())
        return { state: 'unreachable', trouble: 'keychain_missing' };
      const trouble = troubles.get('os-keychain');
      return trouble === undefined ? { state: 'ready' } : { state: 'unreachable', trouble };
    },
    async open() {
      await probe.settle();
      const store = probe.store();
      if (store === undefined) throw keychainError('keychain_missing');
      return store;
    },
    discard: async () => {}, // its items go one by one
  };
}

function safeStoragePlace(path: string, slice: SafeStorageSlice | undefined, troubles: Troubles): Place {
  const store = createSafeStorage(path, slice);
  return {
    id: 'safe-storage',
    settle: async () => {},
    report() {
      const trouble = store.trouble() ?? troubles.get('safe-storage');
      return trouble === undefined ? { state: 'ready' } : { state: 'unreachable', trouble };
    },
    open: async () => store,
    discard: () => store.discard(),
  };
}

function filePlace(file: PassphraseFile, troubles: Troubles): Place {
  return {
    id: 'passphrase-file',
    settle: async () => {},
    report() {
      if (!file.exists()) return { state: 'absent' };
      const trouble = troubles.get('passphrase-file');
      if (trouble !== undefined) return { state: 'unreachable', trouble };
      return { state: file.isOpen() ? 'ready' : 'locked' };
    },
    async open() {
      if (file.exists()) return file;
      throw new AppError('not_found', 'There is no file of secrets yet. Choose a passphrase to make one.', {
        details: { reason: 'no_secrets_file' },
      });
    },
    discard: () => file.discard(),
  };
}

export function createPlaces({ folder, keychain, safeStorage, onChange }: PlacesOptions): Places {
  const troubles = new Map<SecretsPlace, PlaceTrouble>();
  const file = createPassphraseFile(join(folder, 'secrets.json'));
  const places: Readonly<Record<SecretsPlace, Place>> = {
    'os-keychain': keychainPlace(keychain, troubles),
    'safe-storage': safeStoragePlace(join(folder, 'secrets-safe.json'), safeStorage, troubles),
    'passphrase-file': filePlace(file, troubles),
  };
  return {
    file,
    of: (id) => places[id],
    all: Object.values(places),
    note(id, error) {
      const trouble = troubleOf(error);
      if (troubles.get(id) === trouble) return;
      if (trouble === undefined) troubles.delete(id);
      else troubles.set(id, trouble);
      onChange();
    },
  };
}
