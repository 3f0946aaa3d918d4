// A copy of a database that was looked at before it counts as one.
import { closeSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import Database from 'better-sqlite3';
import { openConnection } from '../connection/connection.ts';
import { corrupt } from '../connection/store-errors.ts';
import { makeFile } from './data-folder.ts';
import { checkTables, tableNames } from './structure.ts';

/** Every page in one go, so that a writer beside it cannot make it start again. */
const allPages = 0x7fffffff;

export function removeDatabase(path: string): void {
  for (const suffix of ['', '-wal', '-shm', '-journal']) rmSync(`${path}${suffix}`, { force: true });
}

export function syncFile(path: string): void {
  const handle = openSync(path, 'r+');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** Makes a copy one file that nothing belongs to. */
function leaveWal(path: string): void {
  const db = new Database(path, { fileMustExist: true });
  try {
    db.pragma('journal_mode = DELETE');
  } finally {
    db.close();
  }
}

/**
 * Copies `from` (open or not) to `to`, which appears only when it is whole, sound and on the disk. Throws
 * `unavailable` with reason `corrupt_database` when the original is damaged.
 */
export async function copyDatabase(from: string, to: string): Promise<void> {
  const partial = `${to}.partial`;
  removeDatabase(partial);
  try {
    makeFile(partial);
    const source = openConnection({ path: from, mode: 'read' });
    try {
      await source.db.backup(partial, { progress: () => allPages });
    } finally {
      source.close();
    }
    leaveWal(partial);
    const copy = openConnection({ path: partial, mode: 'read' });
    try {
      const problems = checkTables(copy, tableNames(copy));
      if (problems.length > 0) throw corrupt(new Error(problems[0]));
    } finally {
      copy.close();
    }
    syncFile(partial);
    renameSync(partial, to);
  } finally {
    removeDatabase(partial);
  }
}
