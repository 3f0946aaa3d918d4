// Opening a data folder: own it, look at how it was left, bring its database to this build's schema.
import { rmSync, statSync } from 'node:fs';
import { AppError } from '#main/contract/errors.ts';
import type { Migration } from '#main/platform/store/migrations/migration.ts';
import type { OpenedStore } from '#main/platform/store/port.ts';
import { type Connection, openConnection } from '../connection/connection.ts';
import { isCorruption, toStoreError } from '../connection/store-errors.ts';
import { carryOutWish } from '../upgrade/go-back.ts';
import { finishUpgrade, upgradeDatabase } from '../upgrade/upgrade.ts';
import { backupFacts } from './backups.ts';
import { type DataPaths, dataPaths, makeFile, prepareFolder } from './data-folder.ts';
import { migrate, newerDatabase, newestSchema, schemaOf } from './migrate.ts';
import { type Ownership, takeOwnership } from './ownership.ts';
import { finishRepair, type RepairOptions, rebuildBesideRows, restoreNewest, salvageRows } from './repair.ts';
import { applyRestore } from './restore.ts';
import { applicationId, findDamage, leftAs, markOpen, readHeader } from './structure.ts';

export type OpenOptions = {
  readonly folder: string;
  readonly now: () => number;
  readonly repair?: 'restore' | 'salvage';
  readonly migrations: readonly Migration[];
};
type Notices = OpenedStore['notices'];
export type OpenedDatabase = {
  readonly paths: DataPaths;
  readonly writer: Connection;
  readonly ownership: Ownership;
  readonly notices: Notices;
};
type Context = OpenOptions & { readonly paths: DataPaths };

export async function openDatabase(o: OpenOptions): Promise<OpenedDatabase> {
  const paths = dataPaths(o.folder);
  const context = { ...o, paths };
  let ownership: Ownership | undefined;
  try {
    prepareFolder(paths);
    ownership = takeOwnership(paths.owner);
    finishRepair(paths);
    const returned = await finishUpgrade(context);
    const restored = applyRestore(paths, { now: o.now() });
    const wentBack = await carryOutWish(context);
    const notices = [...returned, ...(restored === undefined ? [] : [restored]), ...wentBack, ...inspect(context)];
    makeFile(paths.database);
    markOpen(paths);
    return { paths, ownership, notices, writer: await openWriter(context) };
  } catch (error) {
    ownership?.release();
    throw isCorruption(error) ? damaged(context, String(error)) : toStoreError(error, o.folder);
  }
}

/** Refuses what must not be touched, and repairs when asked to. Writes nothing otherwise. */
function inspect({ paths, migrations, repair, now }: Context): Notices {
  const left = leftAs(paths);
  if (left === 'new') return [];
  refuseNewer(paths, migrations);
  if (left === 'closed' && repair === undefined) return [];
  // Whoever asks for a repair wants it looked at closely; a sound database is not repaired.
  const damage = findDamage(paths.database, repair === undefined ? left : 'changed');
  if (damage === undefined) return [];
  const options = { paths, migrations, now: now() };
  // Where nothing can be lost nobody needs to be asked.
  const notice = (damage.isBesideRows ? rebuildBesideRows(options) : undefined) ?? repairAs(repair, options);
  if (notice === undefined) throw damaged({ paths, migrations }, damage.problem);
  return [notice];
}

function repairAs(repair: Context['repair'], options: RepairOptions): Notices[number] | undefined {
  switch (repair) {
    case 'restore':
      return restoreNewest(options);
    case 'salvage':
      return salvageRows(options);
    case undefined:
      return undefined;
  }
}

function damaged({ paths, migrations }: Pick<Context, 'paths' | 'migrations'>, problem: string): AppError {
  const message = 'The database is damaged. Restore the newest backup, or salvage what can still be read.';
  return new AppError('unavailable', message, {
    retryable: false,
    cause: new Error(problem),
    details: { reason: 'corrupt_database', facts: { ...backupFacts(paths, migrations), problem } },
  });
}

/** A header may be damaged into a high number: only a database that lists its migrations counts as newer. */
function refuseNewer(paths: DataPaths, migrations: readonly Migration[]): void {
  const newest = newestSchema(migrations);
  const logBytes = statSync(`${paths.database}-wal`, { throwIfNoEntry: false })?.size ?? 0;
  if ((readHeader(paths.database)?.schema ?? 0) <= newest && logBytes === 0) return;
  let connection: Connection | undefined;
  try {
    connection = openConnection({ path: paths.database, mode: 'read' });
    const schema = schemaOf(connection);
    if (schema <= newest || connection.db.pragma('application_id', { simple: true }) !== applicationId) return;
    const listed = connection.query<[], { id: number | null }>('SELECT max(id) AS id FROM migrations').get();
    if (listed?.id === schema) throw newerDatabase();
  } catch (error) {
    if (!isCorruption(error)) throw error; // damage is told by the look that follows
  } finally {
    connection?.close();
    if (logBytes === 0) for (const suffix of ['-wal', '-shm']) rmSync(`${paths.database}${suffix}`, { force: true });
  }
}

async function openWriter(context: Context): Promise<Connection> {
  const { paths, migrations, now } = context;
  const open = () => openConnection({ path: paths.database, mode: 'write' });
  let writer = open();
  try {
    const schema = schemaOf(writer);
    if (schema > 0 && schema < newestSchema(migrations)) {
      writer.close();
      await upgradeDatabase(context);
      writer = open();
    }
    migrate(writer, { migrations, now: now() });
    return writer;
  } catch (error) {
    writer.close();
    throw error;
  }
}
