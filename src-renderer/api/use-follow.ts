// Follows a stream while a component is there.
import { useEffect, useRef, useState } from 'react';
import { type ErrorData, isCancelled, toErrorData } from '#main/contract/errors.ts';
import type { StreamItem } from '#main/contract/kernel.ts';

export type Follow<T> = {
  /** Opens the stream; another function, made anew by the caller, opens another stream. */
  readonly open: (signal: AbortSignal) => AsyncIterable<StreamItem<T>>;
  readonly onItem: (item: T) => void;
};

/**
 * The client mends cuts by itself; an error here is final until `open` changes or `again` is called. Changing `onItem`
 * does not open the stream again.
 */
export function useFollow<T>({ open, onItem }: Follow<T>): { error: ErrorData | undefined; again: () => void } {
  const [error, setError] = useState<ErrorData>();
  const [round, setRound] = useState(0);
  const take = useRef(onItem);
  useEffect(() => {
    take.current = onItem;
  });
  useEffect(() => {
    void round;
    const stop = new AbortController();
    setError(undefined);
    const follow = async () => {
      try {
        for await (const { data } of open(stop.signal)) {
          if (stop.signal.aborted) return;
          take.current(data);
        }
      } catch (thrown) {
        if (!stop.signal.aborted && !isCancelled(thrown)) setError(toErrorData(thrown));
      }
    };
    void follow();
    return () => stop.abort();
  }, [open, round]);
  return { error, again: () => setRound(round + 1) };
}
