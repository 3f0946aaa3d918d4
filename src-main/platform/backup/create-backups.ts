// Backups as the app offers them: made by hand and by the clock, listed, checked, removed and restored.
import { randomBytes } from 'node:crypto';
import { rm, stat } from 'node:fs/promises';
import { basename, isAbsolute, join } from 'node:path';
import type { Backup, BackupKind, BackupState, RestoreOutcome } from '#main/contract/backup.ts';
import { AppError, isAppError } from '#main/contract/errors.ts';
import type { Clock } from '#main/platform/base/clock.ts';
import type { Log } from '#main/platform/base/log.ts';
import type { Bus } from '#main/platform/bus/port.ts';
import type { SettingsSource } from '#main/platform/settings/port.ts';
import type { RestoreDesk, Store } from '#main/platform/store/port.ts';
import { createJobs, type JobHandle } from './jobs.ts';
import { createBackupShelf, dropPartials } from './list-backups.ts';
import { describeBackup, isBackupName } from './manifest.ts';
import { checkArchive, readBackup } from './read-backup.ts';
import { defaultBackupFolder, stageRestore } from './restore-backup.ts';
import { createSchedule } from './schedule.ts';
import { writeBackup } from './write-backup.ts';

export type BackupsDeps = {
  readonly store: Pick<Store, 'copy' | 'blobs' | 'settings'>;
  readonly desk: () => Promise<RestoreDesk>;
  readonly settings: Pick<SettingsSource, 'current' | 'onChange'>;
  readonly dataFolder: string;
  readonly appVersion: string;
  /** Starts the core anew; undefined where somebody has to do that by hand. */
  readonly restart: (() => void) | undefined;
  readonly bus: Pick<Bus, 'publish'>;
  readonly clock: Clock;
  readonly log: Log;
};

export interface Backups {
  state(): Promise<BackupState>;
  make(signal: AbortSignal): Promise<Backup>;
  check(file: string, signal: AbortSignal): Promise<Backup>;
  inspect(file: string, signal: AbortSignal): Promise<Backup>;
  remove(name: string): Promise<void>;
  restore(file: string, signal: AbortSignal): Promise<RestoreOutcome>;
  cancel(): void;
  /** Makes what is due, until the signal aborts. Never rejects. */
  run(signal: AbortSignal): Promise<void>;
}

/** Made before a restore, so that it can be taken back; older ones go. */
const keptBeforeRestore = 3;
const installationKey = 'backup.installation';

const noSuchFile = (file: string) =>
  new AppError('not_found', `There is no backup ${file}. Choose another one.`, {
    details: { reason: 'backup_missing', facts: { file } },
  });

export function createBackups(d: BackupsDeps): Backups {
  const { store, settings, clock, log } = d;
  const publish = () => d.bus.publish('backup', '', { type: 'changed' });
  const jobs = createJobs(clock, publish);
  const shelf = createBackupShelf();
  const folder = () => {
    const chosen = settings.current().backup.folder;
    return chosen === '' ? defaultBackupFolder(d.dataFolder) : chosen;
  };
  const installation = async (): Promise<string> => {
    const known = await store.settings.getValue(installationKey);
    if (typeof known === 'string') return known;
    const made = randomBytes(6).toString('hex');
    await store.settings.setValue(installationKey, made);
    return made;
  };
  const find = async (file: string) => {
    const path = isAbsolute(file) ? file : join(folder(), basename(file));
    const at = await stat(path).catch(() => undefined); // told as missing
    if (at?.isFile() !== true) throw noSuchFile(file);
    return { path, name: basename(path), sizeBytes: at.size };
  };
  const prune = async (kind: BackupKind, keep: number) => {
    const own = await installation();
    const { backups } = await shelf.list(folder());
    const ours = backups.filter((one) => one.kind === kind && one.installation === own);
    for (const { name } of ours.slice(keep)) {
      await rm(join(folder(), name), { force: true });
      log.info('old backup removed', { name });
    }
  };
  const write = async (kind: BackupKind, job: JobHandle): Promise<Backup> => {
    const own = await installation();
    await dropPartials(folder(), own);
    const { appVersion, dataFolder } = d;
    const deps = { store, folder: folder(), dataFolder, appVersion, installation: own };
    const onProgress: JobHandle['progress'] = (step, done, total) =>
      job.progress(kind === 'before-restore' ? 'snapshot' : step, done, total);
    const started = clock.monotonic();
    const made = await writeBackup(deps, { kind, now: clock.now(), signal: job.signal, onProgress });
    const { name, sizeBytes, missing } = made;
    log.info('backup made', { name, sizeBytes, missing, ms: clock.monotonic() - started });
    return made;
  };
  /** What is damaged beyond a copy is kept as it is by the restore itself. */
  const snapshot = async (job: JobHandle): Promise<string | undefined> => {
    try {
      const { name } = await write('before-restore', job);
      return name;
    } catch (error) {
      if (!isAppError(error) || error.details?.reason !== 'corrupt_database') throw error;
      log.warn('no backup before the restore: the database is damaged', { error });
      return undefined;
    }
  };
  const schedule = createSchedule({
    values: store.settings,
    settings,
    clock,
    log,
    onChange: publish,
    async make(signal) {
      await jobs.run({ type: 'make', signal }, (job) => write('scheduled', job));
      await prune('scheduled', settings.current().backup.keep);
    },
  });
  return {
    async state() {
      const { backups, unreadable } = await shelf.list(folder());
      const [job, nextAt, failure] = [jobs.current(), schedule.nextAt(), schedule.failure()];
      return {
        folder: folder(),
        backups: backups.map(({ installation: _, ...backup }) => backup),
        unreadable: [...unreadable],
        ...(nextAt === undefined ? {} : { nextAt }),
        ...(job === undefined ? {} : { job }),
        ...(failure === undefined ? {} : { failure }),
      };
    },
    make: (signal) => jobs.run({ type: 'make', signal }, (job) => write('by-hand', job)),
    async check(file, signal) {
      const { path, name, sizeBytes } = await find(file);
      return jobs.run({ type: 'check', signal }, async (job) => {
        const onBytes = (done: number, total: number) => job.progress('check', done, total);
        return describeBackup(name, sizeBytes, await checkArchive(path, { signal: job.signal, onBytes }));
      });
    },
    async inspect(file, signal) {
      const { path, name, sizeBytes } = await find(file);
      return describeBackup(name, sizeBytes, await readBackup(path, signal));
    },
    async remove(name) {
      if (!isBackupName(name)) throw noSuchFile(name);
      const { path } = await find(name);
      await rm(path);
      publish();
    },
    async restore(file, signal) {
      const found = await find(file);
      const desk = await d.desk();
      return jobs.run({ type: 'restore', signal }, async (job) => {
        let before: string | undefined;
        const backup = await stageRestore({
          ...{ ...found, desk, dataFolder: d.dataFolder, signal: job.signal, progress: job.progress },
          before: async () => {
            before = await snapshot(job);
          },
        });
        log.info('restore made ready', { name: found.name });
        await prune('before-restore', keptBeforeRestore);
        d.restart?.();
        const takesEffect = d.restart === undefined ? 'next_start' : 'now';
        return { backup, takesEffect, ...(before === undefined ? {} : { before }) };
      });
    },
    cancel: () => jobs.cancel(),
    run: (signal) => schedule.run(signal),
  };
}
