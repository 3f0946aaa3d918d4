// A signal for what a component has set off: aborted by hand, by the next one, and when the component goes.
import { useEffect, useMemo, useRef } from 'react';

export type Stop = {
  /** For work that begins now; the work before it ends. */
  readonly next: () => AbortSignal;
  readonly now: () => void;
};

export function useStop(): Stop {
  const running = useRef<AbortController>(undefined);
  useEffect(() => () => running.current?.abort(), []);
  return useMemo(
    () => ({
      next() {
        running.current?.abort();
        running.current = new AbortController();
        return running.current.signal;
      },
      now: () => running.current?.abort(),
    }),
    [],
  );
}
