// All connections together: which model answers, its stream with retries and failover, and what the settings show.
import { AppError, type ErrorData, fromErrorData, toErrorData } from '#main/contract/errors.ts';
import type { Connection, ModelInfo, ModelsState, Vendor } from '#main/contract/models.ts';
import type { SpendGuard } from '#main/guard/usage/port.ts';
import type { Clock } from '#main/platform/base/clock.ts';
import type { Log, Redactor } from '#main/platform/base/log.ts';
import type { Secrets } from '#main/platform/secrets/port.ts';
import type { SettingsSource } from '#main/platform/settings/port.ts';
import type { SettingsStore } from '#main/platform/store/port.ts';
import type { Language } from '#main/platform/texts/translate.ts';
import { catalog, isLookedFor, type VendorEntry } from './catalog.ts';
import { createConnections, type KnownConnection } from './connections.ts';
import type { Environment } from './environment.ts';
import type { FamilyDeps, Fetch } from './family.ts';
import { createLocalLook } from './local-look.ts';
import { createModelChoice, splitRef } from './model-choice.ts';
import { createModelLists } from './model-lists.ts';
import type { Models } from './port.ts';
import { createProviderPool } from './provider-pool.ts';
import { type StreamTarget, streamModel } from './stream-model.ts';
import { tryConnection } from './try-connection.ts';
import { type Candidate, withFailover } from './with-failover.ts';

export type ProvidersDeps = {
  readonly secrets: Pick<Secrets, 'get' | 'set' | 'remove' | 'status' | 'used' | 'onChange'>;
  readonly settings: Pick<SettingsSource, 'current' | 'onChange'>;
  readonly values: Pick<SettingsStore, 'getValue' | 'setValue'>;
  /** Variables of the process, or the vendors' part of them. */
  readonly environment: Environment;
  readonly clock: Clock;
  readonly log: Log;
  /** Learns every key that is used, so that no log line carries one, and takes keys out of what vendors say. */
  readonly redactor?: Pick<Redactor, 'add' | 'text'>;
  /** Asked before each call, also each try, stand-in and test. */
  readonly spending: SpendGuard;
  readonly offline: { readonly language: () => Language };
  readonly fetch?: Fetch;
  readonly random?: () => number;
};

const listMs = 10_000;
/** How long a first question may wait for local servers and lists when nothing else is connected. */
const firstLookMs = 2_500;
const lookAgainMs = 60_000;
/** A look that the person waits for: a server that loads its list from a slow disk still has its time. */
const lookMs = 6_000;
const testMs = 60_000;

function vendorOf(entry: VendorEntry): Vendor {
  return {
    id: entry.id,
    label: entry.label,
    family: entry.family,
    baseUrl: entry.baseUrl,
    needsKey: entry.needsKey,
    local: entry.local,
    isLookedFor: isLookedFor(entry),
    ...(entry.keyUrl === undefined ? {} : { keyUrl: entry.keyUrl }),
    ...(entry.programUrl === undefined ? {} : { programUrl: entry.programUrl }),
    environment: [...entry.keyVariables.map(({ name }) => name), ...entry.urlVariables],
  };
}

const badFallback = () =>
  new AppError('invalid_input', 'Offline commands cannot stand in for a model. Choose a model of another connection.', {
    details: { reason: 'offline_fallback', path: ['model'] },
  });

const localVendor = (id: string) => catalog.find((vendor) => vendor.id === id && isLookedFor(vendor));

const notRunning = (label: string) =>
  new AppError('unavailable', `${label} does not answer on this machine. Start it, then try again.`, {
    details: { reason: 'not_running', facts: { vendor: label } },
  });

