// Something fetched when a page opens or a button is pressed.
import { useCallback, useEffect, useState } from 'react';
import type { ErrorData } from '#main/contract/errors.ts';
import { useAct } from '#renderer/api/use-act.ts';

export type Fetched<T> = {
  /** The last answer; it stays while a newer one is on its way. */
  readonly data: T | undefined;
  readonly isLoading: boolean;
  readonly error: ErrorData | undefined;
  readonly load: () => void;
  /** A newer answer that came another way. */
  readonly take: (data: T) => void;
};

/** `now`: fetched at once, otherwise at the first `load`. `fetch` should be stable. */
export function useFetched<T>(fetch: () => Promise<T>, now: boolean): Fetched<T> {
  const [data, setData] = useState<T>();
  const { run, isRunning, error } = useAct(async () => setData(await fetch()));
  const load = useCallback(() => void run(undefined), [run]);
  useEffect(() => {
    if (now) load();
  }, [now, load]);
  return { data, isLoading: isRunning, error, load, take: setData };
}
