// One standing measurement: measures when it is due, waits while its device is away, and goes on after an error.
import { AppError, isAppError, isCancelled } from '#main/contract/errors.ts';
import type { Clock } from '#main/platform/base/clock.ts';
import type { StoredWatch } from '#main/platform/store/port/readings.ts';

export type WatchNow =
  | { readonly state: 'waiting' }
  | { readonly state: 'running'; readonly measuredAt: number }
  | { readonly state: 'failing'; readonly error: AppError };

export type WatchLoopDeps = {
  /** Errors: `device_closed` and `device_gone` of a device that is not connected, and those of the board. */
  readonly measure: (watch: StoredWatch, signal: AbortSignal) => Promise<void>;
  readonly onNow: (now: WatchNow) => void;
  readonly clock: Clock;
};

/** Longer than any sensor takes, shorter than anybody waits. */
const timeoutMs = 10_000;
const away: ReadonlySet<unknown> = new Set(['device_closed', 'device_gone']);

const toAppError = (error: unknown): AppError =>
  isAppError(error) ? error : new AppError('unavailable', 'It could not be measured.', { cause: error });

/** Aborts with `signal`, or when the measurement takes too long; `done` lets go of the timer. */
function limited(clock: Clock, signal: AbortSignal) {
  const late = new AbortController();
  const done = clock.after(timeoutMs, () => late.abort());
  return { signal: AbortSignal.any([signal, late.signal]), done };
}

/** Ends when its time is over, and with the signal. Never rejects. */
export async function runWatch(d: WatchLoopDeps, watch: StoredWatch, signal: AbortSignal): Promise<'over' | 'ended'> {
  const { clock } = d;
  const measureOnce = async (): Promise<WatchNow> => {
    const limit = limited(clock, signal);
    try {
      await d.measure(watch, limit.signal);
      return { state: 'running', measuredAt: clock.now() };
    } catch (error) {
      if (isAppError(error) && away.has(error.details?.reason)) return { state: 'waiting' };
      if (!isCancelled(error)) return { state: 'failing', error: toAppError(error) };
      if (signal.aborted) throw error;
      return {
        state: 'failing',
        error: new AppError('timeout', 'The board did not measure in time.', { details: { reason: 'board_silent' } }),
      };
    } finally {
      limit.done();
    }
  };
  let due = clock.monotonic();
  try {
    for (;;) {
      if (watch.until !== undefined && clock.now() >= watch.until) return 'over';
      d.onNow(await measureOnce());
      // What was missed is not made up for.
      due = Math.max(due + watch.everyMs, clock.monotonic());
      await clock.sleep(Math.max(0, due - clock.monotonic()), signal);
    }
  } catch (error) {
    if (isCancelled(error)) return 'ended';
    throw error;
  }
}
