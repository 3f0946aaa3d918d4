// What every sub-store is built from.
import type { Connection } from './connection/connection.ts';
import { closed, damageOf, toStoreError } from './connection/store-errors.ts';
import { createMessageRows, type MessageRows } from './conversation/message-rows.ts';
import { createMessageWrites, type MessageWrites } from './conversation/message-writes.ts';
import { createSessionRows, type SessionRows } from './conversation/session-rows.ts';
import { createTree, type Tree } from './conversation/tree.ts';

export type Rows = { readonly messages: MessageRows; readonly sessions: SessionRows; readonly tree: Tree };

/** The writer, a reader that sees whole steps only, and their row readers. */
export interface Shared {
  readonly writer: Connection;
  readonly reader: Connection;
  /** Row readers on the writer: they see what the running step has written. */
  readonly own: Rows;
  readonly seen: Rows;
  readonly writes: MessageWrites;
  /** Names this run of the process; fences of other runs do not count. */
  readonly epoch: string;
  /** Called when the database, or its search index alone, turns out to be damaged. */
  onDamage(what: 'database' | 'search'): void;
  /** Runs synchronous work; SQLite's errors become the store's own. */
  run<T>(work: () => T): Promise<T>;
}

export type SharedOptions = Pick<Shared, 'writer' | 'reader' | 'epoch' | 'onDamage'> & { readonly folder: string };

export function createShared(o: SharedOptions): Shared {
  const rowsOn = (connection: Connection): Rows => ({
    messages: createMessageRows(connection),
    sessions: createSessionRows(connection),
    tree: createTree(connection),
  });
  const own = rowsOn(o.writer);
  return {
    writer: o.writer,
    reader: o.reader,
    own,
    seen: rowsOn(o.reader),
    writes: createMessageWrites(o.writer, own.tree),
    epoch: o.epoch,
    onDamage: o.onDamage,
    async run(work) {
      if (!o.writer.db.open) throw closed();
      try {
        return work();
      } catch (error) {
        const translated = toStoreError(error, o.folder);
        const damage = damageOf(translated);
        if (damage !== undefined) o.onDamage(damage);
        throw translated;
      }
    },
  };
}
