// Backups of this data folder, and the wish to start anew once one was put back.
import { type Backups, createBackups } from '#main/platform/backup/create-backups.ts';
import type { Clock } from '#main/platform/base/clock.ts';
import type { Log } from '#main/platform/base/log.ts';
import type { Bus } from '#main/platform/bus/port.ts';
import type { SettingsSource } from '#main/platform/settings/port.ts';
import { openRestoreDesk } from '#main/platform/store/create-restore-desk.ts';
import type { Store } from '#main/platform/store/port.ts';
import type { AppOptions } from './app-options.ts';

export type OpenBackupsDeps = {
  readonly app: AppOptions;
  readonly store: Store;
  readonly settings: SettingsSource;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly log: Log;
};

/** The answer to whoever asked for it goes out first. */
const restartAfterMs = 300;

export type OpenedBackups = {
  readonly backups: Backups;
  readonly restartWanted: AbortSignal;
  /** Soon, so that the answer goes out. Undefined where only the person starts Limpet. */
  readonly restart: (() => void) | undefined;
};

export function openBackups(d: OpenBackupsDeps): OpenedBackups {
  const { app, clock } = d;
  const { dataFolder } = app.loaded.config;
  const wanted = new AbortController();
  // A command that happens to own the folder ends by itself, and is not to be ended in the middle.
  const restart = app.host.kind === 'cli' ? undefined : () => void clock.after(restartAfterMs, () => wanted.abort());
  const backups = createBackups({
    ...{ store: d.store, settings: d.settings, bus: d.bus, clock, dataFolder },
    desk: () => openRestoreDesk(dataFolder),
    appVersion: app.version,
    restart,
    log: d.log.child('backup'),
  });
  return { backups, restartWanted: wanted.signal, restart };
}
