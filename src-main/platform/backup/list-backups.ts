// The backups in a folder, by their manifests; a file that has not changed is read once.
import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Backup } from '#main/contract/backup.ts';
import { isCancelled } from '#main/contract/errors.ts';
import { neverAborts } from '#main/platform/base/abort.ts';
import { describeBackup, isBackupName } from './manifest.ts';
import { readBackup } from './read-backup.ts';

/** More than anybody keeps; a folder of something else must not cost minutes. */
const maxListed = 500;

export type ListedBackup = Backup & { readonly installation: string };
export type BackupList = { readonly backups: readonly ListedBackup[]; readonly unreadable: readonly string[] };

export interface BackupShelf {
  list(folder: string): Promise<BackupList>;
}

type Known = { readonly mark: string; readonly backup: ListedBackup | undefined };

async function look(path: string, name: string, sizeBytes: number): Promise<ListedBackup | undefined> {
  try {
    const manifest = await readBackup(path, neverAborts);
    return { ...describeBackup(name, sizeBytes, manifest), installation: manifest.installation };
  } catch (error) {
    if (isCancelled(error)) throw error;
    return undefined; // listed as unreadable; a check of its own tells why
  }
}

export function createBackupShelf(): BackupShelf {
  let known = new Map<string, Known>();
  return {
    async list(folder) {
      const names = await readdir(folder).catch(() => []); // none was made yet, or the disk is not plugged in
      const next = new Map<string, Known>();
      const unreadable: string[] = [];
      for (const name of names.filter(isBackupName).toSorted().reverse().slice(0, maxListed)) {
        const path = join(folder, name);
        const at = await stat(path).catch(() => undefined); // removed a moment ago
        if (at?.isFile() !== true) continue;
        const mark = `${at.size} ${at.mtimeMs}`;
        const before = known.get(path);
        const entry = before?.mark === mark ? before : { mark, backup: await look(path, name, at.size) };
        next.set(path, entry);
        if (entry.backup === undefined) unreadable.push(name);
      }
      known = next;
      const backups = [...next.values()].flatMap(({ backup }) => (backup === undefined ? [] : [backup]));
      return { backups: backups.toSorted((a, b) => b.madeAt - a.madeAt), unreadable };
    },
  };
}

/** What a process of this installation that died has left. No backup may be under way. */
export async function dropPartials(folder: string, installation: string): Promise<void> {
  const names = await readdir(folder).catch(() => []); // there is no folder yet
  const isOurs = (name: string) => isBackupName(name.slice(0, name.indexOf('.zip') + 4)) && name.includes('.partial');
  for (const name of names.filter((each) => isOurs(each) && each.includes(`.${installation}.`)))
    await rm(join(folder, name), { force: true });
}
