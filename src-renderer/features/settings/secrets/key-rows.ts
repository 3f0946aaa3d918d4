// The list of keys: what the secret store knows about each, joined with the connection that uses it.
import { type Connection, connectionOfKey, keyNameOf, type Vendor } from '#main/contract/models.ts';
import type { SecretFacts } from '#main/contract/system.ts';

const owners = { mcp: 'server', skill: 'skill', request: 'request', search: 'search', undo: 'undo' } as const;
export type KeyOwner = (typeof owners)[keyof typeof owners];

/** By the first part of its name, as each room gives it. */
function ownerOf(name: string): KeyOwner | undefined {
  const room = name.split('.', 1)[0] ?? '';
  return Object.hasOwn(owners, room) ? owners[room as keyof typeof owners] : undefined;
}

export type KeyRow = {
  readonly id: string;
  /** Of the connection that uses it, otherwise the name of the key. */
  readonly label: string;
  /** `memory`: written nowhere. */
  readonly at: SecretFacts['at'] | 'memory';
  readonly state: SecretFacts['state'];
  readonly connection: Connection | undefined;
  /** What else it belongs to. */
  readonly owner?: KeyOwner | undefined;
  readonly setAt?: number | undefined;
  readonly usedAt?: number | undefined;
  /** Variables of the environment that hold it. */
  readonly variables: readonly string[];
};

/** `LIMPET_SECRET_PROVIDER_MY_BOX_KEY` does not tell dots from dashes. */
const withoutMarks = (name: string) => name.replaceAll(/[.-]/g, '_');

function connectionFor(key: SecretFacts, connections: readonly Connection[]): Connection | undefined {
  if (key.at === 'environment') return connections.find(({ id }) => withoutMarks(keyNameOf(id)) === key.name);
  const id = connectionOfKey(key.name);
  return connections.find((connection) => connection.id === id && connection.key !== 'environment');
}

/** Stored keys by label, then those of the environment: ours first, then the vendors' own variables. */
export function keyRows(o: {
  keys: readonly SecretFacts[];
  connections: readonly Connection[];
  vendors: readonly Vendor[];
}): KeyRow[] {
  const rows = o.keys.map((key): KeyRow => {
    const connection = connectionFor(key, o.connections);
    return {
      id: `${key.at} ${key.name}`,
      label: connection?.label ?? key.name,
      at: key.at,
      state: key.state,
      connection,
      owner: connection === undefined ? ownerOf(key.name) : undefined,
      setAt: key.setAt,
      usedAt: key.usedAt,
      variables: key.variable === undefined ? [] : [key.variable],
    };
  });
  const given = o.connections
    .filter((connection) => connection.key === 'environment')
    .map((connection): KeyRow => {
      const vendor = o.vendors.find(({ id }) => id === connection.vendor);
      return {
        id: `variable ${connection.id}`,
        label: connection.label,
        at: 'environment',
        state: 'ready',
        connection,
        // A vendor's list holds variables of addresses too; they hold no key.
        variables:
          connection.variable === undefined
            ? (vendor?.environment ?? []).filter((name) => !/URL|HOST/.test(name))
            : [connection.variable],
      };
    });
  const held = o.connections
    .filter(({ untilRestart }) => untilRestart === true)
    .map(
      (connection): KeyRow => ({
        ...{ id: `memory ${connection.id}`, label: connection.label, at: 'memory', state: 'ready' },
        connection,
        variables: [],
      }),
    );
  const rank = (row: KeyRow) => (row.at === 'environment' ? 1 : 0);
  return [...held, ...rows.toSorted((a, b) => rank(a) - rank(b) || a.label.localeCompare(b.label)), ...given];
}
