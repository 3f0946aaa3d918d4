// Work in the background, once soon after the start and then daily: old deleted chats go for good, the database is copied.
import { isCancelled } from '#main/contract/errors.ts';
import type { Clock } from '#main/platform/base/clock.ts';
import type { Log } from '#main/platform/base/log.ts';
import type { NoteStore } from '#main/platform/store/port/notes.ts';
import type { SessionStore } from '#main/platform/store/port.ts';
import type { Alarm } from './create-alarm.ts';

export type UpkeepDeps = {
  readonly sessions: Pick<SessionStore, 'purge'>;
  readonly notes: Pick<NoteStore, 'purge'>;
  /** Copies the database while it is in use, and keeps only as many copies as it should. */
  readonly backup: (signal: AbortSignal) => Promise<void>;
  readonly alarm: Pick<Alarm, 'until'>;
  readonly clock: Clock;
  readonly log: Log;
};

export const upkeepTimes = {
  firstAfterMs: 60_000,
  everyMs: 24 * 3_600_000,
  /** A deleted chat or note can be brought back for this long. */
  keepDeletedMs: 30 * 24 * 3_600_000,
} as const;

/** `run` lasts until the signal aborts and never rejects. A job that fails is logged and tried again the next day. */
export function createUpkeep({ sessions, notes, backup, alarm, clock, log }: UpkeepDeps): {
  run(signal: AbortSignal): Promise<void>;
} {
  const jobs = [
    {
      name: 'purge',
      run: async () => {
        const purged = await sessions.purge(clock.now() - upkeepTimes.keepDeletedMs);
        if (purged > 0) log.info('deleted sessions purged', { sessions: purged });
      },
    },
    {
      name: 'purge notes',
      run: async () => {
        const purged = await notes.purge(clock.now() - upkeepTimes.keepDeletedMs);
        if (purged > 0) log.info('deleted notes purged', { notes: purged });
      },
    },
    { name: 'backup', run: backup },
  ];
  const runAll = async (signal: AbortSignal) => {
    for (const job of jobs) {
      if (signal.aborted) return;
      const started = clock.monotonic();
      await job.run(signal).then(
        () => log.info('upkeep done', { job: job.name, ms: clock.monotonic() - started }),
        (error: unknown) => {
          if (!isCancelled(error)) log.error('upkeep failed', { job: job.name, error });
        },
      );
    }
  };
  return {
    async run(signal) {
      let waitMs: number = upkeepTimes.firstAfterMs;
      while (!signal.aborted) {
        await alarm.until(clock.now() + waitMs, signal).catch(() => undefined); // aborted: the loop ends
        waitMs = upkeepTimes.everyMs;
        await runAll(signal);
      }
    },
  };
}
