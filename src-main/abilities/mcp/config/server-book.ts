// What is kept of servers and of their tools, in the database, where no tool can write. No secret is among it.
import { z } from 'zod';
import { McpPrompt, McpServerConfig, type McpServerId } from '#main/contract/mcp.ts';
import type { Store } from '#main/platform/store/port.ts';
import { type OfferedTool, PinnedTool, toPin, unseen } from '../pins/pin.ts';
import type { StoredServer } from '../port.ts';

const Stored = McpServerConfig.extend({
  bundle: z.string().optional(),
  offers: z.array(z.enum(['tools', 'resources', 'prompts'])).optional(),
  prompts: z.array(McpPrompt.omit({ serverId: true })).optional(),
});
const Pins = z.record(z.string(), PinnedTool);
export type Pins = Readonly<Record<string, PinnedTool>>;

const listKey = 'mcp.servers';
const pinsKey = (id: McpServerId) => `mcp.pins.${id}`;

export type ServerBook = ReturnType<typeof createServerBook>;

/** Every write is one value of the database; those of one book come one after the other. */
export function createServerBook(values: Pick<Store['settings'], 'getValue' | 'setValue'>) {
  let servers: Promise<readonly StoredServer[]> | undefined;
  const pins = new Map<McpServerId, Promise<Pins | undefined>>();
  let last: Promise<unknown> = Promise.resolve();
  const inOrder = <T>(work: () => Promise<T>): Promise<T> => {
    const next = last.then(work);
    last = next.catch(() => {}); // its caller hears of it
    return next;
  };
  const readServers = async (): Promise<readonly StoredServer[]> => {
    const kept = z.array(z.unknown()).safeParse(await values.getValue(listKey));
    // One entry that a newer Limpet wrote does not take the others along.
    return (kept.data ?? []).flatMap((one) => {
      const { success, data } = Stored.safeParse(one);
      if (!success) return [];
      const { bundle, offers, prompts, ...rest } = data;
      return [
        {
          ...rest,
          ...(bundle === undefined ? {} : { bundle }),
          ...(offers === undefined ? {} : { offers }),
          ...(prompts === undefined ? {} : { prompts }),
        },
      ];
    });
  };
  const list = () => {
    servers ??= readServers();
    return servers;
  };
  const write = async (next: readonly StoredServer[]) => {
    await values.setValue(listKey, next);
    servers = Promise.resolve(next);
  };
  const readPins = async (id: McpServerId): Promise<Pins | undefined> => {
    const kept = Pins.safeParse(await values.getValue(pinsKey(id)));
    return kept.success ? kept.data : undefined;
  };
  /** Undefined: the server was never asked what it offers. */
  const pinsOf = (id: McpServerId): Promise<Pins | undefined> => {
    const known = pins.get(id) ?? readPins(id);
    pins.set(id, known);
    return known;
  };
  const writePins = async (id: McpServerId, next: Pins) => {
    await values.setValue(pinsKey(id), next);
    pins.set(id, Promise.resolve(next));
  };
  return {
    list,
    get: async (id: McpServerId) => (await list()).find((one) => one.id === id),
    put: (server: StoredServer) =>
      inOrder(async () => {
        const all = await list();
        const at = all.findIndex(({ id }) => id === server.id);
        await write(at === -1 ? [...all, server] : all.with(at, server));
      }),
    remove: (id: McpServerId) =>
      inOrder(async () => {
        await write((await list()).filter((one) => one.id !== id));
        await values.setValue(pinsKey(id), null);
        pins.delete(id);
      }),
    /** What is offered from now on is shown to the person beside what was, and waits for them. */
    voidPins: (id: McpServerId) =>
      inOrder(async () => {
        const before = await pinsOf(id);
        if (before === undefined) return; // never asked: the first look is still to come
        await writePins(
          id,
          Object.fromEntries(Object.entries(before).map(([name, pin]) => [name, { ...pin, hash: unseen }])),
        );
      }),
    pins: pinsOf,
    /** The first look at a server that the person just added is the one that counts; later ones change nothing. */
    learn: (id: McpServerId, offered: readonly OfferedTool[]) =>
      inOrder(async () => {
        if ((await pinsOf(id)) !== undefined) return;
        await writePins(id, Object.fromEntries(offered.map((tool) => [tool.definition.name, toPin(tool)])));
      }),
    changePins: (id: McpServerId, change: (pins: Pins) => Pins) =>
      inOrder(async () => writePins(id, change((await pinsOf(id)) ?? {}))),
  };
}
