// That something changed, for those who wait for it.

import type { Clock } from '#main/platform/base/clock.ts';
import { cancelled } from '#main/platform/base/clock.ts';

export interface News {
  tell(): void;
  /** Grows with each piece of news. */
  readonly count: number;
  /** Resolves to true with the first news after `seen`, to false after `withinMs`. Rejects with `cancelled`. */
  next(seen: number, signal: AbortSignal, withinMs?: number): Promise<boolean>;
  on(callback: () => void): () => void;
}

export function createNews(clock: Pick<Clock, 'after'>): News {
  const listeners = new Set<() => void>();
  let count = 0;
  const on = (callback: () => void) => {
    listeners.add(callback);
    return () => void listeners.delete(callback);
  };
  return {
    on,
    get count() {
      return count;
    },
    tell() {
      count += 1;
      for (const listener of [...listeners]) listener();
    },
    next: (seen, signal, withinMs) =>
      new Promise<boolean>((resolve, reject) => {
        if (signal.aborted) return reject(cancelled());
        if (count !== seen) return resolve(true);
        const finish = (settle: () => void) => () => {
          stopTimer();
          stopHearing();
          signal.removeEventListener('abort', abort);
          settle();
        };
        const abort = finish(() => reject(cancelled()));
        const stopHearing = on(finish(() => resolve(true)));
        const stopTimer =
          withinMs === undefined
            ? () => {}
            : clock.after(
                withinMs,
                finish(() => resolve(false)),
              );
        signal.addEventListener('abort', abort, { once: true });
      }),
  };
}
