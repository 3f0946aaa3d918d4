// What the first run offers before it asks for a key: connections that work already or were found on this machine.
import type { Connection, ModelInfo, ModelsState, Vendor } from '#main/contract/models.ts';

export type Offer = {
  readonly connection: Connection;
  readonly models: readonly ModelInfo[];
  readonly origin: 'local' | 'environment' | 'stored';
};

/** No model at all: plain commands. */
export const offlineModel = 'offline/commands';

const bestFirst: readonly Offer['origin'][] = ['stored', 'environment', 'local'];
/** Vendors on the first tiles; the rest is behind "All vendors". */
const firstTiles: readonly string[] = ['anthropic', 'openai', 'gemini', 'openrouter', 'ollama', 'openai-compatible'];

function originOf(connection: Connection): Offer['origin'] | undefined {
  switch (connection.key) {
    case 'stored':
      return 'stored';
    case 'environment':
      return 'environment';
    case 'none':
      return 'local';
    case 'missing':
    case 'locked':
      return undefined;
  }
}

/** Connections that can answer now: a key the person gave, then one of the environment, then programs on this machine. */
export function offersOf({ connections, models }: ModelsState): Offer[] {
  const offers = connections.flatMap((connection): Offer[] => {
    const origin = originOf(connection);
    if (!connection.enabled || connection.vendor === 'offline' || origin === undefined) return [];
    const own = models.filter((model) => model.ref.startsWith(`${connection.id}/`));
    // A local program that lists nothing has no model to answer with.
    return origin === 'local' && own.length === 0 ? [] : [{ connection, models: own, origin }];
  });
  return offers.toSorted((a, b) => bestFirst.indexOf(a.origin) - bestFirst.indexOf(b.origin));
}

/** The model to preselect: the one that the live test asked, else the first that can use tools, else the first. */
export function suggestModel(models: readonly ModelInfo[], tested: string | undefined): ModelInfo | undefined {
  const asked = models.find((model) => model.ref === tested || model.name === tested);
  return asked ?? models.find((model) => model.tools === true) ?? models[0];
}

/** Vendors that are not offered already, without the offline one, split into the first tiles, in their order, and the rest. */
export function splitVendors(
  vendors: readonly Vendor[],
  offers: readonly Offer[],
): { first: Vendor[]; rest: Vendor[] } {
  const offered = new Set(offers.map((offer) => offer.connection.id));
  const real = vendors.filter((vendor) => vendor.family !== 'offline' && !offered.has(vendor.id));
  const first = firstTiles.flatMap((id) => real.filter((vendor) => vendor.id === id));
  return { first, rest: real.filter((vendor) => !first.includes(vendor)) };
}
