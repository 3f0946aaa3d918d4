// Searching the web: which engine the person chose, whether it can be used, and a search to try it.
import { z } from 'zod';
import { ErrorData } from './errors.ts';
import { command, query, stream } from './kernel.ts';

export const SearchEngineId = z.enum(['brave', 'tavily', 'exa', 'searxng']);
export type SearchEngineId = z.infer<typeof SearchEngineId>;

export const SearchEngineState = z.object({
  id: SearchEngineId,
  label: z.string(),
  needsKey: z.boolean(),
  /** Where it is asked; empty: it has none of its own and the person has not entered one. */
  address: z.string(),
  /** Where the key comes from; never the key. */
  key: z.enum(['stored', 'missing', 'not_needed', 'locked']),
  /** Where a key, or the program itself, is got. */
  sourceUrl: z.string(),
});
export type SearchEngineState = z.infer<typeof SearchEngineState>;

export const WebSearchState = z.object({
  /** Undefined: none, so the model has no tool for it. */
  chosen: SearchEngineId.optional(),
  /** The chosen one has what it needs. */
  ready: z.boolean(),
  engines: z.array(SearchEngineState),
});
export type WebSearchState = z.infer<typeof WebSearchState>;

export const WebSearchTest = z.object({
  ok: z.boolean(),
  count: z.number().int().optional(),
  ms: z.number().int().optional(),
  /** The title of the first result. */
  first: z.string().optional(),
  error: ErrorData.optional(),
});
export type WebSearchTest = z.infer<typeof WebSearchTest>;

/** Under which name the key of an engine is kept. */
export const searchKeyName = (id: SearchEngineId): string => `search.${id}.key`;

export const webSearch = {
  watch: stream(z.object({}), WebSearchState),
  /** The key goes to the secret store and never comes back; null removes it. */
  setKey: command(z.object({ engine: SearchEngineId, key: z.string().min(1).max(4096).nullable() }), WebSearchState),
  /** One real search with one result. */
  test: query(z.object({ engine: SearchEngineId }), WebSearchTest),
};
