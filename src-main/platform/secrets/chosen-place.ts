// Which place takes new keys, and how it stands: what was chosen, else the first that is there.
import type { SecretsPlace } from '#main/contract/system.ts';
import type { Places } from './places.ts';
import type { SecretsStatus } from './port.ts';
import type { SecretsIndex } from './secrets-index.ts';

export type ChosenPlace = {
  /** As far as is known without asking anybody. */
  now(): SecretsPlace | undefined;
  /** After the keychain was asked, where that matters. Bounded in time. */
  settled(): Promise<SecretsPlace | undefined>;
  /** Begins to ask, for whoever looks at the status. */
  look(): void;
  status(): SecretsStatus;
};

export function createChosenPlace(index: SecretsIndex, places: Places): ChosenPlace {
  const state = (id: SecretsPlace) => places.of(id).report().state;
  const keychain = places.of('os-keychain');
  const needsKeychain = () =>
    (index.state().place ?? (places.file.exists() ? 'passphrase-file' : undefined)) !== 'passphrase-file';
  const now = (): SecretsPlace | undefined => {
    const { place } = index.state();
    if (place !== undefined) {
      const isThere = state(place) === 'ready' || state(place) === 'locked';
      // A place that cannot be reached stays the chosen one while it holds keys; a file that was deleted holds none.
      if (isThere || (state(place) === 'unreachable' && index.namesAt(place).length > 0)) return place;
    }
    if (state('passphrase-file') !== 'absent') return 'passphrase-file';
    return (['os-keychain', 'safe-storage'] as const).find((id) => state(id) === 'ready');
  };
  return {
    now,
    async settled() {
      if (needsKeychain()) await keychain.settle();
      return now();
    },
    look() {
      if (needsKeychain()) void keychain.settle(); // never rejects
    },
    status() {
      const keychainAvailable = keychain.report().trouble !== 'keychain_missing';
      // Keys in a locked file want the passphrase, wherever new ones go: a move from there may have been interrupted.
      const isWanted = state('passphrase-file') === 'locked' && index.namesAt('passphrase-file').length > 0;
      const place = isWanted ? 'passphrase-file' : now();
      if (place === undefined) return { protection: 'environment', state: 'unset', keychainAvailable };
      const { state: how, trouble } = places.of(place).report();
      return {
        protection: place,
        state: how === 'absent' ? 'unset' : how,
        keychainAvailable,
        ...(trouble === undefined ? {} : { trouble }),
      };
    },
  };
}
