// From a device to the page: what it says by itself is kept, asked about, taken along and forgotten, over the wire.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type AppKit, createAppKit } from './testing/app-kit.ts';

describe('readings of the weather station', { timeout: 40_000 }, () => {
  const key = 'virtual:weather';
  let folder: string;
  let kit: AppKit;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'limpet-readings-'));
    kit = await createAppKit({ folder });
    await kit.during(kit.api.devices.startBoard({ name: 'weather' }));
    await kit.during(kit.api.devices.allow({ key }));
  });
  afterEach(async () => {
    await kit.close();
    await rm(folder, { recursive: true, force: true });
  });
  const list = async () => (await kit.during(kit.api.readings.list({}))).series;

  it('are kept while it is connected, and answer for a span [D2]', async () => {
    await kit.clock.advance(5_000);
    expect(await list()).toEqual([]);
    await kit.during(kit.api.devices.connect({ key }));
    const from = kit.clock.now();
    await kit.clock.advance(120_500);
    const series = await list();
    expect(series.map(({ quantity, unit, source }) => [quantity, unit, source])).toEqual([
      ['temperature', '°C', 'line'],
      ['relative_humidity', '%', 'line'],
      ['pressure', 'hPa', 'line'],
    ]);
    const [temperature] = series;
    expect(temperature).toMatchObject({ deviceKey: key, newest: { quality: 'good' } });
    const seriesId = temperature?.id ?? '';
    const { bins, summary } = await kit.during(
      kit.api.readings.history({ seriesId, from, to: kit.clock.now(), maxBins: 12 }),
    );
    expect(summary?.count).toBe(temperature?.count);
    expect(summary?.count).toBeGreaterThan(110);
    expect(bins.length).toBeGreaterThan(5);
    expect(bins.reduce((sum, { count }) => sum + count, 0)).toBe(summary?.count);
  });

  it('do not mix with answers that somebody asked for', async () => {
    await kit.during(kit.api.devices.connect({ key }));
    await kit.during(kit.api.devices.write({ key, text: 'INTERVAL 0' }));
    await kit.clock.advance(2_000);
    for (let round = 0; round < 4; round += 1) {
      await kit.during(kit.api.devices.write({ key, text: 'READ?' }));
      await kit.clock.advance(500);
    }
    expect(await list()).toEqual([]);
  });

  it('are there after a restart, and gone for good when they are forgotten', async () => {
    await kit.during(kit.api.devices.connect({ key }));
    await kit.clock.advance(10_000);
    const before = await list();
    await kit.close();
    kit = await createAppKit({ folder, startAt: kit.clock.now() });
    expect(await list()).toEqual(before);
    const exported = await kit.during(
      kit.api.readings.exportCsv({ seriesIds: before.map(({ id }) => id), from: 0, to: kit.clock.now() }),
    );
    expect(exported.rows).toBe(before.reduce((sum, { count }) => sum + count, 0));
    await kit.during(kit.api.readings.forget({ seriesIds: before.map(({ id }) => id) }));
    expect(await list()).toEqual([]);
    const { entries } = await kit.during(kit.api.activity.list({ text: '' }));
    expect(entries.map(({ fact }) => (fact.type === 'noted' ? fact.title.key : ''))).toContain(
      'devices.noted_readings_forgotten',
    );
  });
});
