// Web search as the tool and the settings see it: one engine that the person chose, one shape of result.
import type { SearchEngineId, WebSearchState, WebSearchTest } from '#main/contract/web-search.ts';

export type SearchPeriod = 'day' | 'week' | 'month' | 'year';
export type SearchQuery = { readonly text: string; readonly count: number; readonly period?: SearchPeriod };

/** Foreign text, cleaned of markup and cut to a bound. */
export type SearchResult = {
  readonly title: string;
  readonly url: string;
  readonly snippet: string;
  /** `2026-03-01`, or in the engine's own words. */
  readonly date?: string;
};

/** What leaves this machine for a query: shown before it is sent. Without the key. */
export type SearchRequest = {
  readonly engine: SearchEngineId;
  readonly label: string;
  readonly origin: string;
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly body?: string;
};

export interface WebSearch {
  /** The chosen engine has what it needs. Never rejects. */
  isReady(): Promise<boolean>;
  /** `unsupported` with reason `search_not_set_up` where none is ready. */
  prepare(query: SearchQuery): Promise<SearchRequest>;
  /**
   * `unauthenticated` (`search_key_refused`), `rate_limited` (`search_limit`), `unavailable` (`search_failed`,
   * `search_not_json`), and what the network says.
   */
  search(query: SearchQuery, signal: AbortSignal): Promise<readonly SearchResult[]>;
  state(): Promise<WebSearchState>;
  setKey(engine: SearchEngineId, key: string | null): Promise<void>;
  test(engine: SearchEngineId, signal: AbortSignal): Promise<WebSearchTest>;
  onChange(listener: () => void): () => void;
}
