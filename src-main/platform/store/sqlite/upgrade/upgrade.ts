// Bringing the data to a newer schema so that nothing can be lost: a copy, a rehearsal on another copy, the true one, and
// the way back. A process that dies anywhere in between leaves the old data or the new, and the next start goes on.
import { existsSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { AppError, isAppError } from '#main/contract/errors.ts';
import type { Migration } from '#main/platform/store/migrations/migration.ts';
import type { OpenedStore } from '#main/platform/store/port.ts';
import { openConnection } from '../connection/connection.ts';
import { toStoreError } from '../connection/store-errors.ts';
import { backupPath, dropOldBackups } from '../opening/backups.ts';
import { copyDatabase, removeDatabase } from '../opening/copy-database.ts';
import type { DataPaths } from '../opening/data-folder.ts';
import { checkApplied, migrate, newestSchema, schemaOf } from '../opening/migrate.ts';
import { replaceDatabase } from '../opening/repair.ts';
import { type Before, findIllness, lookBefore } from './health.ts';
import { dropJournal, type Journal, readJournal, writeJournal } from './journal.ts';

export type UpgradeOptions = {
  readonly paths: DataPaths;
  readonly migrations: readonly Migration[];
  readonly now: () => number;
};
type Notices = OpenedStore['notices'];
/** Said to the person: the copy could not be brought there, or the true one could not and is as it was before. */
type FailedAt = 'rehearsal' | 'upgrade';

const rehearsalPath = (paths: DataPaths) => `${paths.database}.rehearsal`;

function failed(at: FailedAt, problem: string, cause?: unknown): AppError {
  const message = 'Your data could not be brought to this version. Nothing of it was lost: it is as it was before.';
  return new AppError('unavailable', message, {
    retryable: false,
    ...(cause === undefined ? {} : { cause }),
    details: { reason: `${at}_failed`, facts: { problem } },
  });
}

/** What the disk or the system refused is said as such; what a migration met, as its failure. */
function toFailure(at: FailedAt, error: unknown, { folder }: DataPaths): unknown {
  const known = toStoreError(error, folder);
  if (isAppError(known) && known.details?.reason !== 'corrupt_database') return known;
  return failed(at, error instanceof Error ? error.message : String(error), error);
}

function migrateAt(path: string, { migrations, now }: UpgradeOptions): void {
  const connection = openConnection({ path, mode: 'write' });
  try {
    migrate(connection, { migrations, now: now() });
  } finally {
    connection.close();
  }
}

function schemaAt(path: string, migrations?: readonly Migration[]): number {
  const connection = openConnection({ path, mode: 'read' });
  try {
    if (migrations !== undefined) checkApplied(connection, migrations);
    return schemaOf(connection);
  } finally {
    connection.close();
  }
}

const missing = (migrations: readonly Migration[], schema: number) => migrations.filter(({ id }) => id > schema);

async function rehearse(o: UpgradeOptions, snapshot: string, before: Before): Promise<void> {
  const copy = rehearsalPath(o.paths);
  try {
    await copyDatabase(snapshot, copy);
    migrateAt(copy, o);
    const illness = await findIllness(copy, before, o.paths);
    if (illness !== undefined) throw failed('rehearsal', illness);
  } catch (error) {
    throw toFailure('rehearsal', error, o.paths);
  } finally {
    removeDatabase(copy);
  }
}

/** The true one, with the journal written: back to the copy when it does not come out well. */
async function migrateTruly(o: UpgradeOptions, snapshot: string, before: Before): Promise<void> {
  const { paths } = o;
  try {
    migrateAt(paths.database, o);
    const illness = await findIllness(paths.database, before, paths);
    if (illness !== undefined) throw failed('upgrade', illness);
  } catch (error) {
    goBack(o, snapshot);
    throw toFailure('upgrade', error, paths);
  }
}

/** What the database holds comes from the copy, so the one that is taken away is not kept. */
function goBack({ paths, now }: UpgradeOptions, snapshot: string): void {
  const aside = replaceDatabase({ paths, now: now() }, snapshot);
  dropJournal(paths);
  removeDatabase(aside);
}

/**
 * Brings an older database to the newest schema; it must not be open. Rejects with reason `rehearsal_failed` or
 * `upgrade_failed` when that does not go well: then the data is what it was, and the older program opens it as before.
 */
export async function upgradeDatabase(o: UpgradeOptions): Promise<void> {
  const { paths, migrations, now } = o;
  const from = schemaAt(paths.database, migrations);
  const snapshot = backupPath(paths, 'before', { at: now(), schema: from });
  let isDone = false;
  try {
    await copyDatabase(paths.database, snapshot);
    const before = lookBefore(snapshot, missing(migrations, from));
    await rehearse(o, snapshot, before);
    writeJournal(paths, { snapshot: basename(snapshot), from, to: newestSchema(migrations) });
    await migrateTruly(o, snapshot, before);
    isDone = true;
  } finally {
    // A start that fails again and again must not push older copies out with ones of the same data.
    if (!isDone && readJournal(paths) === undefined) rmSync(snapshot, { force: true });
  }
  dropJournal(paths);
  dropOldBackups(paths);
}

/** Goes on where a process died between the journal's first line and its last. */
export async function finishUpgrade(o: UpgradeOptions): Promise<Notices> {
  const { paths } = o;
  removeDatabase(rehearsalPath(paths));
  const journal = readJournal(paths);
  const snapshot = join(paths.backups, journal?.snapshot ?? '');
  // Without its copy there is nothing to compare with: the migrations were one step, so it is whole either way.
  if (journal === undefined || !existsSync(snapshot)) return [];
  if (!existsSync(paths.database) || schemaAtOrNone(paths.database) === journal.from) {
    dropJournal(paths);
    return [];
  }
  return newestSchema(o.migrations) === journal.to ? checkAgain(o, snapshot, journal) : returned(o, snapshot, journal);
}

function schemaAtOrNone(path: string): number | undefined {
  try {
    return schemaAt(path);
  } catch {
    return undefined; // damaged: what the copy holds is better
  }
}

/** The migrations were done, but nobody looked at what came out. */
async function checkAgain(o: UpgradeOptions, snapshot: string, { from }: Journal): Promise<Notices> {
  const before = lookBefore(snapshot, missing(o.migrations, from));
  const illness = await findIllness(o.paths.database, before, o.paths);
  if (illness !== undefined) {
    goBack(o, snapshot);
    throw failed('upgrade', illness);
  }
  dropJournal(o.paths);
  return [];
}

/** Another program began it. Nobody has used the data since, so the copy is the present. */
function returned(o: UpgradeOptions, snapshot: string, { to }: Journal): Notices {
  goBack(o, snapshot);
  return [{ id: 'upgrade-undone', key: 'system.notice_upgrade_undone', params: { schema: String(to) } }];
}
