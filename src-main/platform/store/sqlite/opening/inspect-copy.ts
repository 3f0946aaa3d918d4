// Copies of the database that leave the data folder, and the look at one before it may come back.
import Database from 'better-sqlite3';
import { AppError } from '#main/contract/errors.ts';
import type { Migration } from '#main/platform/store/migrations/migration.ts';
import type { DatabaseCopy } from '#main/platform/store/port.ts';
import { type Connection, openConnection, openScratch } from '../connection/connection.ts';
import { isCorruption } from '../connection/store-errors.ts';
import { copyDatabase, removeDatabase } from './copy-database.ts';
import { checkApplied, migrate, newestSchema, schemaOf } from './migrate.ts';
import { applicationId, isOfSearch, readHeader } from './structure.ts';

/** Who may come in is no past: a backup neither hands it out nor brings it back. */
export const grantKeys = [
  ...(['value:gateway.sessions', 'value:api.keyHash', 'value:mcp.keyHash'] as const),
  'value:backup.installation',
] as const;

const damaged = (cause: unknown) =>
  new AppError('invalid_input', 'This backup is damaged. Choose another one.', {
    cause,
    details: { reason: 'backup_damaged' },
  });

const newer = (schema: number) =>
  new AppError('unsupported', 'This backup was made by a newer Limpet. Install the newer version first.', {
    details: { reason: 'newer_backup', facts: { schema } },
  });

type Made = { readonly type: string; readonly name: string; readonly sql: string | null };

/** Tables and indexes as they were made; of what SQLite keeps for the search index only the names are ours. */
function madeIn({ db }: Pick<Connection, 'db'>): string {
  const rows = db
    .prepare<[], Made>("SELECT type, name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%' ORDER BY type, name")
    .all();
  return JSON.stringify(rows.map(({ type, name, sql }) => [type, name, isOfSearch(name) ? '' : sql]));
}

/** A database of the same schema has exactly these tables and no triggers: anything else was put there by somebody. */
function checkMade(connection: Connection, migrations: readonly Migration[]): void {
  const schema = schemaOf(connection);
  const scratch = openScratch();
  try {
    migrate(scratch, { migrations: migrations.filter(({ id }) => id <= schema), now: 0 });
    if (madeIn(scratch) !== madeIn(connection)) throw damaged('its tables are not those of its schema');
  } finally {
    scratch.close();
  }
}

function facts(connection: Connection): DatabaseCopy {
  const count = (sql: string) => connection.query<[], { n: number }>(sql).get()?.n ?? 0;
  const blobs = connection.query<[], DatabaseCopy['blobs'][number]>(`
    SELECT min(id) AS id, sha256, min(size_bytes) AS sizeBytes FROM blobs b
    WHERE EXISTS (SELECT 1 FROM blob_refs r WHERE r.blob_n = b.n) GROUP BY sha256`);
  return {
    schema: schemaOf(connection),
    sessions: count('SELECT count(*) AS n FROM sessions WHERE deleted_at IS NULL'),
    messages: count('SELECT count(*) AS n FROM messages'),
    blobs: blobs.all(),
  };
}

function look(connection: Connection, migrations: readonly Migration[]): DatabaseCopy {
  const { db } = connection;
  const schema = schemaOf(connection);
  if (db.pragma('application_id', { simple: true }) !== applicationId || schema === 0)
    throw damaged('not a database of Limpet');
  if (schema > newestSchema(migrations)) throw newer(schema);
  checkApplied(connection, migrations);
  const problems = db.prepare<[], string>('PRAGMA integrity_check(10)').pluck().all();
  const problem = problems.find((line) => line !== 'ok');
  if (problem !== undefined) throw damaged(problem);
  checkMade(connection, migrations);
  return facts(connection);
}

/** Looks at every page; writes nothing. See `RestoreDesk.inspect` for its errors. */
export function inspectCopy(path: string, migrations: readonly Migration[]): DatabaseCopy {
  if (readHeader(path) === undefined) throw damaged('the header is not that of a database');
  let connection: Connection | undefined;
  try {
    connection = openConnection({ path, mode: 'read' });
    return look(connection, migrations);
  } catch (error) {
    throw isCorruption(error) ? damaged(error) : error;
  } finally {
    connection?.close();
  }
}

function dropGrants(path: string): void {
  const db = new Database(path, { fileMustExist: true });
  try {
    db.pragma('secure_delete = ON');
    db.prepare(`DELETE FROM settings WHERE key IN (${grantKeys.map(() => '?').join(', ')})`).run(...grantKeys);
  } finally {
    db.close();
  }
}

/** A copy for a backup. Leaves nothing when it fails. */
export async function takeCopy(o: {
  from: string;
  to: string;
  migrations: readonly Migration[];
}): Promise<DatabaseCopy> {
  await copyDatabase(o.from, o.to);
  try {
    dropGrants(o.to);
    return inspectCopy(o.to, o.migrations);
  } catch (error) {
    removeDatabase(o.to);
    throw error;
  }
}
