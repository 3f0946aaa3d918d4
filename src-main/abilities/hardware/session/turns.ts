// One after the other, with a bound on how many wait.
import { AppError } from '#main/contract/errors.ts';
import { abortable } from '#main/platform/base/abort.ts';

export function createTurns(maxWaiting: number) {
  let last: Promise<unknown> = Promise.resolve();
  let waiting = 0;
  return {
    /** Runs when those before have ended, however they did. Errors: `conflict` (`device_queue`) when too many wait. */
    async take<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
      if (waiting >= maxWaiting)
        throw new AppError('conflict', 'Too much waits to be sent to this device. Wait until it has answered.', {
          details: { reason: 'device_queue' },
        });
      waiting += 1;
      const before = last;
      let done = () => {};
      last = new Promise<void>((resolve) => {
        done = resolve;
      });
      try {
        await abortable(before, signal);
        return await work();
      } finally {
        waiting -= 1;
        // One that left while it waited must not let the next go past those before it.
        void before.finally(done);
      }
    },
  };
}