export function createProviders(deps: ProvidersDeps): Models {
  const log = deps.log.child('providers');
  const random = deps.random ?? Math.random;
  const family: FamilyDeps = {
    clock: deps.clock,
    log,
    fetch: deps.fetch ?? globalThis.fetch,
    language: deps.offline.language,
  };
  const listeners = new Set<() => void>();
  const changed = () => {
    for (const listener of listeners) listener();
  };
  const lastErrors = new Map<string, ErrorData>();
  const noteEnd = (connectionId: string, error: ErrorData | undefined) => {
    if (error?.code === 'cap_reached') return; // the person's own word, and no fault of the connection
    const before = lastErrors.get(connectionId);
    if (error === undefined ? before === undefined : before?.details?.reason === error.details?.reason) return;
    if (error === undefined) lastErrors.delete(connectionId);
    else lastErrors.set(connectionId, error);
    changed();
  };

  const connections = createConnections(deps);
  const pool = createProviderPool(connections, {
    ...family,
    onKey: (key) => deps.redactor?.add(key),
    hide: deps.redactor?.text,
    spending: deps.spending,
    info: (connection, name) => lists.info(connection, name),
  });
  const lists = createModelLists({
    values: deps.values,
    clock: deps.clock,
    ask: async (connection, signal) => (await pool.get(connection)).listModels(signal),
    onAsked: (connection, error) => {
      if (error !== undefined) log.info('model list failed', { connection: connection.id, code: error.code });
      noteEnd(connection.id, error === undefined ? undefined : toErrorData(error));
    },
  });
  const choice = createModelChoice({ values: deps.values, connections, lists });
  const load = () => Promise.all([connections.load(), lists.load(), choice.load()]);

  /** Work that nobody waits for: its failure is a line in the log. */
  const background = (what: string, work: () => Promise<unknown>) => {
    work().catch((error: unknown) => log.warn('background work failed', { what, error }));
  };
  const within = (ms: number, signal?: AbortSignal) => {
    const stop = new AbortController();
    const cancel = deps.clock.after(ms, () => stop.abort());
    return { signal: signal === undefined ? stop.signal : AbortSignal.any([stop.signal, signal]), cancel };
  };

  let lookedAt: number | undefined;
  const localLook = createLocalLook({
    environment: deps.environment,
    isSearching: () => deps.settings.current().findLocalModels,
    connections,
    lists,
    onChange: changed,
  });
  const refresh = async (wanted: readonly KnownConnection[], ms: number, signal?: AbortSignal) => {
    const limit = within(ms, signal);
    await lists.refresh(wanted, limit.signal).finally(limit.cancel);
    changed();
  };
  let looking: Promise<void> | undefined;
  /** One look at a time; whoever asks meanwhile waits for it. */
  const lookAround = (ms: number, signal?: AbortSignal): Promise<void> => {
    const limit = within(ms, signal);
    lookedAt = deps.clock.now();
    looking ??= localLook(limit.signal).finally(() => {
      limit.cancel();
      looking = undefined;
    });
    return looking;
  };
  /** A local server may have been started since the last look. */
  const findOrLook = async (connectionId: string): Promise<KnownConnection> => {
    const isKnown = () => connections.list().some(({ id }) => id === connectionId);
    const vendor = localVendor(connectionId);
    if (!isKnown() && vendor !== undefined) await lookAround(firstLookMs);
    if (!isKnown() && vendor !== undefined) throw notRunning(vendor.label);
    return connections.get(connectionId);
  };

  /** The first question without any choice: only then local servers and unknown lists are waited for, and not for long. */
  const automaticRef = async () => {
    if (choice.usable().length === 0 && (lookedAt === undefined || looking !== undefined))
      await lookAround(firstLookMs);
    const unlisted = choice.usable().filter((connection) => !lists.isListed(connection) && lists.isStale(connection));
    if (choice.known() === undefined && unlisted.length > 0) await refresh(unlisted, firstLookMs);
    return choice.automatic();
  };

  const targetOf = async (ref: string): Promise<StreamTarget> => {
    const { connectionId, name } = splitRef(ref);
    const connection = await findOrLook(connectionId);
    return {
      ref,
      name,
      info: () => lists.info(connection, name),
      provider: () => pool.get(connection),
      learn: (fact) => lists.learn(ref, fact),
      onEnd: (error) => noteEnd(connectionId, error),
    };
  };

  const connectionView = (connection: KnownConnection): Connection => {
    const lastError = lastErrors.get(connection.id);
    return {
      id: connection.id,
      vendor: connection.vendor.id,
      label: connection.label,
      baseUrl: connection.baseUrl,
      key: connections.keyState(connection),
      found: connection.found,
      enabled: connection.enabled,
      ...(connection.variable === undefined ? {} : { variable: connection.variable }),
      ...(connection.keyFrom === 'memory' ? { untilRestart: true } : {}),
      ...(lastError === undefined ? {} : { lastError }),
    };
  };
  const stateNow = (): ModelsState => {
    const all = connections.list();
    const fallbackModel = choice.fallback();
    return {
      connections: all.map(connectionView),
      models: all.flatMap((connection): ModelInfo[] => (connection.enabled ? lists.of(connection) : [])),
      defaultModel: choice.chosen() ?? choice.automatic(),
      ...(fallbackModel === undefined ? {} : { fallbackModel }),
    };
  };
  const askable = () => choice.usable();
  /**
   * Asked without being told to: never a vendor whose key only lies in the environment while the person has not yet been
   * through the first run, nor chosen a model of it. Whoever serves models to other programs has chosen too.
   */
  const isAgreed = ({ id, source }: KnownConnection) => {
    const { onboarded, api } = deps.settings.current();
    return source !== 'environment' || onboarded || api.enabled || choice.chosen()?.startsWith(`${id}/`) === true;
  };
  const refreshStale = async () => {
    const stale = askable().filter((connection) => lists.isStale(connection) && isAgreed(connection));
    if (stale.length > 0) await refresh(stale, listMs);
  };

  deps.secrets.onChange(() => {
    connections.forgetKeys();
    changed();
  });
  let { findLocalModels: searching, onboarded } = deps.settings.current();
  deps.settings.onChange((settings) => {
    if (settings.findLocalModels !== searching) background('look for local servers', () => lookAround(listMs));
    if (settings.onboarded && !onboarded) background('list models', () => load().then(refreshStale));
    searching = settings.findLocalModels;
    onboarded = settings.onboarded;
  });

  return {
    async resolve(ref) {
      await load();
      const wanted = ref ?? choice.chosen() ?? (await automaticRef());
      const { connectionId, name } = splitRef(wanted);
      const connection = await findOrLook(connectionId);
      return { ref: wanted, info: lists.info(connection, name), offline: connection.source === 'offline' };
    },
    async known(ref) {
      await load();
      const { connectionId, name } = splitRef(ref);
      const connection = connections.list().find(({ id }) => id === connectionId);
      return connection === undefined ? undefined : lists.info(connection, name);
    },
    async *stream(ref, request, signal) {
      const retry = { clock: deps.clock, random };
      const candidate = (target: StreamTarget): Candidate => ({
        ref: target.ref,
        open: () => streamModel(target, request, { retry, signal }),
      });
      let first: StreamTarget;
      try {
        await load();
        first = await targetOf(ref);
      } catch (error) {
        return yield { type: 'error', error: toErrorData(error), parts: [] };
      }
      const second = choice.fallback();
      const stands = second !== undefined && second !== ref && !ref.startsWith('offline/');
      yield* withFailover(candidate(first), stands ? async () => candidate(await targetOf(second)) : undefined);
    },
    vendors: () => catalog.map(vendorOf),
    async state({ refresh: wanted, signal }) {
      await load();
      if (wanted) {
        await lookAround(listMs, signal);
        await refresh(askable(), listMs, signal);
        return stateNow();
      }
      if (lookedAt === undefined || deps.clock.now() - lookedAt > lookAgainMs) {
        lookedAt = deps.clock.now();
        background('refresh', async () => {
          await lookAround(listMs);
          await refreshStale();
        });
      }
      return stateNow();
    },
    async look(signal) {
      await load();
      await lookAround(lookMs, signal);
      signal.throwIfAborted();
      return stateNow();
    },
    async connect(input) {
      await load();
      // One that is stored is made known by the secret store.
      if (input.apiKey !== undefined && input.untilRestart === true) deps.redactor?.add(input.apiKey.trim());
      const connection = await connections.connect(input);
      lastErrors.delete(connection.id);
      changed();
      if (askable().some(({ id }) => id === connection.id))
        background('list models', () => refresh([connection], listMs));
      return connectionView(connection);
    },
    async disconnect(connectionId) {
      await load();
      await connections.disconnect(connectionId);
      lastErrors.delete(connectionId);
      changed();
    },
    async setEnabled(connectionId, enabled) {
      await load();
      const connection = await connections.setEnabled(connectionId, enabled);
      changed();
      return connectionView(connection);
    },
    async test({ connectionId, model }, signal) {
      await load();
      const connection = await findOrLook(connectionId);
      const limit = within(testMs, signal);
      const usual = () => lists.of(connection).find(({ name }) => name === connection.vendor.defaultModel)?.name;
      const outcome = await tryConnection(
        {
          provider: () => pool.get(connection),
          pick: () => model ?? usual() ?? lists.of(connection)[0]?.name,
          list: async () => {
            await refresh([connection], listMs, limit.signal);
            const failed = lastErrors.get(connectionId);
            if (failed !== undefined && !lists.isListed(connection)) throw fromErrorData(failed);
            return lists.of(connection).length;
          },
          noModel: () =>
            new AppError('not_found', `${connection.label} offers no model. Load one there, then try again.`, {
              details: { reason: 'no_models', facts: { vendor: connection.label } },
            }),
          clock: deps.clock,
        },
        limit.signal,
      ).finally(limit.cancel);
      noteEnd(connectionId, outcome.error);
      return outcome;
    },
    async setDefault(ref) {
      await load();
      await findOrLook(splitRef(ref).connectionId);
      await choice.setDefault(ref);
      changed();
    },
    async setFallback(ref) {
      await load();
      if (ref?.startsWith('offline/')) throw badFallback();
      if (ref !== null) await findOrLook(splitRef(ref).connectionId);
      await choice.setFallback(ref);
      changed();
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
