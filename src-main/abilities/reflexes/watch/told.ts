// That something is new, for whoever follows: at once, within a second for mere values, and when a quiet hour is over.
import type { Clock } from '#main/platform/base/clock.ts';
import type { Log } from '#main/platform/base/log.ts';
import type { ReflexStore } from '#main/platform/store/port/reflexes.ts';

export type ToldDeps = {
  readonly store: Pick<ReflexStore, 'nextNewsAt'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly publish: () => void;
};

export interface Told {
  now(): void;
  soon(): void;
  close(): void;
}

const valuesEveryMs = 1_000;
/** Timers hold no longer; a clock that was set is noticed by then. */
const longestMs = 3_600_000;

export function createTold({ store, clock, log, publish }: ToldDeps): Told {
  let cancelSoon: (() => void) | undefined;
  let cancelLater: (() => void) | undefined;
  let isClosed = false;
  const waitForQuiet = async () => {
    try {
      const at = await store.nextNewsAt(clock.now());
      cancelLater?.();
      cancelLater =
        at === undefined || isClosed
          ? undefined
          : clock.after(Math.min(at - clock.now(), longestMs), () => {
              publish();
              void waitForQuiet(); // never rejects
            });
    } catch (error) {
      if (!isClosed) log.warn('news of reflexes may come late', { error });
    }
  };
  return {
    now() {
      publish();
      void waitForQuiet(); // never rejects
    },
    soon() {
      cancelSoon ??= clock.after(valuesEveryMs, () => {
        cancelSoon = undefined;
        publish();
      });
    },
    close() {
      isClosed = true;
      cancelSoon?.();
      cancelLater?.();
    },
  };
}
