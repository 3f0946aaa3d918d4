// Makes a folder that only we can read, with those above it.
import { mkdirSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { AppError } from '#main/contract/errors.ts';

const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error ? String(error.code) : '');

/** Undefined: nothing is there, or something above it is no folder. */
function look(path: string) {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch (error) {
    if (codeOf(error) === 'ENOTDIR') return undefined;
    throw error;
  }
}

/**
 * Does nothing where the folder is there already. One by one, because Node's own recursive way never returns where a
 * system refuses a folder with "no such file", as Linux does in /proc. Errors: `unavailable` with reason `file_in_the_way`
 * (`path`) or `folder_refused` (`path`, `code`); a full disk and missing rights are the system's own errors.
 */
export function makeFolder(path: string): void {
  const missing: string[] = [];
  for (let at = resolve(path); ; at = dirname(at)) {
    const found = look(at);
    if (found?.isDirectory() === true) break;
    if (found !== undefined)
      throw new AppError('unavailable', `${at} is a file, so no folder can be made there. Choose another path.`, {
        retryable: false,
        details: { reason: 'file_in_the_way', facts: { path: at } },
      });
    missing.push(at);
    if (dirname(at) === at) break;
  }
  for (const folder of missing.reverse()) make(folder);
}

function make(path: string): void {
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    const code = codeOf(error);
    if (code === 'EEXIST') return; // somebody else was faster
    if (['EACCES', 'EPERM', 'EROFS', 'ENOSPC', 'EDQUOT', 'EIO'].includes(code)) throw error;
    throw new AppError('unavailable', `The folder ${path} cannot be made (${code}). Choose another path.`, {
      cause: error,
      retryable: false,
      details: { reason: 'folder_refused', facts: { path, code } },
    });
  }
}
