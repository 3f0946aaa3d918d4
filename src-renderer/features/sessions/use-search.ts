// The search while it is typed: waits for a pause, drops what is out of date, keeps the old hits until the new ones come.
import { useEffect, useState } from 'react';
import type { LimpetClient } from '#main/contract/contract.ts';
import { type ErrorData, isCancelled, toErrorData } from '#main/contract/errors.ts';
import type { SearchHit } from '#main/contract/sessions.ts';

export type SearchState = {
  /** What the hits are for. */
  readonly text: string;
  /** Undefined until the first answer. */
  readonly hits: readonly SearchHit[] | undefined;
  readonly hasMore: boolean;
  readonly isSearching: boolean;
  readonly error: ErrorData | undefined;
  readonly more: () => void;
  readonly again: () => void;
};
type Answer = Pick<SearchState, 'text' | 'hits' | 'hasMore' | 'isSearching' | 'error'>;

const pauseMs = 180;
const pageSize = 20;
const maxHits = 100;
const idle: Answer = { text: '', hits: undefined, hasMore: false, isSearching: false, error: undefined };

/** Undefined while there is nothing to search for. */
export function useSearch(client: LimpetClient, typed: string): SearchState | undefined {
  const text = typed.trim();
  const [limit, setLimit] = useState(pageSize);
  const [round, setRound] = useState(0);
  const [answer, setAnswer] = useState<Answer>(idle);

  useEffect(() => {
    void text;
    setLimit(pageSize);
  }, [text]);

  useEffect(() => {
    void round;
    if (text === '') {
      setAnswer(idle);
      return;
    }
    const stop = new AbortController();
    setAnswer((before) => ({ ...before, isSearching: true }));
    const search = async () => {
      try {
        const { hits, more } = await client.sessions.search({ text, limit }, { signal: stop.signal });
        setAnswer({ text, hits, hasMore: more && limit < maxHits, isSearching: false, error: undefined });
      } catch (error) {
        if (stop.signal.aborted || isCancelled(error)) return;
        setAnswer({ ...idle, text, error: toErrorData(error) });
      }
    };
    const timer = setTimeout(() => void search(), pauseMs);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [client, text, limit, round]);

  if (text === '') return undefined;
  return {
    ...answer,
    more: () => setLimit(Math.min(maxHits, limit + 2 * pageSize)),
    again: () => setRound(round + 1),
  };
}
