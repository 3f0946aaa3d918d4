// What a database says, as hashes: one of each session and one of everything else. Reads any schema, so that what stood
// there before a migration can be compared with what stands there after it.
import { createHash, type Hash } from 'node:crypto';
import type { Connection } from '../connection/connection.ts';
import { isOfSearch, tableNames } from '../opening/structure.ts';

/** Columns of each table in the order they are read, and those that order its rows. */
export type Shape = ReadonlyMap<string, { readonly columns: readonly string[]; readonly order: readonly string[] }>;
export type Fingerprint = {
  readonly shape: Shape;
  /** By the session's id. */
  readonly sessions: ReadonlyMap<string, string>;
  readonly rest: string;
  /** Rows of each table. */
  readonly counts: ReadonlyMap<string, number>;
};

const ofSession = 'session_n';
const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;

export function shapeOf(connection: Connection): Shape {
  const { db } = connection;
  const info = db.prepare<[string], { name: string; pk: number }>('SELECT name, pk FROM pragma_table_info(?)');
  const tables = tableNames(connection).filter((name) => name !== 'migrations' && !isOfSearch(name));
  return new Map(
    tables.toSorted().map((table) => {
      const columns = info.all(table);
      const key = columns.filter(({ pk }) => pk > 0).toSorted((a, b) => a.pk - b.pk);
      const order = key.length === 0 ? ['rowid'] : key.map(({ name }) => name);
      return [table, { columns: columns.map(({ name }) => name), order }];
    }),
  );
}

/** Without what a migration changes on purpose: a table, or `table.column`. */
export function without(shape: Shape, names: readonly string[]): Shape {
  const tables = [...shape].filter(([table]) => !names.includes(table));
  return new Map(
    tables.map(([table, { columns, order }]) => [
      table,
      { columns: columns.filter((column) => !names.includes(`${table}.${column}`)), order },
    ]),
  );
}

/** Throws what SQLite throws when a table or a column of the shape is not there any more. */
export function fingerprintOf(connection: Connection, shape: Shape): Fingerprint {
  const { db } = connection;
  const ids = new Map(db.prepare<[], [number, string]>('SELECT n, id FROM sessions').raw().all());
  const hashes = new Map<number | undefined, Hash>([...ids.keys()].map((n) => [n, createHash('sha256')]));
  const rest = createHash('sha256');
  const counts = new Map<string, number>();
  for (const [table, { columns, order }] of shape) {
    const at = table === 'sessions' ? columns.indexOf('n') : columns.indexOf(ofSession);
    const rows = db
      .prepare<[], unknown[]>(
        `SELECT ${columns.map(quoted).join(', ')} FROM ${quoted(table)} ORDER BY ${order.map(quoted).join(', ')}`,
      )
      .raw();
    let count = 0;
    for (const row of rows.iterate()) {
      const session = row[at];
      // Of sessions that were deleted for good some rows stay, such as what they have cost.
      const hash = (typeof session === 'number' ? hashes.get(session) : undefined) ?? rest;
      hash.update(`${table} ${JSON.stringify(row)}\n`);
      count += 1;
    }
    counts.set(table, count);
  }
  const sessions = [...ids].map(([n, id]): [string, string] => [id, hashes.get(n)?.digest('base64') ?? '']);
  return { shape, sessions: new Map(sessions), rest: rest.digest('base64'), counts };
}

/** The first difference in words for a report, without anybody's text; undefined when they say the same. */
export function differenceOf(before: Fingerprint, after: Fingerprint): string | undefined {
  for (const [table, count] of before.counts) {
    const now = after.counts.get(table) ?? 0;
    if (now !== count) return `${table} has ${now} rows instead of ${count}`;
  }
  const changed = [...before.sessions].filter(([id, hash]) => after.sessions.get(id) !== hash);
  if (changed.length > 0) return `${changed.length} of ${before.sessions.size} chats changed`;
  if (after.sessions.size !== before.sessions.size) return 'there are more chats than before';
  return before.rest === after.rest ? undefined : 'what belongs to no chat changed';
}
