// What an engine is: how a query is asked of it, and how its answer is read. No network in here.
import { z } from 'zod';
import type { SearchEngineId } from '#main/contract/web-search.ts';
import type { SearchQuery } from './port.ts';

export type EngineRequest = {
  readonly method: 'GET' | 'POST';
  /** Below the engine's address: begins with `/`. */
  readonly path: string;
  readonly body?: Readonly<Record<string, unknown>>;
};

/** As the engine wrote it; cleaned for all engines alike. */
export type RawResult = {
  readonly title?: string | null | undefined;
  readonly url: string;
  readonly snippet?: string | null | undefined;
  readonly date?: string | null | undefined;
};

export interface Engine {
  readonly id: SearchEngineId;
  readonly label: string;
  /** Its own; undefined: only the person knows where theirs runs. */
  readonly address: string | undefined;
  readonly sourceUrl: string;
  readonly needsKey: boolean;
  /** The headers that carry the key. */
  keyHeaders(key: string): Readonly<Record<string, string>>;
  /** `now` in milliseconds, for engines that take a date instead of a period. */
  request(query: SearchQuery, now: number): EngineRequest;
  /** Throws zod's error for an answer of another shape. */
  read(answer: unknown): readonly RawResult[];
}

export const optionalText = z.string().nullish();

/** `/search?q=…` from what is set. */
export function withQuery(path: string, values: Readonly<Record<string, string | undefined>>): string {
  const set = Object.entries(values).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return `${path}?${new URLSearchParams(set)}`;
}
