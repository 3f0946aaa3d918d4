// All reflexes that are on: each reading goes to those that look at its sensor, and one timer waits for what is due next.
import type { Measured, NotedReading, Readings } from '#main/abilities/hardware/port/readings.ts';
import type { ReflexId } from '#main/contract/ids.ts';
import type { ReflexSensor } from '#main/contract/reflexes.ts';
import type { Clock } from '#main/platform/base/clock.ts';
import type { LiveReflex } from './live-reflex.ts';

export type WatchDeps = {
  readonly readings: Pick<Readings, 'onNoted'>;
  readonly clock: Clock;
  /** A value or a phase is another one. */
  readonly changed: () => void;
};

export interface Watch {
  get(id: ReflexId): LiveReflex | undefined;
  put(live: LiveReflex): void;
  drop(id: ReflexId): void;
  /** Until the signal aborts; what is under way is waited for, and every state is on disk then. */
  run(signal: AbortSignal): Promise<void>;
}

/** A computer that slept, or a clock that was set, is noticed within this. */
const lookMs = 30_000;
const driftMs = 2_000;

const keyOf = ({ device, source, quantity, channel = '' }: Measured) =>
  JSON.stringify([device, source, quantity, channel]);
const keyOfSensor = ({ deviceKey, source, quantity, channel = '' }: ReflexSensor) =>
  JSON.stringify([deviceKey, source, quantity, channel]);

export function createWatch({ readings, clock, changed }: WatchDeps): Watch {
  const all = new Map<ReflexId, LiveReflex>();
  const bySensor = new Map<string, Set<LiveReflex>>();
  let cancelTimer: (() => void) | undefined;
  let isRunning = false;
  let seen = { now: 0, monotonic: 0, dueAt: 0 };

  /** Whether nobody watched since the last look: the clocks disagree, or the timer came far too late. */
  const look = (): number => {
    const [now, monotonic] = [clock.now(), clock.monotonic()];
    const passedMs = monotonic - seen.monotonic;
    const isJump = Math.abs(now - seen.now - passedMs) > driftMs || monotonic > seen.dueAt + lookMs;
    if (isJump) for (const live of all.values()) live.resume(now);
    seen = { now, monotonic, dueAt: Math.max(seen.dueAt, monotonic) };
    return now;
  };
  const plan = () => {
    cancelTimer?.();
    cancelTimer = undefined;
    if (!isRunning || all.size === 0) return;
    const now = clock.now();
    const next = Math.min(now + lookMs, ...[...all.values()].flatMap((live) => live.nextAt() ?? []));
    const waitMs = Math.max(0, next - now);
    seen = { ...seen, dueAt: clock.monotonic() + waitMs };
    cancelTimer = clock.after(waitMs, pass);
  };
  const pass = () => {
    const now = look();
    for (const live of all.values()) live.advance(now);
    changed();
    plan();
  };
  const hear = (noted: readonly NotedReading[]) => {
    if (all.size === 0) return;
    look();
    let isHeard = false;
    for (const reading of noted) {
      for (const live of bySensor.get(keyOf(reading)) ?? []) {
        live.take(reading);
        isHeard = true;
      }
    }
    if (!isHeard) return;
    changed();
    plan();
  };
  const begin = () => {
    const monotonic = clock.monotonic();
    seen = { now: clock.now(), monotonic, dueAt: monotonic };
  };
  const drop = (id: ReflexId) => {
    const live = all.get(id);
    if (live === undefined) return;
    all.delete(id);
    bySensor.get(keyOfSensor(live.reflex.rule.sensor))?.delete(live);
    plan();
  };
  return {
    get: (id) => all.get(id),
    put(live) {
      drop(live.reflex.id);
      if (all.size === 0) begin();
      all.set(live.reflex.id, live);
      const key = keyOfSensor(live.reflex.rule.sensor);
      bySensor.set(key, (bySensor.get(key) ?? new Set()).add(live));
      plan();
    },
    drop,
    async run(signal) {
      isRunning = true;
      begin();
      const stopHearing = readings.onNoted(hear);
      plan();
      try {
        await new Promise<void>((resolve) => {
          if (signal.aborted) resolve();
          signal.addEventListener('abort', () => resolve(), { once: true });
        });
      } finally {
        isRunning = false;
        stopHearing();
        plan();
        await Promise.all([...all.values()].map((live) => live.rest()));
      }
    },
  };
}
