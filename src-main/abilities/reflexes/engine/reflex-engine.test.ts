// The machine of a reflex: exact moments, and a judge that looks at the whole past for each second instead of keeping a state.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ReflexMoment, ReflexRule } from '#main/contract/reflexes.ts';
import { fanRule, minute } from '../testing/rule.ts';
import { createReflexEngine, type EngineReading } from './reflex-engine.ts';

const start = Date.UTC(2026, 5, 1, 12);
const good = (at: number, value: number): EngineReading => ({ at, value, quality: 'good', unit: '°C' });

/** All moments of a record, looked at until `to`. */
function play(rule: ReflexRule, readings: readonly EngineReading[], to: number): ReflexMoment[] {
  const engine = createReflexEngine(rule);
  let state = engine.begin(start);
  const moments: ReflexMoment[] = [];
  for (const reading of readings) {
    const step = engine.take(state, reading);
    state = step.state;
    moments.push(...step.moments);
  }
  return [...moments, ...engine.advance(state, to).moments];
}
/** Each minute one value. */
const minutes = (...values: readonly number[]) => values.map((value, n) => good(start + n * minute, value));
const at = (n: number) => start + n * minute;

describe('a reflex [D3]', () => {
  it('begins when it has been so for the whole time, at that very moment, and ends below the hysteresis', () => {
    const readings = minutes(29, 31, 31, 29, 31, 31, 31, 31, 31, 31, 29.5, 31, 29, 25);
    expect(play(fanRule, readings, at(13))).toEqual([
      { type: 'fired', at: at(9), value: 31 },
      { type: 'ended', at: at(12), value: 29 },
    ]);
  });

  it('begins between two values, when the time is over', () => {
    expect(play(fanRule, [good(start, 31), good(start + 7 * minute, 20)], at(8))).toEqual([
      { type: 'fired', at: at(5), value: 31 },
      { type: 'ended', at: at(7), value: 20 },
    ]);
  });

  it('does not begin again before the cool-down is over, then at once if it is still so', () => {
    const rule = { ...fanRule, forMs: 0 };
    const readings = minutes(31, 20, 31, 31, 31, 31, 31, 31, 31, 31, 31, 31);
    expect(play(rule, readings, at(11)).map(({ type, at: when }) => [type, (when - start) / minute])).toEqual([
      ['fired', 0],
      ['ended', 1],
      ['fired', 10],
    ]);
  });

  it('looks below as it looks above', () => {
    const rule: ReflexRule = { ...fanRule, is: 'below', threshold: 5, hysteresis: 2, forMs: minute };
    expect(play(rule, minutes(6, 4, 4, 6, 7), at(4)).map(({ type, at: when }) => [type, when])).toEqual([
      ['fired', at(2)],
      ['ended', at(4)],
    ]);
  });

  it('says once that values stay away, forgets what it had counted, and says when they are back', () => {
    const readings = [good(at(0), 31), good(at(1), 31), good(at(30), 31), good(at(34), 31)];
    const rule = { ...fanRule, forMs: 20 * minute };
    expect(play(rule, readings, at(40))).toEqual([
      { type: 'stale', at: at(16) + 1 },
      { type: 'back', at: at(30), value: 31 },
    ]);
  });

  it('takes no damaged value, none without a number and none in another unit for a value', () => {
    const bad: readonly EngineReading[] = [
      { at: at(1), quality: 'fault', unit: '°C', value: 99 },
      { at: at(2), quality: 'good', unit: '°F', value: 99 },
      { at: at(3), quality: 'good', unit: '°C', value: Number.NaN },
      { at: at(4), quality: 'not_ready', unit: '°C' },
    ];
    const rule = { ...fanRule, forMs: 0 };
    expect(play(rule, [good(at(0), 20), ...bad], at(16))).toEqual([{ type: 'stale', at: at(15) + 1 }]);
  });

  it('ends what it began when values stay away, where the person wants that; else sets it again with the next one', () => {
    const readings = [good(at(0), 31), good(at(30), 31)];
    const times = (rule: ReflexRule) => play(rule, readings, at(30)).map(({ type }) => type);
    expect(times({ ...fanRule, whenStale: 'end' })).toEqual(['fired', 'stale', 'ended', 'back']);
    expect(times(fanRule)).toEqual(['fired', 'stale', 'back', 'repeated']);
  });

  it('goes on over a short absence, begins to count anew after a long one, and sets its outputs again', () => {
    const engine = createReflexEngine(fanRule);
    const hot = engine.take(engine.begin(start), good(start, 31)).state;
    expect(engine.firesAt(engine.resume(hot, at(3)))).toBe(at(5));
    expect(engine.firesAt(engine.resume(hot, at(9)))).toBe(at(9));
    expect(engine.firesAt(engine.resume(hot, at(16)))).toBeUndefined();
    expect(engine.firesAt(engine.resume(hot, start - 1))).toBeUndefined();
    const active = engine.advance(hot, at(5)).state;
    const back = engine.resume(active, at(60));
    expect(engine.advance(back, at(61)).moments).toEqual([]);
    expect(engine.take(back, good(at(61), 30.5)).moments).toEqual([{ type: 'repeated', at: at(61), value: 30.5 }]);
    expect(engine.take(back, good(at(61), 20)).moments).toEqual([{ type: 'ended', at: at(61), value: 20 }]);
  });

  it('waits for the end of quiet hours with everything, or only with telling', () => {
    const quiet = { from: '22:00', to: '07:00', zone: 'Europe/Berlin', acts: false };
    const night = Date.UTC(2026, 5, 1, 21, 30); // 23:30 there
    const morning = Date.UTC(2026, 5, 2, 5);
    const rule = { ...fanRule, forMs: 0, staleAfterMs: 24 * 60 * minute, quiet };
    const engine = createReflexEngine(rule);
    const hot = engine.take(engine.begin(night), good(night, 31));
    expect(hot.moments).toEqual([]);
    expect(engine.firesAt(hot.state)).toBe(morning);
    expect(engine.advance(hot.state, morning - 1).moments).toEqual([]);
    expect(engine.advance(hot.state, morning).moments).toEqual([{ type: 'fired', at: morning, value: 31 }]);
    const acting = createReflexEngine({ ...rule, quiet: { ...quiet, acts: true } });
    expect(acting.take(acting.begin(night), good(night, 31)).moments).toEqual([
      { type: 'fired', at: night, value: 31 },
    ]);
    expect(acting.tellAt(night)).toBe(morning);
    expect(acting.tellAt(morning)).toBe(morning);
  });

  it.each([
    ['the night that is an hour short', Date.UTC(2026, 2, 28, 22), Date.UTC(2026, 2, 29, 5)],
    ['the night that is an hour long', Date.UTC(2026, 9, 24, 21), Date.UTC(2026, 9, 25, 6)],
  ])('ends quiet hours by the clock of the person, also in %s', (_name, night, morning) => {
    const quiet = { from: '22:30', to: '07:00', zone: 'Europe/Berlin', acts: false };
    expect(createReflexEngine({ ...fanRule, quiet }).tellAt(night + 31 * minute)).toBe(morning);
  });

  it('gives the moments that a look at the whole past gives', () => {
    const second = 1_000;
    const spans = fc.record({
      forMs: fc.integer({ min: 0, max: 6 }),
      coolDownMs: fc.integer({ min: 1, max: 12 }),
      staleAfterMs: fc.integer({ min: 2, max: 9 }),
      hysteresis: fc.integer({ min: 0, max: 2 }),
      whenStale: fc.constantFrom('keep' as const, 'end' as const),
      is: fc.constantFrom('above' as const, 'below' as const),
    });
    // At most one value in each second; none where it is undefined.
    const record = fc.array(fc.option(fc.integer({ min: -3, max: 3 }), { nil: undefined, freq: 4 }), { maxLength: 60 });
    fc.assert(
      fc.property(spans, record, (o, values) => {
        const rule = { ...fanRule, ...o, threshold: 0 };
        for (const name of ['forMs', 'coolDownMs', 'staleAfterMs'] as const) rule[name] = o[name] * second;
        const readings = values.flatMap((value, n) => (value === undefined ? [] : [good(start + n * second, value)]));
        const seen = play(rule, readings, start + 70 * second)
          .filter(({ type }) => type !== 'repeated')
          .map(({ type, at: when }) => `${Math.floor((when - start) / second)} ${type}`);
        expect(seen).toEqual(judge({ ...o, values }));
      }),
      { numRuns: 2_000 },
    );
  });
});

