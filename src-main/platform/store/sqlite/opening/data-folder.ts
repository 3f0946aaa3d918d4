// The data folder: where its files lie, and that nobody else can read them.
import { accessSync, chmodSync, closeSync, constants, openSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from '#main/platform/base/make-folder.ts';

export type DataPaths = {
  readonly folder: string;
  readonly database: string;
  readonly owner: string;
  /** Written when the database was closed in order. */
  readonly closed: string;
  readonly backups: string;
  readonly damaged: string;
  readonly blobs: string;
  /** Another past, made ready for the next start. */
  readonly restore: string;
  /** What a restore has taken the place of. */
  readonly replaced: string;
};

export function dataPaths(folder: string): DataPaths {
  return {
    folder,
    database: join(folder, 'limpet.db'),
    owner: join(folder, 'limpet.lock'),
    closed: join(folder, 'limpet.closed'),
    backups: join(folder, 'backups'),
    damaged: join(folder, 'damaged'),
    blobs: join(folder, 'blobs'),
    restore: join(folder, 'restore'),
    replaced: join(folder, 'replaced'),
  };
}

/** Makes a file that only we can read, unless it is there. SQLite gives its `-wal` and `-shm` the same mode. */
export function makeFile(path: string): void {
  try {
    closeSync(openSync(path, 'wx', 0o600));
  } catch (error) {
    const exists = error instanceof Error && 'code' in error && error.code === 'EEXIST';
    if (!exists) throw error;
  }
}

/** Set on shared folders such as /tmp. */
const sticky = 0o1000;

/** A folder of ours is closed to others; a folder that holds other things (somebody's home) keeps its mode. */
function tighten(paths: DataPaths): void {
  if (process.platform === 'win32') return; // profile folders are private there; modes mean nothing
  const { mode, uid } = statSync(paths.folder);
  if ((mode & 0o077) === 0 || uid !== process.getuid?.() || (mode & sticky) !== 0) return;
  const names = readdirSync(paths.folder);
  if (names.length === 0 || names.includes('limpet.db')) chmodSync(paths.folder, 0o700);
}

export function prepareFolder(paths: DataPaths): void {
  makeFolder(paths.folder);
  tighten(paths);
  accessSync(paths.folder, constants.R_OK | constants.W_OK | constants.X_OK);
  makeFile(paths.owner);
}
