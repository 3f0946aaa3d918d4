// The history of one series over a span that ends now, renewed as new readings come, until it is paused.
import { useEffect, useState } from 'react';
import type { LimpetClient } from '#main/contract/contract.ts';
import { type ErrorData, isCancelled, toErrorData } from '#main/contract/errors.ts';
import type { Bin, Summary } from '#main/contract/readings.ts';

export type HistoryQuestion = {
  readonly client: Pick<LimpetClient, 'readings'>;
  readonly seriesId: string;
  readonly spanMs: number;
  /** The moment that the span ends at; undefined: now. */
  readonly pausedAt: number | undefined;
};
export type ShownHistory = {
  readonly from: number;
  readonly to: number;
  readonly bins: readonly Bin[];
  readonly summary: Summary | null;
};

const maxBins = 240;
const fastestMs = 500;

/** As often as a point more can be seen. */
export const renewMs = (spanMs: number) => Math.max(fastestMs, spanMs / maxBins);

export function useHistory({ client, seriesId, spanMs, pausedAt }: HistoryQuestion) {
  const [history, setHistory] = useState<ShownHistory>();
  const [error, setError] = useState<ErrorData>();
  useEffect(() => {
    const stop = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = async () => {
      const to = pausedAt ?? Date.now();
      const from = to - spanMs;
      try {
        const found = await client.readings.history({ seriesId, from, to, maxBins }, { signal: stop.signal });
        setHistory({ from, to, ...found });
        setError(undefined);
      } catch (thrown) {
        if (stop.signal.aborted || isCancelled(thrown)) return;
        setError(toErrorData(thrown));
      }
      if (pausedAt === undefined && !stop.signal.aborted) timer = setTimeout(() => void look(), renewMs(spanMs));
    };
    void look();
    return () => {
      stop.abort();
      clearTimeout(timer);
    };
  }, [client, seriesId, spanMs, pausedAt]);
  return { history, error };
}
