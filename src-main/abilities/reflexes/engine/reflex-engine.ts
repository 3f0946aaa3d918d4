// A reflex as a machine over time and readings: the same steps give the same events, whether they come from a sensor now or
// from a record of last year. Knows no clock, no board and no person.
import type { ReadingQuality } from '#main/contract/readings.ts';
import type { ReflexMoment, ReflexRule } from '#main/contract/reflexes.ts';
import { createQuiet } from './quiet.ts';

export type ReflexState = {
  /** The newest moment that was taken into account. */
  readonly at: number;
  /** The newest good value, or when the watch began. */
  readonly freshFrom: number;
  /** Since when it is so without a break; only before it has begun. */
  readonly since?: number | undefined;
  /** It has begun and is not over. */
  readonly isActive: boolean;
  readonly isStale: boolean;
  readonly firedAt?: number | undefined;
  /** Outputs may have been made safe meanwhile: they are set again with the next value that is still so. */
  readonly mustRepeat: boolean;
  readonly value?: number | undefined;
  readonly valueAt?: number | undefined;
};

export type EngineReading = {
  readonly at: number;
  readonly quality: ReadingQuality;
  readonly value?: number | undefined;
  readonly unit: string;
};

export type Stepped = { readonly state: ReflexState; readonly moments: readonly ReflexMoment[] };

/**
 * `at` of a moment is when it was due, not when somebody noticed. What is due at the moment of a reading comes before it.
 * Every step takes the state of the one before and gives back a new one.
 */
export interface ReflexEngine {
  begin(at: number): ReflexState;
  /** A reading that is older than what was taken into account counts as of now; a much older one not at all. */
  take(state: ReflexState, reading: EngineReading): Stepped;
  /** Time has passed. */
  advance(state: ReflexState, to: number): Stepped;
  /** Nobody watched up to `at`: Limpet was closed, the computer slept, the clock was set. */
  resume(state: ReflexState, at: number): ReflexState;
  /** When `advance` has something to do if nothing comes. */
  nextAt(state: ReflexState): number | undefined;
  /** When it would begin if nothing changed. */
  firesAt(state: ReflexState): number | undefined;
  /** When the person may be told of it. */
  tellAt(at: number): number;
}

/** Readings travel: one that was measured before a moment may come after it. */
const lateMs = 5_000;

const goodValue = ({ quality, value }: EngineReading) =>
  quality === 'good' && value !== undefined && Number.isFinite(value) ? value : undefined;

export function createReflexEngine(rule: ReflexRule): ReflexEngine {
  const quiet = rule.quiet === undefined ? undefined : createQuiet(rule.quiet);
  const side = rule.is === 'above' ? 1 : -1;
  const isSo = (value: number) => (value - rule.threshold) * side > 0;
  const isOver = (value: number) => (value - rule.threshold) * side <= -rule.hysteresis;

  const staleAt = (s: ReflexState) => (s.isStale ? undefined : s.freshFrom + rule.staleAfterMs + 1);
  const earliest = (s: ReflexState): number | undefined =>
    s.isActive || s.since === undefined
      ? undefined
      : Math.max(s.since + rule.forMs, s.at, s.firedAt === undefined ? 0 : s.firedAt + rule.coolDownMs);
  const firesAt = (s: ReflexState): number | undefined => {
    const at = earliest(s);
    return at === undefined || quiet === undefined || rule.quiet?.acts === true ? at : quiet.after(at);
  };

  const goStale = (s: ReflexState, at: number): Stepped => {
    const isEnded = s.isActive && rule.whenStale === 'end';
    const state = { ...s, at, since: undefined, isStale: true, isActive: s.isActive && !isEnded };
    return { state, moments: [{ type: 'stale', at }, ...(isEnded ? [{ type: 'ended', at } as const] : [])] };
  };
  const fire = (s: ReflexState, at: number): Stepped => ({
    state: { ...s, at, since: undefined, isActive: true, firedAt: at, mustRepeat: false },
    moments: [{ type: 'fired', at, ...(s.value === undefined ? {} : { value: s.value }) }],
  });
  const due = (s: ReflexState, to: number): Stepped | undefined => {
    const stale = staleAt(s);
    const base = earliest(s);
    const fires = base === undefined || base > to ? undefined : firesAt(s); // the zone's clock is asked when it matters
    if (stale !== undefined && stale <= to && (fires === undefined || stale <= fires)) return goStale(s, stale);
    return fires !== undefined && fires <= to ? fire(s, fires) : undefined;
  };
  const advance = (from: ReflexState, to: number): Stepped => {
    const moments: ReflexMoment[] = [];
    let state = from;
    for (let step = due(state, to); step !== undefined; step = due(state, to)) {
      state = step.state;
      moments.push(...step.moments);
    }
    return { state, moments };
  };

  const weigh = (s: ReflexState, at: number, value: number): Stepped => {
    const fresh = { ...s, at, freshFrom: at, isStale: false, value, valueAt: at };
    const back: readonly ReflexMoment[] = s.isStale ? [{ type: 'back', at, value }] : [];
    if (!s.isActive) {
      const since = isSo(value) ? (s.since ?? at) : undefined;
      return { state: { ...fresh, since }, moments: back };
    }
    if (isOver(value)) {
      const state = { ...fresh, since: undefined, isActive: false, mustRepeat: false };
      return { state, moments: [...back, { type: 'ended', at, value }] };
    }
    // A device that was away has made its outputs safe.
    const isRepeated = s.mustRepeat || s.isStale;
    const again: readonly ReflexMoment[] = isRepeated ? [{ type: 'repeated', at, value }] : [];
    return { state: { ...fresh, mustRepeat: false }, moments: [...back, ...again] };
  };

  return {
    begin: (at) => ({ at, freshFrom: at, isActive: false, isStale: false, mustRepeat: false }),
    advance,
    take(from, reading) {
      if (reading.at < from.at - lateMs) return { state: from, moments: [] };
      const at = Math.max(reading.at, from.at);
      const before = advance(from, at);
      const value = goodValue(reading);
      if (value === undefined || reading.unit !== rule.sensor.unit) return before;
      const weighed = weigh(before.state, at, value);
      const after = advance(weighed.state, at);
      return { state: after.state, moments: [...before.moments, ...weighed.moments, ...after.moments] };
    },
    resume(s, at) {
      const gapMs = at - s.at;
      const isBroken = gapMs < 0 || gapMs > rule.staleAfterMs;
      return {
        ...s,
        ...{ at, freshFrom: at, mustRepeat: s.isActive },
        ...(isBroken ? { since: undefined } : {}),
        ...(s.firedAt !== undefined && s.firedAt > at ? { firedAt: at } : {}),
      };
    },
    nextAt(s) {
      const [stale, fires] = [staleAt(s), firesAt(s)];
      if (stale === undefined || fires === undefined) return stale ?? fires;
      return Math.min(stale, fires);
    },
    firesAt,
    tellAt: (at) => quiet?.after(at) ?? at,
  };
}
