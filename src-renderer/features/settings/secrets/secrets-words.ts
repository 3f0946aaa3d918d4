// Where keys are kept and in which state that place is, as catalogue keys.
import type { PlaceTrouble, SecretsOverview, SecretsPlace, SecretsState } from '#main/contract/system.ts';

export type SecretsWords = { readonly name: string; readonly text: string };
export type Protection = SecretsState['protection'];

const names: Readonly<Record<Protection, SecretsWords>> = {
  'os-keychain': { name: 'settings.secrets_keychain', text: 'settings.secrets_keychain_text' },
  'safe-storage': { name: 'settings.secrets_safe_storage', text: 'settings.secrets_safe_storage_text' },
  'passphrase-file': { name: 'settings.secrets_file', text: 'settings.secrets_file_text' },
  environment: { name: 'settings.secrets_environment', text: 'settings.secrets_environment_text' },
};
const guards: Readonly<Record<Protection, { readonly guards: string; readonly openTo: string }>> = {
  'os-keychain': { guards: 'secrets.keychain_guards', openTo: 'secrets.keychain_open_to' },
  'safe-storage': { guards: 'secrets.safe_storage_guards', openTo: 'secrets.safe_storage_open_to' },
  'passphrase-file': { guards: 'secrets.file_guards', openTo: 'secrets.file_open_to' },
  environment: { guards: 'secrets.environment_guards', openTo: 'secrets.environment_open_to' },
};

export const placeName = (protection: Protection): string => names[protection].name;
export const placeText = (protection: Protection): string => names[protection].text;
/** What a place protects against, and what not. */
export const guardsOf = (protection: Protection) => guards[protection];

export function secretsWords({ protection, state }: Pick<SecretsState, 'protection' | 'state'>): SecretsWords {
  if (state === 'unset') return { name: 'settings.secrets_unset', text: 'settings.secrets_unset_text' };
  return names[protection];
}

/** The sentence of the error that a call would get now. */
export const troubleText = (trouble: PlaceTrouble | undefined): string =>
  `errors.reason_${trouble ?? 'keychain_failed'}`;

export type PlaceOffer = {
  readonly place: SecretsPlace;
  /** Why it is not offered, as a catalogue key; undefined: keys can move there. */
  readonly notHere: string | undefined;
};

const notHere: Readonly<Partial<Record<PlaceTrouble, string>>> = {
  keychain_missing: 'secrets.keychain_not_here',
  safe_storage_missing: 'secrets.safe_storage_not_here',
  safe_storage_plain: 'secrets.safe_storage_plain',
};

/** The places other than the one in use: first those that are there, then the others with the reason. */
export function offersOf({ state, places }: SecretsOverview): PlaceOffer[] {
  const others = places.filter(({ place }) => place !== state.protection || state.state === 'unset');
  const offers = others.map(({ place, state: how, trouble }): PlaceOffer => {
    const isThere = how !== 'unreachable';
    return {
      place,
      notHere: isThere ? undefined : ((trouble && notHere[trouble]) ?? troubleText(trouble)),
    };
  });
  return offers.toSorted((one, other) => Number(one.notHere !== undefined) - Number(other.notHere !== undefined));
}
