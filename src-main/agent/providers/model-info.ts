// One model as the app shows it: what its vendor told, then what the table knows, and nothing that nobody knows.
import type { ModelInfo } from '#main/contract/models.ts';
import type { ProviderConfig } from './family.ts';
import type { KnownModel } from './model-table.ts';

type Fact = 'label' | 'contextTokens' | 'maxOutputTokens' | 'images' | 'tools' | 'reasoning' | 'price';
export type Told = { readonly [K in Fact]?: KnownModel[K] | undefined };

const facts: readonly Fact[] = ['contextTokens', 'maxOutputTokens', 'images', 'tools', 'reasoning', 'price'];

export function modelInfo(config: Pick<ProviderConfig, 'id' | 'known'>, name: string, told: Told = {}): ModelInfo {
  const known = config.known(name) ?? {};
  const pairs = facts.flatMap((fact) => {
    const value = told[fact] ?? known[fact];
    return value === undefined ? [] : [[fact, value] as const];
  });
  return { ref: `${config.id}/${name}`, name, label: told.label ?? known.label ?? name, ...Object.fromEntries(pairs) };
}
