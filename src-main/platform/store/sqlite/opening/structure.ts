// Is the database's structure sound? How closely to look depends on how it was left.
import { closeSync, openSync, readSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { parseJson } from '#main/platform/base/json.ts';
import { type Connection, openConnection } from '../connection/connection.ts';
import { isCorruption } from '../connection/store-errors.ts';
import type { DataPaths } from './data-folder.ts';

/** `LIMP`: says in the file's header whose it is. */
export const applicationId = 0x4c494d50;

/**
 * `new`: no database yet. `dead`: its process died. `changed`: the file is not the one that was closed. `unsearchable`:
 * the search index was found to be damaged.
 */
export type LeftAs = 'new' | 'closed' | 'dead' | 'changed' | 'unsearchable';

const Closed = z.object({ sizeBytes: z.number(), modifiedMs: z.number() });
const headerBytes = 100;
const magic = 'SQLite format 3\0';
/** After a dead process, all tables of a database up to this size are looked at (1 ms a MB), of a larger one the small. */
const allTablesBytes = 64 * 1024 * 1024;

const sizeOf = (path: string) => statSync(path, { throwIfNoEntry: false })?.size ?? 0;

/** In the place of the size: no file has such a one. */
const suspicion = { database: -1, search: -2 } as const;

export function leftAs(paths: DataPaths): LeftAs {
  const file = statSync(paths.database, { throwIfNoEntry: false });
  if (file === undefined || (file.size === 0 && sizeOf(`${paths.database}-wal`) === 0)) return 'new';
  const mark = Closed.safeParse(parseJson(readSmall(paths.closed))).data;
  if (mark?.sizeBytes === suspicion.database) return 'changed';
  if (mark?.sizeBytes === suspicion.search) return 'unsearchable';
  if (mark === undefined || sizeOf(`${paths.database}-wal`) > 0) return 'dead';
  return mark.sizeBytes === file.size && mark.modifiedMs === file.mtimeMs ? 'closed' : 'changed';
}

function readSmall(path: string): string {
  if (sizeOf(path) === 0) return '';
  const bytes = Buffer.alloc(1024);
  const handle = openSync(path, 'r');
  try {
    return bytes.toString('utf8', 0, readSync(handle, bytes, 0, bytes.length, 0));
  } finally {
    closeSync(handle);
  }
}

export function markClosed(paths: DataPaths): void {
  const file = statSync(paths.database, { throwIfNoEntry: false });
  if (file === undefined) return;
  const mark: z.infer<typeof Closed> = { sizeBytes: file.size, modifiedMs: file.mtimeMs };
  writeFileSync(paths.closed, JSON.stringify(mark), { mode: 0o600 });
}

/** The next start looks at everything, or builds the search index anew. */
export function markSuspect(paths: DataPaths, what: keyof typeof suspicion): void {
  const mark: z.infer<typeof Closed> = { sizeBytes: suspicion[what], modifiedMs: 0 };
  try {
    writeFileSync(paths.closed, JSON.stringify(mark), { mode: 0o600 });
  } catch {
    // The disk takes nothing more: the damage is told all the same, and found again by whoever reads it again.
  }
}

export function markOpen(paths: DataPaths): void {
  rmSync(paths.closed, { force: true });
}

/**
 * The file's header, read before SQLite opens it (a second handle of ours would take SQLite's locks with it when it is
 * closed). Undefined: not a database.
 */
export function readHeader(path: string): { pageBytes: number; pages: number; schema: number } | undefined {
  const bytes = Buffer.alloc(headerBytes);
  const handle = openSync(path, 'r');
  try {
    if (readSync(handle, bytes, 0, headerBytes, 0) < headerBytes) return undefined;
  } finally {
    closeSync(handle);
  }
  if (bytes.toString('latin1', 0, 16) !== magic) return undefined;
  return {
    pageBytes: bytes.readUInt16BE(16) === 1 ? 65_536 : bytes.readUInt16BE(16),
    pages: bytes.readUInt32BE(28),
    schema: bytes.readUInt32BE(60),
  };
}

/** Problems that SQLite's own check finds, at most 10; throws nothing for a damaged database. */
export function checkWhole(connection: Connection): string[] {
  return problems(() => connection.db.prepare<[], string>('PRAGMA quick_check(10)').pluck().all());
}

/** Every table by itself: leaves out the search index's own check, which takes seconds and can be rebuilt. */
export function checkTables(connection: Connection, names: readonly string[]): string[] {
  return problems(() =>
    names.flatMap((name) => connection.db.prepare<[], string>(`PRAGMA quick_check('${name}')`).pluck().all()),
  );
}

export function tableNames({ db }: Pick<Connection, 'db'>): string[] {
  return db
    .prepare<[], string>(
      "SELECT name FROM sqlite_schema WHERE type = 'table' AND rootpage > 0 AND name NOT LIKE 'sqlite_%'",
    )
    .pluck()
    .all();
}

function problems(check: () => string[]): string[] {
  try {
    return check().filter((line) => line !== 'ok');
  } catch (error) {
    if (isCorruption(error)) return [error instanceof Error ? error.message : 'damaged'];
    throw error;
  }
}

/** Tables that a start depends on and that stay small, whatever the number of messages and turns. */
const smallTables = ['migrations', 'sessions', 'approvals', 'settings', 'blobs', 'compactions'];

/** The search indexes and what SQLite keeps for them: all of it can be made from messages and notes. */
export const isOfSearch = (table: string) => table === 'search' || table.startsWith('search_');

export type Damage = {
  /** In SQLite's words. */
  readonly problem: string;
  /** No table is touched but those of the search index: every row can be taken over. */
  readonly isBesideRows: boolean;
};

/** Looks as closely as the way it was left asks for. Opens the file for reading only: damage is not written into. */
export function findDamage(path: string, left: LeftAs): Damage | undefined {
  const within = (problem: string | undefined, isBesideRows = false) =>
    problem === undefined ? undefined : { problem, isBesideRows };
  const header = readHeader(path);
  const hasLog = sizeOf(`${path}-wal`) > 0;
  if (header === undefined && !(hasLog && sizeOf(path) === 0)) return within('the header is not that of a database');
  if (header !== undefined && !hasLog && header.pages * header.pageBytes > sizeOf(path))
    return within('the file is cut short');
  let connection: Connection | undefined;
  try {
    connection = openConnection({ path, mode: 'read' });
    const schema = connection.db.pragma('user_version', { simple: true });
    if (schema === 0) return undefined; // a process died before its first step
    if (connection.db.pragma('application_id', { simple: true }) !== applicationId)
      return within('the header was changed');
    const isWhole = left === 'changed' || left === 'unsearchable';
    const isAllLookedAt = isWhole || sizeOf(path) <= allTablesBytes;
    const names = isAllLookedAt ? tableNames(connection) : smallTables;
    const [found] = isWhole ? checkWhole(connection) : checkTables(connection, names);
    const problem = found ?? (left === 'unsearchable' ? 'the search index' : undefined);
    if (problem === undefined || !isAllLookedAt) return within(problem);
    const rows = tableNames(connection).filter((name) => !isOfSearch(name));
    return within(problem, checkTables(connection, rows).length === 0);
  } catch (error) {
    if (isCorruption(error)) return within(error instanceof Error ? error.message : 'damaged');
    throw error;
  } finally {
    connection?.close();
  }
}
