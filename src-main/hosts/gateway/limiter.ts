// One limit for wrong credentials of every kind, per source; loopback is a source like any other.
import { isIPv6 } from 'node:net';
import type { Clock } from '#main/platform/base/clock.ts';

export interface Limiter {
  /** Milliseconds until a credential of this source may be looked at; 0: now. */
  waitMs(source: string): number;
  failed(source: string): void;
}

const windowMs = 60_000;
const allowedPerWindow = 10;
const maxSources = 1_024;

/** All of loopback is one source; so is the /64 that a provider gives to one subscriber. */
export function sourceOf(address: string | undefined): string {
  const plain = (address ?? '').replace(/^::ffff:/i, '');
  if (plain === '::1' || plain.startsWith('127.')) return 'loopback';
  return isIPv6(plain) ? plain.split(':').slice(0, 4).join(':') : plain;
}

export function createLimiter(clock: Clock): Limiter {
  const failures = new Map<string, number[]>();
  const recent = (source: string) => {
    const since = clock.monotonic() - windowMs;
    return (failures.get(source) ?? []).filter((at) => at > since);
  };
  return {
    waitMs(source) {
      const times = recent(source);
      const oldest = times[0];
      return times.length < allowedPerWindow || oldest === undefined ? 0 : oldest + windowMs - clock.monotonic();
    },
    failed(source) {
      const times = [...recent(source), clock.monotonic()].slice(-allowedPerWindow);
      failures.delete(source);
      failures.set(source, times);
      const oldest = failures.keys().next().value;
      if (failures.size > maxSources && oldest !== undefined) failures.delete(oldest);
    },
  };
}
