// The account, newest first: a page at first, more by hand, and what is added while it is looked at.
import { useCallback, useEffect, useRef, useState } from 'react';
import type { ActivityEntry, ActivityType } from '#main/contract/activity.ts';
import type { LimpetClient } from '#main/contract/contract.ts';
import { type ErrorData, isCancelled, toErrorData } from '#main/contract/errors.ts';
import { useFollow } from '#renderer/api/use-follow.ts';

export type EntryFilter = { readonly text: string; readonly kind: 'all' | 'calls' | 'changes' | 'network' };

const typesOf: Readonly<Record<EntryFilter['kind'], readonly ActivityType[] | undefined>> = {
  // What begins a call is told again by its end; it stands alone only where there is none.
  all: undefined,
  calls: ['call_begun', 'call_ended'],
  changes: ['noted'],
  network: ['traffic'],
};
const pageSize = 50;

type State = {
  readonly entries: readonly ActivityEntry[] | undefined;
  readonly titles: Readonly<Record<string, string>>;
  readonly more: boolean;
  readonly error?: ErrorData;
};

export function useEntries(client: LimpetClient, filter: EntryFilter) {
  const [state, setState] = useState<State>({ entries: undefined, titles: {}, more: false });
  const [head, setHead] = useState(0);
  const shown = useRef(pageSize);
  const { text, kind } = filter;
  const types = typesOf[kind];
  const read = useCallback(
    async (limit: number, signal: AbortSignal) => {
      const wanted = {
        limit: Math.min(200, limit),
        ...(text === '' ? {} : { text }),
        ...(types && { types: [...types] }),
      };
      const page = await client.activity.list(wanted, { signal });
      setState({ ...page });
    },
    [client, text, types],
  );
  const open = useCallback((signal: AbortSignal) => client.activity.watch({}, { signal }), [client]);
  const { error } = useFollow({ open, onItem: (item) => setHead(item.head) });
  useEffect(() => {
    void head;
    const stop = new AbortController();
    const failed = (thrown: unknown) => {
      if (!isCancelled(thrown)) setState((before) => ({ ...before, error: toErrorData(thrown) }));
    };
    // Entries come in bunches: one look for all of them.
    const timer = setTimeout(() => void read(shown.current, stop.signal).catch(failed), 150);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [read, head]);
  const showMore = async () => {
    const oldest = state.entries?.at(-1)?.n;
    if (oldest === undefined) return;
    const page = await client.activity.list({
      limit: pageSize,
      before: oldest,
      ...(text === '' ? {} : { text }),
      ...(types && { types: [...types] }),
    });
    shown.current = Math.min(200, shown.current + pageSize);
    setState((before) => ({
      entries: [...(before.entries ?? []), ...page.entries],
      titles: { ...before.titles, ...page.titles },
      more: page.more,
    }));
  };
  return { ...state, error: state.error ?? error, showMore };
}
