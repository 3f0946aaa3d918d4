// One process owns a data folder. The system lets go of the lock when that process dies, however it dies.
import Database from 'better-sqlite3';
import { AppError } from '#main/contract/errors.ts';

export interface Ownership {
  release(): void;
}

/** For an owner that is just leaving; a second copy is told soon. */
const waitMs = 200;

/**
 * Takes the folder by the write lock of a database of its own, held for as long as we live: on the main one it would shut
 * out our own steps. Exactly one of many that ask at once gets it; a lock that also shuts out readers would have to wait
 * for those who have only come to look, and may end with no owner at all. Throws `conflict` with reason `second_copy` when another process has it.
 */
export function takeOwnership(path: string): Ownership {
  const db = new Database(path, { timeout: waitMs, fileMustExist: true });
  try {
    db.pragma('locking_mode = EXCLUSIVE');
    db.exec('BEGIN IMMEDIATE');
    return { release: () => void db.close() };
  } catch (error) {
    db.close();
    const isTaken = error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY');
    if (!isTaken) throw error;
    throw new AppError('conflict', 'Another Limpet is using this data folder. Use that one, or quit it first.', {
      cause: error,
      details: { reason: 'second_copy' },
    });
  }
}
