// Secrets in the operating system's keychain, through keytar, which is loaded only when it is needed.
import { isAppError } from '#main/contract/errors.ts';
import type { Clock } from '#main/platform/base/clock.ts';
import type { SecretStore } from '../port.ts';
import { checkSecretName, checkSecretValue } from '../secret-name.ts';
import { keychainError, toKeychainError } from './keychain-errors.ts';
import { createOneAtATime } from './one-at-a-time.ts';

/**
 * The part of keytar that is used. `findCredentials` is not: it crashes the process on an item of the same service that
 * another library wrote, and on a keyring that is locked.
 */
export type Keytar = {
  getPassword(service: string, account: string): Promise<string | null>;
  setPassword(service: string, account: string, password: string): Promise<void>;
  deletePassword(service: string, account: string): Promise<boolean>;
};

/** Names of ours in the keychain, kept outside of it. `add` is on the disk before the value is written. */
export interface NameList {
  has(name: string): boolean;
  list(): string[];
  add(name: string): Promise<void>;
  remove(name: string): Promise<void>;
}

export type KeychainSecretsOptions = {
  readonly service: string;
  /** Stands before every name, so that two data folders of one person do not share their keys. */
  readonly scope: string;
  readonly names: NameList;
  readonly clock: Clock;
  readonly timeoutMs?: number;
};

/** Long enough for somebody who is asked to unlock the keychain and has the password at hand. */
export const keychainCallMs = 10_000;
// Not a name of a secret: those have no space.
const lockCheck = 'lock check';

/**
 * `service` is ours for good. Every method rejects with `unavailable` and a reason `keychain_…` when the keychain refuses;
 * a keyring that stays locked answers "nothing here", so a name that should be there is not taken for gone before a write
 * has shown that the keyring is open.
 */
export function createKeychainSecrets(keytar: Keytar, o: KeychainSecretsOptions): SecretStore {
  const { service, names } = o;
  const oneAtATime = createOneAtATime({ clock: o.clock, timeoutMs: o.timeoutMs ?? keychainCallMs });
  const account = (name: string) => `${o.scope}/${name}`;
  const ask = async <T>(call: () => Promise<T>): Promise<T> => {
    try {
      return await oneAtATime(call);
    } catch (error) {
      throw isAppError(error) ? error : toKeychainError(error);
    }
  };
  const mustBeOpen = async () => {
    try {
      await ask(() => keytar.setPassword(service, account(lockCheck), 'open'));
    } catch (error) {
      const isNamed = isAppError(error) && error.details?.reason !== 'keychain_failed';
      throw isNamed ? error : keychainError('keychain_locked', error);
    }
    await ask(() => keytar.deletePassword(service, account(lockCheck)));
  };
  const removeItem = (name: string) => ask(() => keytar.deletePassword(service, account(name)));
  return {
    protection: 'os-keychain',
    async get(name) {
      checkSecretName(name);
      const read = () => ask(() => keytar.getPassword(service, account(name)));
      const value = await read();
      if (value !== null) return value;
      if (!names.has(name)) return undefined;
      await mustBeOpen();
      return (await read()) ?? undefined; // it may have been unlocked for the check
    },
    async set(name, value) {
      checkSecretName(name);
      checkSecretValue(value);
      await names.add(name);
      await ask(() => keytar.setPassword(service, account(name), value));
    },
    async remove(name) {
      checkSecretName(name);
      if (!(await removeItem(name)) && names.has(name)) {
        await mustBeOpen();
        await removeItem(name);
      }
      await names.remove(name);
    },
    async keys() {
      return names.list().sort();
    },
  };
}
