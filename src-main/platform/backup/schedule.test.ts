// Backups by the clock: when they come, what is caught up, and what a failure changes.
import { describe, expect, it } from 'vitest';
import { AppError } from '#main/contract/errors.ts';
import { Settings } from '#main/contract/settings.ts';
import { createFakeClock } from '#main/platform/base/fake-clock.ts';
import { silentLog } from '#main/platform/base/log.ts';
import { createSchedule, scheduleTimes } from './schedule.ts';

const hour = 3_600_000;
const day = 24 * hour;

function setUp(o: { every?: 'off' | 'daily' | 'weekly'; doneAgoMs?: number; make?: () => Promise<void> } = {}) {
  const clock = createFakeClock();
  const values = new Map<string, unknown>();
  if (o.doneAgoMs !== undefined) values.set('backup.scheduledAt', clock.now() - o.doneAgoMs);
  let settings = Settings.parse({ backup: { every: o.every ?? 'daily' } });
  const listeners = new Set<(next: Settings) => void>();
  const made: number[] = [];
  const schedule = createSchedule({
    values: { getValue: async (key) => values.get(key), setValue: async (key, value) => void values.set(key, value) },
    settings: {
      current: () => settings,
      onChange: (listener) => {
        listeners.add(listener);
        return () => void listeners.delete(listener);
      },
    },
    clock,
    log: silentLog,
    onChange: () => {},
    make: async () => {
      await o.make?.();
      made.push(clock.now());
    },
  });
  const stop = new AbortController();
  const running = schedule.run(stop.signal);
  return {
    clock,
    made,
    schedule,
    values,
    set(every: 'off' | 'daily' | 'weekly') {
      settings = Settings.parse({ backup: { every } });
      for (const listener of [...listeners]) listener(settings);
    },
    async end() {
      stop.abort();
      await running;
      return clock.pending();
    },
  };
}

describe('the schedule of backups', () => {
  it('makes the first soon after the start, then one each day', async () => {
    const { clock, made, end } = setUp();
    await clock.advance(scheduleTimes.settleMs - 1);
    expect(made).toHaveLength(0);
    await clock.advance(1);
    expect(made).toHaveLength(1);
    await clock.advance(3 * day);
    expect(made).toHaveLength(4);
    expect(await end()).toBe(0);
  });

  it('goes on where the process before stopped, and tells when', async () => {
    const { clock, made, schedule, end } = setUp({ every: 'weekly', doneAgoMs: 6 * day });
    await clock.advance(0);
    expect(schedule.nextAt()).toBe(clock.now() + day);
    await clock.advance(day - 1);
    expect(made).toHaveLength(0);
    await clock.advance(1);
    expect(made).toHaveLength(1);
    await end();
  });

  it('catches up one, not all, of those that were slept through', async () => {
    const { clock, made, end } = setUp({ doneAgoMs: 30 * day });
    await clock.advance(scheduleTimes.settleMs);
    expect(made).toHaveLength(1);
    await clock.advance(day - hour);
    expect(made).toHaveLength(1);
    await end();
  });

  it('keeps one timer, and none of it while it is off', async () => {
    const { clock, made, schedule, set, end } = setUp({ every: 'off' });
    await clock.advance(10 * day);
    expect([made.length, clock.pending(), schedule.nextAt()]).toEqual([0, 1, undefined]);
    set('daily');
    await clock.advance(0);
    expect([made.length, clock.pending()]).toEqual([1, 1]);
    set('off');
    await clock.advance(10 * day);
    expect(made).toHaveLength(1);
    await end();
  });

  it('tells why one failed, tries again an hour later, and forgets it once one succeeds', async () => {
    let isFull = true;
    const failing = async () => {
      if (isFull) throw new AppError('unavailable', 'The disk is full.');
    };
    const { clock, made, schedule, end } = setUp({ make: failing });
    await clock.advance(scheduleTimes.settleMs);
    expect(schedule.failure()?.error.message).toBe('The disk is full.');
    isFull = false;
    await clock.advance(scheduleTimes.retryMs - 1);
    expect(made).toHaveLength(0);
    await clock.advance(1);
    expect([made.length, schedule.failure()]).toEqual([1, undefined]);
    await end();
  });

  it('does not wait for a clock that was set back', async () => {
    const { clock, made, end } = setUp({ doneAgoMs: -365 * day });
    await clock.advance(scheduleTimes.settleMs);
    expect(made).toHaveLength(1);
    await end();
  });
});
