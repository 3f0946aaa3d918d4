// Restoring into a data folder that no Limpet can open any more, or that is not there yet.
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Backup } from '#main/contract/backup.ts';
import { AppError } from '#main/contract/errors.ts';
import type { RestoreDesk } from '#main/platform/store/port.ts';
import { stageRestore } from './restore-backup.ts';

export type OfflineRestore = {
  /** Whole path. */
  readonly path: string;
  readonly dataFolder: string;
  readonly desk: RestoreDesk;
  readonly signal: AbortSignal;
};

/** The next start takes the backup; the damaged database is kept aside then. */
export async function restoreOffline({ path, ...o }: OfflineRestore): Promise<Backup> {
  const at = await stat(path).catch(() => undefined); // told as missing
  if (at?.isFile() !== true)
    throw new AppError('not_found', `There is no backup ${path}. Choose another one.`, {
      details: { reason: 'backup_missing', facts: { file: path } },
    });
  const name = basename(path);
  return stageRestore({ ...o, path, name, sizeBytes: at.size, progress: () => {}, before: async () => {} });
}
