// What every store promises about readings: what comes out of means is what came in, to the last digit.
import { describe, expect, it } from 'vitest';
import type { PlacedActivity } from '../port/activity.ts';
import type { SeriesName, StoredReading } from '../port/readings.ts';
import type { Bench } from './store-suite.ts';

const noted: PlacedActivity = { at: 7, fact: { type: 'noted', by: 'person', title: { key: 'x.y', params: {} } } };
const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;
/** Not at the beginning of anything. */
const start = Date.UTC(2026, 2, 5, 7, 41, 13, 377);

const series = (id: string): SeriesName => ({
  ...{ id, deviceKey: 'virtual:weather', source: 'line', quantity: 'temperature', unit: '°C' },
});
const good = (at: number, value: number): StoredReading => ({ at, quality: 'good', value });

/** A walk that never returns to the same number, with digits that sums lose. */
function walk(o: { seed: number; count: number; everyMs: number }): StoredReading[] {
  let state = o.seed;
  const random = () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return state / 2 ** 32;
  };
  return Array.from({ length: o.count }, (_, index) => good(start + index * o.everyMs, 20 + (random() - 0.5) / 3));
}

/** The mean, worked out in whole numbers: each value is one of units of 2^-60. */
function exactMean(readings: readonly StoredReading[]): number {
  const scale = 2 ** 60;
  const sum = readings.reduce((total, { value = 0 }) => total + BigInt(value * scale), 0n);
  return Number((sum << 64n) / BigInt(readings.length)) / 2 ** 64 / scale;
}

function summaryOf(readings: readonly StoredReading[]) {
  const values = readings.flatMap(({ value }) => value ?? []);
  const [first] = readings;
  const last = readings.at(-1);
  return {
    ...{ count: values.length, min: Math.min(...values), max: Math.max(...values), mean: exactMean(readings) },
    ...{ first: { at: first?.at, value: first?.value }, last: { at: last?.at, value: last?.value } },
  };
}

