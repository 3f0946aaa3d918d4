// Rows below a lost inner page: their leaves are whole, only the way to them is gone. Each leaf says by the form of its
// rows which table it belongs to.
import type Database from 'better-sqlite3';
import { kinds, openPages, type Page, type Pages, readCell, type Value } from './pages.ts';

type Column = {
  readonly name: string;
  readonly type: string;
  readonly notnull: number;
  readonly dflt_value: string | null;
  readonly pk: number;
};
export type StrayRow = Readonly<Record<string, Value>>;

export interface StrayRows {
  /** Rows of this table that no page leads to. Those that cannot be read are left out. */
  of(table: string): Iterable<StrayRow>;
  close(): void;
}

export const noStrays: StrayRows = { of: () => [], close: () => {} };

/**
 * `path`: the file that `db` has open, its log folded in. Nothing is taken from pages that are free: what was deleted
 * stays deleted. Where the list of free pages is lost nobody can tell them apart, and nothing is taken at all.
 */
export function findStrayRows(o: { path: string; db: Database.Database; tables: readonly string[] }): StrayRows {
  const pages = openPages(o.path);
  const free = pages.free();
  const reached = reachable(pages, rootsOf(o.db));
  if (free === undefined || !reached.isBroken) {
    pages.close();
    return noStrays;
  }
  const forms = o.tables.map((table) => ({ table, columns: columnsOf(o.db, table) }));
  const leaves = new Map(o.tables.map((table) => [table, [] as number[]]));
  for (let n = 2; n <= pages.count; n += 1) {
    if (reached.pages.has(n) || free.has(n)) continue;
    const page = pages.read(n);
    const table = page?.kind === kinds.tableLeaf ? tableOf(pages, page, forms) : undefined;
    if (table !== undefined) leaves.get(table)?.push(n);
  }
  return {
    *of(table) {
      const columns = forms.find((form) => form.table === table)?.columns ?? [];
      for (const n of leaves.get(table) ?? []) {
        const page = pages.read(n);
        for (const cell of page?.cells ?? []) {
          const row = page && rowOf(pages, { page, cell, columns });
          if (row !== undefined) yield row;
        }
      }
    },
    close: pages.close,
  };
}

const rootsOf = (db: Database.Database) =>
  db.prepare<[], number>('SELECT rootpage FROM sqlite_schema WHERE rootpage > 0').pluck().all();

const columnsOf = (db: Database.Database, table: string) =>
  db.prepare<[string], Column>('SELECT name, type, "notnull", dflt_value, pk FROM pragma_table_info(?)').all(table);

/** Every page that the trees lead to, and whether a way ended in nonsense. */
function reachable(pages: Pages, roots: readonly number[]): { pages: ReadonlySet<number>; isBroken: boolean } {
  const seen = new Set<number>();
  const open = [1, ...roots];
  let isBroken = false;
  for (let n = open.pop(); n !== undefined; n = open.pop()) {
    if (seen.has(n)) continue;
    seen.add(n);
    const page = pages.read(n);
    if (page === undefined) isBroken = true;
    else open.push(...page.children);
  }
  return { pages: seen, isBroken };
}

type Form = { readonly table: string; readonly columns: readonly Column[] };

/** The one table whose rows look like all that can be read here. */
function tableOf(pages: Pages, page: Page, forms: readonly Form[]): string | undefined {
  const cells = page.cells.flatMap((at) => readCell(pages, page, at) ?? []);
  if (cells.length === 0) return undefined;
  const fitting = forms.filter(({ columns }) => cells.every(({ values }) => fits(values, columns)));
  return fitting.length === 1 ? fitting[0]?.table : undefined;
}

/** A column that was added later is missing from the rows before it. */
function fits(values: readonly Value[], columns: readonly Column[]): boolean {
  if (values.length > columns.length) return false;
  return columns.every((column, i) => {
    const value = values[i];
    if (value === undefined) return column.notnull === 0 || column.dflt_value !== null;
    if (value === null) return column.notnull === 0 || column.pk > 0;
    if (column.type === 'TEXT') return typeof value === 'string';
    if (column.type === 'BLOB') return value instanceof Uint8Array;
    return typeof value === 'number';
  });
}

type Place = { readonly page: Page; readonly cell: number; readonly columns: readonly Column[] };

function rowOf(pages: Pages, { page, cell, columns }: Place): StrayRow | undefined {
  const read = readCell(pages, page, cell);
  if (read === undefined || !fits(read.values, columns)) return undefined;
  // The number of a row is its key, and stands in no column.
  const entries = columns.flatMap(({ name, pk }, i) => {
    const value = pk > 0 ? read.rowid : read.values[i];
    return value === undefined ? [] : [[name, value] as const];
  });
  return Object.fromEntries(entries);
}
