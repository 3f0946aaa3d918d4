// A history as a chart: one line for each series of one unit, with a gap where nothing was measured.
import type { ChartSpec } from '#main/contract/artefacts.ts';
import type { Span } from './read-span.ts';
import { nameOf, type SeriesHistory, shortTime } from './tell-history.ts';

const dayMs = 86_400_000;
const maxLabels = 1_000;

const nameIn = ({ series }: SeriesHistory, all: readonly SeriesHistory[]) => {
  const isOne = all.every((one) => one.series.deviceKey === series.deviceKey);
  return (isOne ? nameOf(series) : `${nameOf(series)}, ${series.deviceName}`).slice(0, 200);
};

/** Whole bins side by side; where the series have bins of several widths, the widest. */
function placesOf(drawn: readonly SeriesHistory[]): { readonly ms: number; readonly places: readonly number[] } {
  const all = drawn.flatMap(({ bins }) => bins);
  const ms = Math.max(...all.map((bin) => bin.ms));
  const places = all.map(({ at }) => Math.floor(at / ms) * ms);
  const first = Math.min(...places);
  const count = Math.min(maxLabels, (Math.max(...places) - first) / ms + 1);
  return { ms, places: Array.from({ length: count }, (_, index) => first + index * ms) };
}

/** Undefined where there is nothing to draw. `isPart`: series of other units were left out. */
export function chartOf(
  histories: readonly SeriesHistory[],
  span: Span,
): { readonly spec: ChartSpec; readonly title: string; readonly isPart: boolean } | undefined {
  const full = histories.filter(({ bins }) => bins.length > 0);
  const [first] = full;
  if (first === undefined) return undefined;
  const { unit } = first.series;
  const drawn = full.filter(({ series }) => series.unit === unit);
  const { ms, places } = placesOf(drawn);
  const isShort = span.to - span.from <= dayMs;
  const labelOf = (at: number) => {
    if (ms < 60_000) return new Date(at).toTimeString().slice(0, 8);
    return isShort ? shortTime(at).slice(-5) : shortTime(at);
  };
  const valuesOf = ({ bins }: SeriesHistory) => {
    const sums = new Map<number, { sum: number; count: number }>();
    for (const { at, mean, count } of bins) {
      const place = Math.floor(at / ms) * ms;
      const before = sums.get(place) ?? { sum: 0, count: 0 };
      sums.set(place, { sum: before.sum + mean * count, count: before.count + count });
    }
    return places.map((place) => {
      const found = sums.get(place);
      return found === undefined ? null : Number((found.sum / found.count).toPrecision(8));
    });
  };
  const names = [...new Set(drawn.map(({ series }) => nameOf(series)))];
  const devices = [...new Set(drawn.map(({ series }) => series.deviceName))];
  return {
    spec: {
      type: 'line',
      labels: places.map(labelOf),
      series: drawn.map((one) => ({ name: nameIn(one, drawn), values: valuesOf(one) })),
      y: { ...(names.length === 1 ? { label: names[0]?.slice(0, 200) } : {}), unit: unit.slice(0, 40) },
    },
    title: `${names.join(', ')} · ${devices.join(', ')}`.slice(0, 120),
    isPart: drawn.length < full.length,
  };
}
