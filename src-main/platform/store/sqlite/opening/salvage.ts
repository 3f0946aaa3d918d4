// Reading every row that can still be read out of a damaged database into a new one.
import { closeSync, copyFileSync, openSync, readSync, rmSync, statSync, writeSync } from 'node:fs';
import Database from 'better-sqlite3';
import type { Migration } from '#main/platform/store/migrations/migration.ts';
import { type Connection, openConnection } from '../connection/connection.ts';
import { removeDatabase } from './copy-database.ts';
import { makeFile } from './data-folder.ts';
import { mendTree } from './mend-tree.ts';
import { migrate } from './migrate.ts';
import { headerBytes, pageBytes } from './pages.ts';
import { copyKeyed, copyRows } from './salvage-rows.ts';
import { findStrayRows, noStrays, type StrayRows } from './stray-rows.ts';

export type Salvaged = { readonly sessions: number; readonly messages: number; readonly lost: number };

/** The search index is built anew; the list of migrations is the new database's own. */
const rowTables = [
  'sessions',
  'branches',
  'messages',
  'calls',
  'turns',
  'drafts',
  'compactions',
  'inbox',
  'approvals',
  'outbox',
  'usage',
  'model_calls',
  'undo_entries',
  'blobs',
  'taint_labels',
  'taint_sources',
  'proposals',
  'rules',
  'session_modes',
  'notes',
  'reading_series',
  'reading_watches',
] as const;
const keyTables = [
  'settings',
  'grants',
  'blob_refs',
  'taint_named',
  'rule_uses',
  'shapes',
  'readings',
  'reading_bins',
  'reading_cuts',
] as const;

const pageCountAt = 28;

type SalvageOptions = {
  readonly from: string;
  readonly to: string;
  readonly migrations: readonly Migration[];
  readonly now: number;
};

export function salvage({ from, to, migrations, now }: SalvageOptions): Salvaged {
  const target = openConnection({ path: to, mode: 'write' });
  const work = `${to}.work`;
  try {
    migrate(target, { migrations, now });
    target.db.pragma('wal_checkpoint(TRUNCATE)');
    const damaged = openDamaged({ from, work, sound: to });
    const unread = damaged === undefined ? { messages: 0, others: 0 } : copyAll(damaged, target, work);
    // A lost message leaves a gap where others follow it; at the end of a branch only the count of rows tells.
    const lost = unread.others + Math.max(unread.messages, mendTree(target, now));
    const count = (sql: string) => target.query<[], { n: number }>(sql).get()?.n ?? 0;
    const sessions = count('SELECT count(*) AS n FROM sessions WHERE deleted_at IS NULL');
    const messages = count("SELECT count(*) AS n FROM messages WHERE hash <> ''");
    target.db.pragma('journal_mode = DELETE');
    return { sessions, messages, lost };
  } finally {
    target.close();
    removeDatabase(work);
  }
}

type Opened = { readonly db: Database.Database; readonly hasOwnHeader: boolean };

/** Closes what it reads from. Returns how many rows could not be read. */
function copyAll({ db, hasOwnHeader }: Opened, to: Connection, work: string): { messages: number; others: number } {
  let strays: StrayRows = noStrays;
  try {
    // The list of free pages went with the header.
    if (hasOwnHeader) strays = strayRowsOf(db, work);
    const lost = { messages: 0, others: 0 };
    for (const table of rowTables)
      lost[table === 'messages' ? 'messages' : 'others'] += copyRows({ from: db, to, table, strays });
    for (const table of keyTables) lost.others += copyKeyed({ from: db, to, table });
    return lost;
  } finally {
    strays.close();
    db.close();
  }
}

function strayRowsOf(db: Database.Database, path: string): StrayRows {
  try {
    db.pragma('wal_checkpoint(TRUNCATE)');
    return findStrayRows({ path, db, tables: rowTables });
  } catch (error) {
    if (error instanceof Database.SqliteError) return noStrays; // no list of tables: nothing tells a leaf from another
    throw error;
  }
}

/** The way to its rows stands; one table alone may have lost its own. */
function canRead(db: Database.Database, table: string): boolean {
  try {
    db.prepare(`SELECT count(*) FROM ${table} WHERE n < 0`).get();
    return true;
  } catch {
    return false; // nor can anything else be told about it here
  }
}

/** Opens a copy of the damaged file, with a new header where its own is broken. Undefined: nothing can be read. */
function openDamaged(o: { from: string; work: string; sound: string }): Opened | undefined {
  const copy = () => {
    removeDatabase(o.work);
    makeFile(o.work);
    copyFileSync(o.from, o.work);
    const log = statSync(`${o.from}-wal`, { throwIfNoEntry: false });
    if (log !== undefined) copyFileSync(`${o.from}-wal`, `${o.work}-wal`);
  };
  const withoutLog = () => rmSync(`${o.work}-wal`, { force: true });
  const attempts = [copy, () => newHeader(o), withoutLog, () => newSchema(o)];
  for (const prepare of attempts) {
    prepare();
    const db = new Database(o.work, { fileMustExist: true });
    try {
      db.pragma('writable_schema = ON'); // a schema with a broken line is better than none
      if (rowTables.some((table) => canRead(db, table))) return { db, hasOwnHeader: prepare === copy };
      db.close();
    } catch {
      db.close(); // not this way: the next one tries more
    }
  }
  return undefined;
}

/**
 * The pages that list the tables, from a new database: made by the same migrations, they stand in the same places. Where
 * a later migration has moved them nothing fits, and nothing is read.
 */
function newSchema(o: { work: string; sound: string }): void {
  const sound = new Database(o.sound, { readonly: true });
  try {
    const pages = sound.prepare<[], number>("SELECT pageno FROM dbstat WHERE name = 'sqlite_schema'").pluck().all();
    for (const page of pages) copyBytes(o, { at: (page - 1) * pageBytes, count: pageBytes });
  } finally {
    sound.close();
  }
  newHeader(o);
}

function copyBytes(o: { work: string; sound: string }, { at, count }: { at: number; count: number }): void {
  const bytes = Buffer.alloc(count);
  const from = openSync(o.sound, 'r');
  const to = openSync(o.work, 'r+');
  try {
    readSync(from, bytes, 0, count, at);
    writeSync(to, bytes, 0, count, at);
  } finally {
    closeSync(from);
    closeSync(to);
  }
}

/** Page size, format and the like are the same in every database of ours; only the page count is the file's own. */
function newHeader(o: { work: string; sound: string }): void {
  copyBytes(o, { at: 0, count: headerBytes });
  const own = Buffer.alloc(12); // the count of pages, and no list of free ones: it is not needed for reading
  own.writeUInt32BE(Math.ceil(statSync(o.work).size / pageBytes), 0);
  const file = openSync(o.work, 'r+');
  try {
    writeSync(file, own, 0, own.length, pageCountAt);
  } finally {
    closeSync(file);
  }
}