type Judged = {
  readonly values: readonly (number | undefined)[];
  readonly forMs: number;
  readonly coolDownMs: number;
  readonly staleAfterMs: number;
  readonly hysteresis: number;
  readonly whenStale: 'keep' | 'end';
  readonly is: 'above' | 'below';
};

/** Second by second, in the words of the rule; a moment at a second comes before the value of that second. */
function judge({ values, forMs, coolDownMs, staleAfterMs, hysteresis, whenStale, is }: Judged): string[] {
  const found: string[] = [];
  const signed = values.map((value) => (value === undefined ? undefined : is === 'above' ? value : -value));
  let [active, stale, fired, countFrom] = [false, false, Number.NEGATIVE_INFINITY, 0];
  /** The first second of the unbroken run of values beyond the threshold that ends before `now`. */
  const runStart = (now: number): number | undefined => {
    let first: number | undefined;
    for (let n = now; n >= countFrom; n -= 1) {
      const value = signed[n];
      if (value === undefined) continue;
      if (value <= 0) break;
      first = n;
    }
    return first;
  };
  for (let now = 0; now <= 70; now += 1) {
    const fireIfDue = (through: number) => {
      const first = active || stale ? undefined : runStart(through);
      if (first === undefined || now < first + forMs || now < fired + coolDownMs) return;
      found.push(`${now} fired`);
      [active, fired] = [true, now];
    };
    fireIfDue(now - 1);
    const value = signed[now];
    if (value !== undefined) {
      if (stale) {
        found.push(`${now} back`);
        [stale, countFrom] = [false, now];
      }
      if (active && value <= -hysteresis) {
        found.push(`${now} ended`);
        [active, countFrom] = [false, now + 1];
      }
      fireIfDue(now);
      continue;
    }
    const newest = signed.findLastIndex((one, n) => n < now && one !== undefined);
    // Longer than allowed: a millisecond after the second in which the limit is reached.
    if (!stale && now - Math.max(newest, 0) >= staleAfterMs) {
      found.push(`${now} stale`);
      stale = true;
      if (active && whenStale === 'end') {
        found.push(`${now} ended`);
        active = false;
      }
    }
  }
  return found;
}
