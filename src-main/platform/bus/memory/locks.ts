// Leases inside one process: held until released, with a fence that only grows.
import type { Clock } from '#main/platform/base/clock.ts';
import type { Lock } from '../port.ts';

export interface Locks {
  take(key: string): Lock | undefined;
}

/**
 * Fences start at the time of day, so that those of a later process are larger than what a store has already seen. The
 * holder lives in this very process, so the lease needs no renewal.
 */
export function createLocks(clock: Clock): Locks {
  const held = new Set<string>();
  let lastFence = clock.now() * 1000;
  return {
    take(key) {
      if (held.has(key)) return undefined;
      held.add(key);
      lastFence += 1;
      const life = new AbortController();
      return {
        fence: lastFence,
        signal: life.signal,
        release() {
          if (life.signal.aborted) return;
          held.delete(key);
          life.abort();
        },
      };
    },
  };
}
