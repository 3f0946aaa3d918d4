// One job at a time: what runs, how far it is, and how it is ended.
import type { BackupJob } from '#main/contract/backup.ts';
import { AppError } from '#main/contract/errors.ts';
import type { Clock } from '#main/platform/base/clock.ts';

/** As often as a page should draw a bar. */
const tellEveryMs = 250;

export type JobHandle = {
  readonly signal: AbortSignal;
  /** `total` 0: not known. */
  readonly progress: (step: BackupJob['step'], done: number, total: number) => void;
};

export interface Jobs {
  current(): BackupJob | undefined;
  /** `conflict` with reason `backup_busy` while another one runs. */
  run<T>(o: { type: BackupJob['type']; signal: AbortSignal }, work: (job: JobHandle) => Promise<T>): Promise<T>;
  cancel(): void;
}

export function createJobs(clock: Pick<Clock, 'monotonic'>, onChange: () => void): Jobs {
  let current: BackupJob | undefined;
  let life: AbortController | undefined;
  let toldAt = 0;
  const show = (job: BackupJob | undefined) => {
    const isNews = job?.step !== current?.step || clock.monotonic() - toldAt >= tellEveryMs;
    current = job;
    if (!isNews) return;
    toldAt = clock.monotonic();
    onChange();
  };
  return {
    current: () => current,
    cancel: () => life?.abort(),
    async run({ type, signal }, work) {
      if (life !== undefined)
        throw new AppError('conflict', 'A backup is under way. Wait until it has ended, or stop it.', {
          details: { reason: 'backup_busy' },
        });
      const own = new AbortController();
      life = own;
      show({ type, step: type === 'restore' ? 'unpack' : type === 'check' ? 'check' : 'copy', done: 0, total: 0 });
      try {
        return await work({
          signal: AbortSignal.any([signal, own.signal]),
          progress: (step, done, total) => show({ type, step, done, total }),
        });
      } finally {
        life = undefined;
        show(undefined);
      }
    },
  };
}
