// Which model answers when nobody says: the person's choice, or the first connection that can be used, or offline.
import { z } from 'zod';
import type { SettingsStore } from '#main/platform/store/port.ts';
import { findVendor, isLookedFor } from './catalog.ts';
import { type Connections, isUsable, type KnownConnection } from './connections.ts';
import type { ModelLists } from './model-lists.ts';

export const offlineRef = 'offline/commands';

const Choice = z.object({ defaultModel: z.string().optional(), fallbackModel: z.string().optional() });
type Choice = z.infer<typeof Choice>;
const valueKey = 'model-choice';

export const splitRef = (ref: string): { connectionId: string; name: string } => {
  const slash = ref.indexOf('/');
  return { connectionId: ref.slice(0, slash), name: ref.slice(slash + 1) };
};

export interface ModelChoice {
  load(): Promise<void>;
  /** Undefined: the person has not chosen, or what they chose is gone. */
  chosen(): string | undefined;
  fallback(): string | undefined;
  /** From what the connections are known to offer; undefined: nothing is known of any that can be used. */
  known(): string | undefined;
  /** That, or the usual model of a vendor whose list is not known, or offline. */
  automatic(): string;
  usable(): KnownConnection[];
  setDefault(ref: string): Promise<void>;
  setFallback(ref: string | null): Promise<void>;
}

export function createModelChoice(deps: {
  readonly values: Pick<SettingsStore, 'getValue' | 'setValue'>;
  readonly connections: Connections;
  readonly lists: ModelLists;
}): ModelChoice {
  const { connections, lists } = deps;
  let choice: Choice = {};
  let loading: Promise<void> | undefined;

  const isThere = (ref: string | undefined): ref is string => {
    if (ref === undefined) return false;
    const { connectionId } = splitRef(ref);
    const connection = connections.list().find(({ id }) => id === connectionId);
    // A server on this machine that was chosen stays chosen while it is not running: then that is what is said.
    const vendor = findVendor(connectionId);
    return connection?.enabled ?? (vendor !== undefined && isLookedFor(vendor));
  };
  const usable = () =>
    connections
      .list()
      .filter(
        (connection) => connection.source !== 'offline' && isUsable(connection, connections.keyState(connection)),
      );

  /** The vendor's usual model where it is offered; otherwise the first of the list that can use tools. */
  const pick = (connection: KnownConnection): string | undefined => {
    const models = lists.of(connection);
    const usual = connection.vendor.defaultModel;
    const home = connection.baseUrl === connection.vendor.baseUrl;
    const wanted = home ? models.find((model) => model.name === usual) : undefined;
    const best =
      wanted ?? models.find((model) => model.tools === true) ?? models.find((model) => model.tools !== false);
    return best?.ref;
  };

  const known = () =>
    usable()
      .map(pick)
      .find((ref) => ref !== undefined);
  const guess = () => {
    const connection = usable().find(({ vendor }) => vendor.defaultModel !== undefined);
    return connection === undefined ? undefined : `${connection.id}/${connection.vendor.defaultModel}`;
  };

  const save = async (next: Choice) => {
    await deps.values.setValue(valueKey, next);
    choice = next;
  };

  return {
    load() {
      loading ??= deps.values.getValue(valueKey).then((value) => {
        const parsed = Choice.safeParse(value);
        if (parsed.success) choice = parsed.data;
      });
      return loading;
    },
    chosen: () => (isThere(choice.defaultModel) ? choice.defaultModel : undefined),
    fallback: () => (isThere(choice.fallbackModel) ? choice.fallbackModel : undefined),
    usable,
    known,
    automatic: () => known() ?? guess() ?? offlineRef,
    setDefault: (ref) => save({ ...choice, defaultModel: ref }),
    setFallback(ref) {
      const { fallbackModel: _old, ...rest } = choice;
      return save(ref === null ? rest : { ...rest, fallbackModel: ref });
    },
  };
}
