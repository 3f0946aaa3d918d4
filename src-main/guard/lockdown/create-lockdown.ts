// Keeps the lock: in memory at once, on disk before it is told, over every restart.
import { z } from 'zod';
import type { Activity } from '#main/guard/activity/port.ts';
import type { Clock } from '#main/platform/base/clock.ts';
import type { Log } from '#main/platform/base/log.ts';
import type { Store } from '#main/platform/store/port.ts';
import type { Lockdown, LockedSince } from './port.ts';

export type LockdownDeps = {
  readonly values: Pick<Store['settings'], 'getValue' | 'setValue'>;
  readonly activity: Activity;
  readonly clock: Pick<Clock, 'now'>;
  readonly log: Log;
};

const key = 'lockdown';
const Kept = z.object({ since: z.number(), board: z.string().optional() }).nullable();

/** What is kept but cannot be read means that it was locked. */
function read(kept: unknown, now: number): LockedSince | undefined {
  if (kept === undefined || kept === null) return undefined;
  const { success, data } = Kept.safeParse(kept);
  if (!success || data === null) return { since: now };
  return { since: data.since, ...(data.board === undefined ? {} : { board: data.board }) };
}

/** Reads what held before the last end. */
export async function createLockdown(d: LockdownDeps): Promise<Lockdown> {
  let state = read(await d.values.getValue(key), d.clock.now());
  const ends: (() => Promise<unknown>)[] = [];
  const goOns: (() => Promise<unknown>)[] = [];
  const listeners = new Set<() => void>();
  const tell = () => {
    for (const listener of listeners) listener();
  };
  const attempt = async (what: string, work: () => Promise<unknown>) => {
    await work().catch((error: unknown) => d.log.error(what, { error }));
  };
  return {
    get isOn() {
      return state !== undefined;
    },
    state: () => state,
    async begin({ board }) {
      if (state !== undefined) return;
      const mine: LockedSince = { since: d.clock.now(), ...(board === undefined ? {} : { board }) };
      state = mine;
      d.log.warn('locked down', { op: board === undefined ? 'window' : 'board' });
      tell();
      const title =
        board === undefined
          ? { key: 'companion.noted_lock', params: {} }
          : { key: 'companion.noted_lock_board', params: { board } };
      await Promise.all([
        attempt('lock not kept', () => d.values.setValue(key, mine)),
        attempt('lock not noted', () => d.activity.note({ by: 'person', title })),
        ...ends.map((end) => attempt('not ended by the lock', end)),
      ]);
    },
    async release() {
      if (state === undefined) return;
      await d.values.setValue(key, null);
      state = undefined;
      d.log.info('lock released');
      await attempt('release not noted', () =>
        d.activity.note({ by: 'person', title: { key: 'companion.noted_release', params: {} } }),
      );
      tell();
      for (const goOn of goOns) await attempt('not gone on', goOn);
    },
    onBegin: (end) => void ends.push(end),
    onRelease: (goOn) => void goOns.push(goOn),
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
