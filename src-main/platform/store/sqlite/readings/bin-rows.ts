// Rows of readings counted together.
import type { Connection } from '../connection/connection.ts';
import type { Tally } from './tally.ts';

export type BinRow = Tally & { readonly at: number };

const columns = `at, count, sum, rest, min, max, first_at AS firstAt, first_value AS firstValue,
  last_at AS lastAt, last_value AS lastValue`;

export type BinPlace = { readonly series: number; readonly ms: number };
export type BinSpan = BinPlace & { readonly from: number; readonly to: number };

export function createBinRows(connection: Connection) {
  const one = connection.query<[number, number, number], BinRow>(
    `SELECT ${columns} FROM reading_bins WHERE series_row = ? AND ms = ? AND at = ?`,
  );
  const span = connection.query<[number, number, number, number, number], BinRow>(`
    SELECT ${columns} FROM reading_bins WHERE series_row = ? AND ms = ? AND at >= ? AND at < ? ORDER BY at LIMIT ?`);
  const put = connection.query<[BinRow & { series: number; ms: number }]>(`
    INSERT OR REPLACE INTO reading_bins
      (series_row, ms, at, count, sum, rest, min, max, first_at, first_value, last_at, last_value)
    VALUES (@series, @ms, @at, @count, @sum, @rest, @min, @max, @firstAt, @firstValue, @lastAt, @lastValue)`);
  return {
    find: ({ series, ms }: BinPlace, at: number) => one.get(series, ms, at),
    between: ({ series, ms, from, to }: BinSpan, limit = -1) => span.all(series, ms, from, to, limit),
    put: (place: BinPlace, row: BinRow) => void put.run({ ...row, ...place }),
  };
}
export type BinRows = ReturnType<typeof createBinRows>;
