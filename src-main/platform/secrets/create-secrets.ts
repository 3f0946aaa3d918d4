// The secrets of this installation: which place takes new keys, what each key's place is, and the ways to open them.
import { AppError } from '#main/contract/errors.ts';
import type { Clock } from '#main/platform/base/clock.ts';
import type { Log, Redactor } from '#main/platform/base/log.ts';
import { createChosenPlace } from './chosen-place.ts';
import { createEnvSecrets } from './env/env-secrets.ts';
import { secretsOfEnvironment } from './environment-secrets.ts';
import { createKeychainProbe } from './keychain/keychain-probe.ts';
import { mayHaveKeychain, openKeychain } from './keychain/open-keychain.ts';
import { createMover } from './moves/mover.ts';
import { overviewOf } from './overview.ts';
import { createPlaces } from './places.ts';
import type { SafeStorageSlice, Secrets, SecretsStatus } from './port.ts';
import { openSecretsIndex, type SecretsIndex } from './secrets-index.ts';
import { createSettling } from './settling.ts';
import { createUseNotes } from './use-notes.ts';
import { createVault } from './vault.ts';

export type SecretsOptions = {
  /** The data folder; the files of this room lie in it as `secrets….json`. */
  readonly folder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Name under which the keychain files our entries, for good. */
  readonly service: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly redactor: Pick<Redactor, 'add'>;
  /** Only the desktop shell has it. */
  readonly safeStorage?: SafeStorageSlice | undefined;
  /** `auto`: what was chosen, else the keychain. `passphrase-file` never touches the keychain. */
  readonly choose?: 'auto' | 'passphrase-file';
  readonly platform?: NodeJS.Platform;
  readonly openKeychain?: typeof openKeychain;
};

/** A keychain that waits longer than this for its first answer is adopted later, when it answers. */
export const keychainProbeMs = 1_500;

function noStore(): AppError {
  return new AppError(
    'unavailable',
    'This computer has no keychain for the key. Choose a passphrase for an encrypted file, or set an environment variable.',
    { details: { reason: 'no_secret_store' }, retryable: false },
  );
}

/**
 * Never writes a secret in the open: without a keychain `status` is `unset` and `set` rejects with `unavailable`, reason
 * `no_secret_store`, until `createFile` was called. Every value that is read or set goes to the redactor.
 */
export function createSecrets(options: SecretsOptions): Secrets {
  const { environment, service, folder, clock, redactor } = options;
  const platform = options.platform ?? process.platform;
  const log = options.log.child('secrets');
  const listeners = new Set<() => void>();
  const changed = () => {
    for (const listener of listeners) listener();
  };
  const index = openSecretsIndex(folder, log);
  const env = createEnvSecrets(environment);
  const keychain = createKeychainProbe({
    open:
      options.choose !== 'passphrase-file' && mayHaveKeychain({ platform, environment })
        ? () =>
            (options.openKeychain ?? openKeychain)({ ...keychainNames(index), service, platform, environment, clock })
        : undefined,
    timeoutMs: keychainProbeMs,
    clock,
    log,
    onChange: changed,
  });
  const places = createPlaces({ folder, keychain, safeStorage: options.safeStorage, onChange: changed });
  const chosen = createChosenPlace(index, places);
  const vault = createVault({ index, places, clock, fallback: chosen.settled });
  const mover = createMover({ index, places, vault, log, onChange: changed });
  const uses = createUseNotes({ index, clock, log });
  const remember = (value: string | undefined) => {
    if (value !== undefined) redactor.add(value);
    return value;
  };
  for (const value of secretsOfEnvironment(environment)) redactor.add(value);

  const settling = createSettling({ index, places, chosen, vault, mover, learn: redactor.add, log });

  const status = (): SecretsStatus => {
    const move = mover.state();
    return { ...chosen.status(), ...(move === undefined ? {} : { move }) };
  };
  const andTell = async (step: Promise<unknown>): Promise<SecretsStatus> => {
    await step;
    changed();
    return status();
  };

  return {
    get protection() {
      return status().protection;
    },
    status() {
      chosen.look();
      return status();
    },
    overview: async () => overviewOf({ index, places, vault, uses, environment: await env.keys(), status: status() }),
    async get(name) {
      const value = remember((await env.get(name)) ?? (await vault.read(name)));
      if (value !== undefined) uses.note(name);
      return value;
    },
    async set(name, value) {
      redactor.add(value);
      const place = await chosen.settled();
      if (place === undefined) throw noStore();
      if (index.state().place !== place) await index.change(() => ({ place }));
      await vault.write(name, value, place);
      changed();
    },
    async remove(name) {
      if ((await chosen.settled()) === undefined && index.get(name) === undefined) throw noStore();
      await vault.remove(name);
      changed();
    },
    async keys() {
      return [...new Set([...index.state().keys.keys(), ...(await env.keys())])].sort();
    },
    async createFile(passphrase) {
      await keychain.settle();
      const { state, protection } = status();
      if (state === 'ready' && protection !== 'passphrase-file')
        throw new AppError('conflict', 'Keys are kept by this computer already. To use a file, move them there.', {
          details: { reason: 'keychain_in_use' },
        });
      await places.file.create(passphrase);
      await index.change(() => ({ place: 'passphrase-file' }));
      return andTell(vault.reconcile('passphrase-file'));
    },
    async unlock(passphrase) {
      try {
        await places.file.unlock(passphrase);
        places.note('passphrase-file', undefined);
      } catch (error) {
        places.note('passphrase-file', error);
        throw error;
      }
      await vault.reconcile('passphrase-file');
      void settling.again(); // never rejects; an interrupted move goes on
      return andTell(Promise.resolve());
    },
    lock: () => andTell(places.file.lock()),
    move: (request) => andTell(mover.run(request)),
    async check() {
      for (const place of places.all) places.note(place.id, undefined);
      keychain.again();
      return andTell(settling.again());
    },
    used: uses.note,
    settle: settling.settle,
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

function keychainNames(index: SecretsIndex) {
  const list = () => index.namesAt('os-keychain');
  // The vault has written the index before it comes here.
  const names = { list, has: (name: string) => list().includes(name), add: async () => {}, remove: async () => {} };
  return { scope: index.state().installation, names };
}
