// sensor_history answers for what was measured, in the person's time, and draws it; sensor_watch asks once and says for what.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encode } from 'gpt-tokenizer/encoding/o200k_base';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type PlanContext, type Tool, type ToolContext, toDefinition } from '#main/abilities/tools/port.ts';
import { ChartSpec } from '#main/contract/artefacts.ts';
import { ArtefactId, CallId, SessionId, TurnId } from '#main/contract/ids.ts';
import type { Watch } from '#main/contract/readings.ts';
import { Settings } from '#main/contract/settings.ts';
import { neverAborts } from '#main/platform/base/abort.ts';
import { createFakeClock } from '#main/platform/base/fake-clock.ts';
import { silentLog } from '#main/platform/base/log.ts';
import { openStore } from '#main/platform/store/create-store.ts';
import type { Store } from '#main/platform/store/port.ts';
import { createReadings } from '../create-readings.ts';
import type { KeptReadings, Measured } from '../port/readings.ts';
import type { Watches, WatchOrder } from '../port/watches.ts';
import { noWatches } from '../testing/no-readings.ts';
import { createSensorHistory } from './sensor-history.ts';
import { createSensorWatch } from './sensor-watch.ts';

const minute = 60_000;
const now = new Date(2026, 2, 5, 8, 0).getTime();
const ids = { sessionId: SessionId.parse('s1'), turnId: TurnId.parse('t1'), callId: CallId.parse('c1') };

