// Damage beside the rows (in the search index, in unused pages): every row is taken over, the index is built anew.
import Database from 'better-sqlite3';
import type { Migration } from '#main/platform/store/migrations/migration.ts';
import { type Connection, openConnection } from '../connection/connection.ts';
import { isCorruption } from '../connection/store-errors.ts';
import { buildIndex } from './build-index.ts';
import { migrate } from './migrate.ts';
import { checkWhole, isOfSearch, tableNames } from './structure.ts';

export type RebuildOptions = {
  readonly from: string;
  /** An empty file. */
  readonly to: string;
  readonly migrations: readonly Migration[];
  readonly now: number;
};

/**
 * Into a new file, because SQLite frees the pages that a damaged index points to, whoever they belong to. True when the
 * new database holds every row of the old one and is sound; false when a row could not be read after all.
 */
export function rebuild({ from, to, migrations, now }: RebuildOptions): boolean {
  const target = openConnection({ path: to, mode: 'write' });
  try {
    target.db.prepare('ATTACH ? AS damaged').run(from);
    // As old as the other one: what newer versions change in it comes afterwards, as at every start.
    const schema = target.db.pragma('damaged.user_version', { simple: true });
    migrate(target, { migrations: migrations.filter(({ id }) => id <= Number(schema)), now });
    // A file that nobody needs when this is cut short: kept from the disk's waits until it is whole.
    target.db.pragma('journal_mode = MEMORY');
    const isWhole = target.step('relaxed', () => takeRows(target));
    if (!isWhole) return false;
    target.db.exec('DETACH damaged');
    target.step('relaxed', () => buildIndex(target));
    return checkWhole(target).length === 0;
  } catch (error) {
    const isOtherSchema = error instanceof Database.SqliteError && error.code === 'SQLITE_ERROR';
    if (isCorruption(error) || isOtherSchema) return false;
    throw error;
  } finally {
    target.close();
  }
}

function takeRows({ db }: Connection): boolean {
  const tables = tableNames({ db }).filter((name) => name !== 'migrations' && !isOfSearch(name));
  return tables.every((table) => {
    const columns = db.prepare<[string], string>('SELECT name FROM pragma_table_info(?)').pluck().all(table).join(', ');
    const { changes } = db
      .prepare(`INSERT INTO main.${table} (${columns}) SELECT ${columns} FROM damaged.${table}`)
      .run();
    return db.prepare<[], number>(`SELECT count(*) FROM damaged.${table}`).pluck().get() === changes;
  });
}
