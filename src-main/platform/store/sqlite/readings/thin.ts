// Letting go of what is too old or too much: single readings first, for their means stay. A cut is written down before the
// rows before it go, so whoever asks meanwhile is answered from what stays.
import type { ReadingsKept } from '#main/platform/store/port/readings.ts';
import type { Connection } from '../connection/connection.ts';
import { floorTo, grains, hourMs, minuteMs, singleMs, tenMs } from './grains.ts';
import { createSeriesRows, type SeriesRow } from './series-rows.ts';

/** Of one step: some 20 ms of writing. */
const rowsPerStep = 5_000;
/** What a row takes on the disk, the half-full pages of a tree included. */
export const bytesOf = { reading: 32, bin: 110 } as const;

type Cut = { readonly ms: number; readonly before: number };

export function createThin(writer: Connection) {
  const series = createSeriesRows(writer);
  const cutOf = writer.query<[number], { before: number }>('SELECT before FROM reading_cuts WHERE ms = ?');
  const setCut = writer.query<[number, number]>('INSERT OR REPLACE INTO reading_cuts (ms, before) VALUES (?, ?)');
  const oldest = writer.query<[number], { at: number | null }>(
    'SELECT min(at) AS at FROM readings WHERE series_row = ?',
  );
  const oldestBin = writer.query<[number, number], { at: number | null }>(
    'SELECT min(at) AS at FROM reading_bins WHERE series_row = ? AND ms = ?',
  );
  const after = writer.query<[number, number, number], { at: number }>(
    'SELECT at FROM readings WHERE series_row = ? AND at < ? ORDER BY at, n LIMIT 1 OFFSET ?',
  );
  const binAfter = writer.query<[number, number, number, number], { at: number }>(
    'SELECT at FROM reading_bins WHERE series_row = ? AND ms = ? AND at < ? ORDER BY at LIMIT 1 OFFSET ?',
  );
  const drop = writer.query<[number, number]>('DELETE FROM readings WHERE series_row = ? AND at < ?');
  const dropBins = writer.query<[number, number, number]>(
    'DELETE FROM reading_bins WHERE series_row = ? AND ms = ? AND at < ?',
  );

  const cut = ({ ms, before }: Cut): number => {
    const known = cutOf.get(ms)?.before ?? Number.MIN_SAFE_INTEGER;
    if (before <= known) return known;
    setCut.run(ms, before);
    return before;
  };
  const bytesIn = (rows: readonly SeriesRow[]) =>
    rows.reduce((sum, row) => sum + row.reading_rows * bytesOf.reading + row.bin_rows * bytesOf.bin, 0);
  /** The beginning of the oldest minute, or hour, that has rows. */
  const oldestOf = (rows: readonly SeriesRow[], ms: number, grain: number): number | undefined => {
    const found = rows.flatMap(({ n }) => (ms === singleMs ? oldest.get(n) : oldestBin.get(n, ms))?.at ?? []);
    return found.length === 0 ? undefined : floorTo(Math.min(...found), grain);
  };
  /** Drops of one series what lies before the cut, as much as one step may. `left`: how many more rows may go. */
  const dropBefore = (row: SeriesRow, { ms, before }: Cut, left: number): { row: SeriesRow; dropped: number } => {
    // A limit falls between two times, so of one millisecond all go or none.
    const isSingle = ms === singleMs;
    const stop = isSingle ? after.get(row.n, before, left) : binAfter.get(row.n, ms, before, left);
    const to = Math.min(before, stop?.at ?? before);
    const dropped = isSingle ? drop.run(row.n, to) : dropBins.run(row.n, ms, to);
    const next = isSingle
      ? { ...row, reading_rows: row.reading_rows - dropped }
      : { ...row, bin_rows: row.bin_rows - dropped };
    if (dropped > 0) series.save(next);
    return { row: next, dropped };
  };
  const dropForgotten = (row: SeriesRow, most: number): number => {
    let dropped = 0;
    let left = row;
    for (const ms of [singleMs, ...grains]) {
      const done = dropBefore(left, { ms, before: Number.MAX_SAFE_INTEGER }, Math.max(0, most - dropped));
      left = done.row;
      dropped += done.dropped;
    }
    if (dropped < most) series.drop(row.n);
    return dropped;
  };
  /** The next minute of single readings, or hour of means, that has to go so that the rest has room. */
  const tooMuch = (rows: readonly SeriesRow[], now: number): Cut | undefined => {
    const single = oldestOf(rows, singleMs, minuteMs);
    // What came in this very minute has no means of its own yet.
    if (single !== undefined && single < floorTo(now, minuteMs)) return { ms: singleMs, before: single + minuteMs };
    const minute = oldestOf(rows, minuteMs, hourMs);
    if (minute !== undefined && minute < floorTo(now, hourMs)) return { ms: minuteMs, before: minute + hourMs };
    const hour = oldestOf(rows, hourMs, hourMs);
    return hour === undefined || hour >= floorTo(now, hourMs) ? undefined : { ms: hourMs, before: hour + hourMs };
  };

  return (now: number, kept: ReadingsKept): { more: boolean } => {
    let rows = series.all();
    let left = rowsPerStep;
    /** Means of ten seconds go with the single readings. */
    const dropAll = (one: Cut) => {
      const before = cut(one);
      for (const ms of one.ms === singleMs ? [singleMs, tenMs] : [one.ms])
        rows = rows.map((row) => {
          if (left <= 0) return row;
          const done = dropBefore(row, { ms, before }, left);
          left -= done.dropped;
          return done.row;
        });
    };
    for (const row of rows.filter(({ id }) => id === null)) left -= dropForgotten(row, left);
    rows = rows.filter(({ id }) => id !== null);
    dropAll({ ms: singleMs, before: floorTo(now - kept.singleMs, minuteMs) });
    dropAll({ ms: minuteMs, before: floorTo(now - Math.max(kept.minuteMs, kept.singleMs), hourMs) });
    dropAll({ ms: hourMs, before: floorTo(now - Math.max(kept.hourMs, kept.minuteMs, kept.singleMs), hourMs) });
    while (left > 0 && bytesIn(rows) > kept.bytes) {
      const next = tooMuch(rows, now);
      if (next === undefined) break;
      dropAll(next);
    }
    return { more: left <= 0 };
  };
}
