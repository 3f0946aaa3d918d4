// Data folders as an older program left them, and what must be the same in them whatever happens on the way to a newer one.
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { BlobId } from '#main/contract/ids.ts';
import { neverAborts } from '#main/platform/base/abort.ts';
import { migrations } from '../migrations/list.ts';
import type { Migration } from '../migrations/migration.ts';
import type { Store } from '../port.ts';
import { openConnection } from '../sqlite/connection/connection.ts';
import { fingerprintOf, shapeOf, without } from '../sqlite/upgrade/fingerprint.ts';

const fixtures = join(import.meta.dirname, '../migrations/fixtures');
const attachment = 'an attached text';
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

/** Ids of the schemas that have a fixture. */
export const fixtureSchemas: readonly number[] = readdirSync(fixtures)
  .map((name) => Number(/\d+/.exec(name)?.[0]))
  .toSorted((a, b) => a - b);

/** Beside the conversation of the fixture: a second one, an attachment with its file, a draft, a summary, a deleted chat. */
const more = `
INSERT INTO sessions (n, id, title, title_is_automatic, workspace, created_at, updated_at) VALUES
  (101, 'second', 'Second', 1, '/work', 1, 2), (102, 'deleted', 'Deleted', 1, '/work', 1, 2);
UPDATE sessions SET deleted_at = 3 WHERE n = 102;
INSERT INTO drafts (session_n, body, saved_at) VALUES (101, '{"text":"half a","attachments":[]}', 5);
INSERT INTO blobs (n, id, sha256, size_bytes, media_type, name, created_at)
  VALUES (101, 'blob', '${sha256(attachment)}', ${attachment.length}, 'text/plain', 'a.txt', 4);
INSERT INTO blob_refs (blob_n, session_n, use) VALUES (101, 101, 'kept');
INSERT INTO compactions (n, id, session_n, through_n, summary, active, created_at)
  VALUES (101, 'summary', 1, 4, 'They spoke of tides.', 0, 6);
INSERT INTO settings (key, value) VALUES ('value:app.version', '"0.0.9"'), ('value:api.keyHash', '"old"');
`;

/** As the program of that schema closed it. */
export function makeOldFolder(folder: string, schema: number): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const db = new Database(join(folder, 'limpet.db'));
  db.exec(readFileSync(join(fixtures, `schema-${schema}.sql`), 'utf8'));
  db.exec(more);
  db.pragma('journal_mode = WAL');
  db.close();
  const hash = sha256(attachment);
  const blobs = join(folder, 'blobs', hash.slice(0, 2));
  mkdirSync(blobs, { recursive: true, mode: 0o700 });
  writeFileSync(join(blobs, hash), attachment, { mode: 0o600 });
}

/** To every table something is added, and one is built anew, as migrations do that change a column. */
const next: Migration = {
  id: 9_990,
  sqlite: `
ALTER TABLE sessions ADD COLUMN colour TEXT NOT NULL DEFAULT 'blue';
CREATE TABLE remarks (n INTEGER PRIMARY KEY, session_n INTEGER NOT NULL, body TEXT NOT NULL) STRICT;
INSERT INTO remarks (session_n, body) SELECT n, title FROM sessions;
CREATE TABLE drafts_anew (session_n INTEGER PRIMARY KEY, body TEXT NOT NULL, saved_at INTEGER NOT NULL, kind TEXT) STRICT;
INSERT INTO drafts_anew (session_n, body, saved_at) SELECT session_n, body, saved_at FROM drafts;
DROP TABLE drafts;
ALTER TABLE drafts_anew RENAME TO drafts;
`,
};
export const newerMigrations: readonly Migration[] = [...migrations, next];
export const migrationsUpTo = (schema: number) => migrations.filter(({ id }) => id <= schema);

/** Of each chat, over what the fixture had and no migration says that it changes; of a file that nobody has open. */
export function rowHashes(folder: string, like: string): Record<string, string> {
  const read = (path: string) => openConnection({ path: join(path, 'limpet.db'), mode: 'read' });
  const model = read(like);
  const connection = read(folder);
  try {
    const changes = newerMigrations.flatMap((migration) => migration.changes ?? []);
    const { sessions, rest } = fingerprintOf(connection, without(shapeOf(model), changes));
    return { ...Object.fromEntries(sessions), rest };
  } finally {
    connection.close();
    model.close();
  }
}

/** Of each chat as the app reads it: messages, versions, draft, summaries, what it has cost; of the attachment its bytes. */
export async function shownHashes(store: Store): Promise<Record<string, string>> {
  const { sessions } = await store.sessions.list({ archived: false, limit: 100 });
  const hashes = await Promise.all(
    sessions.map(async (session): Promise<[string, string]> => {
      const seen = {
        title: session.title,
        history: await store.messages.history({ sessionId: session.id, from: 0, limit: 200 }),
        draft: await store.sessions.draft(session.id),
        compactions: await store.messages.compactions(session.id),
        usage: session.usage,
      };
      return [session.id, sha256(JSON.stringify(seen))];
    }),
  );
  const bytes = await store.blobs.read(BlobId.parse('blob'));
  const { hits } = await store.sessions.search({ text: 'dover', limit: 5, signal: neverAborts });
  return { ...Object.fromEntries(hashes), blob: sha256(Buffer.from(bytes).toString()), found: String(hits.length) };
}
