// An export as a file to fetch: it goes with the first one that comes more than an hour later.
import { z } from 'zod';
import { AppError } from '#main/contract/errors.ts';
import { BlobId } from '#main/contract/ids.ts';
import type { Series } from '#main/contract/readings.ts';
import type { Clock } from '#main/platform/base/clock.ts';
import type { Store } from '#main/platform/store/port.ts';
import type { Readings } from '../port/readings.ts';
import { type CsvSpan, toCsv } from './to-csv.ts';

export type ExportDeps = {
  readonly readings: Readings;
  readonly store: {
    readonly blobs: Pick<Store['blobs'], 'put' | 'drop'>;
    readonly settings: Pick<Store['settings'], 'getValue' | 'setValue'>;
  };
  readonly clock: Pick<Clock, 'now'>;
};

const keptMs = 3_600_000;
const key = 'readings.exports';
const maxBytes = 2 ** 40;
const Kept = z.array(z.object({ blobId: BlobId, at: z.number() }));

/** Letters and digits of any script: it becomes a file name on whatever system. */
const fileNameOf = ([first]: readonly Series[], now: number) => {
  const name = (first?.deviceName ?? '').replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-+|-+$/g, '');
  return `${name.slice(0, 60) || 'readings'}-${new Date(now).toISOString().slice(0, 10)}.csv`;
};

export async function exportReadings(
  d: ExportDeps,
  { seriesIds, ...span }: CsvSpan & { readonly seriesIds: readonly string[] },
  signal: AbortSignal,
): Promise<{ blobId: BlobId; name: string; sizeBytes: number; rows: number }> {
  const now = d.clock.now();
  const series = (await d.readings.list({})).filter(({ id }) => seriesIds.includes(id));
  if (series.length === 0)
    throw new AppError('not_found', 'Nothing is kept of these series any more.', { details: { reason: 'no_series' } });
  const before = Kept.safeParse(await d.store.settings.getValue(key)).data ?? [];
  const isOld = ({ at }: { at: number }) => at > now || now - at > keptMs;
  await d.store.blobs.drop(before.filter(isOld).map(({ blobId }) => blobId));
  let rows = 0;
  const onRows = (count: number) => {
    rows += count;
  };
  const name = fileNameOf(series, now);
  const bytes = toCsv({ readings: d.readings, series, onRows }, span, signal);
  const info = await d.store.blobs.put({ bytes, name, mediaType: 'text/csv', maxBytes, now, signal });
  await d.store.settings.setValue(key, [...before.filter((one) => !isOld(one)), { blobId: info.id, at: now }]);
  return { blobId: info.id, name, sizeBytes: info.sizeBytes, rows };
}
