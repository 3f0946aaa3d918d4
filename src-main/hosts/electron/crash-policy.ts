// What to do when the page's process is gone: load it again, but not for ever.
import type { Clock } from '#main/platform/base/clock.ts';

const mostReloads = 3;
const withinMs = 60_000;

/** Every call is a crash; false after the third within a minute. The turns run on in the main process meanwhile. */
export function createCrashPolicy(clock: Pick<Clock, 'now'>): () => boolean {
  let recent: number[] = [];
  return () => {
    const now = clock.now();
    recent = recent.filter((at) => now - at < withinMs);
    if (recent.length >= mostReloads) return false;
    recent.push(now);
    return true;
  };
}
