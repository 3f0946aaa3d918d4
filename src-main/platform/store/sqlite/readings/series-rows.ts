// Rows of series: what they are called, and what is newest in them.
import { ReadingQuality } from '#main/contract/readings.ts';
import type { SeriesName, StoredReading, StoredSeries } from '#main/platform/store/port/readings.ts';
import type { Connection } from '../connection/connection.ts';

/** As it stands in a row: 0 is good, and the order of the contract. */
const qualities = ReadingQuality.options;
export const qualityNumber = (quality: ReadingQuality) => qualities.indexOf(quality);

export type ReadingRow = { readonly at: number; readonly quality: number; readonly value: number | null };

/** Undefined where the row makes no sense. */
export function toReading({ at, quality, value }: ReadingRow): StoredReading | undefined {
  const name = qualities[quality];
  if (name === undefined || (name === 'good') !== (value !== null)) return undefined;
  return { at, quality: name, ...(value === null ? {} : { value }) };
}

export type SeriesRow = {
  n: number;
  /** Null: forgotten. */
  id: string | null;
  device_key: string;
  source: string;
  quantity: string;
  channel: string;
  unit: string;
  first_at: number;
  count: number;
  newest_at: number;
  newest_quality: number;
  newest_value: number | null;
  reading_rows: number;
  bin_rows: number;
};

const columns =
  'n, id, device_key, source, quantity, channel, unit, first_at, count, newest_at, newest_quality, newest_value, reading_rows, bin_rows';

export function toSeries(row: SeriesRow): StoredSeries | undefined {
  const newest = toReading({ at: row.newest_at, quality: row.newest_quality, value: row.newest_value });
  if (newest === undefined || row.id === null) return undefined;
  return {
    ...{ id: row.id, deviceKey: row.device_key, source: row.source, quantity: row.quantity, unit: row.unit },
    ...(row.channel === '' ? {} : { channel: row.channel }),
    ...{ firstAt: row.first_at, count: row.count, newest },
  };
}

export function createSeriesRows(connection: Connection) {
  const all = connection.query<[], SeriesRow>(`SELECT ${columns} FROM reading_series ORDER BY n`);
  const one = connection.query<[string], SeriesRow>(`SELECT ${columns} FROM reading_series WHERE id = ?`);
  const put = connection.query<[Omit<SeriesRow, 'n'>]>(`
    INSERT INTO reading_series (id, device_key, source, quantity, channel, unit, first_at, count, newest_at,
      newest_quality, newest_value, reading_rows, bin_rows)
    VALUES (@id, @device_key, @source, @quantity, @channel, @unit, @first_at, @count, @newest_at,
      @newest_quality, @newest_value, @reading_rows, @bin_rows)`);
  const save = connection.query<[SeriesRow]>(`
    UPDATE reading_series SET first_at = @first_at, count = @count, newest_at = @newest_at,
      newest_quality = @newest_quality, newest_value = @newest_value, reading_rows = @reading_rows, bin_rows = @bin_rows
    WHERE n = @n`);
  const forget = connection.query<[string]>('UPDATE reading_series SET id = NULL WHERE id = ?');
  const drop = connection.query<[number]>('DELETE FROM reading_series WHERE n = ?');
  return {
    all: () => all.all(),
    find: (id: string) => one.get(id),
    /** The row of a series that begins with this reading; nothing is counted yet. */
    begin(name: SeriesName, { at }: StoredReading): SeriesRow {
      const row = {
        ...{ id: name.id, device_key: name.deviceKey, source: name.source, quantity: name.quantity, unit: name.unit },
        ...{ channel: name.channel ?? '', first_at: at, count: 0, newest_at: Number.MIN_SAFE_INTEGER },
        ...{ newest_quality: 1, newest_value: null, reading_rows: 0, bin_rows: 0 },
      };
      return { n: put.insert(row), ...row };
    },
    save: (row: SeriesRow) => void save.run(row),
    /** False where it is not known. */
    forget: (id: string) => forget.run(id) > 0,
    drop: (n: number) => void drop.run(n),
  };
}
export type SeriesRows = ReturnType<typeof createSeriesRows>;
