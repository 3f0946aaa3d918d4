// Bringing a database to the schema of this build: forward only, all that is missing in one step.
import { createHash } from 'node:crypto';
import { AppError } from '#main/contract/errors.ts';
import type { Migration } from '#main/platform/store/migrations/migration.ts';
import type { Connection } from '../connection/connection.ts';
import { applicationId } from './structure.ts';

const checksumOf = (migration: Migration) => createHash('sha256').update(migration.sqlite).digest('hex');

export const schemaOf = (connection: Connection): number => {
  const version = connection.db.pragma('user_version', { simple: true });
  return typeof version === 'number' ? version : 0;
};

export const newestSchema = (migrations: readonly Migration[]): number => migrations.at(-1)?.id ?? 0;

const unsupported = (reason: string, message: string) => new AppError('unsupported', message, { details: { reason } });

export const newerDatabase = () =>
  unsupported('newer_database', 'This data folder was used by a newer Limpet. Install the newer version again.');

/** Throws `unsupported` when a migration that was applied is not the one of this build. */
export function checkApplied(connection: Connection, migrations: readonly Migration[]): void {
  const applied = connection.query<[], { id: number; checksum: string }>('SELECT id, checksum FROM migrations').all();
  for (const { id, checksum } of applied) {
    const known = migrations.find((migration) => migration.id === id);
    if (known === undefined || checksumOf(known) !== checksum) {
      throw unsupported('other_build', 'This data folder was used by another build of Limpet. Use that one again.');
    }
  }
}

/** Applies what is missing, in one step: whoever looks, or comes after a dead process, finds the old schema or this one. */
export function migrate(connection: Connection, o: { migrations: readonly Migration[]; now: number }): void {
  const { db } = connection;
  const schema = schemaOf(connection);
  if (schema > 0) checkApplied(connection, o.migrations);
  const missing = o.migrations.filter(({ id }) => id > schema);
  if (missing.length === 0) return;
  connection.step('full', () => {
    if (schema === 0) {
      db.pragma(`application_id = ${applicationId}`);
      db.exec(
        'CREATE TABLE IF NOT EXISTS migrations (id INTEGER PRIMARY KEY, checksum TEXT NOT NULL, applied_at INTEGER NOT NULL) STRICT',
      );
    }
    const record = db.prepare<[number, string, number]>(
      'INSERT INTO migrations (id, checksum, applied_at) VALUES (?, ?, ?)',
    );
    for (const migration of missing) {
      db.exec(migration.sqlite);
      record.run(migration.id, checksumOf(migration), o.now);
      db.pragma(`user_version = ${migration.id}`);
    }
  });
}
