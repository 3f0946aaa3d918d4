// When the next backup is due. One timer; what was slept through is caught up soon after.
import { z } from 'zod';
import { type ErrorData, isCancelled, toErrorData } from '#main/contract/errors.ts';
import type { Clock } from '#main/platform/base/clock.ts';
import type { Log } from '#main/platform/base/log.ts';
import type { SettingsSource } from '#main/platform/settings/port.ts';
import type { SettingsStore } from '#main/platform/store/port.ts';

export type ScheduleDeps = {
  readonly values: Pick<SettingsStore, 'getValue' | 'setValue'>;
  readonly settings: Pick<SettingsSource, 'current' | 'onChange'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly onChange: () => void;
  readonly make: (signal: AbortSignal) => Promise<void>;
};

export interface Schedule {
  /** Undefined while it is off, or not read yet. */
  nextAt(): number | undefined;
  failure(): { at: number; error: ErrorData } | undefined;
  run(signal: AbortSignal): Promise<void>;
}

const dayMs = 24 * 3_600_000;
export const scheduleTimes = {
  every: { daily: dayMs, weekly: 7 * dayMs },
  /** After a start, so that the start itself stays quick. */
  settleMs: 2 * 60_000,
  /** After one that failed: the disk may have been unplugged. */
  retryMs: 3_600_000,
  /** Timers stand still while the machine sleeps: the clock on the wall is looked at this often. */
  lookMs: 3_600_000,
} as const;

const doneKey = 'backup.scheduledAt';

export function createSchedule(d: ScheduleDeps): Schedule {
  const { values, settings, clock, log } = d;
  let doneAt: number | undefined;
  let isRead = false;
  let notBefore = 0;
  let failure: { at: number; error: ErrorData } | undefined;

  const dueAt = (): number | undefined => {
    const { every } = settings.current().backup;
    if (every === 'off' || !isRead) return undefined;
    // A clock that was set back must not put backups off until it has caught up.
    const last = doneAt === undefined || doneAt > clock.now() ? 0 : doneAt;
    return Math.max(last + scheduleTimes.every[every], notBefore);
  };
  const makeOne = async (signal: AbortSignal) => {
    try {
      await d.make(signal);
      doneAt = clock.now();
      failure = undefined;
      await values.setValue(doneKey, doneAt);
    } catch (error) {
      if (isCancelled(error) && signal.aborted) return;
      // Stopped by the person: the next one comes as if it had failed, without a complaint.
      if (!isCancelled(error)) {
        failure = { at: clock.now(), error: toErrorData(error) };
        log.warn('scheduled backup failed', { error });
      }
      notBefore = clock.now() + scheduleTimes.retryMs;
    }
    d.onChange();
  };
  /** Ends early when somebody changes the schedule. */
  const wait = async (ms: number, signal: AbortSignal) => {
    const changed = new AbortController();
    const before = JSON.stringify(settings.current().backup);
    const stop = settings.onChange((now) => {
      if (JSON.stringify(now.backup) !== before) changed.abort();
    });
    await clock.sleep(ms, AbortSignal.any([signal, changed.signal])).catch(() => undefined); // either way it goes on
    stop();
    if (changed.signal.aborted) d.onChange();
  };
  return {
    nextAt: dueAt,
    failure: () => failure,
    async run(signal) {
      const stored = await values.getValue(doneKey).catch(() => undefined); // as if none had been made
      doneAt = z.number().safeParse(stored).data;
      notBefore = clock.now() + scheduleTimes.settleMs;
      isRead = true;
      d.onChange();
      while (!signal.aborted) {
        const due = dueAt();
        if (due !== undefined && due <= clock.now()) await makeOne(signal);
        else if (due === undefined)
          await wait(2 ** 31 - 1, signal); // only a change of the settings matters
        else await wait(Math.min(due - clock.now(), scheduleTimes.lookMs), signal);
      }
    },
  };
}
