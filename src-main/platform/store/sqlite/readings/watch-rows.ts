// Standing measurements as rows.
import { WatchedPart } from '#main/contract/readings.ts';
import { parseJson } from '#main/platform/base/json.ts';
import type { ReadingStore, StoredWatch } from '#main/platform/store/port/readings.ts';
import { createActivityWrites } from '../activity/activity-writes.ts';
import type { Shared } from '../shared.ts';

type Row = {
  id: string;
  device_key: string;
  part: string;
  every_ms: number;
  until_at: number | null;
  created_at: number;
};

/** Undefined where the row cannot be read: it measures nothing. */
function toWatch(row: Row): StoredWatch | undefined {
  const part = WatchedPart.safeParse(parseJson(row.part));
  if (!part.success) return undefined;
  return {
    ...{ id: row.id, deviceKey: row.device_key, part: part.data, everyMs: row.every_ms, createdAt: row.created_at },
    ...(row.until_at === null ? {} : { until: row.until_at }),
  };
}

export function createWatchRows({
  writer,
  reader,
  run,
}: Shared): Pick<ReadingStore, 'watches' | 'addWatch' | 'removeWatch'> {
  const activity = createActivityWrites(writer);
  const all = reader.query<[], Row>(
    'SELECT id, device_key, part, every_ms, until_at, created_at FROM reading_watches ORDER BY n',
  );
  const put = writer.query<[Row]>(`
    INSERT OR IGNORE INTO reading_watches (id, device_key, part, every_ms, until_at, created_at)
    VALUES (@id, @device_key, @part, @every_ms, @until_at, @created_at)`);
  const drop = writer.query<[string]>('DELETE FROM reading_watches WHERE id = ?');
  return {
    watches: () => run(() => all.all().flatMap((row) => toWatch(row) ?? [])),
    addWatch: (watch, noted) =>
      run(() =>
        writer.step('full', () => {
          const isNew = put.run({
            ...{ id: watch.id, device_key: watch.deviceKey, part: JSON.stringify(watch.part) },
            ...{ every_ms: watch.everyMs, until_at: watch.until ?? null, created_at: watch.createdAt },
          });
          if (isNew > 0) activity.append(noted, [noted]);
        }),
      ),
    removeWatch: (id, noted) =>
      run(() =>
        writer.step('full', () => {
          const isGone = drop.run(id) > 0;
          if (isGone) activity.append(noted, [noted]);
          return isGone;
        }),
      ),
  };
}
