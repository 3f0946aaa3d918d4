// The ways to models: what the person connected, what the environment names, what was found on this machine.
import { z } from 'zod';
import { AppError } from '#main/contract/errors.ts';
import { type Connection, keyNameOf } from '#main/contract/models.ts';
import type { Secrets, SecretsStatus } from '#main/platform/secrets/port.ts';
import type { SettingsStore } from '#main/platform/store/port.ts';
import { checkAddress } from './addresses.ts';
import { findVendor, type VendorEntry } from './catalog.ts';
import { type Environment, environmentConnections } from './environment.ts';
import type { FoundServer } from './find-local.ts';

const Stored = z.object({
  connections: z
    .array(
      z.object({
        id: z.string(),
        vendor: z.string(),
        label: z.string(),
        baseUrl: z.string(),
        hasKey: z.boolean(),
        enabled: z.boolean(),
      }),
    )
    .max(100),
  /** Ids of found connections that the person switched off. */
  off: z.array(z.string()).max(100),
});
type Stored = z.infer<typeof Stored>;
type StoredConnection = Stored['connections'][number];

const valueKey = 'connections';

export type KnownConnection = {
  readonly id: string;
  readonly vendor: VendorEntry;
  readonly label: string;
  readonly baseUrl: string;
  readonly enabled: boolean;
  readonly found: boolean;
  readonly source: 'stored' | 'environment' | 'local' | 'offline';
  readonly keyFrom: 'store' | 'memory' | 'environment' | 'nowhere';
  /** The variable that holds the key, where the environment does. */
  readonly variable?: string | undefined;
};

export type ConnectionDeps = {
  readonly values: Pick<SettingsStore, 'getValue' | 'setValue'>;
  readonly secrets: Pick<Secrets, 'get' | 'set' | 'remove' | 'status' | 'used'>;
  readonly environment: Environment;
};

export type ConnectInput = {
  readonly connectionId: string;
  readonly vendor: string;
  readonly label?: string;
  readonly baseUrl?: string;
  readonly apiKey?: string;
  /** Written nowhere. */
  readonly untilRestart?: boolean;
};

export interface Connections {
  /** Reads what is stored, once. */
  load(): Promise<void>;
  /** Stored ones first, in order of creation, then environment, then local servers, offline last. */
  list(): readonly KnownConnection[];
  /** `not_found` with reason `unknown_connection`. */
  get(id: string): KnownConnection;
  keyState(connection: KnownConnection): Connection['key'];
  /** `unauthenticated` with reason `key_missing`, or `secrets_locked` from the secret store. */
  key(connection: KnownConnection): Promise<string | undefined>;
  forgetKeys(): void;
  setFound(servers: readonly FoundServer[]): void;
  /** What a server would be listed as, once it is known to be one. */
  ofServer(server: FoundServer): KnownConnection;
  connect(input: ConnectInput): Promise<KnownConnection>;
  disconnect(id: string): Promise<void>;
  setEnabled(id: string, enabled: boolean): Promise<KnownConnection>;
}

/** Whether this connection can be asked now, as far as can be told without asking. */
export const isUsable = (connection: KnownConnection, key: Connection['key']): boolean =>
  connection.enabled && key !== 'missing' && key !== 'locked';

/** Not for a keychain that refuses now: it is asked again with the next call. */
const isOutOfReach = ({ state, trouble }: SecretsStatus) =>
  state === 'locked' ||
  (state === 'unreachable' && (trouble === 'keychain_missing' || trouble === 'safe_storage_missing'));

const unknownConnection = (id: string) =>
  new AppError('not_found', `There is no connection "${id}". Choose a model in Settings > Models and keys.`, {
    details: { reason: 'unknown_connection', facts: { connection: id } },
  });

const needsAddress = () =>
  new AppError('invalid_input', 'This connection needs an address. Enter one such as https://example.org/v1.', {
    details: { reason: 'bad_address', path: ['baseUrl'] },
  });

function checkKey(key: string): string {
  const plain = key.trim();
  // A header carries visible ASCII only; anything else is a slip of the clipboard.
  if (/^[\x21-\x7e]+$/.test(plain)) return plain;
  throw new AppError('invalid_input', 'This is not a key: it holds spaces or other characters. Copy it once more.', {
    details: { reason: 'bad_key', path: ['apiKey'] },
  });
}

