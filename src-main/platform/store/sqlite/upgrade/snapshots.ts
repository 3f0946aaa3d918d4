// The restore timeline: which copies there are, what is in them, and which one is to take the database's place.
import { statSync } from 'node:fs';
import { basename } from 'node:path';
import { AppError } from '#main/contract/errors.ts';
import { parseJson } from '#main/platform/base/json.ts';
import type { Migration } from '#main/platform/store/migrations/migration.ts';
import type { Snapshot, SnapshotStore } from '#main/platform/store/port/snapshots.ts';
import { type Connection, openConnection } from '../connection/connection.ts';
import { type Backup, isGood, listBackups } from '../opening/backups.ts';
import type { DataPaths } from '../opening/data-folder.ts';
import { newestSchema } from '../opening/migrate.ts';
import { dropWish, readWish, writeWish } from './go-back.ts';

/** The small value that says which version used the database last. */
export const versionKey = 'app.version';

const reasons = { daily: 'daily', before: 'upgrade', present: 'restore' } as const;

type Contents = Pick<Snapshot, 'state' | 'sessions' | 'version'>;
const unreadable: Contents = { state: 'unreadable', sessions: 0 };

function readContents({ db }: Connection): Contents {
  const sessions = db.prepare<[], number>('SELECT count(*) FROM sessions WHERE deleted_at IS NULL').pluck().get() ?? 0;
  const stored = db.prepare<[string], string>('SELECT value FROM settings WHERE key = ?').pluck();
  const version = parseJson(stored.get(`value:${versionKey}`) ?? '');
  return { state: 'ready', sessions, ...(typeof version === 'string' ? { version } : {}) };
}

function look({ path }: Backup): Contents {
  let connection: Connection | undefined;
  try {
    connection = openConnection({ path, mode: 'read' });
    return readContents(connection);
  } catch {
    return unreadable; // whatever is wrong with it is said by its state
  } finally {
    connection?.close();
  }
}

export function createSnapshots(paths: DataPaths, migrations: readonly Migration[]): SnapshotStore {
  // A copy never changes, so it is looked into once.
  const known = new Map<string, Contents>();
  const contentsOf = (backup: Backup): Contents => {
    const name = basename(backup.path);
    const contents = known.get(name) ?? look(backup);
    known.set(name, contents);
    return contents;
  };
  const list = (): Snapshot[] => {
    const backups = listBackups(paths);
    const names = new Set(backups.map(({ path }) => basename(path)));
    for (const name of known.keys()) if (!names.has(name)) known.delete(name);
    return backups.flatMap((backup) => {
      const size = statSync(backup.path, { throwIfNoEntry: false })?.size;
      if (size === undefined) return []; // dropped this moment
      const contents = contentsOf(backup);
      const isNewer = backup.schema > newestSchema(migrations);
      return [
        {
          ...contents,
          id: basename(backup.path),
          at: backup.at,
          reason: reasons[backup.kind],
          sizeBytes: size,
          state: isNewer ? 'newer' : contents.state,
        },
      ];
    });
  };
  return {
    list: async () => list(),
    wished: async () => readWish(paths)?.snapshot,
    async goBackTo(id, now) {
      const backup = listBackups(paths).find(({ path }) => basename(path) === id);
      if (backup === undefined || !isGood(backup, migrations))
        throw new AppError('not_found', 'This copy cannot be restored any more. Choose another one.', {
          details: { reason: 'snapshot_gone' },
        });
      writeWish(paths, { snapshot: id, at: now });
    },
    stay: async () => dropWish(paths),
  };
}
