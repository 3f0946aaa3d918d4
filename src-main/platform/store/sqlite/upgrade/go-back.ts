// Going back to a copy of the restore timeline: asked for while the database is in use, done at the next opening.
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { parseJson } from '#main/platform/base/json.ts';
import type { Migration } from '#main/platform/store/migrations/migration.ts';
import type { OpenedStore } from '#main/platform/store/port.ts';
import { openConnection } from '../connection/connection.ts';
import { isCorruption, toStoreError } from '../connection/store-errors.ts';
import { backupPath, dropOldBackups, isGood, listBackups } from '../opening/backups.ts';
import { copyDatabase, removeDatabase, syncFile } from '../opening/copy-database.ts';
import type { DataPaths } from '../opening/data-folder.ts';
import { grantKeys } from '../opening/inspect-copy.ts';
import { schemaOf } from '../opening/migrate.ts';
import { replaceDatabase } from '../opening/repair.ts';
import { prepareStaged } from '../opening/restore.ts';

const Wish = z.object({
  /** Name of the copy, in `backups`. */
  snapshot: z.string().regex(/^[\w.-]+$/),
  /** When it was asked for: names the copy of the present, so that a start which goes on makes no second one. */
  at: z.number().int().nonnegative(),
});
export type Wish = z.infer<typeof Wish>;
type Notices = OpenedStore['notices'];
type GoBackOptions = {
  readonly paths: DataPaths;
  readonly migrations: readonly Migration[];
  readonly now: () => number;
};

const wishPath = (paths: DataPaths) => join(paths.folder, 'limpet.restore');

export function readWish(paths: DataPaths): Wish | undefined {
  try {
    return Wish.safeParse(parseJson(readFileSync(wishPath(paths), 'utf8'))).data;
  } catch {
    return undefined; // nobody asked
  }
}

export function writeWish(paths: DataPaths, wish: Wish): void {
  const fresh = `${wishPath(paths)}.new`;
  writeFileSync(fresh, JSON.stringify(wish), { mode: 0o600 });
  syncFile(fresh);
  renameSync(fresh, wishPath(paths));
}

export function dropWish(paths: DataPaths): void {
  rmSync(wishPath(paths), { force: true });
}

/** What stays as it is now: who is signed in, for what was revoked since must not come back, and which updates were seen. */
const keptKeys: readonly string[] = [...grantKeys, 'value:updates.memory'];

type Kept = ReadonlyMap<string, string>;

function readKept(path: string): { kept: Kept; schema: number } {
  const connection = openConnection({ path, mode: 'read' });
  try {
    const value = connection.db.prepare<[string], string>('SELECT value FROM settings WHERE key = ?').pluck();
    const rows = keptKeys.flatMap((key): [string, string][] => {
      const found = value.get(key);
      return found === undefined ? [] : [[key, found]];
    });
    return { kept: new Map(rows), schema: schemaOf(connection) };
  } finally {
    connection.close();
  }
}

/** Of a copy before it takes the present's place. */
function prepareCopy(path: string, kept: Kept, now: number): void {
  const connection = openConnection({ path, mode: 'write' });
  try {
    const drop = connection.db.prepare<[string]>('DELETE FROM settings WHERE key = ?');
    connection.step('full', () => {
      for (const key of keptKeys) drop.run(key);
    });
  } finally {
    connection.close();
  }
  prepareStaged(path, { grants: [...kept].map(([key, value]) => ({ key, value })), now });
}

/** The present as a copy of its own. Undefined for a damaged one, which is kept aside instead. */
async function keepPresent({ paths }: GoBackOptions, { at }: Wish): Promise<Kept | undefined> {
  try {
    const { kept, schema } = readKept(paths.database);
    const copy = backupPath(paths, 'present', { at, schema });
    // There already: a process died after it had made it. The present may be the other one by now.
    if (existsSync(copy)) return readKept(copy).kept;
    await copyDatabase(paths.database, copy);
    return kept;
  } catch (error) {
    const known = toStoreError(error, paths.folder);
    const isDamaged = isCorruption(error) || (known instanceof Error && isCorruption(known.cause));
    if (isDamaged) return undefined;
    throw known;
  }
}

/** Does what was asked for; the database must not be open. Says in a notice what came of it. */
export async function carryOutWish(o: GoBackOptions): Promise<Notices> {
  const { paths, migrations, now } = o;
  const wish = readWish(paths);
  if (wish === undefined || !existsSync(paths.database)) return [];
  const snapshot = listBackups(paths).find(({ path }) => basename(path) === wish.snapshot);
  if (snapshot === undefined || !isGood(snapshot, migrations)) {
    dropWish(paths);
    return [{ id: 'snapshot-refused', key: 'system.notice_snapshot_refused', params: { snapshot: wish.snapshot } }];
  }
  const kept = await keepPresent(o, wish);
  const at = now();
  const aside = replaceDatabase({ paths, now: at }, snapshot.path, (copy) => prepareCopy(copy, kept ?? new Map(), at));
  dropWish(paths);
  if (kept !== undefined) removeDatabase(aside);
  dropOldBackups(paths);
  const params = { madeAt: new Date(snapshot.at).toISOString() };
  return [{ id: 'snapshot-restored', key: 'system.notice_snapshot_restored', params }];
}
