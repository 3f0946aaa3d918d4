// One SQLite connection: statements prepared once, and steps that happen whole or not at all.
import Database from 'better-sqlite3';

export type Bind = string | number | null;
type Params = readonly (Bind | Readonly<Record<string, Bind>>)[];

/**
 * A statement prepared on first use and kept. SQLite prepares it anew at each run (some 50 µs) when the plan of a join or
 * of a partial index could depend on a bound value; handed over as `(SELECT ?)` the value is out of the planner's sight.
 */
export interface Query<P extends Params, R> {
  get(...params: P): R | undefined;
  all(...params: P): R[];
  /** How many rows changed. */
  run(...params: P): number;
  /** The row number of the row that was written. */
  insert(...params: P): number;
}

/** `full`: on the disk when it returns. `relaxed`: survives a dead process, but power loss may take the last ones. */
export type Durability = 'full' | 'relaxed';

export interface Connection {
  readonly db: Database.Database;
  query<P extends Params, R = unknown>(sql: string): Query<P, R>;
  /** Runs in one transaction; not reentrant. What throws leaves nothing behind. */
  step<T>(durability: Durability, work: () => T): T;
  close(): void;
}

export type ConnectionOptions = { readonly path: string; readonly mode: 'write' | 'read' };

const busyTimeoutMs = 5_000;
/** About 4 MiB of pages: the log is folded back long before it grows large. */
const walPages = 1_000;
const walBytesKept = 16 * 1024 * 1024;
/** What a connection may keep in memory; the system's own file cache does the rest. */
const cacheKib = { write: 8_000, read: 4_000 } as const;

export function openConnection({ path, mode }: ConnectionOptions): Connection {
  const db = new Database(path, { readonly: mode === 'read', fileMustExist: true, timeout: busyTimeoutMs });
  try {
    db.pragma('trusted_schema = OFF');
    db.pragma('cell_size_check = ON');
    db.pragma(`cache_size = -${cacheKib[mode]}`);
    if (mode === 'write') {
      db.pragma('journal_mode = WAL');
      db.pragma('synchronous = FULL');
      db.pragma(`wal_autocheckpoint = ${walPages}`);
      db.pragma(`journal_size_limit = ${walBytesKept}`);
    } else db.pragma('query_only = ON');
  } catch (error) {
    db.close();
    throw error;
  }
  return connectionOver(db);
}

/** A database in memory, to make something by the migrations and look at it. */
export const openScratch = (): Connection => connectionOver(new Database(':memory:'));

function connectionOver(db: Database.Database): Connection {
  let durability: Durability = 'full';
  const query = <P extends Params, R = unknown>(sql: string): Query<P, R> => {
    let statement: Database.Statement<unknown[], R> | undefined;
    const prepared = () => {
      statement ??= db.prepare<unknown[], R>(sql);
      return statement;
    };
    return {
      get: (...params) => prepared().get(...params),
      all: (...params) => prepared().all(...params),
      run: (...params) => prepared().run(...params).changes,
      insert: (...params) => Number(prepared().run(...params).lastInsertRowid),
    };
  };
  const begin = query<[]>('BEGIN IMMEDIATE');
  const commit = query<[]>('COMMIT');
  const rollback = query<[]>('ROLLBACK');
  return {
    db,
    query,
    step(wanted, work) {
      if (wanted !== durability) {
        db.pragma(`synchronous = ${wanted === 'full' ? 'FULL' : 'NORMAL'}`);
        durability = wanted;
      }
      begin.run();
      try {
        const result = work();
        commit.run();
        return result;
      } finally {
        // A full disk ends the transaction by itself; anything else is undone here.
        if (db.inTransaction) rollback.run();
      }
    },
    close: () => void (db.open && db.close()),
  };
}
