// What the settings show about keys: where each one is and since when. Never a value.
import type { SecretFacts, SecretsOverview } from '#main/contract/system.ts';
import { variableOf } from './env/env-secrets.ts';
import type { Places } from './places.ts';
import type { SecretsStatus } from './port.ts';
import type { KeyEntry, SecretsIndex } from './secrets-index.ts';
import type { UseNotes } from './use-notes.ts';
import type { Vault } from './vault.ts';

export type OverviewParts = {
  readonly index: SecretsIndex;
  readonly places: Places;
  readonly vault: Pick<Vault, 'missing'>;
  readonly uses: Pick<UseNotes, 'at'>;
  /** Names of secrets that the environment holds. */
  readonly environment: readonly string[];
  readonly status: SecretsStatus;
};

function stateOf(name: string, entry: KeyEntry, { places, vault }: OverviewParts): SecretFacts['state'] {
  const { state } = places.of(entry.at).report();
  if (state === 'absent') return 'missing';
  return state === 'ready' && vault.missing().has(name) ? 'missing' : state;
}

export function overviewOf(parts: OverviewParts): SecretsOverview {
  const { index, places, uses, environment, status } = parts;
  const stored = [...index.state().keys].map(([name, entry]): SecretFacts => {
    const usedAt = uses.at(name);
    return {
      name,
      at: entry.at,
      state: stateOf(name, entry, parts),
      ...(entry.setAt === undefined ? {} : { setAt: entry.setAt }),
      ...(usedAt === undefined ? {} : { usedAt }),
    };
  });
  const given = environment.map(
    (name): SecretFacts => ({ name, at: 'environment', state: 'ready', variable: variableOf(name) }),
  );
  return {
    state: status,
    places: places.all.map(({ id, report }) => {
      const keys = stored.filter((key) => key.at === id).length;
      return { place: id, keys, ...report() };
    }),
    keys: [...stored.sort((one, other) => (one.name < other.name ? -1 : 1)), ...given],
  };
}
