// Is a database that was migrated well? Sound pages, nothing changed that should not, chats that can be read and found.
import type { Migration } from '#main/platform/store/migrations/migration.ts';
import { createBlobFiles } from '../blobs/blob-files.ts';
import { createBlobs } from '../blobs/blobs.ts';
import { type Connection, openConnection } from '../connection/connection.ts';
import { createMessages } from '../conversation/messages.ts';
import { createSessions } from '../conversation/sessions.ts';
import type { DataPaths } from '../opening/data-folder.ts';
import { tableNames } from '../opening/structure.ts';
import { createFindMessages } from '../search/find-messages.ts';
import { createShared } from '../shared.ts';
import { differenceOf, type Fingerprint, fingerprintOf, shapeOf, without } from './fingerprint.ts';
import { readEverySession, wordToFind } from './read-sessions.ts';

/** What a database said before its migration. */
export type Before = {
  readonly fingerprint: Fingerprint /** One that the search found. */;
  readonly word: string | undefined;
};

/** Of a database of an older schema; `migrations` are those that it lacks. */
export function lookBefore(path: string, migrations: readonly Migration[]): Before {
  const connection = openConnection({ path, mode: 'read' });
  try {
    const changes = migrations.flatMap((migration) => migration.changes ?? []);
    const shape = without(shapeOf(connection), changes);
    return { fingerprint: fingerprintOf(connection, shape), word: wordToFind(connection) };
  } finally {
    connection.close();
  }
}

/** Every table with its indexes. What the search index says of itself takes seconds; whether it finds is seen below. */
function findDamage({ db }: Connection, names: readonly string[]): string | undefined {
  const lines = names.flatMap((name) => db.prepare<[], string>(`PRAGMA integrity_check('${name}')`).pluck().all());
  const strays = db.pragma('foreign_key_check');
  if (Array.isArray(strays) && strays.length > 0) return `${strays.length} rows refer to nothing`;
  return lines.find((line) => line !== 'ok');
}

/** With the app's own functions, which a column that is missing would end. */
async function readAll(connection: Connection, paths: DataPaths): Promise<void> {
  const { folder } = paths;
  const shared = createShared({ writer: connection, reader: connection, folder, epoch: '', onDamage: () => undefined });
  const blobs = createBlobs(shared, createBlobFiles(paths.blobs), folder);
  await readEverySession({ sessions: createSessions(shared), messages: createMessages(shared, blobs) });
}

/** Undefined when the database at `path` is well, else what is wrong with it in a few words. */
export async function findIllness(path: string, before: Before, paths: DataPaths): Promise<string | undefined> {
  let connection: Connection | undefined;
  try {
    connection = openConnection({ path, mode: 'read' });
    const problem = findDamage(connection, tableNames(connection));
    if (problem !== undefined) return problem;
    const difference = differenceOf(before.fingerprint, fingerprintOf(connection, before.fingerprint.shape));
    if (difference !== undefined) return difference;
    await readAll(connection, paths);
    const { word } = before;
    const isFound = word === undefined || createFindMessages(connection)({ text: word, limit: 1 }).hits.length > 0;
    return isFound ? undefined : 'the search finds nothing';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    connection?.close();
  }
}
