// Who the app is to operating systems, and what a release is told by its environment. The first part never changes again:
// another id is another app, with its own data, its own permissions and no updates.
import { createPublicKey } from 'node:crypto';

export const appId = 'org.limpet.Limpet';
export const productName = 'Limpet';
export const executableName = 'limpet';
export const deepLinkScheme = 'limpet';

export type Environment = Readonly<Record<string, string | undefined>>;
export type ReleaseFacts = {
  /** Where installed copies look for updates. */
  readonly feedUrl: string;
  readonly homepage: string;
  readonly maintainer: { readonly name: string; readonly email: string };
  /** Ed25519, SPKI, base64: what an update's manifest is checked with. Empty: this build takes no updates. */
  readonly updateKeys: readonly string[];
  /** A published release: nothing of the above may be missing, nor the keychain's module. */
  readonly isRelease: boolean;
};

// RFC 2606 keeps .invalid for names that never exist, so a build of one's own asks nobody for updates.
const nowhere = 'https://limpet.invalid';
const nobody = 'Limpet maintainers <maintainers@limpet.invalid>';

function readMaintainer(text: string): ReleaseFacts['maintainer'] {
  const [, name, email] = /^([^<>]+?)\s*<([^<>\s@]+@[^<>\s@]+)>$/.exec(text.trim()) ?? [];
  if (name === undefined || email === undefined)
    throw new Error('LIMPET_MAINTAINER: write it as Name <mail@example.org>');
  return { name, email };
}

function readUrl(name: string, text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== 'https:' || url.username !== '') throw new Error(`${name}: give an https address`);
  return text.replace(/\/+$/, '');
}

/** One key, or several with commas while one takes over from another. */
function readKeys(text: string): string[] {
  return text
    .split(',')
    .map((key) => key.trim())
    .filter((key) => key !== '')
    .map((key) => {
      try {
        const read = createPublicKey({ key: Buffer.from(key, 'base64'), format: 'der', type: 'spki' });
        if (read.asymmetricKeyType === 'ed25519') return key;
      } catch {
        // Said below, the same way as for a key of another kind.
      }
      throw new Error('LIMPET_UPDATE_PUBLIC_KEY: give an Ed25519 public key as base64 of its SPKI form');
    });
}

/** Throws with the name of the variable that is wrong or, for a release, missing. */
export function readReleaseFacts(environment: Environment): ReleaseFacts {
  const isRelease = environment.LIMPET_RELEASE === '1';
  const take = (name: string, otherwise: string) => {
    const value = environment[name];
    if (value !== undefined && value !== '') return value;
    if (isRelease) throw new Error(`${name} is needed for a release`);
    return otherwise;
  };
  return {
    feedUrl: readUrl('LIMPET_FEED_URL', take('LIMPET_FEED_URL', `${nowhere}/updates`)),
    homepage: readUrl('LIMPET_HOMEPAGE', take('LIMPET_HOMEPAGE', nowhere)),
    maintainer: readMaintainer(take('LIMPET_MAINTAINER', nobody)),
    updateKeys: readKeys(take('LIMPET_UPDATE_PUBLIC_KEY', '')),
    isRelease,
  };
}
