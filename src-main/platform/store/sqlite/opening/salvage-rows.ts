// Copying the rows of a damaged table around what cannot be read.
import Database from 'better-sqlite3';
import type { Connection } from '../connection/connection.ts';
import type { StrayRows } from './stray-rows.ts';

type Table = { readonly from: Database.Database; readonly to: Connection; readonly table: string };
type Row = Readonly<Record<string, string | number | null | Uint8Array>>;

const rowsPerStep = 5_000;
const straysPerStep = 500;
/** Rows given up one by one before the rest of a table is: a lost page holds some hundred at most. */
const lostLimit = 20_000;
/** How far to feel beyond the last row that was read where nothing tells how many there are. */
const blindRows = 500;

function columnsOf(o: Table): string[] {
  const names = (db: Database.Database) =>
    db.prepare<[string], string>('SELECT name FROM pragma_table_info(?)').pluck().all(o.table);
  const known = new Set(names(o.from));
  return names(o.to.db).filter((name) => known.has(name));
}

function inserter(o: Table, columns: readonly string[]): (rows: readonly Row[]) => number {
  const insert = o.to.db.prepare<[Row]>(
    `INSERT OR IGNORE INTO ${o.table} (${columns.join(', ')}) VALUES (${columns.map((c) => `@${c}`).join(', ')})`,
  );
  return (rows) =>
    o.to.step('relaxed', () => {
      let lost = 0;
      for (const row of rows) {
        try {
          if (insert.run(row).changes === 0) lost += 1;
        } catch (error) {
          if (!(error instanceof Database.SqliteError) || !error.code.startsWith('SQLITE_CONSTRAINT')) throw error;
          lost += 1; // damaged into something that the table does not take
        }
      }
      return lost;
    });
}

const tryGet = <T>(read: () => T): T | undefined => {
  try {
    return read();
  } catch {
    return undefined; // this way of reading meets the damage too
  }
};

/** The highest row number, from the table or from one of its indexes. */
function highestRow(o: Table): number | undefined {
  const top = tryGet(() => o.from.prepare<[], number>(`SELECT max(rowid) FROM ${o.table}`).pluck().get());
  if (top !== undefined) return top ?? 0;
  const indexes = tryGet(() =>
    o.from
      .prepare<[string], string>("SELECT name FROM sqlite_schema WHERE type = 'index' AND tbl_name = ?")
      .pluck()
      .all(o.table),
  );
  for (const index of indexes ?? []) {
    const sql = `SELECT max(rowid) FROM (SELECT rowid FROM ${o.table} INDEXED BY "${index}")`;
    const found = tryGet(() => o.from.prepare<[], number>(sql).pluck().get());
    if (found !== undefined && found !== null) return found;
  }
  return undefined;
}

/** How many rows there were, as an index tells that is whole. */
function expectedRows(o: Table): number | undefined {
  const indexes = tryGet(() =>
    o.from
      .prepare<[string], string>("SELECT name FROM sqlite_schema WHERE type = 'index' AND tbl_name = ?")
      .pluck()
      .all(o.table),
  );
  for (const index of indexes ?? []) {
    // A partial index cannot be asked this way, and says so.
    const sql = `SELECT count(*) FROM ${o.table} INDEXED BY "${index}"`;
    const found = tryGet(() => o.from.prepare<[], number>(sql).pluck().get());
    if (found !== undefined) return found;
  }
  return undefined;
}

/**
 * Rows that SQLite finds, then those that it finds no way to. Returns how many were lost: exactly where an index that is
 * whole tells how many there were, else as many as there are row numbers that could not be read.
 */
export function copyRows(o: Table & { strays: StrayRows }): number {
  const columns = tryGet(() => columnsOf(o)) ?? [];
  if (columns.length === 0) return 0;
  const insert = inserter(o, columns);
  const found = copyFound(o, columns, insert);
  let strays: Row[] = [];
  const take = () => {
    insert(strays.map((row) => Object.fromEntries(columns.map((name) => [name, row[name] ?? null]))));
    strays = [];
  };
  for (const row of o.strays.of(o.table)) if (strays.push(row) >= straysPerStep) take();
  take();
  const present = o.to.query<[], { n: number }>(`SELECT count(*) AS n FROM ${o.table}`).get()?.n ?? 0;
  const expected = expectedRows(o) ?? found.inserted + found.lost;
  return Math.max(0, expected - present);
}

function copyFound(
  o: Table,
  columns: readonly string[],
  insert: (rows: readonly Row[]) => number,
): { inserted: number; lost: number } {
  const range = o.from.prepare<[number, number], Row & { salvage_row: number }>(
    `SELECT rowid AS salvage_row, ${columns.join(', ')} FROM ${o.table} WHERE rowid BETWEEN ? AND ? ORDER BY rowid LIMIT ${rowsPerStep}`,
  );
  const highest = highestRow(o);
  const ranges: [number, number][] = [[1, highest ?? Number.MAX_SAFE_INTEGER]];
  let refused = 0;
  let unread = 0;
  let inserted = 0;
  for (let next = ranges.pop(); next !== undefined; next = ranges.pop()) {
    const [low, high] = next;
    const { rows, isWhole } = readSome(range, low, high);
    const now = insert(rows.map(({ salvage_row: _, ...row }) => row));
    refused += now;
    inserted += rows.length - now;
    const last = rows.at(-1)?.salvage_row;
    if (last !== undefined) {
      if (!isWhole || rows.length === rowsPerStep) if (last < high) ranges.push([last + 1, high]);
      continue;
    }
    if (isWhole) continue;
    if (low === high) {
      unread += 1;
      if (unread > (highest === undefined ? blindRows : lostLimit)) break;
      continue;
    }
    // Halves of what is within reach; the near one first.
    const middle = Math.floor((low + Math.min(high, low + 2 * rowsPerStep)) / 2);
    ranges.push([middle + 1, high], [low, middle]);
  }
  return { inserted, lost: refused + (highest === undefined ? Math.min(unread, 1) : unread) };
}

function readSome(
  range: Database.Statement<[number, number], Row & { salvage_row: number }>,
  low: number,
  high: number,
) {
  const rows: (Row & { salvage_row: number })[] = [];
  try {
    for (const row of range.iterate(low, high)) rows.push(row);
    return { rows, isWhole: true };
  } catch (error) {
    if (!(error instanceof Database.SqliteError)) throw error;
    return { rows, isWhole: false };
  }
}

/** Tables without row numbers: what comes before the damage, and what comes after it, read backwards. */
export function copyKeyed(o: Table): number {
  const columns = tryGet(() => columnsOf(o)) ?? [];
  if (columns.length === 0) return 0;
  const insert = inserter(o, columns);
  const key = columns[0];
  for (const order of ['ASC', 'DESC']) {
    const rows: Row[] = [];
    const all = o.from.prepare<[], Row>(`SELECT ${columns.join(', ')} FROM ${o.table} ORDER BY ${key} ${order}`);
    try {
      for (const row of all.iterate()) if (rows.push(row) >= rowsPerStep) insert(rows.splice(0));
      insert(rows);
      return 0;
    } catch (error) {
      if (!(error instanceof Database.SqliteError)) throw error;
      insert(rows);
    }
  }
  return 1;
}
