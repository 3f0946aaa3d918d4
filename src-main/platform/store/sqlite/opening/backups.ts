// Copies of the database in the data folder: one a day, one before each migration and before each way back, a few of each.
import { readdirSync, rmSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { makeFolder } from '#main/platform/base/make-folder.ts';
import type { Migration } from '#main/platform/store/migrations/migration.ts';
import { type Connection, openConnection } from '../connection/connection.ts';
import type { DataPaths } from './data-folder.ts';
import { newestSchema, schemaOf } from './migrate.ts';
import { applicationId, checkWhole } from './structure.ts';

/** `before`: a migration was to come. `present`: what stood there when the person went back to another one. */
export const backupKinds = ['daily', 'before', 'present'] as const;
export type BackupKind = (typeof backupKinds)[number];
export type Backup = {
  readonly path: string;
  readonly kind: BackupKind;
  readonly at: number;
  readonly schema: number;
};

const kept = 3;
const dayMs = 24 * 60 * 60 * 1000;
const pattern = /^limpet-(daily|before|present)-(\d+)-schema-(\d+)\.db$/;

export function backupPath(paths: DataPaths, kind: Backup['kind'], o: { at: number; schema: number }): string {
  makeFolder(paths.backups);
  return join(paths.backups, `limpet-${kind}-${o.at}-schema-${o.schema}.db`);
}

/** Newest first. */
export function listBackups(paths: DataPaths): Backup[] {
  const names = statSync(paths.backups, { throwIfNoEntry: false }) === undefined ? [] : readdirSync(paths.backups);
  return names
    .flatMap((name): Backup[] => {
      const match = pattern.exec(name);
      if (match === null) return [];
      const kind = backupKinds.find((one) => one === match[1]) ?? 'daily';
      return [{ path: join(paths.backups, name), kind, at: Number(match[2]), schema: Number(match[3]) }];
    })
    .sort((a, b) => b.at - a.at);
}

export function isDailyDue(paths: DataPaths, now: number): boolean {
  const newest = listBackups(paths).find(({ kind }) => kind === 'daily');
  // A clock that was set back must not put backups off until it has caught up.
  return newest === undefined || newest.at > now || now - newest.at >= dayMs;
}

/** Drops what is too many, and what a copy that was cut short has left. No copy may be under way. */
export function dropOldBackups(paths: DataPaths): void {
  for (const name of readdirSync(paths.backups)) {
    if (name.includes('.partial')) rmSync(join(paths.backups, name), { force: true });
  }
  for (const kind of backupKinds) {
    const old = listBackups(paths).filter((backup) => backup.kind === kind);
    for (const { path } of old.slice(kept)) rmSync(path, { force: true });
  }
}

/** Can this build open it, and is it sound? Looks at every page. */
export function isGood(backup: Backup, migrations: readonly Migration[]): boolean {
  let connection: Connection | undefined;
  try {
    connection = openConnection({ path: backup.path, mode: 'read' });
    if (connection.db.pragma('application_id', { simple: true }) !== applicationId) return false;
    const schema = schemaOf(connection);
    return schema > 0 && schema <= newestSchema(migrations) && checkWhole(connection).length === 0;
  } catch {
    return false; // whatever is wrong with it, it cannot be restored
  } finally {
    connection?.close();
  }
}

/** What an error tells of the backups that open: how many, the newest one's time and name. */
export function backupFacts(paths: DataPaths, migrations: readonly Migration[]): Record<string, string | number> {
  const good = listBackups(paths).filter((backup) => isGood(backup, migrations));
  const [newest] = good;
  if (newest === undefined) return { backups: 0 };
  return {
    backups: good.length,
    names: good.map(({ path }) => basename(path)).join(', '),
    newest: new Date(newest.at).toISOString(),
  };
}
