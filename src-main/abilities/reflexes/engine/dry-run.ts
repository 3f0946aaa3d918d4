// A reflex over what was recorded: by the machine that runs it, at the moments that stand in the record.
import type { Readings } from '#main/abilities/hardware/port/readings.ts';
import { AppError } from '#main/contract/errors.ts';
import type { Series } from '#main/contract/readings.ts';
import type { ReflexMoment, ReflexSensor } from '#main/contract/reflexes.ts';
import { cancelled } from '#main/platform/base/clock.ts';
import type { DryRunOrder, DryRunResult } from '../port.ts';
import { createReflexEngine } from './reflex-engine.ts';

const pageSize = 5_000;
export const dryRunLimits = { readings: 5_000_000, moments: 1_000 } as const;

export const isSensor = (s: Pick<Series, keyof ReflexSensor>, wanted: ReflexSensor) =>
  s.deviceKey === wanted.deviceKey &&
  s.source === wanted.source &&
  s.quantity === wanted.quantity &&
  s.channel === wanted.channel &&
  s.unit === wanted.unit;

export const noSeries = () =>
  new AppError('not_found', 'Nothing of this sensor is recorded. Let it measure for a while, then try again.', {
    details: { reason: 'reflex_no_series' },
  });

/** Pages follow one another by time; readings of the same moment as the last one are told apart by their number. */
async function* recorded(readings: Pick<Readings, 'raw'>, o: { seriesId: string; from: number; to: number }) {
  let [from, seen] = [o.from, 0];
  for (;;) {
    const limit = pageSize + seen;
    const page = await readings.raw({ ...o, from, limit });
    yield* page.slice(seen);
    const last = page.at(-1)?.at;
    if (page.length < limit || last === undefined) return;
    [from, seen] = [last, page.filter(({ at }) => at === last).length];
  }
}

/** Errors: `not_found` (`reflex_no_series`), `cancelled`. */
export async function dryRun(
  { rule, from, to }: DryRunOrder,
  readings: Pick<Readings, 'list' | 'raw'>,
  signal: AbortSignal,
): Promise<DryRunResult> {
  const all = await readings.list({ device: rule.sensor.deviceKey });
  const series = all.find((one) => isSensor(one, rule.sensor));
  if (series === undefined) throw noSeries();
  const engine = createReflexEngine(rule);
  const begin = Math.max(from, series.firstAt);
  let state = engine.begin(begin);
  const moments: ReflexMoment[] = [];
  let count = 0;
  for await (const reading of recorded(readings, { seriesId: series.id, from: begin, to })) {
    if (signal.aborted) throw cancelled();
    const step = engine.take(state, reading);
    state = step.state;
    moments.push(...step.moments);
    count += 1;
    if (count >= dryRunLimits.readings || moments.length >= dryRunLimits.moments)
      return { moments: moments.slice(0, dryRunLimits.moments), readings: count, through: reading.at };
  }
  moments.push(...engine.advance(state, Math.max(to, begin)).moments);
  return { moments, readings: count, through: Math.max(to, begin) };
}
