// The desk of restores for a data folder that may be in use, or damaged, or not there yet.
import type { RestoreDesk } from './port.ts';

/** SQLite is loaded by the first call. */
export async function openRestoreDesk(folder: string): Promise<RestoreDesk> {
  const { createRestoreDesk } = await import('./sqlite/opening/restore.ts');
  return createRestoreDesk(folder);
}
