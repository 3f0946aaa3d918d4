// When each key was last used: exact while the process lives, on the disk to within some minutes.
import type { Clock } from '#main/platform/base/clock.ts';
import type { Log } from '#main/platform/base/log.ts';
import type { SecretsIndex } from './secrets-index.ts';

/** A busy key must not cost a write each time. */
const storeEveryMs = 10 * 60_000;

export interface UseNotes {
  note(name: string): void;
  at(name: string): number | undefined;
}

export function createUseNotes(o: { index: SecretsIndex; clock: Pick<Clock, 'now'>; log: Log }): UseNotes {
  const used = new Map<string, number>();
  const storedAt = new Map<string, number>();
  const store = (name: string, now: number) =>
    o.index.change(({ keys }) => {
      const entry = keys.get(name);
      return entry === undefined ? {} : { keys: new Map(keys).set(name, { ...entry, usedAt: now }) };
    });
  return {
    note(name) {
      const now = o.clock.now();
      used.set(name, now);
      if (o.index.get(name) === undefined || now - (storedAt.get(name) ?? 0) < storeEveryMs) return;
      storedAt.set(name, now);
      store(name, now).catch((error: unknown) => o.log.warn('last use of a key not stored', { error }));
    },
    at: (name) => used.get(name) ?? o.index.get(name)?.usedAt,
  };
}
