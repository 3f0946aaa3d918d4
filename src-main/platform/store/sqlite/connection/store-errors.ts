// From SQLite's and the file system's errors to the store's own.
import { statfsSync } from 'node:fs';
import { AppError, isAppError } from '#main/contract/errors.ts';

export const notFound = (what: string) =>
  new AppError('not_found', `This ${what} does not exist any more. Reload the view.`, {
    details: { reason: `${what.replaceAll(' ', '_')}_missing` },
  });

export const conflict = (message: string, reason: string) => new AppError('conflict', message, { details: { reason } });

function unavailable(reason: string, message: string, cause: unknown): AppError {
  return new AppError('unavailable', message, { cause, details: { reason } });
}

const readOnly = (cause: unknown) =>
  unavailable(
    'read_only',
    'The data folder cannot be written to. Check its permissions, or choose another one.',
    cause,
  );

const diskFull = (cause: unknown) =>
  unavailable('disk_full', 'The disk of the data folder is full. Free some space; then try again.', cause);

export const closed = () => unavailable('store_closed', 'Limpet is closing. Start it again.', undefined);

export const corrupt = (cause?: unknown) =>
  new AppError('unavailable', 'The database is damaged. Restart Limpet to restore or salvage it.', {
    retryable: false,
    ...(cause === undefined ? {} : { cause }),
    details: { reason: 'corrupt_database' },
  });

/** Damage that the search index itself met: its pages are sound, what they say is not. */
const corruptSearch = (cause: unknown) =>
  new AppError('unavailable', 'The search index is damaged. Restart Limpet: it is then built anew.', {
    retryable: false,
    cause,
    details: { reason: 'corrupt_search' },
  });

/** What turned out to be damaged, when this is such an error. */
export function damageOf(error: unknown): 'database' | 'search' | undefined {
  if (!isAppError(error)) return undefined;
  const reason = error.details?.reason;
  return reason === 'corrupt_database' ? 'database' : reason === 'corrupt_search' ? 'search' : undefined;
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

/** True for what SQLite says when the file's structure is broken. */
export function isCorruption(error: unknown): boolean {
  const code = codeOf(error);
  return code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB';
}

function isFull(folder: string): boolean {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize < 64 * 1024;
  } catch {
    return false; // nothing can be said about the disk: keep to what SQLite said
  }
}

/** AppErrors pass as they are; what is neither SQLite's nor the file system's too (a bug stays a bug). */
export function toStoreError(error: unknown, folder: string): unknown {
  if (isAppError(error)) return error;
  const code = codeOf(error);
  if (code === 'SQLITE_FULL' || code === 'ENOSPC' || code === 'EDQUOT') return diskFull(error);
  if (code === 'SQLITE_CORRUPT_VTAB') return corruptSearch(error);
  if (isCorruption(error)) return corrupt(error);
  if (/^SQLITE_(READONLY|PERM|AUTH)/.test(code) || ['EACCES', 'EPERM', 'EROFS'].includes(code)) return readOnly(error);
  if (/^SQLITE_(IOERR|CANTOPEN)/.test(code) || code === 'EIO') {
    if (isFull(folder)) return diskFull(error);
    return unavailable(
      'disk_error',
      'The data folder could not be read or written. Check its disk; then try again.',
      error,
    );
  }
  if (code.startsWith('SQLITE_BUSY')) {
    return unavailable('database_busy', 'Another program holds the database. Close it; then try again.', error);
  }
  return error;
}
