// Tells pages that what was spent has changed: seldom enough for many calls at once, and when a new day begins.
import { isCancelled } from '#main/contract/errors.ts';
import type { Clock } from '#main/platform/base/clock.ts';
import { createLocalDays, type LocalDays } from './local-day.ts';

export type UsageNewsDeps = {
  readonly publish: () => void;
  readonly clock: Clock;
  readonly days?: LocalDays;
};

export interface UsageNews {
  changed(): void;
  /** Ends when the signal aborts. */
  run(signal: AbortSignal): Promise<void>;
}

const pauseMs = 250;
/** The clock may be changed, and the machine may sleep over midnight. */
const lookMs = 60 * 60 * 1000;

export function createUsageNews({ publish, clock, days = createLocalDays() }: UsageNewsDeps): UsageNews {
  let cancel: (() => void) | undefined;
  const changed = () => {
    cancel ??= clock.after(pauseMs, () => {
      cancel = undefined;
      publish();
    });
  };
  return {
    changed,
    async run(signal) {
      try {
        for (let day = days.of(clock.now()); ; ) {
          await clock.sleep(Math.min(lookMs, Math.max(1, day.until - clock.now())), signal);
          const now = days.of(clock.now());
          if (now.name !== day.name) publish();
          day = now;
        }
      } catch (error) {
        if (!isCancelled(error)) throw error;
      } finally {
        cancel?.();
      }
    },
  };
}
