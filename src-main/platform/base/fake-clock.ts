// A clock that stands still until a test moves it.
import { type Clock, cancelled } from './clock.ts';

export interface FakeClock extends Clock {
  /** Moves time forward and runs what falls due, in order; awaits the microtasks between two timers. */
  advance(ms: number): Promise<void>;
  pending(): number;
}

type Timer = { at: number; order: number; run: () => void };

export function createFakeClock(start = Date.UTC(2026, 0, 1)): FakeClock {
  let now = start;
  let order = 0;
  const timers = new Set<Timer>();
  const settle = async () => {
    for (let i = 0; i < 20; i += 1) await Promise.resolve();
    await new Promise<void>((resolve) => setImmediate(resolve));
  };
  const after = (ms: number, run: () => void) => {
    order += 1;
    const timer = { at: now + Math.max(0, ms), order, run };
    timers.add(timer);
    return () => void timers.delete(timer);
  };
  const next = (until: number) =>
    [...timers].filter((t) => t.at <= until).sort((a, b) => a.at - b.at || a.order - b.order)[0];
  return {
    now: () => now,
    monotonic: () => now - start,
    after,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        if (signal.aborted) return reject(cancelled());
        const stop = after(ms, () => {
          signal.removeEventListener('abort', abort);
          resolve();
        });
        const abort = () => {
          stop();
          reject(cancelled());
        };
        signal.addEventListener('abort', abort, { once: true });
      }),
    pending: () => timers.size,
    async advance(ms) {
      const until = now + ms;
      await settle();
      for (let timer = next(until); timer !== undefined; timer = next(until)) {
        timers.delete(timer);
        now = Math.max(now, timer.at);
        timer.run();
        await settle();
      }
      now = until;
    },
  };
}
