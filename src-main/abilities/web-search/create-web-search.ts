// Asks the engine that the person chose, with their key, at its address or theirs.
import { AppError, isAppError, toErrorData } from '#main/contract/errors.ts';
import type { Settings } from '#main/contract/settings.ts';
import { SearchEngineId, type SearchEngineState, searchKeyName } from '#main/contract/web-search.ts';
import type { ServiceEgress, ServiceResponse } from '#main/guard/egress/port/service.ts';
import type { Clock } from '#main/platform/base/clock.ts';
import type { SecretStore } from '#main/platform/secrets/port.ts';
import { cleanResults } from './clean-results.ts';
import type { Engine } from './engine.ts';
import { engines } from './engines/registry.ts';
import type { SearchQuery, SearchRequest, SearchResult, WebSearch } from './port.ts';

export type WebSearchDeps = {
  readonly settings: { current(): Settings };
  readonly secrets: Pick<SecretStore, 'get' | 'set' | 'remove'> & { used?(key: string): void };
  readonly service: ServiceEgress;
  readonly clock: Clock;
};

const maxBytes = 4 * 1024 * 1024;
const timeoutMs = 25_000;

type Asked = { readonly request: SearchRequest; readonly headers: Readonly<Record<string, string>> };
type KeyState = SearchEngineState['key'];

const fail = (o: { code: 'unauthenticated' | 'rate_limited' | 'unavailable'; reason: string; engine: Engine }) => {
  const sentences = {
    search_key_refused: `${o.engine.label} refused the key. The person can enter another one in Settings > Web.`,
    search_limit: `${o.engine.label} takes no more searches right now: its limit is used up. Try again later.`,
    search_failed: `${o.engine.label} could not answer. Try again later, or choose another engine in Settings > Web.`,
    search_not_json: `${o.engine.label} did not answer as JSON. Its settings must list "json" under search.formats.`,
  };
  const message = sentences[o.reason as keyof typeof sentences] ?? o.reason;
  return new AppError(o.code, message, { details: { reason: o.reason, facts: { engine: o.engine.label } } });
};

function checkStatus(engine: Engine, { status }: ServiceResponse): void {
  if (status < 400) return;
  // SearXNG refuses formats that its settings do not list.
  if (status === 403 && !engine.needsKey) throw fail({ code: 'unavailable', reason: 'search_not_json', engine });
  if (status === 401 || status === 403) throw fail({ code: 'unauthenticated', reason: 'search_key_refused', engine });
  // 402, 432, 433: the plan is used up.
  if ([402, 429, 432, 433].includes(status)) throw fail({ code: 'rate_limited', reason: 'search_limit', engine });
  throw fail({ code: 'unavailable', reason: 'search_failed', engine });
}

function readAnswer(engine: Engine, response: ServiceResponse, count: number): readonly SearchResult[] {
  checkStatus(engine, response);
  let answer: unknown;
  try {
    answer = JSON.parse(new TextDecoder().decode(response.body));
  } catch {
    throw fail({ code: 'unavailable', reason: 'search_not_json', engine });
  }
  try {
    return cleanResults(engine.read(answer), count);
  } catch (cause) {
    if (isAppError(cause)) throw cause;
    throw fail({ code: 'unavailable', reason: 'search_failed', engine });
  }
}

export function createWebSearch(d: WebSearchDeps): WebSearch {
  const listeners = new Set<() => void>();
  const entered = (id: SearchEngineId) => d.settings.current().webSearch.addresses[id].trim().replace(/\/+$/, '');
  const addressOf = (engine: Engine) => entered(engine.id) || engine.address || '';

  const keyOf = async (engine: Engine): Promise<{ state: KeyState; key?: string }> => {
    if (!engine.needsKey) return { state: 'not_needed' };
    try {
      const key = await d.secrets.get(searchKeyName(engine.id));
      return key === undefined ? { state: 'missing' } : { state: 'stored', key };
    } catch {
      return { state: 'locked' }; // the store waits for its passphrase
    }
  };
  const chosen = (): Engine | undefined => {
    const { engine } = d.settings.current().webSearch;
    return engine === 'off' ? undefined : engines[engine];
  };
  const isUsable = async (engine: Engine) => {
    const { state } = await keyOf(engine);
    return addressOf(engine) !== '' && (state === 'stored' || state === 'not_needed');
  };

  const ready = async (engine: Engine | undefined): Promise<Engine> => {
    if (engine !== undefined && (await isUsable(engine))) return engine;
    throw new AppError('unsupported', 'Web search is not set up. The person can do that in Settings > Web.', {
      details: { reason: 'search_not_set_up' },
    });
  };

  const requestOf = async (engine: Engine, query: SearchQuery): Promise<Asked> => {
    const { method, path, body } = engine.request(query, d.clock.now());
    const url = `${addressOf(engine)}${path}`;
    if (!URL.canParse(url))
      throw new AppError('invalid_input', `The address of ${engine.label} is not a web address. Correct it.`, {
        details: { reason: 'bad_url' },
      });
    const { key } = await keyOf(engine);
    if (key !== undefined) d.secrets.used?.(searchKeyName(engine.id));
    return {
      headers: {
        accept: 'application/json',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(key === undefined ? {} : engine.keyHeaders(key)),
      },
      request: {
        engine: engine.id,
        label: engine.label,
        origin: new URL(url).origin,
        method,
        url,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      },
    };
  };

  const ask = async (engine: Engine, query: SearchQuery, signal: AbortSignal) => {
    const { request, headers } = await requestOf(engine, query);
    const { url, method, body } = request;
    const sent = { url, method, headers, maxBytes, timeoutMs, isPersons: entered(engine.id) !== '' };
    const response = await d.service.ask({ ...sent, ...(body === undefined ? {} : { body }) }, signal);
    return readAnswer(engine, response, query.count);
  };

  return {
    isReady: async () => {
      const engine = chosen();
      return engine !== undefined && (await isUsable(engine));
    },
    prepare: async (query) => (await requestOf(await ready(chosen()), query)).request,
    search: async (query, signal) => ask(await ready(chosen()), query, signal),
    async state() {
      const engine = chosen();
      const list = SearchEngineId.options.map(async (id): Promise<SearchEngineState> => {
        const { label, needsKey, sourceUrl } = engines[id];
        return {
          id,
          label,
          needsKey,
          sourceUrl,
          address: addressOf(engines[id]),
          key: (await keyOf(engines[id])).state,
        };
      });
      return {
        ...(engine === undefined ? {} : { chosen: engine.id }),
        ready: engine !== undefined && (await isUsable(engine)),
        engines: await Promise.all(list),
      };
    },
    async setKey(engine, key) {
      if (key === null) await d.secrets.remove(searchKeyName(engine));
      else await d.secrets.set(searchKeyName(engine), key.trim());
      for (const listener of listeners) listener();
    },
    async test(id, signal) {
      const from = d.clock.monotonic();
      try {
        const engine = await ready(engines[id]);
        const results = await ask(engine, { text: 'weather', count: 3 }, signal);
        const [first] = results;
        const ms = Math.round(d.clock.monotonic() - from);
        return { ok: true, count: results.length, ms, ...(first === undefined ? {} : { first: first.title }) };
      } catch (error) {
        return { ok: false, error: toErrorData(error) };
      }
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
