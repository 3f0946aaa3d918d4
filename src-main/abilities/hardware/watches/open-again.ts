// After a start: opens the devices again that standing measurements had, once each, as soon as they are there.
import { isAppError, isCancelled } from '#main/contract/errors.ts';
import type { Clock } from '#main/platform/base/clock.ts';
import type { Log } from '#main/platform/base/log.ts';
import type { Devices } from '../port/devices.ts';

export type OpenAgainDeps = {
  readonly devices: Pick<Devices, 'connect'>;
  readonly keys: readonly string[];
  readonly clock: Clock;
  readonly log: Log;
};

const everyMs = 15_000;

/** Resolves when the signal aborts. A port that is known by its place alone is never opened by itself. */
export async function openAgain({ devices, keys, clock, log }: OpenAgainDeps, signal: AbortSignal): Promise<void> {
  const wanted = new Set(keys.filter((key) => !key.startsWith('path:')));
  try {
    while (wanted.size > 0) {
      for (const key of wanted) {
        const isDone = await devices.connect(key, signal).then(
          () => true,
          (error: unknown) => {
            if (isCancelled(error)) throw error;
            log.debug('device not open again', { key, error });
            return isAppError(error) && error.details?.reason === 'device_not_allowed';
          },
        );
        // From here on it is the person's to close, and a replug opens it as ever.
        if (isDone) wanted.delete(key);
      }
      if (wanted.size > 0) await clock.sleep(everyMs, signal);
    }
    await new Promise<void>((resolve) => {
      if (signal.aborted) resolve();
      else signal.addEventListener('abort', () => resolve(), { once: true });
    });
  } catch (error) {
    if (!isCancelled(error)) throw error;
  }
}
