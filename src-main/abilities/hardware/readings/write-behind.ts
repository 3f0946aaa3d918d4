// Readings on their way to the disk: gathered for half a second, written in one step, kept and tried again when that failed.
import type { Clock } from '#main/platform/base/clock.ts';
import type { Log } from '#main/platform/base/log.ts';
import type { ReadingStore } from '#main/platform/store/port/readings.ts';

type Waiting = Parameters<ReadingStore['add']>[0][number];

export type WriteBehindDeps = {
  readonly store: Pick<ReadingStore, 'add'>;
  readonly clock: Pick<Clock, 'after' | 'monotonic'>;
  readonly log: Log;
};

const gatherMs = 500;
const retryMs = 5_000;
const tellEveryMs = 60_000;
/** What waits at most: with a hundred readings a second, three minutes of a disk that takes nothing. */
const maxWaiting = 20_000;
/** Of one step, so that no step is long. */
const maxStep = 2_000;

export function createWriteBehind({ store, clock, log }: WriteBehindDeps) {
  let waiting: Waiting[] = [];
  let isArmed = false;
  let writing: Promise<void> = Promise.resolve();
  let dropped = 0;
  let toldAt = Number.NEGATIVE_INFINITY;
  const drop = (count: number, why: string) => {
    dropped += count;
    if (clock.monotonic() - toldAt < tellEveryMs) return;
    log.warn('readings dropped', { count: dropped, why });
    dropped = 0;
    toldAt = clock.monotonic();
  };
  const writeAll = async () => {
    while (waiting.length > 0) {
      const batch = waiting.slice(0, maxStep);
      await store.add(batch);
      waiting = waiting.slice(batch.length);
    }
  };
  const arm = (ms: number) => {
    if (isArmed) return;
    isArmed = true;
    clock.after(ms, () => {
      isArmed = false;
      flush().catch((error: unknown) => {
        log.error('readings not written', { error });
        arm(retryMs);
      });
    });
  };
  /** One after the other, whatever became of those before. */
  const flush = (): Promise<void> => {
    writing = writing.then(writeAll, writeAll);
    return writing;
  };
  return {
    push(one: Waiting): void {
      if (waiting.length >= maxWaiting) drop(1, 'too many wait to be written');
      else waiting.push(one);
      arm(gatherMs);
    },
    drop,
    flush,
  };
}
