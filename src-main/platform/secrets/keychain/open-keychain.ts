// Whether this machine has a keychain that answers: the quick look, the loading, the probe.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { SecretStore } from '../port.ts';
import { createKeychainSecrets, type KeychainSecretsOptions, type Keytar } from './keychain-secrets.ts';

export type KeychainOptions = KeychainSecretsOptions & {
  readonly platform: NodeJS.Platform;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly load?: () => Promise<unknown>;
};

/** False where a keychain cannot be: Linux without a session bus. Costs one look at the environment. */
export function mayHaveKeychain({ platform, environment }: Pick<KeychainOptions, 'platform' | 'environment'>): boolean {
  if (platform === 'darwin' || platform === 'win32') return true;
  if (environment.DBUS_SESSION_BUS_ADDRESS) return true;
  const runtime = environment.XDG_RUNTIME_DIR;
  return runtime !== undefined && runtime !== '' && existsSync(join(runtime, 'bus'));
}

function isKeytar(value: unknown): value is Keytar {
  return typeof value === 'object' && value !== null && 'getPassword' in value && 'setPassword' in value;
}

// Not a literal: types and bundle must do without it where it could not be installed (Linux without libsecret).
const library: string = 'keytar';
const loadKeytar = (): Promise<unknown> => import(/* @vite-ignore */ library);

/** keytar is CommonJS: its functions sit on `default`. */
function functionsOf(module: unknown): Keytar {
  if (isKeytar(module)) return module;
  if (typeof module === 'object' && module !== null && 'default' in module && isKeytar(module.default))
    return module.default;
  throw new TypeError('keytar has another shape than expected');
}

/** Undefined where none is installed or none answers. May wait for as long as the keychain takes for its first answer. */
export async function openKeychain(options: KeychainOptions): Promise<SecretStore | undefined> {
  if (!mayHaveKeychain(options)) return undefined;
  try {
    const keytar = functionsOf(await (options.load ?? loadKeytar)());
    // Asked without a time limit: whoever opens it decides how long to wait, and takes a late answer too.
    await keytar.getPassword(options.service, 'probe');
    return createKeychainSecrets(keytar, options);
  } catch {
    // Not installed, no library, no service on the bus, refused by its owner: for us all mean "no keychain here".
    return undefined;
  }
}
