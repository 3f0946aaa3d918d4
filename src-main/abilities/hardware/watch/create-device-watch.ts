// What is plugged in: every transport is asked every second, as long as somebody follows.
import { isCancelled } from '#main/contract/errors.ts';
import type { Clock } from '#main/platform/base/clock.ts';
import type { Log } from '#main/platform/base/log.ts';
import type { DeviceIdentity, DeviceWatch, LinkOpener } from '../port/link.ts';

export type DeviceWatchDeps = { readonly openers: readonly LinkOpener[]; readonly clock: Clock; readonly log: Log };

/** A card is to stand on the page within two seconds of the plug. */
const everyMs = 1_000;

export function createDeviceWatch({ openers, clock, log }: DeviceWatchDeps): DeviceWatch {
  /** Told once for each transport, until it can be asked again. */
  const silent = new Set<string>();
  const ask = async (opener: LinkOpener, signal: AbortSignal): Promise<readonly DeviceIdentity[]> => {
    try {
      const listed = await opener.list(signal);
      silent.delete(opener.transport);
      return listed;
    } catch (error) {
      if (isCancelled(error)) throw error;
      if (!silent.has(opener.transport)) log.warn('devices not listed', { transport: opener.transport, error });
      silent.add(opener.transport);
      return [];
    }
  };
  const list = async (signal: AbortSignal) => (await Promise.all(openers.map((opener) => ask(opener, signal)))).flat();

  return {
    list,
    async *follow(signal) {
      try {
        while (!signal.aborted) {
          yield await list(signal);
          await clock.sleep(everyMs, signal);
        }
      } catch (error) {
        if (!isCancelled(error)) throw error;
      }
    },
  };
}
