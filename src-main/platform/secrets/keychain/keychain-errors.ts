// What the keychain's own words mean, as one of our reasons with a sentence about the next step.
import { AppError } from '#main/contract/errors.ts';
import type { PlaceTrouble } from '#main/contract/system.ts';

type KeychainTrouble = Extract<PlaceTrouble, `keychain_${string}`>;

const sentences: Readonly<Record<KeychainTrouble, string>> = {
  keychain_missing:
    'The keychain with this key cannot be reached from here. Start Limpet in the desktop session, or enter the key anew.',
  keychain_locked: 'The keychain of this computer is locked. Unlock it, then try again.',
  keychain_silent: 'The keychain of this computer does not answer. If it asks to be unlocked, do that, then try again.',
  keychain_gone: 'The keychain of this computer has gone away. Sign in to the desktop again and restart Limpet.',
  keychain_failed: 'The keychain of this computer did not answer. Unlock it and try again.',
};

// As libsecret, D-Bus and macOS say it; in other words it is a failure without a name.
const known: readonly (readonly [RegExp, KeychainTrouble])[] = [
  [/locked collection|is locked|interaction is not allowed|cancell?ed/i, 'keychain_locked'],
  [/connection is closed|not provided by any|could not connect|cannot autolaunch|session bus/i, 'keychain_gone'],
];

export function keychainError(trouble: KeychainTrouble, cause?: unknown): AppError {
  return new AppError('unavailable', sentences[trouble], {
    ...(cause === undefined ? {} : { cause }),
    details: { reason: trouble },
    retryable: trouble !== 'keychain_missing' && trouble !== 'keychain_gone',
  });
}

export function toKeychainError(error: unknown): AppError {
  const said = error instanceof Error ? error.message : String(error);
  return keychainError(known.find(([words]) => words.test(said))?.[1] ?? 'keychain_failed', error);
}
