// A backup into a data folder whose database cannot be opened any more; the next start takes it.
import type { Backup } from '#main/contract/backup.ts';
import { restoreOffline } from '#main/platform/backup/create-offline-restore.ts';
import { openRestoreDesk } from '#main/platform/store/create-restore-desk.ts';

export async function restoreInto(o: { path: string; dataFolder: string; signal: AbortSignal }): Promise<Backup> {
  return restoreOffline({ ...o, desk: await openRestoreDesk(o.dataFolder) });
}
