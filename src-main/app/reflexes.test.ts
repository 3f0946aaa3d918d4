// A reflex in the whole app: over the lines of a station that nobody has, through a restart, and without a model.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type AppKit, createAppKit } from './testing/app-kit.ts';

const key = 'virtual:weather';

describe('a reflex in the app [D3]', { timeout: 60_000 }, () => {
  let kit: AppKit;
  let folder: string;
  const start = async (startAt: number) => {
    kit = await createAppKit({ folder, startAt });
    await kit.during(kit.api.devices.startBoard({ name: 'weather' }));
  };
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'limpet-reflex-'));
    await start(Date.UTC(2026, 5, 1, 12));
  });
  afterEach(async () => {
    await kit.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const overview = async () => {
    for await (const { data } of kit.api.reflexes.follow({})) return data;
    throw new Error('nothing came');
  };
  const pass = async (seconds: number) => {
    for (let second = 0; second < seconds; second += 1) await kit.clock.advance(1_000);
  };

  it('runs from the first value to the inbox, goes on after a restart, and asks no model', async () => {
    await kit.during(kit.api.devices.allow({ key }));
    await kit.during(kit.api.devices.connect({ key }));
    await pass(5);
    const { series } = await kit.during(kit.api.readings.list({ deviceKey: key }));
    const heard = series.find(({ quantity }) => quantity === 'temperature');
    if (heard === undefined) throw new Error(`no temperature among ${JSON.stringify(series)}`);
    const { deviceKey, source, quantity, unit } = heard;
    const { id, hash } = await kit.during(
      kit.api.reflexes.save({
        rule: {
          ...{ name: 'Warm', sensor: { deviceKey, source, quantity, unit }, is: 'above', threshold: -100 },
          ...{ hysteresis: 0, forMs: 10_000, coolDownMs: 60_000, staleAfterMs: 60_000, whenStale: 'keep' },
          ...{ onStart: [{ type: 'tell', text: 'It is warm.' }], onEnd: [] },
        },
      }),
    );
    await pass(20);
    expect((await kit.during(overview())).news).toEqual([]);
    await kit.during(kit.api.reflexes.switchOn({ id, hash }));
    await pass(6);
    expect((await kit.during(overview())).reflexes).toMatchObject([{ isOn: true, phase: 'counting' }]);
    await pass(10);
    const { news } = await kit.during(overview());
    expect(news).toMatchObject([{ type: 'fired', outcome: 'done', name: 'Warm', texts: ['It is warm.'] }]);
    const now = kit.clock.now();
    expect(kit.asked()).toBe(0);
    await kit.close();
    await start(now + 5_000);
    await kit.during(kit.api.devices.connect({ key }));
    await pass(5);
    const after = await kit.during(overview());
    expect(after.reflexes).toMatchObject([{ isOn: true, phase: 'active' }]);
    expect(after.news.map(({ n }) => n)).toEqual(news.map(({ n }) => n));
    // The station is gone: its silence is told, by the clock alone.
    await kit.during(kit.api.devices.stopBoard({ name: 'weather' }));
    await pass(65);
    expect((await kit.during(overview())).news[0]).toMatchObject({ type: 'stale' });
    expect(kit.asked()).toBe(0);
    const { entries } = await kit.during(kit.api.activity.list({ text: 'Warm' }));
    expect(entries.map(({ fact }) => fact.type === 'noted' && [fact.by, fact.title.key])).toEqual([
      ['limpet', 'reflexes.noted_stale'],
      ['limpet', 'reflexes.noted_repeated'],
      ['limpet', 'reflexes.noted_fired'],
      ['person', 'reflexes.noted_on'],
    ]);
  });
});
