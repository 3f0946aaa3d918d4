// Which models each connection offers: asked for in the background, kept over restarts, never waited for at start.
import { z } from 'zod';
import { type AppError, isAppError } from '#main/contract/errors.ts';
import { ModelInfo } from '#main/contract/models.ts';
import type { Clock } from '#main/platform/base/clock.ts';
import type { SettingsStore } from '#main/platform/store/port.ts';
import type { KnownConnection } from './connections.ts';
import { modelInfo } from './model-info.ts';
import { knownModel } from './model-table.ts';

const List = z.object({ baseUrl: z.string(), at: z.number(), models: z.array(ModelInfo).max(2_000) });
type List = z.infer<typeof List>;
const Lists = z.record(z.string(), List);

const valueKey = 'model-lists';
const freshMs = 12 * 60 * 60 * 1000;
const failedMs = 60_000;

export type ModelListDeps = {
  readonly values: Pick<SettingsStore, 'getValue' | 'setValue'>;
  readonly clock: Clock;
  /** Asks the connection's vendor; throws AppError. */
  readonly ask: (connection: KnownConnection, signal: AbortSignal) => Promise<ModelInfo[]>;
  /** The outcome of every question: an error, or undefined for success. */
  readonly onAsked: (connection: KnownConnection, error: AppError | undefined) => void;
};

export interface ModelLists {
  load(): Promise<void>;
  /** The list as far as it is known; before it was asked for, the vendor's usual model at the vendor's own address. */
  of(connection: KnownConnection): ModelInfo[];
  /** True once a list has come from the connection itself. */
  isListed(connection: KnownConnection): boolean;
  isStale(connection: KnownConnection): boolean;
  /** Never throws: failures go to `onAsked`. */
  refresh(connections: readonly KnownConnection[], signal: AbortSignal): Promise<void>;
  info(connection: KnownConnection, name: string): ModelInfo;
  /** What the first use told, for the rest of this run. */
  learn(ref: string, fact: Pick<ModelInfo, 'tools' | 'images'>): void;
}

export function createModelLists(deps: ModelListDeps): ModelLists {
  let lists: Record<string, List> = {};
  let loading: Promise<void> | undefined;
  const failedAt = new Map<string, number>();
  const learned = new Map<string, Pick<ModelInfo, 'tools' | 'images'>>();

  const listOf = (connection: KnownConnection): List | undefined => {
    const list = Object.hasOwn(lists, connection.id) ? lists[connection.id] : undefined;
    return list?.baseUrl === connection.baseUrl ? list : undefined;
  };
  const bare = (connection: KnownConnection, name: string): ModelInfo =>
    modelInfo({ id: connection.id, known: (model) => knownModel(connection.vendor.id, model) }, name);
  const withLearned = (model: ModelInfo): ModelInfo => ({ ...model, ...learned.get(model.ref) });

  const askOne = async (connection: KnownConnection, signal: AbortSignal) => {
    try {
      const models = await deps.ask(connection, signal);
      lists = {
        ...lists,
        [connection.id]: { baseUrl: connection.baseUrl, at: deps.clock.now(), models: models.slice(0, 2_000) },
      };
      failedAt.delete(connection.id);
      deps.onAsked(connection, undefined);
    } catch (error) {
      if (signal.aborted) return;
      failedAt.set(connection.id, deps.clock.now());
      deps.onAsked(connection, isAppError(error) ? error : undefined);
      if (!isAppError(error)) throw error;
    }
  };

  return {
    load() {
      loading ??= deps.values.getValue(valueKey).then((value) => {
        const parsed = Lists.safeParse(value);
        if (parsed.success) lists = parsed.data;
      });
      return loading;
    },
    of(connection) {
      const list = listOf(connection)?.models;
      const home = connection.baseUrl === connection.vendor.baseUrl;
      const usual = home ? connection.vendor.defaultModel : undefined;
      const models = list ?? (usual === undefined ? [] : [bare(connection, usual)]);
      return models.map(withLearned);
    },
    isListed: (connection) => listOf(connection) !== undefined,
    isStale(connection) {
      const at = listOf(connection)?.at;
      const failed = failedAt.get(connection.id);
      if (failed !== undefined) return deps.clock.now() - failed > failedMs;
      return at === undefined || deps.clock.now() - at > freshMs;
    },
    async refresh(connections, signal) {
      const before = lists;
      await Promise.all(connections.map((connection) => askOne(connection, signal)));
      if (lists !== before) await deps.values.setValue(valueKey, lists);
    },
    info(connection, name) {
      const listed = listOf(connection)?.models.find((model) => model.name === name);
      return withLearned(listed ?? bare(connection, name));
    },
    learn(ref, fact) {
      learned.set(ref, { ...learned.get(ref), ...fact });
    },
  };
}
