// A list of notes, page by page: read anew whenever a note changed, also by a chat.
import { useCallback, useEffect, useRef, useState } from 'react';
import type { LimpetClient } from '#main/contract/contract.ts';
import { type ErrorData, isCancelled, toErrorData } from '#main/contract/errors.ts';
import type { NoteSummary } from '#main/contract/notes.ts';
import { useFollow } from '#renderer/api/use-follow.ts';

const pageSize = 50;
const mostShown = 200;
/** While a word is being typed, and when a turn changes several at once, one look is enough. */
const settleMs = 150;

type State = {
  readonly notes: readonly NoteSummary[] | undefined;
  readonly next: string | undefined;
  readonly error?: ErrorData;
};
export type NoteCounts = { readonly total: number; readonly trashed: number };

/** How many there are; every item says that something changed. */
export function useNoteCounts(client: LimpetClient) {
  const [counts, setCounts] = useState<NoteCounts>();
  const [changes, setChanges] = useState(0);
  const open = useCallback((signal: AbortSignal) => client.notes.watch({}, { signal }), [client]);
  const { error } = useFollow({
    open,
    onItem: (item) => {
      setCounts(item);
      setChanges((before) => before + 1);
    },
  });
  return { counts, changes, error };
}

export function useNotes(client: LimpetClient, o: { text: string; trash: boolean; changes: number }) {
  const { text, trash, changes } = o;
  const [state, setState] = useState<State>({ notes: undefined, next: undefined });
  const [round, setRound] = useState(0);
  const shown = useRef(pageSize);
  useEffect(() => {
    void changes;
    void round;
    const stop = new AbortController();
    const read = async () => {
      try {
        const limit = Math.min(mostShown, shown.current);
        const { notes, next } = await client.notes.list({ text, trash, limit }, { signal: stop.signal });
        setState({ notes, next });
      } catch (thrown) {
        if (!isCancelled(thrown)) setState((before) => ({ ...before, error: toErrorData(thrown) }));
      }
    };
    const timer = setTimeout(() => void read(), settleMs);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [client, text, trash, changes, round]);
  const showMore = async () => {
    if (state.next === undefined) return;
    try {
      const page = await client.notes.list({ text, trash, limit: pageSize, after: state.next });
      shown.current += pageSize;
      setState((before) => ({ notes: [...(before.notes ?? []), ...page.notes], next: page.next }));
    } catch (thrown) {
      if (!isCancelled(thrown)) setState((before) => ({ ...before, error: toErrorData(thrown) }));
    }
  };
  return { ...state, showMore, again: () => setRound((before) => before + 1) };
}
