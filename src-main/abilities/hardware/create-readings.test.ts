// What was measured is told at once, kept within a second, bounded whatever comes, and the same after a kill.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readingLimits } from '#main/contract/readings.ts';
import { Settings } from '#main/contract/settings.ts';
import { createFakeClock, type FakeClock } from '#main/platform/base/fake-clock.ts';
import { silentLog } from '#main/platform/base/log.ts';
import { openStore } from '#main/platform/store/create-store.ts';
import type { Store } from '#main/platform/store/port.ts';
import { createReadings } from './create-readings.ts';
import type { KeptReadings, Measured, NotedReading } from './port/readings.ts';
import { exportReadings } from './readings/export-readings.ts';
import { followNewest } from './readings/follow-newest.ts';

const start = Date.UTC(2026, 2, 5, 7, 0);
const measured = (change: Partial<Measured> = {}): Measured => ({
  ...{ device: 'virtual:weather', source: 'line', quantity: 'temperature', unit: '°C', at: start },
  ...{ quality: 'good', value: 21.5 },
  ...change,
});

describe('readings', () => {
  let folder: string;
  let store: Store;
  let clock: FakeClock;
  let readings: KeptReadings;
  const life = new AbortController();
  const create = () => createReadings({ store, settings: () => Settings.parse({}), clock, log: silentLog });
  const open = async () => {
    ({ store } = await openStore({ folder, now: () => start }));
    readings = create();
  };
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'limpet-readings-'));
    clock = createFakeClock(start);
    await open();
  });
  afterEach(async () => {
    await store.close();
    await rm(folder, { recursive: true, force: true });
  });
  const one = async () => {
    const [series] = await readings.list({});
    if (series === undefined) throw new Error('no series');
    return series;
  };

  it('are told at once, and are on the disk within a second [D2]', async () => {
    const heard: (readonly NotedReading[])[] = [];
    const stop = readings.onNoted((noted) => heard.push(noted));
    readings.note([measured(), measured({ quantity: 'relative_humidity', unit: '%', value: 40 })]);
    expect(heard.map((noted) => noted.map(({ value }) => value))).toEqual([[21.5, 40]]);
    expect(await store.readings.series()).toEqual([]);
    await clock.advance(1_000);
    expect((await store.readings.series()).map(({ quantity, count }) => [quantity, count])).toEqual([
      ['temperature', 1],
      ['relative_humidity', 1],
    ]);
    stop();
    readings.note([measured()]);
    expect(heard).toHaveLength(1);
  });

  it('keep the id of a series over restart and forgetting, and go on counting', async () => {
    readings.note([measured(), measured({ at: start + 1, value: 22 })]);
    const before = await one();
    await clock.advance(1_000);
    await store.close();
    await open();
    readings.note([measured({ at: start + 2, value: 20 })]);
    expect(await one()).toMatchObject({
      id: before.id,
      count: 3,
      firstAt: start,
      newest: { value: 20, at: start + 2 },
    });
    await readings.forget([before.id]);
    expect(await readings.list({})).toEqual([]);
    await expect(readings.history({ seriesId: before.id, from: 0, to: start, maxBins: 1 })).rejects.toMatchObject({
      ...{ code: 'not_found', details: { reason: 'no_series' } },
    });
    readings.note([measured()]);
    expect(await one()).toMatchObject({ id: before.id, count: 1 });
  });

  it('answer with what was noted a moment ago, too', async () => {
    readings.note([
      measured(),
      measured({ at: start + 5, quality: 'fault' }),
      measured({ at: start + 9, value: 23.5 }),
    ]);
    const { id } = await one();
    const span = { seriesId: id, from: start, to: start + 10 };
    expect((await readings.history({ ...span, maxBins: 10 })).summary).toMatchObject({ count: 2, mean: 22.5 });
    expect((await readings.raw({ ...span, limit: 9 })).map(({ quality, device }) => [quality, device])).toEqual([
      ['good', 'virtual:weather'],
      ['fault', 'virtual:weather'],
      ['good', 'virtual:weather'],
    ]);
  });

  it('take no number that is none, and no name that would be obeyed', async () => {
    readings.note([
      ...[measured({ value: Number.NaN }), measured({ value: Number.POSITIVE_INFINITY }), measured({ value: 1e300 })],
      ...[measured({ quantity: '\u001b[31m \u202e', value: 1 }), measured({ quantity: `a\u0007${'b'.repeat(500)}` })],
    ]);
    const all = await readings.list({});
    expect(all.map(({ quantity, newest }) => [quantity.length, newest?.quality])).toEqual([
      ...[
        [11, 'fault'],
        [4, 'good'],
        [80, 'good'],
      ],
    ]);
  });

  it('are bounded: series of one device, and what waits for a disk that takes nothing', async () => {
    const add = store.readings.add;
    let isBroken = true;
    const broken: Store['readings'] = {
      ...store.readings,
      add: async (rows) => {
        if (isBroken) throw new Error('no room');
        await add(rows);
      },
    };
    readings = createReadings({
      ...{ store: { readings: broken, devices: store.devices }, clock, log: silentLog },
      settings: () => Settings.parse({}),
    });
    for (let index = 0; index < 100; index += 1) readings.note([measured({ quantity: `field ${index}` })]);
    expect(await readings.list({})).toHaveLength(readingLimits.seriesPerDevice);
    for (let index = 0; index < 30_000; index += 1)
      readings.note([measured({ quantity: 'field 1', at: start + index })]);
    await clock.advance(20_000);
    isBroken = false;
    await clock.advance(10_000);
    const kept = await store.readings.series();
    expect(kept.reduce((sum, { count }) => sum + count, 0)).toBe(20_000);
  });

  it('are followed: everything first, then the newest of each, four times a second at most', async () => {
    readings.note([measured(), measured({ quantity: 'other', device: 'x' })]);
    const stop = new AbortController();
    const items = followNewest({ readings, clock }, { device: 'virtual:weather' }, stop.signal)[Symbol.asyncIterator]();
    const first = await items.next();
    expect(first.value?.readings).toMatchObject([{ value: 21.5 }]);
    const second = items.next();
    let hasCome = false;
    void second.then(() => {
      hasCome = true;
    });
    for (let value = 1; value <= 24; value += 1) {
      await clock.advance(10);
      readings.note([measured({ at: clock.now(), value }), measured({ device: 'x', value: 0 })]);
    }
    expect(hasCome).toBe(false);
    await clock.advance(20);
    expect((await second).value?.readings).toMatchObject([{ value: 24 }]);
    stop.abort();
    expect((await items.next()).done).toBe(true);
  });

  it('are written as CSV, each once, and no name becomes a formula', async () => {
    const many = Array.from({ length: 12_000 }, (_, index) =>
      measured({ at: start + Math.floor(index / 3), value: -index }),
    );
    readings.note([...many, measured({ quantity: '=HYPERLINK("x")', at: start, quality: 'fault' })]);
    const seriesIds = (await readings.list({})).map(({ id }) => id);
    const span = { from: start, to: start + 100_000 };
    const made = await exportReadings({ readings, store, clock }, { seriesIds, ...span }, life.signal);
    expect(made).toMatchObject({ rows: 12_001, name: 'virtual-weather-2026-03-05.csv' });
    const text = Buffer.from(await store.blobs.read(made.blobId)).toString();
    const lines = text.split('\r\n');
    expect(lines).toHaveLength(12_003);
    expect(lines[0]).toBe('time,device,source,quantity,channel,unit,quality,value');
    expect(lines[2]).toBe('2026-03-05T07:00:00.000Z,virtual:weather,line,temperature,,°C,good,-1');
    expect(lines[12_001]).toBe(`2026-03-05T07:00:00.000Z,virtual:weather,line,"'=HYPERLINK(""x"")",,°C,fault,`);
    expect(new Set(lines.slice(1, 12_001).map((line) => line.split(',').at(-1))).size).toBe(12_000);
    await clock.advance(3_700_000);
    await exportReadings({ readings, store, clock }, { seriesIds, ...span }, life.signal);
    await expect(store.blobs.read(made.blobId)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('lose at most a second to kill -9 [D2]', async () => {
    await store.close();
    const child = fork(join(import.meta.dirname, 'testing/noting-child.ts'), [folder], { execArgv: [] });
    const said: { count: number; at: number }[] = [];
    await new Promise<void>((resolve) => {
      child.on('message', (message) => {
        said.push(message as { count: number; at: number });
        if (said.length >= 120) resolve();
      });
    });
    child.kill('SIGKILL');
    await once(child, 'close');
    await open();
    const { id, count } = await one();
    const kept = await readings.raw({ seriesId: id, from: 0, to: Date.now() + 1, limit: 1_000 });
    const last = said.at(-1);
    expect(kept.map(({ value }) => value)).toEqual(kept.map((_, index) => index + 1));
    expect(count).toBe(kept.length);
    expect((await readings.history({ seriesId: id, from: 0, to: Date.now() + 1, maxBins: 1 })).summary?.count).toBe(
      count,
    );
    const lost = said.filter((one) => one.count > kept.length);
    expect((last?.at ?? 0) - (lost[0]?.at ?? last?.at ?? 0)).toBeLessThanOrEqual(1_000);
    expect(count).toBeGreaterThan(60);
  });
});