export function createConnections(deps: ConnectionDeps): Connections {
  let stored: Stored = { connections: [], off: [] };
  let loading: Promise<void> | undefined;
  let found: readonly FoundServer[] = [];
  const keys = new Map<string, string>();
  /** Keys that the person wants written nowhere, with the origin that each was given for. */
  const held = new Map<string, { readonly key: string; readonly origin: string }>();
  const heldFor = (id: string, baseUrl: string) => {
    const one = held.get(id);
    return one?.origin === new URL(baseUrl).origin ? one.key : undefined;
  };
  const fromEnvironment = environmentConnections(deps.environment);

  const read = async () => {
    const parsed = Stored.safeParse(await deps.values.getValue(valueKey));
    if (parsed.success) stored = parsed.data;
  };
  const save = async (next: Stored) => {
    await deps.values.setValue(valueKey, next);
    stored = next;
  };

  const ofStored = (row: StoredConnection): KnownConnection[] => {
    const vendor = findVendor(row.vendor);
    if (vendor === undefined) return [];
    const spare = fromEnvironment.find((entry) => entry.vendor.id === vendor.id && entry.baseUrl === row.baseUrl);
    const keyFrom = row.hasKey
      ? 'store'
      : heldFor(row.id, row.baseUrl) !== undefined
        ? 'memory'
        : spare?.apiKey === undefined
          ? 'nowhere'
          : 'environment';
    const variable = keyFrom === 'environment' ? spare?.variable : undefined;
    return [{ ...row, vendor, found: false, source: 'stored', keyFrom, variable }];
  };
  const isOn = (id: string) => !stored.off.includes(id);
  const ofServer = ({ vendor, baseUrl }: FoundServer): KnownConnection => ({
    id: vendor.id,
    vendor,
    label: vendor.label,
    baseUrl,
    enabled: isOn(vendor.id),
    found: true,
    source: 'local',
    keyFrom: 'nowhere',
  });
  const foundOnes = (): KnownConnection[] => {
    const taken = new Set(stored.connections.map((row) => row.id));
    const environment = fromEnvironment.map(
      ({ vendor, baseUrl, apiKey, variable }): KnownConnection => ({
        id: vendor.id,
        vendor,
        label: vendor.label,
        baseUrl,
        enabled: isOn(vendor.id),
        found: true,
        source: 'environment',
        keyFrom: apiKey === undefined ? 'nowhere' : 'environment',
        variable,
      }),
    );
    return [...environment, ...found.map(ofServer)].filter((connection) => !taken.has(connection.id));
  };
  const offline = (): KnownConnection[] => {
    const vendor = findVendor('offline');
    if (vendor === undefined) return [];
    const { id, label } = vendor;
    return [{ id, vendor, label, baseUrl: '', enabled: true, found: true, source: 'offline', keyFrom: 'nowhere' }];
  };

  const list = () => [...stored.connections.flatMap(ofStored), ...foundOnes(), ...offline()];
  const get = (id: string) => {
    const connection = list().find((candidate) => candidate.id === id);
    if (connection === undefined) throw unknownConnection(id);
    return connection;
  };
  const environmentKey = (connection: KnownConnection) =>
    fromEnvironment.find((entry) => entry.vendor.id === connection.vendor.id)?.apiKey;

  /** A key belongs to the place it was given for: at another address it is asked for again. */
  const keepsKey = (before: StoredConnection | undefined, baseUrl: string) =>
    before?.hasKey === true && new URL(before.baseUrl).origin === new URL(baseUrl).origin;

  const addressFor = (vendor: VendorEntry, input: ConnectInput, before: StoredConnection | undefined) => {
    const given = input.baseUrl ?? before?.baseUrl ?? environmentAddress(vendor) ?? vendor.baseUrl;
    if (given === '') throw needsAddress();
    return checkAddress(given);
  };
  const environmentAddress = (vendor: VendorEntry) =>
    fromEnvironment.find((entry) => entry.vendor.id === vendor.id)?.baseUrl;

  return {
    load() {
      loading ??= read();
      return loading;
    },
    list,
    get,
    keyState(connection) {
      if (connection.keyFrom === 'environment') return 'environment';
      if (connection.keyFrom === 'memory') return 'stored';
      if (connection.keyFrom === 'store') return isOutOfReach(deps.secrets.status()) ? 'locked' : 'stored';
      // At an address of its own a vendor's key may not be needed: a gateway, a test server.
      const home = connection.vendor.needsKey && connection.baseUrl === connection.vendor.baseUrl;
      return home ? 'missing' : 'none';
    },
    async key(connection) {
      if (connection.keyFrom === 'environment') return environmentKey(connection);
      if (connection.keyFrom === 'memory') return heldFor(connection.id, connection.baseUrl);
      if (connection.keyFrom === 'nowhere' && this.keyState(connection) === 'none') return undefined;
      const cached = keys.get(connection.id);
      if (cached !== undefined) {
        deps.secrets.used(keyNameOf(connection.id));
        return cached;
      }
      const key = connection.keyFrom === 'store' ? await deps.secrets.get(keyNameOf(connection.id)) : undefined;
      if (key !== undefined) keys.set(connection.id, key);
      else
        throw new AppError(
          'unauthenticated',
          `${connection.label} needs a key. Enter it in Settings > Models and keys.`,
          {
            details: { reason: 'key_missing', facts: { vendor: connection.label } },
          },
        );
      return key;
    },
    forgetKeys: () => keys.clear(),
    setFound(servers) {
      found = servers;
    },
    ofServer,
    async connect(input) {
      const vendor = findVendor(input.vendor);
      if (vendor === undefined || vendor.family === 'offline' || input.connectionId === 'offline')
        throw new AppError('invalid_input', 'This vendor is not known. Choose one of the list.', {
          details: { reason: 'unknown_vendor', path: ['vendor'] },
        });
      const before = stored.connections.find((row) => row.id === input.connectionId);
      const baseUrl = addressFor(vendor, input, before);
      const apiKey = input.apiKey === undefined ? undefined : checkKey(input.apiKey);
      const isHeld = apiKey !== undefined && input.untilRestart === true;
      if (apiKey !== undefined && !isHeld) await deps.secrets.set(keyNameOf(input.connectionId), apiKey);
      const kept = keepsKey(before, baseUrl) && !isHeld;
      // A stored key gives way to one that is only held, and never goes to another address.
      if (before?.hasKey === true && !kept && (apiKey === undefined || isHeld))
        await deps.secrets.remove(keyNameOf(input.connectionId));
      keys.delete(input.connectionId);
      if (apiKey !== undefined) held.delete(input.connectionId);
      if (isHeld) held.set(input.connectionId, { key: apiKey, origin: new URL(baseUrl).origin });
      const row: StoredConnection = {
        id: input.connectionId,
        vendor: vendor.id,
        label: input.label ?? before?.label ?? vendor.label,
        baseUrl,
        hasKey: (apiKey !== undefined && !isHeld) || kept,
        enabled: before?.enabled ?? true,
      };
      const others = stored.connections.map((other) => (other.id === row.id ? row : other));
      const connections = before === undefined ? [...others, row] : others;
      await save({ connections, off: stored.off.filter((id) => id !== row.id) });
      return get(row.id);
    },
    async disconnect(id) {
      const row = stored.connections.find((candidate) => candidate.id === id);
      if (row === undefined) {
        const { label } = get(id);
        throw new AppError('conflict', `${label} was found by itself and cannot be removed. Switch it off instead.`, {
          details: { reason: 'found_connection', facts: { vendor: label } },
        });
      }
      if (row.hasKey) await deps.secrets.remove(keyNameOf(id));
      keys.delete(id);
      held.delete(id);
      await save({ ...stored, connections: stored.connections.filter((candidate) => candidate.id !== id) });
    },
    async setEnabled(id, enabled) {
      const connection = get(id);
      if (connection.source === 'offline')
        throw new AppError('unsupported', 'Offline commands are always there. Choose another model instead.', {
          details: { reason: 'always_on' },
        });
      if (connection.source === 'stored') {
        const connections = stored.connections.map((row) => (row.id === id ? { ...row, enabled } : row));
        await save({ ...stored, connections });
      } else {
        const off = stored.off.filter((candidate) => candidate !== id);
        await save({ ...stored, off: enabled ? off : [...off, id] });
      }
      return get(id);
    },
  };
}
