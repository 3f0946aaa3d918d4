// The log as the page shows it: the newest lines that fit, older ones on demand, new ones as they come.
import { useCallback, useEffect, useRef, useState } from 'react';
import type { LimpetClient } from '#main/contract/contract.ts';
import { type ErrorData, isCancelled, toErrorData } from '#main/contract/errors.ts';
import type { LogEntry, LogLevel, LogPage } from '#main/contract/system.ts';
import { useFollow } from '#renderer/api/use-follow.ts';

export type LogFilter = { readonly level: LogLevel; readonly module: string; readonly text: string };
export type LogView = {
  /** Oldest first, at most `maxLines`. */
  readonly entries: readonly LogEntry[];
  readonly modules: readonly string[];
  readonly isLoading: boolean;
  readonly error: ErrorData | undefined;
  /** Present while there may be older lines that fit. */
  readonly loadOlder: (() => void) | undefined;
  readonly reload: () => void;
};

/** What the page holds at most; whoever looks for more narrows the filter. */
export const maxLines = 1_000;
const typingMs = 250;

type Kept = Pick<LogPage, 'entries' | 'older' | 'newest' | 'modules'>;
const nothing: Kept = { entries: [], modules: [] };

/** `isFollowing`: new lines come by themselves. */
export function useLog(client: LimpetClient, filter: LogFilter, isFollowing: boolean): LogView {
  const [kept, setKept] = useState<Kept>(nothing);
  const [isLoading, setIsLoading] = useState(true);
  const [error, setError] = useState<ErrorData>();
  const { level, module, text } = useSettled(filter);
  // Answers of an earlier filter, or of an earlier look, no longer count.
  const round = useRef(0);

  const ask = useCallback(
    async (place: { before?: string; after?: string }, take: (page: LogPage, before: Kept) => Kept) => {
      const mine = round.current;
      setIsLoading(true);
      try {
        const query = { level, text, ...(module === '' ? {} : { module }), ...place };
        const page = await client.system.log(query);
        if (mine !== round.current) return;
        setKept((now) => ({ ...take(page, now), modules: union(now.modules, page) }));
        setError(undefined);
      } catch (thrown) {
        if (mine === round.current && !isCancelled(thrown)) setError(toErrorData(thrown));
      } finally {
        if (mine === round.current) setIsLoading(false);
      }
    },
    [client, level, module, text],
  );
  const reload = useCallback(() => {
    round.current += 1;
    void ask({}, (page) => page);
  }, [ask]);
  useEffect(reload, [reload]);

  const newest = useRef<string>(undefined);
  newest.current = kept.newest;
  const takeNewer = () => {
    if (newest.current === undefined || isLoading) return;
    const after = newest.current;
    void ask({ after }, (page, now) => {
      // Somebody else's answer came first.
      if (now.newest !== after) return now;
      if (page.hasGap) return page;
      return { ...now, newest: page.newest ?? after, entries: [...now.entries, ...page.entries].slice(-maxLines) };
    });
  };
  const { older } = kept;
  const canLoadOlder = older !== undefined && kept.entries.length < maxLines;
  const loadOlder = () => {
    if (older === undefined) return;
    void ask({ before: older }, (page, now) => {
      const { older: _before, ...rest } = now;
      const entries = [...page.entries, ...now.entries].slice(-maxLines);
      return { ...rest, entries, ...(page.older === undefined ? {} : { older: page.older }) };
    });
  };
  useGrowth(client, isFollowing, takeNewer);
  return {
    entries: kept.entries,
    modules: kept.modules,
    isLoading,
    error,
    loadOlder: canLoadOlder ? loadOlder : undefined,
    reload,
  };
}

function union(known: readonly string[], page: LogPage): string[] {
  const seen = [...known, ...page.modules, ...page.entries.map((one) => one.module)];
  return [...new Set(seen)].filter((one) => one !== '').sort();
}

/** Not every letter that is typed is a question. */
function useSettled(filter: LogFilter): LogFilter {
  const { level, module, text } = filter;
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), typingMs);
    return () => clearTimeout(timer);
  }, [text]);
  return { level, module, text: text === '' ? '' : settled };
}

function useGrowth(client: LimpetClient, isFollowing: boolean, onGrowth: () => void): void {
  const open = useCallback(
    (signal: AbortSignal) => (isFollowing ? client.system.followLog({}, { signal }) : nothingToFollow()),
    [client, isFollowing],
  );
  useFollow({ open, onItem: onGrowth });
}

async function* nothingToFollow(): AsyncGenerator<never> {
  // Not followed: no stream is opened.
}
