// One provider per connection, made on first use and made anew when its address or key changes.
import type { ModelInfo } from '#main/contract/models.ts';
import type { SpendGuard } from '#main/guard/usage/port.ts';
import { hashOf } from '#main/platform/base/json.ts';
import { quirksAt } from './catalog.ts';
import type { Connections, KnownConnection } from './connections.ts';
import type { FamilyDeps, ProviderConfig } from './family.ts';
import { guardProvider } from './guard-provider.ts';
import { knownModel } from './model-table.ts';
import type { Provider } from './port.ts';
import { families } from './registry.ts';

export interface ProviderPool {
  /** Throws AppError when the key cannot be had. */
  get(connection: KnownConnection): Promise<Provider>;
}

export function createProviderPool(
  connections: Pick<Connections, 'key'>,
  deps: FamilyDeps & {
    readonly onKey: (key: string) => void;
    readonly hide?: ((text: string) => string) | undefined;
    /** Stands before every provider but the offline one, which calls nobody. */
    readonly spending: SpendGuard;
    readonly info: (connection: KnownConnection, name: string) => ModelInfo;
  },
): ProviderPool {
  const pool = new Map<string, { fingerprint: string; provider: Provider }>();

  const configOf = (connection: KnownConnection, apiKey: string | undefined): ProviderConfig => ({
    id: connection.id,
    vendor: connection.vendor.id,
    label: connection.label,
    baseUrl: connection.baseUrl,
    apiKey,
    local: connection.vendor.local,
    quirks: quirksAt(connection.vendor, connection.baseUrl),
    known: (model) => knownModel(connection.vendor.id, model),
    hide: deps.hide,
  });

  return {
    async get(connection) {
      const apiKey = await connections.key(connection);
      if (apiKey !== undefined) deps.onKey(apiKey);
      const { id, label, baseUrl, vendor } = connection;
      const fingerprint = hashOf({ id, label, baseUrl, vendor: vendor.id, apiKey });
      const known = pool.get(id);
      if (known?.fingerprint === fingerprint) return known.provider;
      const create = await families[vendor.family].load();
      const made = create(configOf(connection, apiKey), deps);
      const info = (name: string) => deps.info(connection, name);
      const provider = vendor.family === 'offline' ? made : guardProvider(made, { spending: deps.spending, info });
      pool.set(id, { fingerprint, provider });
      return provider;
    },
  };
}
