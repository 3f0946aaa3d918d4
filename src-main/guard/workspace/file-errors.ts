// Translates the operating system's file errors where they enter.
import { AppError, type ErrorCode, isAppError } from '#main/contract/errors.ts';

type Known = { readonly code: ErrorCode; readonly reason: string; readonly say: (path: string) => string };

const known: Readonly<Record<string, Known>> = {
  ENOENT: { code: 'not_found', reason: 'no_such_file', say: (p) => `There is no "${p}" in the workspace.` },
  ENOTDIR: { code: 'not_found', reason: 'no_such_file', say: (p) => `"${p}" is not a folder or lies below a file.` },
  EISDIR: { code: 'invalid_input', reason: 'is_folder', say: (p) => `"${p}" is a folder, not a file.` },
  ELOOP: {
    code: 'forbidden',
    reason: 'outside_workspace',
    say: (p) => `"${p}" turned into a link while it was opened, so it was left alone.`,
  },
  EACCES: { code: 'forbidden', reason: 'no_permission', say: (p) => `The system does not allow access to "${p}".` },
  EPERM: { code: 'forbidden', reason: 'no_permission', say: (p) => `The system does not allow access to "${p}".` },
  EROFS: { code: 'unavailable', reason: 'read_only', say: (p) => `The disk that holds "${p}" is read-only.` },
  ENOSPC: { code: 'unavailable', reason: 'disk_full', say: () => 'The disk is full. Free some space, then try again.' },
  EDQUOT: { code: 'unavailable', reason: 'disk_full', say: () => 'The disk quota is used up. Free some space.' },
  ENAMETOOLONG: { code: 'invalid_input', reason: 'bad_path', say: () => 'This path is too long for the disk.' },
  EMFILE: { code: 'unavailable', reason: 'too_many_files', say: () => 'Too many files are open. Try again shortly.' },
};

export function errnoOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

/** An AppError passes; a known errno becomes one; anything else is a failed disk operation that names the path. */
export function toFileError(error: unknown, path: string): Error {
  if (isAppError(error)) return error;
  const errno = errnoOf(error);
  if (errno === undefined) return error instanceof Error ? error : new Error(String(error));
  const match = Object.hasOwn(known, errno) ? known[errno] : undefined;
  if (match === undefined) {
    return new AppError('unavailable', `The disk reported ${errno} for "${path}". Check the disk, then try again.`, {
      cause: error,
      details: { reason: 'disk_error', facts: { errno } },
    });
  }
  return new AppError(match.code, match.say(path), {
    cause: error,
    details: { reason: match.reason, facts: { path } },
    retryable: false,
  });
}
