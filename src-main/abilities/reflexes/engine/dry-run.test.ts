// A dry-run takes each recorded value once, whatever the pages, and ends when it is told to.
import { describe, expect, it } from 'vitest';
import type { NotedReading } from '#main/abilities/hardware/port/readings.ts';
import type { Series } from '#main/contract/readings.ts';
import { board, fanRule, minute } from '../testing/rule.ts';
import { dryRun } from './dry-run.ts';

const start = Date.UTC(2026, 5, 1);
const sensor = { source: 'bme280@0x76', quantity: 'temperature', unit: '°C' } as const;
const series: Series = { id: 's', deviceKey: board, deviceName: 'Uno', ...sensor, firstAt: start, count: 1 };

function recordOf(values: readonly { readonly at: number; readonly value: number }[]) {
  const readings = values.map(
    (one): NotedReading => ({ seriesId: 's', device: board, ...sensor, quality: 'good', ...one }),
  );
  return {
    list: async () => [series],
    raw: async (o: { from: number; to: number; limit: number }) =>
      readings.filter(({ at }) => at >= o.from && at < o.to).slice(0, o.limit),
  };
}
const signal = new AbortController().signal;

describe('a dry-run', () => {
  it('takes each value once, also where many of one moment lie on the edge of a page', async () => {
    // Eight of each moment: pages of 5,000 end within them.
    const values = [...Array(24_000).keys()].map((n) => ({ at: start + Math.floor(n / 8) * 1_000, value: 20 }));
    const to = start + 4_000_000;
    const { readings, through } = await dryRun({ rule: fanRule, from: 0, to }, recordOf(values), signal);
    expect([readings, through]).toEqual([24_000, to]);
  });

  it('looks at the span that was asked for, and no value outside it', async () => {
    const values = [...Array(60).keys()].map((n) => ({ at: start + n * minute, value: 31 }));
    const order = { rule: fanRule, from: start + 10 * minute, to: start + 20 * minute };
    expect(await dryRun(order, recordOf(values), signal)).toEqual({
      moments: [{ type: 'fired', at: start + 15 * minute, value: 31 }],
      ...{ readings: 10, through: order.to },
    });
  });

  it('says that nothing is recorded of a sensor, or only in another unit, and stops when it is told to', async () => {
    const rule = { ...fanRule, sensor: { ...fanRule.sensor, unit: '°F' } };
    const order = { rule, from: 0, to: start };
    await expect(dryRun(order, recordOf([]), signal)).rejects.toMatchObject({
      details: { reason: 'reflex_no_series' },
    });
    const values = [{ at: start, value: 20 }];
    const stopped = dryRun({ rule: fanRule, from: 0, to: start + 1 }, recordOf(values), AbortSignal.abort());
    await expect(stopped).rejects.toMatchObject({ code: 'cancelled' });
  });
});
