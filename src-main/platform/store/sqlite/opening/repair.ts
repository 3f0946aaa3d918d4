// Putting a sound database in the place of a damaged one, which is kept aside.
import { copyFileSync, existsSync, renameSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { makeFolder } from '#main/platform/base/make-folder.ts';
import type { Migration } from '#main/platform/store/migrations/migration.ts';
import type { OpenedStore } from '#main/platform/store/port.ts';
import { isGood, listBackups } from './backups.ts';
import { removeDatabase, syncFile } from './copy-database.ts';
import { type DataPaths, makeFile } from './data-folder.ts';
import { rebuild } from './rebuild.ts';
import { salvage } from './salvage.ts';

type Notice = OpenedStore['notices'][number];
export type RepairOptions = {
  readonly paths: DataPaths;
  readonly migrations: readonly Migration[];
  readonly now: number;
};

const repairedPath = (paths: DataPaths) => `${paths.database}.repaired`;

/** Ends a repair that was cut short between taking the damaged file away and putting the sound one in its place. */
export function finishRepair(paths: DataPaths): void {
  if (!existsSync(repairedPath(paths))) return;
  if (existsSync(paths.database)) {
    removeDatabase(repairedPath(paths)); // the damaged file had not been moved: the person is asked again
    return;
  }
  for (const suffix of ['-wal', '-shm']) rmSync(`${paths.database}${suffix}`, { force: true });
  renameSync(repairedPath(paths), paths.database);
}

function moveAside({ paths, now }: Pick<RepairOptions, 'paths' | 'now'>): string {
  makeFolder(paths.damaged);
  const aside = join(paths.damaged, `limpet-${now}.db`);
  renameSync(paths.database, aside);
  const log = `${paths.database}-wal`;
  if (existsSync(log)) renameSync(log, `${aside}-wal`);
  return aside;
}

/**
 * Puts a copy of `from` in the place of the database, which must not be open; whoever dies on the way leaves the one or
 * the other. `prepare` may change the copy before it counts. Returns where the one from before was moved to.
 */
export function replaceDatabase(
  o: Pick<RepairOptions, 'paths' | 'now'>,
  from: string,
  prepare: (copy: string) => void = () => undefined,
): string {
  const target = repairedPath(o.paths);
  const partial = `${target}.partial`;
  removeDatabase(partial);
  makeFile(partial);
  copyFileSync(from, partial);
  prepare(partial);
  syncFile(partial);
  renameSync(partial, target);
  const aside = moveAside(o);
  finishRepair(o.paths);
  return aside;
}

/** Undefined when no backup can be restored. */
export function restoreNewest(o: RepairOptions): Notice | undefined {
  const backup = listBackups(o.paths).find((candidate) => isGood(candidate, o.migrations));
  if (backup === undefined) return undefined;
  const aside = replaceDatabase(o, backup.path);
  return {
    id: 'database-restored',
    key: 'system.notice_database_restored',
    params: { backup: basename(backup.path), madeAt: new Date(backup.at).toISOString(), damaged: aside },
  };
}

/** For damage that touches no row. Undefined when one could not be read after all: then somebody must be asked. */
export function rebuildBesideRows(o: RepairOptions): Notice | undefined {
  const target = repairedPath(o.paths);
  const partial = `${target}.partial`;
  removeDatabase(partial);
  try {
    makeFile(partial);
    if (!rebuild({ from: o.paths.database, to: partial, migrations: o.migrations, now: o.now })) return undefined;
    syncFile(partial);
    renameSync(partial, target);
  } finally {
    removeDatabase(partial);
  }
  const aside = moveAside(o);
  finishRepair(o.paths);
  return { id: 'database-rebuilt', key: 'system.notice_database_rebuilt', params: { damaged: aside } };
}

/** Always ends in a database, in the worst case an empty one. */
export function salvageRows(o: RepairOptions): Notice {
  const target = repairedPath(o.paths);
  const partial = `${target}.partial`;
  removeDatabase(partial);
  makeFile(partial);
  const counts = salvage({ from: o.paths.database, to: partial, migrations: o.migrations, now: o.now });
  syncFile(partial);
  renameSync(partial, target);
  const aside = moveAside(o);
  finishRepair(o.paths);
  return {
    id: 'database-salvaged',
    key: 'system.notice_database_salvaged',
    params: {
      sessions: String(counts.sessions),
      messages: String(counts.messages),
      lost: String(counts.lost),
      damaged: aside,
    },
  };
}
