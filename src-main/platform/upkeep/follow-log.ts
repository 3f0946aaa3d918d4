// Says that the log has grown, without a timer while it does not, and not more often than a person can read.
import { Cursor } from '#main/contract/ids.ts';
import type { StreamItem } from '#main/contract/kernel.ts';
import type { Clock } from '#main/platform/base/clock.ts';
import type { LogFile } from './create-log-file.ts';

export type FollowLogDeps = {
  readonly logFile: Pick<LogFile, 'onGrow'>;
  readonly clock: Pick<Clock, 'sleep'>;
  readonly signal: AbortSignal;
};

export const growthEveryMs = 250;

/** Ends when the signal aborts. There is nothing to resume: whoever comes back reads the page that follows theirs. */
export async function* followLog({
  logFile,
  clock,
  signal,
}: FollowLogDeps): AsyncGenerator<StreamItem<Record<string, never>>> {
  let count = 0;
  const item = () => {
    count += 1;
    return { cursor: Cursor.parse(`log:${count}`), data: {} };
  };
  let hasGrown = false;
  let wake = () => {};
  const notice = () => {
    hasGrown = true;
    wake();
  };
  const stop = logFile.onGrow(notice);
  signal.addEventListener('abort', notice, { once: true });
  try {
    yield item();
    while (!signal.aborted) {
      if (!hasGrown)
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      hasGrown = false;
      if (signal.aborted) return;
      yield item();
      await clock.sleep(growthEveryMs, signal).catch(() => undefined); // aborted: the loop ends
    }
  } finally {
    stop();
    signal.removeEventListener('abort', notice);
  }
}
