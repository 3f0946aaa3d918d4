// The newest reading of each series, as a stream: all at once, then those that have a new one, gathered for a moment.
import { isCancelled } from '#main/contract/errors.ts';
import type { ReadingNow } from '#main/contract/readings.ts';
import type { Clock } from '#main/platform/base/clock.ts';
import { createNews } from '../news.ts';
import type { Readings } from '../port/readings.ts';

const gatherMs = 250;

/** Ends with the signal. Holds one reading of each series, however slow its reader is. */
export async function* followNewest(
  { readings, clock }: { readonly readings: Pick<Readings, 'list' | 'onNoted'>; readonly clock: Clock },
  { device }: { readonly device?: string | undefined },
  signal: AbortSignal,
): AsyncGenerator<{ readings: ReadingNow[] }> {
  const news = createNews(clock);
  let newest = new Map<string, ReadingNow>();
  const stop = readings.onNoted((noted) => {
    for (const { seriesId, at, quality, value, ...one } of noted)
      if (device === undefined || one.device === device)
        newest.set(seriesId, { seriesId, at, quality, ...(value === undefined ? {} : { value }) });
    if (newest.size > 0) news.tell();
  });
  try {
    const all = await readings.list(device === undefined ? {} : { device });
    for (const { newest: one } of all)
      if (one !== undefined && !newest.has(one.seriesId)) newest.set(one.seriesId, one);
    for (;;) {
      const seen = news.count;
      const now = [...newest.values()];
      newest = new Map();
      yield { readings: now };
      if (newest.size === 0) await news.next(seen, signal);
      await clock.sleep(gatherMs, signal);
    }
  } catch (error) {
    if (!isCancelled(error)) throw error;
  } finally {
    stop();
  }
}
