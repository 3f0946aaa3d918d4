// Making a backup ready to take the place of what is there: nothing present is touched in here.
import { join } from 'node:path';
import type { Backup, BackupJob } from '#main/contract/backup.ts';
import { makeFolder } from '#main/platform/base/make-folder.ts';
import type { DatabaseCopy, RestoreDesk } from '#main/platform/store/port.ts';
import { keptFolder, keptPath } from './kept-files.ts';
import { damagedBackup, databaseName, describeBackup, type Manifest } from './manifest.ts';
import { readBackup, unpackBackup } from './read-backup.ts';
import { needSpace } from './write-backup.ts';

export type StageOptions = {
  readonly path: string;
  readonly name: string;
  readonly sizeBytes: number;
  readonly dataFolder: string;
  readonly desk: RestoreDesk;
  readonly signal: AbortSignal;
  readonly progress: (step: BackupJob['step'], done: number, total: number) => void;
  /** Runs when the backup was found good, before it is made ready. */
  readonly before: () => Promise<void>;
};

/** What the manifest says and what the database holds are one thing said twice. */
function compare(manifest: Manifest, copy: DatabaseCopy): void {
  const { schema, counts } = manifest;
  const isSame = copy.schema === schema && copy.sessions === counts.sessions && copy.messages === counts.messages;
  const had = new Set([...manifest.files.map((file) => file.sha256), ...manifest.missing]);
  if (!isSame || copy.blobs.some(({ sha256 }) => !had.has(sha256)))
    throw damagedBackup('the database does not hold what the manifest says');
}

/** When this returns, the next start of the data folder takes the backup. When it throws, nothing was changed. */
export async function stageRestore(o: StageOptions): Promise<Backup> {
  const { desk, signal, progress } = o;
  const { files, formatVersion } = await readBackup(o.path, signal);
  makeFolder(o.dataFolder);
  await needSpace(
    o.dataFolder,
    files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
  );
  const staged = desk.begin();
  try {
    const hashes = new Map(files.map(({ name, sha256 }) => [name, sha256]));
    const pathOf = (name: string) => {
      const sha256 = hashes.get(name);
      if (sha256 === undefined) throw damagedBackup('its list of files has changed while it was read');
      const kept = keptPath(name);
      if (kept !== undefined) return staged.file(kept);
      return name === databaseName ? staged.database : staged.blob(sha256);
    };
    // A past without any skill is one too; what an older Limpet saved says nothing of them.
    if (formatVersion > 1) makeFolder(staged.file(keptFolder));
    const onBytes = (done: number, total: number) => progress('unpack', done, total);
    const manifest = await unpackBackup(o.path, { signal, pathOf, onBytes });
    progress('check', 0, 0);
    compare(manifest, await desk.inspect(staged.database, signal));
    await o.before();
    desk.commit({ name: o.name, madeAt: manifest.madeAt });
    return describeBackup(o.name, o.sizeBytes, manifest);
  } catch (error) {
    desk.discard();
    throw error;
  }
}

/** Where backups lie while nobody names another folder. */
export const defaultBackupFolder = (dataFolder: string) => join(dataFolder, 'archives');
