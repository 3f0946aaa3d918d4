// Readings written down: each by itself, and into the means of its ten seconds, its minute and its hour, in one step.
import type { ReadingStore, StoredReading } from '#main/platform/store/port/readings.ts';
import type { Connection } from '../connection/connection.ts';
import { createBinRows } from './bin-rows.ts';
import { floorTo, grains } from './grains.ts';
import { createSeriesRows, qualityNumber, type SeriesRow } from './series-rows.ts';
import { joined, type Tally, tallyOf } from './tally.ts';

type Batch = { row: SeriesRow; readonly readings: StoredReading[] };

export function createAddReadings(writer: Connection): (...o: Parameters<ReadingStore['add']>) => void {
  const series = createSeriesRows(writer);
  const bins = createBinRows(writer);
  const insert = writer.query<[number, number, number, number, number | null]>(
    'INSERT INTO readings (series_row, at, n, quality, value) VALUES (?, ?, ?, ?, ?)',
  );
  const highest = writer.query<[number, number], { n: number | null }>(
    'SELECT max(n) AS n FROM readings WHERE series_row = ? AND at = ?',
  );

  const writeSingles = ({ row, readings }: Batch) => {
    const next = new Map<number, number>();
    for (const { at, quality, value } of readings) {
      // What is newer than everything before it is the first of its millisecond.
      const n = next.get(at) ?? (at > row.newest_at ? 0 : (highest.get(row.n, at)?.n ?? -1) + 1);
      next.set(at, n + 1);
      insert.run(row.n, at, n, qualityNumber(quality), value ?? null);
    }
  };
  const writeBins = ({ row, readings }: Batch): number => {
    const tallies = new Map<number, Map<number, Tally>>(grains.map((ms) => [ms, new Map()]));
    for (const { at, value } of readings) {
      if (value === undefined) continue;
      for (const [ms, of] of tallies) {
        const start = floorTo(at, ms);
        const before = of.get(start);
        of.set(start, before === undefined ? tallyOf(at, value) : joined(before, tallyOf(at, value)));
      }
    }
    let begun = 0;
    for (const [ms, of] of tallies)
      for (const [at, tally] of of) {
        const place = { series: row.n, ms };
        const kept = bins.find(place, at);
        if (kept === undefined) begun += 1;
        bins.put(place, { ...(kept === undefined ? tally : joined(kept, tally)), at });
      }
    return begun;
  };
  const counted = ({ row, readings }: Batch, begun: number): SeriesRow => {
    const newest = readings.reduce<StoredReading | undefined>(
      (latest, one) => (one.at >= (latest?.at ?? row.newest_at) ? one : latest),
      undefined,
    );
    return {
      ...row,
      first_at: readings.reduce((first, { at }) => Math.min(first, at), row.first_at),
      ...{ count: row.count + readings.length, reading_rows: row.reading_rows + readings.length },
      bin_rows: row.bin_rows + begun,
      ...(newest === undefined
        ? {}
        : {
            ...{ newest_at: newest.at, newest_quality: qualityNumber(newest.quality) },
            newest_value: newest.value ?? null,
          }),
    };
  };

  return (readings) => {
    const batches = new Map<string, Batch>();
    for (const { series: name, ...reading } of readings) {
      const batch = batches.get(name.id) ?? { row: series.find(name.id) ?? series.begin(name, reading), readings: [] };
      batch.readings.push(reading);
      batches.set(name.id, batch);
    }
    for (const batch of batches.values()) {
      writeSingles(batch);
      series.save(counted(batch, writeBins(batch)));
    }
  };
}