export function readingsSuite({ store, reopen }: Pick<Bench, 'store' | 'reopen'>): void {
  const put = async (id: string, readings: readonly StoredReading[], inParts = 700) => {
    for (let from = 0; from < readings.length; from += inParts)
      await store().readings.add(readings.slice(from, from + inParts).map((one) => ({ ...one, series: series(id) })));
  };
  const between = (readings: readonly StoredReading[], from: number, to: number) =>
    readings.filter(({ at }) => at >= from && at < to);
  const keep = { singleMs: 7 * day, minuteMs: 60 * day, hourMs: 3_650 * day, bytes: 1e9 };

  describe('readings', () => {
    it('have the statistics of what came, for any span, though few rows are read [D2]', async () => {
      const all = walk({ seed: 3, count: 40_000, everyMs: 700 });
      await put('a', all);
      const spans = [
        [start, start + 40_000 * 700],
        [start + 1, start + 3 * hour + 123],
        [start + 5 * minute + 77, start + 5 * minute + 4_321],
        [start + 59 * minute, start + 2 * hour + 9 * second],
      ] as const;
      for (const [from, to] of spans)
        for (const maxBins of [1, 7, 400]) {
          const { bins, summary } = await store().readings.history({ seriesId: 'a', from, to, maxBins });
          expect(summary).toEqual(summaryOf(between(all, from, to)));
          expect(bins.length).toBeLessThanOrEqual(maxBins);
          expect(new Set(bins.map(({ ms }) => ms)).size).toBe(1);
          for (const { at, ms, ...bin } of bins) {
            const {
              first: _first,
              last: _last,
              ...expected
            } = summaryOf(between(all, Math.max(at, from), Math.min(at + ms, to)));
            expect(bin).toEqual(expected);
          }
          expect(bins.reduce((sum, { count }) => sum + count, 0)).toBe(summary?.count);
        }
    });

    it('of one time are all kept, late ones are put where they belong, and bad ones have no part in a mean', async () => {
      const mixed: StoredReading[] = [
        ...[good(start, 1), good(start, 2), { at: start + 5, quality: 'bad_checksum' } as const],
        ...[good(start + 10, 6), good(start - minute, 11), good(start, 3)],
      ];
      await put('a', mixed.slice(0, 4));
      await put('a', mixed.slice(4));
      expect(await store().readings.series()).toEqual([
        { ...series('a'), firstAt: start - minute, count: 6, newest: good(start + 10, 6) },
      ]);
      const span = { seriesId: 'a', from: start - hour, to: start + hour };
      expect(await store().readings.raw({ ...span, limit: 10 })).toEqual([
        ...[good(start - minute, 11), good(start, 1), good(start, 2), good(start, 3)],
        ...[{ at: start + 5, quality: 'bad_checksum' }, good(start + 10, 6)],
      ]);
      expect(await store().readings.raw({ ...span, from: start, limit: 2 })).toHaveLength(2);
      const { summary } = await store().readings.history({ ...span, maxBins: 3 });
      expect(summary).toMatchObject({ count: 5, mean: 23 / 5, first: { value: 11 }, last: { value: 6 } });
      expect(await store().readings.history({ ...span, seriesId: 'b', maxBins: 3 })).toEqual({
        bins: [],
        summary: null,
      });
      expect(await store().readings.history({ ...span, to: span.from, maxBins: 3 })).toEqual({
        bins: [],
        summary: null,
      });
    });

    it('are thinned out: single ones go first, their means tell the same of whole minutes and hours', async () => {
      const all = walk({ seed: 9, count: 20_000, everyMs: second });
      await put('a', all);
      const end = start + 20_000 * second;
      const thin = async (change: Partial<typeof keep>) => {
        for (let more = true; more; ) ({ more } = await store().readings.thin(end, { ...keep, ...change }));
      };
      const whole = { seriesId: 'a', from: start, to: end };
      const before = await store().readings.history({ ...whole, maxBins: 20 });
      await thin({ singleMs: hour, minuteMs: 2 * hour });
      const after = await store().readings.history({ ...whole, from: start - hour, maxBins: 20 });
      expect(after.summary).toEqual(before.summary);
      // Of an hour that is kept as a mean alone there is no part: it counts where it begins.
      const secondHour = Math.ceil(start / hour) * hour;
      const half = { from: start + 5 * minute, to: secondHour + 30 * minute };
      expect((await store().readings.history({ ...whole, ...half, maxBins: 20 })).summary?.count).toBe(3_600);
      // From a minute on that is kept as such, the statistics are still exact.
      const minutes = { from: Math.ceil((end - 100 * minute) / minute) * minute, to: end - 3 };
      expect((await store().readings.history({ ...whole, ...minutes, maxBins: 500 })).summary).toEqual(
        summaryOf(between(all, minutes.from, minutes.to)),
      );
      const raw = await store().readings.raw({ ...whole, from: start - hour, limit: 100_000 });
      const singleFrom = Math.floor((end - hour) / minute) * minute;
      expect(raw.filter(({ at }) => at >= singleFrom)).toEqual(between(all, singleFrom, end));
      expect(raw.filter(({ at }) => at < singleFrom).length).toBeLessThan(130);
      expect(raw.map(({ at }) => at)).toEqual(raw.map(({ at }) => at).toSorted((a, b) => a - b));
      // Later ones go on.
      await put('a', [good(end, 5)]);
      expect(
        (await store().readings.history({ ...whole, to: end + 1, from: start - hour, maxBins: 9 })).summary?.count,
      ).toBe(20_001);
    });

    it('stay below a bound of bytes, oldest first and over all series', async () => {
      await put('a', walk({ seed: 1, count: 30_000, everyMs: second }));
      await put('b', walk({ seed: 2, count: 10_000, everyMs: 3 * second }));
      const end = start + 30_000 * second;
      let steps = 0;
      for (let more = true; more; steps += 1)
        ({ more } = await store().readings.thin(end, { ...keep, bytes: 500_000 }));
      expect(steps).toBeGreaterThan(2);
      const whole = { from: start - hour, to: end, limit: 100_000 };
      const a = await store().readings.raw({ ...whole, seriesId: 'a' });
      const b = await store().readings.raw({ ...whole, seriesId: 'b' });
      expect(a.length + b.length).toBeLessThan(500_000 / 32);
      expect(a.length).toBeGreaterThan(1_000);
      const { summary } = await store().readings.history({ ...whole, seriesId: 'a', maxBins: 5 });
      expect(summary?.count).toBe(30_000);
    });

    it('are forgotten for good, on the account, and begin anew', async () => {
      await put('a', walk({ seed: 1, count: 12_000, everyMs: second }));
      await put('b', [good(start, 1)]);
      await store().readings.forget(['a', 'nobody'], noted);
      await store().readings.forget(['nobody'], noted);
      expect((await store().activity.list({ limit: 10 })).entries).toHaveLength(1);
      expect((await store().readings.series()).map(({ id }) => id)).toEqual(['b']);
      await put('a', [good(start, 7)]);
      for (let more = true; more; ) ({ more } = await store().readings.thin(start, keep));
      const span = { from: start - hour, to: start + day, limit: 10 };
      expect(await store().readings.raw({ ...span, seriesId: 'a' })).toEqual([good(start, 7)]);
      expect(await store().readings.raw({ ...span, seriesId: 'b' })).toEqual([good(start, 1)]);
    });

    it('remember standing measurements over a restart, each begin and end on the account', async () => {
      const part = { type: 'analog', via: 'firmata', channel: 'A0', reference: 5 } as const;
      const watch = { id: 'w1', deviceKey: 'virtual:uno', part, everyMs: 1_000, createdAt: 5 };
      await store().readings.addWatch(watch, noted);
      await store().readings.addWatch(watch, noted);
      await store().readings.addWatch({ ...watch, id: 'w2', until: 99 }, noted);
      await reopen();
      expect(await store().readings.watches()).toEqual([watch, { ...watch, id: 'w2', until: 99 }]);
      expect(await store().readings.removeWatch('w1', noted)).toBe(true);
      expect(await store().readings.removeWatch('w1', noted)).toBe(false);
      expect((await store().activity.list({ limit: 10 })).entries).toHaveLength(3);
    });
  });
}
