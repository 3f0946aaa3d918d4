// Waiting for a time of the wall clock. Timers stand still while a machine sleeps; what is planned by the clock is not to
// come hours late, and not to begin in the moment in which the machine is put to sleep.
import type { Clock } from '#main/platform/base/clock.ts';

export type PowerEvent = 'suspend' | 'resume';

export interface Alarm {
  /** Resolves when the wall clock has reached `at`, and the machine is awake. Rejects with `cancelled` on abort. */
  until(at: number, signal: AbortSignal): Promise<void>;
  /** Told by a host that knows; without one, a slept-over time is noticed within the hour. */
  power(event: PowerEvent): void;
}

const lookAgainMs = 3_600_000;
/** A machine that says nothing more after "suspend" did not sleep. */
const mostAsleepMs = 60_000;

export function createAlarm(clock: Clock): Alarm {
  let asleepSince: number | undefined;
  const waiting = new Set<() => void>();
  const isAsleep = () => asleepSince !== undefined && clock.monotonic() - asleepSince < mostAsleepMs;

  /** Until something has changed, or it is time to look again. */
  const pause = async (ms: number, signal: AbortSignal) => {
    const changed = new AbortController();
    const wake = () => changed.abort();
    waiting.add(wake);
    signal.addEventListener('abort', wake, { once: true });
    try {
      await clock.sleep(ms, changed.signal).catch(() => undefined); // woken early
    } finally {
      waiting.delete(wake);
      signal.removeEventListener('abort', wake);
    }
  };
  return {
    async until(at, signal) {
      for (;;) {
        if (signal.aborted) await clock.sleep(0, signal); // rejects as every wait does
        const left = at - clock.now();
        if (left <= 0 && !isAsleep()) return;
        await pause(isAsleep() ? mostAsleepMs : Math.min(left, lookAgainMs), signal);
      }
    },
    power(event) {
      asleepSince = event === 'suspend' ? clock.monotonic() : undefined;
      for (const wake of [...waiting]) wake();
    },
  };
}
