// Who is there now, looked at once for all who want to know, and not at all while nobody does.
import type { Log } from '#main/platform/base/log.ts';
import type { DeviceIdentity, DeviceWatch } from '../port/link.ts';

export interface Presence {
  /** As of the newest look. */
  readonly now: readonly DeviceIdentity[];
  look(signal: AbortSignal): Promise<readonly DeviceIdentity[]>;
  /** Looks again and again until what it returns is called. */
  hold(): () => void;
}

export type PresenceDeps = {
  readonly watch: DeviceWatch;
  readonly log: Log;
  /** After each look, whoever asked for it. */
  readonly onLook: (now: readonly DeviceIdentity[], hasChanged: boolean) => void;
};

export function createPresence({ watch, log, onLook }: PresenceDeps): Presence {
  let now: readonly DeviceIdentity[] = [];
  let holders = 0;
  let stop: AbortController | undefined;
  let text = '';
  const take = (found: readonly DeviceIdentity[]) => {
    now = found;
    const before = text;
    text = JSON.stringify(found);
    onLook(now, text !== before);
    return found;
  };
  const follow = async (signal: AbortSignal) => {
    for await (const found of watch.follow(signal)) take(found);
  };
  return {
    get now() {
      return now;
    },
    look: async (signal) => take(await watch.list(signal)),
    hold() {
      holders += 1;
      if (stop === undefined) {
        stop = new AbortController();
        void follow(stop.signal).catch((error: unknown) => log.error('devices not watched', { error }));
      }
      let isHeld = true;
      return () => {
        if (!isHeld) return;
        isHeld = false;
        holders -= 1;
        if (holders > 0) return;
        stop?.abort();
        stop = undefined;
      };
    },
  };
}
