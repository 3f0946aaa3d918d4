// What devices measure right now: each series with its newest value and the last minute of it.
import { useCallback, useEffect, useRef, useState } from 'react';
import type { LimpetClient } from '#main/contract/contract.ts';
import { isCancelled } from '#main/contract/errors.ts';
import type { ReadingNow, Series } from '#main/contract/readings.ts';
import { useFollow } from '#renderer/api/use-follow.ts';

export type LivePoint = { readonly at: number; readonly value: number };
export type LiveSeries = {
  readonly series: Series;
  readonly newest: ReadingNow | undefined;
  /** Of the last minute, oldest first. */
  readonly recent: readonly LivePoint[];
};

export const recentMs = 60_000;
const maxRecent = 300;

type Heard = { readonly newest: ReadingNow; readonly recent: readonly LivePoint[] };

/** One more reading. What comes again after the stream was cut is not taken twice. */
export function hear(before: Heard | undefined, reading: ReadingNow): Heard {
  const recent = before?.recent ?? [];
  const isKnown = reading.at <= (recent.at(-1)?.at ?? Number.NEGATIVE_INFINITY);
  if (isKnown || reading.value === undefined || reading.quality !== 'good') return { newest: reading, recent };
  const point = { at: reading.at, value: reading.value };
  const since = reading.at - recentMs;
  return { newest: reading, recent: [...recent.filter(({ at }) => at >= since), point].slice(-maxRecent) };
}

export function useLive(client: Pick<LimpetClient, 'readings'>): readonly LiveSeries[] {
  const [known, setKnown] = useState<readonly Series[]>([]);
  const [heard, setHeard] = useState<ReadonlyMap<string, Heard>>(new Map());
  const asked = useRef(new Set<string>());
  const [unknown, setUnknown] = useState(0);
  useFollow({
    open: useCallback((signal: AbortSignal) => client.readings.follow({}, { signal }), [client]),
    onItem: ({ readings }) => {
      setHeard((before) => {
        const next = new Map(before);
        for (const reading of readings) next.set(reading.seriesId, hear(next.get(reading.seriesId), reading));
        return next;
      });
      const fresh = readings.filter(({ seriesId }) => !asked.current.has(seriesId));
      for (const { seriesId } of fresh) asked.current.add(seriesId);
      if (fresh.length > 0) setUnknown((count) => count + 1);
    },
  });
  useEffect(() => {
    if (unknown === 0) return;
    const stop = new AbortController();
    const list = async () => {
      const { series } = await client.readings.list({}, { signal: stop.signal });
      setKnown(series);
    };
    list().catch((error: unknown) => {
      if (!isCancelled(error)) asked.current.clear(); // asked again with the next reading
    });
    return () => stop.abort();
  }, [client, unknown]);
  return known.map((series) => {
    const now = heard.get(series.id);
    return { series, newest: now?.newest ?? series.newest, recent: now?.recent ?? [] };
  });
}
