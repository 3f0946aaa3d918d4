// An AppImage is one file: the new one takes the old one's name in one step, so that there is always one that starts.
import { chmodSync, closeSync, copyFileSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';

/** Throws when the place cannot be written to; then the old one is untouched. */
export function replaceAppImage(from: string, appImage: string): void {
  // Beside it, because a rename reaches no other disk.
  const fresh = `${appImage}.new`;
  try {
    copyFileSync(from, fresh);
    chmodSync(fresh, 0o755);
    const handle = openSync(fresh, 'r+');
    try {
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    renameSync(fresh, appImage);
  } finally {
    rmSync(fresh, { force: true });
  }
}
