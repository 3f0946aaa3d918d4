// What was measured in a span, put together from as few rows as tell it exactly: whole hours, whole minutes, and single
// readings where the span begins and ends.
import type { Bin, Summary } from '#main/contract/readings.ts';
import type { ReadingSpan, ReadingStore, StoredReading } from '#main/platform/store/port/readings.ts';
import type { Connection } from '../connection/connection.ts';
import { createBinRows } from './bin-rows.ts';
import {
  ceilTo,
  floorTo,
  type Grain,
  grainFor,
  grains,
  hourMs,
  minuteMs,
  singleMs,
  tenMs,
  widthFor,
} from './grains.ts';
import { createSeriesRows, type ReadingRow, toReading } from './series-rows.ts';
import { joined, meanOf, type Tally, tallyOf } from './tally.ts';

/** Of one question; beyond it means of ten seconds are shown. */
const maxSingles = 15_000;

type Piece = Tally & { readonly at: number };
type Span = { readonly series: number; readonly from: number; readonly to: number };

const toSummary = (all: Tally): Summary => ({
  ...{ count: all.count, min: all.min, max: all.max, mean: meanOf(all) },
  ...{ first: { at: all.firstAt, value: all.firstValue }, last: { at: all.lastAt, value: all.lastValue } },
});

type Cut = { readonly from: number; readonly to: number; readonly width: number | undefined };

/** What belongs into each bin, the earliest first. */
function sorted(pieces: readonly Piece[], o: Cut): readonly (readonly [number, Tally])[] {
  const bins = new Map<number, Tally>();
  for (const piece of pieces) {
    const start = o.width === undefined ? o.from : floorTo(piece.at, o.width);
    const before = bins.get(start);
    bins.set(start, before === undefined ? piece : joined(before, piece));
  }
  return [...bins].sort(([a], [b]) => a - b);
}

const toBin = (at: number, all: Tally, o: Cut): Bin => ({
  ...{ at, ms: o.width ?? o.to - o.from },
  ...{ count: all.count, min: all.min, max: all.max, mean: meanOf(all) },
});

export function createHistory(connection: Connection) {
  const series = createSeriesRows(connection);
  const bins = createBinRows(connection);
  const cuts = connection.query<[], { ms: number; before: number }>('SELECT ms, before FROM reading_cuts');
  const single = connection.query<[number, number, number, number], ReadingRow>(`
    SELECT at, quality, value FROM readings WHERE series_row = ? AND at >= ? AND at < ? ORDER BY at, n LIMIT ?`);
  const keptFrom = () => {
    const rows = new Map(cuts.all().map(({ ms, before }) => [ms, before]));
    return (ms: number) => rows.get(ms) ?? Number.MIN_SAFE_INTEGER;
  };
  type KeptFrom = ReturnType<typeof keptFrom>;

  const singles = ({ series: n, from, to }: Span): Piece[] =>
    single.all(n, from, to, -1).flatMap(({ at, value }) => (value === null ? [] : [{ ...tallyOf(at, value), at }]));
  /** A part of one bin of grain `ms`: of what is finer, where that is kept; else the bin as a whole, if it begins there. */
  const edge = (span: Span, ms: Grain, kept: KeptFrom): Piece[] => {
    if (span.from >= span.to) return [];
    const finer = grains[grains.indexOf(ms) - 1];
    if (floorTo(span.from, ms) < kept(finer ?? singleMs)) return bins.between({ ...span, ms });
    return finer === undefined ? singles(span) : pieces(span, finer, kept);
  };
  const pieces = (span: Span, ms: Grain, kept: KeptFrom): Piece[] => {
    const first = ceilTo(span.from, ms);
    const last = floorTo(span.to, ms);
    if (first >= last) {
      const middle = Math.min(Math.max(first, span.from), span.to);
      return [...edge({ ...span, to: middle }, ms, kept), ...edge({ ...span, from: middle }, ms, kept)];
    }
    return [
      ...edge({ ...span, to: first }, ms, kept),
      ...bins.between({ ...span, from: first, to: last, ms }),
      ...edge({ ...span, from: last }, ms, kept),
    ];
  };
  /** How fine it can be: what is kept, and what can be read at once. */
  const leastFor = (span: Span, maxBins: number, kept: KeptFrom): number => {
    if (span.from < kept(minuteMs)) return hourMs;
    if (span.from < kept(singleMs)) return minuteMs;
    const wanted = widthFor({ ...span, maxBins, least: singleMs }) ?? hourMs;
    if (wanted >= tenMs) return singleMs;
    const rows = bins.between({ ...span, from: floorTo(span.from, tenMs), ms: tenMs });
    return rows.reduce((sum, { count }) => sum + count, 0) > maxSingles ? tenMs : singleMs;
  };

  return {
    history({ seriesId, from, to: end, maxBins }: Parameters<ReadingStore['history']>[0]) {
      const row = series.find(seriesId);
      if (row === undefined || from >= end) return { bins: [], summary: null };
      // Nothing is looked for where nothing can be.
      const to = Math.min(end, row.newest_at + 1);
      if (from >= to) return { bins: [], summary: null };
      const span = { series: row.n, from: Math.max(from, floorTo(row.first_at, hourMs)), to };
      const kept = keptFrom();
      const width = widthFor({ from, to: end, maxBins, least: leastFor({ ...span, to: end }, maxBins, kept) });
      const grain = grainFor(width ?? hourMs);
      const found = grain === undefined ? singles(span) : pieces(span, grain, kept);
      const cut = { from, to: end, width };
      const tallies = sorted(found, cut);
      const all = tallies.reduce<Tally | undefined>(
        (sum, [, one]) => (sum === undefined ? one : joined(sum, one)),
        undefined,
      );
      return {
        bins: tallies.map(([at, one]) => toBin(at, one, cut)),
        summary: all === undefined ? null : toSummary(all),
      };
    },
    raw({ seriesId, from, to, limit }: ReadingSpan & { limit: number }): StoredReading[] {
      const row = series.find(seriesId);
      if (row === undefined || limit < 1) return [];
      const kept = keptFrom();
      const found: StoredReading[] = [];
      const parts = [
        { ms: hourMs, from, to: Math.min(to, kept(minuteMs)) },
        { ms: minuteMs, from: Math.max(from, kept(minuteMs)), to: Math.min(to, kept(singleMs)) },
      ];
      for (const part of parts)
        if (part.from < part.to && found.length < limit)
          for (const bin of bins.between({ series: row.n, ...part }, limit - found.length))
            found.push({ at: bin.at, quality: 'good', value: meanOf(bin) });
      if (found.length < limit)
        for (const one of single.all(row.n, Math.max(from, kept(singleMs)), to, limit - found.length)) {
          const reading = toReading(one);
          if (reading !== undefined) found.push(reading);
        }
      return found;
    },
  };
}
