// Finds out once, on first use and within a time limit, whether a keychain answers; one that answers late is adopted late.
import type { Clock } from '#main/platform/base/clock.ts';
import type { Log } from '#main/platform/base/log.ts';
import type { SecretStore } from '../port.ts';

export interface KeychainProbe {
  /** Resolves when the answer is in or the time is up; never rejects. Starts the probe when nobody has yet. */
  settle(): Promise<void>;
  /** Lets the next `settle` look anew, unless a keychain is there or the last look has not come back. */
  again(): void;
  isSettled(): boolean;
  store(): SecretStore | undefined;
}

export type KeychainProbeOptions = {
  /** Undefined: no keychain can be here, nothing is tried. */
  readonly open: (() => Promise<SecretStore | undefined>) | undefined;
  readonly timeoutMs: number;
  readonly clock: Clock;
  readonly log: Log;
  readonly onChange: () => void;
};

export function createKeychainProbe({ open, timeoutMs, clock, log, onChange }: KeychainProbeOptions): KeychainProbe {
  let store: SecretStore | undefined;
  let settled = open === undefined;
  let probe: Promise<void> | undefined;
  let isAsking = false;

  const look = async (start: () => Promise<SecretStore | undefined>) => {
    isAsking = true;
    const answer = start()
      .catch(() => undefined)
      .then((found) => {
        isAsking = false;
        store = found;
        settled = true;
        log.info('keychain probed', { available: found !== undefined });
        onChange();
      });
    const timeUp = new AbortController();
    await Promise.race([answer, clock.sleep(timeoutMs, timeUp.signal).catch(() => undefined)]);
    timeUp.abort();
    if (settled) return;
    settled = true;
    log.warn('keychain does not answer', { waitedMs: timeoutMs });
    onChange();
  };
  return {
    async settle() {
      if (open === undefined) return;
      probe ??= look(open);
      await probe;
    },
    again() {
      if (open === undefined || store !== undefined || isAsking) return;
      settled = false;
      probe = undefined;
    },
    isSettled: () => settled,
    store: () => store,
  };
}
