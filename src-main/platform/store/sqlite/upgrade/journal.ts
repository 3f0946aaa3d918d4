// One line in the data folder while migrations touch the true database: what a start after a killed process goes by.
// Older programs read it too, so its form stays.
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { parseJson } from '#main/platform/base/json.ts';
import { syncFile } from '../opening/copy-database.ts';
import type { DataPaths } from '../opening/data-folder.ts';

const Journal = z.object({
  /** Name of the copy from before, in `backups`. */
  snapshot: z.string().regex(/^[\w.-]+$/),
  from: z.number().int(),
  to: z.number().int(),
});
export type Journal = z.infer<typeof Journal>;

const journalPath = (paths: DataPaths) => join(paths.folder, 'limpet.upgrade');

export function readJournal(paths: DataPaths): Journal | undefined {
  try {
    return Journal.safeParse(parseJson(readFileSync(journalPath(paths), 'utf8'))).data;
  } catch {
    return undefined; // there is none
  }
}

/** On the disk when it returns. */
export function writeJournal(paths: DataPaths, journal: Journal): void {
  const fresh = `${journalPath(paths)}.new`;
  writeFileSync(fresh, JSON.stringify(journal), { mode: 0o600 });
  syncFile(fresh);
  renameSync(fresh, journalPath(paths));
}

export function dropJournal(paths: DataPaths): void {
  rmSync(journalPath(paths), { force: true });
}
