// A day of four sensors at ten readings a second: how fast any span is answered, how much room it takes, and that the
// statistics are those of the readings themselves.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { openStore } from '../src-main/platform/store/create-store.ts';
import type { SeriesName } from '../src-main/platform/store/port/readings.ts';
import type { Store } from '../src-main/platform/store/port.ts';
import { type Benchmark, type Figure, percentile } from './support/figures.ts';

const dayMs = 86_400_000;
const everyMs = 100;
const start = Date.UTC(2026, 2, 5, 7, 41, 13, 377);
const count = dayMs / everyMs;
const perStep = 500;
const boundMb = 60;

const sensors = ['temperature', 'relative_humidity', 'pressure', 'voltage'].map(
  (quantity, index): SeriesName => ({
    ...{ id: `s${index}`, deviceKey: 'virtual:bench', source: 'line', quantity, unit: 'x' },
  }),
);

/** What sensor `index` measures at step `n`: a slow wave and noise, never twice the same. */
function valueAt(index: number, n: number): number {
  const noise = (Math.imul(n * 4 + index + 1, 2_654_435_761) >>> 0) / 2 ** 32;
  return 20 + index * 10 + Math.sin(n / 9_000) + (noise - 0.5) / 3;
}

async function fill(store: Store): Promise<number> {
  const times: number[] = [];
  for (let n = 0; n < count; n += perStep) {
    const batch = sensors.flatMap((series, index) =>
      Array.from({ length: perStep }, (_, at) => ({
        ...{ series, at: start + (n + at) * everyMs, quality: 'good' as const, value: valueAt(index, n + at) },
      })),
    );
    const began = performance.now();
    await store.readings.add(batch);
    times.push((performance.now() - began) / batch.length);
  }
  return percentile(times, 0.5) * 1_000;
}

/** In whole numbers: the mean has no rounding of its own but the last. */
function trueSummary(index: number, from: number, to: number) {
  const first = Math.max(0, Math.ceil((from - start) / everyMs));
  const last = Math.min(count, Math.ceil((to - start) / everyMs));
  let [sum, min, max] = [0n, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let n = first; n < last; n += 1) {
    const value = valueAt(index, n);
    sum += BigInt(value * 2 ** 60);
    min = Math.min(min, value);
    max = Math.max(max, value);
  }
  return { count: last - first, min, max, mean: Number((sum << 64n) / BigInt(last - first)) / 2 ** 64 / 2 ** 60 };
}

async function ask(store: Store): Promise<{ times: number[]; wrong: number }> {
  const spans = [
    ...[dayMs, dayMs / 2, dayMs / 4, dayMs / 24, dayMs / 96, 60_000].map((ms) => [start + dayMs - ms, start + dayMs]),
    ...[[start + 12_345, start + dayMs - 54_321] as const, [start + dayMs / 3, start + dayMs / 3 + 7_777_777] as const],
  ] as [number, number][];
  const times: number[] = [];
  let wrong = 0;
  for (const [from, to] of spans)
    for (const [index, { id }] of sensors.entries())
      for (const maxBins of [1, 300, 1_000]) {
        const began = performance.now();
        const { summary } = await store.readings.history({ seriesId: id, from, to, maxBins });
        times.push(performance.now() - began);
        if (maxBins !== 300) continue;
        const expected = trueSummary(index, from, to);
        const isSame = (['count', 'min', 'max', 'mean'] as const).every((name) => summary?.[name] === expected[name]);
        if (!isSame) wrong += 1;
      }
  return { times, wrong };
}

async function thinned(store: Store): Promise<number> {
  const kept = { singleMs: 7 * dayMs, minuteMs: 90 * dayMs, hourMs: 3_650 * dayMs, bytes: boundMb * 1e6 };
  let slowest = 0;
  for (let more = true; more; ) {
    const began = performance.now();
    ({ more } = await store.readings.thin(start + dayMs, kept));
    slowest = Math.max(slowest, performance.now() - began);
  }
  return slowest;
}

/** What is in use of a closed database. */
function usedMb(folder: string): number {
  const db = new Database(join(folder, 'limpet.db'), { readonly: true });
  const of = (name: string) => Number(db.pragma(name, { simple: true }));
  const bytes = (of('page_count') - of('freelist_count')) * of('page_size');
  db.close();
  return bytes / 1e6;
}

export const benchmark: Benchmark = {
  id: 'readings',
  title: 'A day of four sensors at 10 Hz is kept in bounded room, and any span of it is answered at once and exactly',
  async run() {
    const folder = await mkdtemp(join(tmpdir(), 'limpet-bench-'));
    const open = async () => (await openStore({ folder, now: () => start + dayMs })).store;
    try {
      let store = await open();
      const perReading = await fill(store);
      const { times, wrong } = await ask(store);
      await store.close();
      const wholeMb = usedMb(folder);
      store = await open();
      const slowestThin = await thinned(store);
      await store.close();
      const figures: Figure[] = [
        { name: 'a question for any span, slowest', value: Math.max(...times), unit: 'ms', goal: { atMost: 100 } },
        { name: 'the same, p50', value: percentile(times, 0.5), unit: 'ms' },
        { name: 'answers that differ from the readings', value: wrong, unit: '', goal: { atMost: 0 } },
        { name: 'writing one reading, p50', value: perReading, unit: 'µs', goal: { atMost: 100 } },
        { name: '3,456,000 readings with their means', value: wholeMb, unit: 'MB', goal: { atMost: 150 } },
        { name: `with a bound of ${boundMb} MB`, value: usedMb(folder), unit: 'MB', goal: { atMost: boundMb } },
        { name: 'one step of thinning out, slowest', value: slowestThin, unit: 'ms', goal: { atMost: 100 } },
      ];
      return figures;
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};