describe('the tools of sensor memory', () => {
  let folder: string;
  let store: Store;
  let readings: KeptReadings;
  let shown: { title: string; content: string }[];
  const clock = createFakeClock(now);
  // These tools ask nothing else of their context.
  const ctx = { ...ids, signal: neverAborts, clock } as unknown as PlanContext & ToolContext;
  const run = async (tool: Tool, input: object) => {
    const plan = await tool.plan(tool.input.parse(input), ctx);
    return { plan, result: await tool.run(plan, ctx) };
  };
  const refusal = (tool: Tool, input: object) =>
    run(tool, input).then(
      () => 'done',
      (error: { details?: { reason?: string } }) => error.details?.reason,
    );
  const history = () =>
    createSensorHistory({
      readings,
      artefacts: {
        show: async ({ title, content, sessionId }) => {
          shown.push({ title, content });
          return { id: ArtefactId.parse('a1'), sessionId, versions: [] };
        },
      },
    });
  const ask = async (input: object) => (await run(history(), input)).result;
  /** Twelve hours up to now: one reading a minute, from 10 up to 22 °C, and a gap from three to two hours ago. */
  const night = (change: Partial<Measured> = {}): Measured[] =>
    Array.from({ length: 720 }, (_, index) => ({
      ...({ device: 'virtual:weather', source: 'line', quantity: 'temperature', unit: '°C', quality: 'good' } as const),
      ...{ at: now - (720 - index) * minute, value: 10 + index / 60 },
      ...change,
    })).filter(({ at }) => at < now - 180 * minute || at >= now - 120 * minute);
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'limpet-history-'));
    ({ store } = await openStore({ folder, now: () => now }));
    readings = createReadings({ store, settings: () => Settings.parse({}), clock, log: silentLog });
    shown = [];
  });
  afterEach(async () => {
    await readings.forget((await readings.list({})).map(({ id }) => id));
    await store.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('answers by quantity, device and span with statistics and when they were', async () => {
    readings.note([...night(), ...night({ quantity: 'relative_humidity', unit: '%' })]);
    const { output, label } = await ask({ quantity: 'humidity', last: 12 });
    expect(output).toContain('relative humidity of virtual:weather (line), 660 readings');
    expect(output).toContain('lowest 10 % about 2026-03-04 20:00');
    expect(output).toContain('last 21.9833 % (2026-03-05 07:59)');
    expect(output).not.toContain('temperature');
    expect(output).toMatch(/Means: 20:00 10\.\d+, 20:30 10\.\d+, 21:00/);
    expect(label).toEqual({ trust: 'untrusted', secrecy: 'private', source: 'virtual:weather' });
    const span = await ask({ quantity: 'temperature', from: '2026-03-05', to: '2026-03-05T02:00' });
    expect(span.output).toContain('120 readings: mean 14.9917 °C, lowest 14 °C');
    expect((await ask({ quantity: 'temperature', from: '2026-03-01', to: '2026-03-02' })).output).toContain(
      'nothing good in this span',
    );
    readings.note(night({ device: 'usb:1', source: 'bme280@0x76' }));
    expect((await ask({ quantity: 'bme280' })).label).toMatchObject({ trust: 'known', source: 'usb:1' });
    expect((await ask({ device: 'usb:1' })).output).not.toContain('virtual:weather');
  });

  it('draws what has one unit, with a gap where nothing was measured', async () => {
    readings.note([
      ...night(),
      ...night({ channel: 'outside', value: 3 }),
      ...night({ quantity: 'voltage', unit: 'V' }),
    ]);
    const { output } = await ask({ last: 12, chart: true });
    expect(output).toContain('shown beside the chat as a1. Series of other units are not in it.');
    const [chart] = shown;
    expect(chart?.title).toMatch(/^(temperature|temperature outside), temperature( outside)? · virtual:weather$/);
    const spec = ChartSpec.parse(JSON.parse(chart?.content ?? ''));
    expect(spec.y).toEqual({ unit: '°C' });
    expect(spec.series.map(({ values }) => values?.length)).toEqual([spec.labels?.length, spec.labels?.length]);
    const values = spec.series.find(({ name }) => name === 'temperature')?.values ?? [];
    expect(values.filter((value) => value === null).length).toBeGreaterThan(10);
    expect(values.at(-1)).toBeCloseTo(21.96, 1);
    expect(spec.labels?.[0]).toBe('20:00');
    await ask({ quantity: 'voltage', last: 1, chart: true, title: 'Spannung' });
    expect(shown[1]?.title).toBe('Spannung');
  });

  it('says what there is where nothing fits, and refuses a span that is none', async () => {
    expect(await refusal(history(), {})).toBe('nothing_measured');
    readings.note(night());
    expect((await ask({ quantity: 'pressure' })).output).toContain('There is:\n<untrusted');
    for (const wrong of [
      { from: 'yesterday' },
      { from: '2026-03-05', to: '2026-03-04' },
      { last: 1, from: '2026-03-04' },
    ])
      expect(await refusal(history(), wrong)).toBe('bad_span');
  });

  const orders: WatchOrder[] = [];
  const ended: string[] = [];
  const key = 'usb:2341:0043:1';
  const watches: Watches = {
    ...noWatches,
    async start(order) {
      orders.push(order);
      return { ...order, id: 'w', deviceName: 'Bench', createdAt: now, state: 'waiting', until: now };
    },
    list: async () => orders.map((order) => ({ ...order, id: 'w' }) as Watch),
    end: async (id) => void ended.push(id),
  };
  const watch = createSensorWatch({
    boards: { find: async () => ({ key, name: 'Bench' }), check: async () => {} },
    watches,
  });

  it('asks each time before it measures again and again, and says how long', async () => {
    const input = { device: 'Bench', via: 'firmata', sensor: 'bme280', everySeconds: 30, hours: 2 };
    const { plan } = await run(watch, input);
    expect(plan).toMatchObject({
      effects: [{ type: 'device', target: key, access: 'write' }],
      shown: {
        type: 'text',
        text: expect.stringContaining('Measure every 30 s, for 2 h: BME280 at I2C 0x76\nRuns without a model'),
      },
    });
    expect(plan.sessionGrant).toBeUndefined();
    expect(orders).toEqual([
      {
        ...{ deviceKey: key, everySeconds: 30, until: now + 2 * 3_600_000 },
        part: { type: 'sensor', via: 'firmata', sensor: 'bme280', address: 0x76 },
      },
    ]);
    const end = await run(watch, { ...input, stop: true });
    expect(end.plan.effects).toEqual([{ type: 'read', target: 'readings' }]);
    expect(ended).toEqual(['w']);
    for (const wrong of [{}, { sensor: 'bme280', channel: 'A0' }, { channel: 'A0' }])
      expect(await refusal(watch, { device: 'Bench', via: 'firmata', ...wrong })).toBe('watch_which');
  });

  it('costs the model little', () => {
    for (const tool of [watch, history()]) expect(encode(JSON.stringify(toDefinition(tool))).length).toBeLessThan(400);
  });
});
