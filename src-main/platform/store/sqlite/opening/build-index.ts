// The search indexes of a database that has its messages and notes but no index yet.
import type { MessageId } from '#main/contract/ids.ts';
import type { Part } from '#main/contract/messages.ts';
import type { Connection } from '../connection/connection.ts';
import { type SealedMessage, sealMessage } from '../conversation/message-rows.ts';
import { unseal } from '../conversation/seal.ts';
import { noteText } from '../notes/note-rows.ts';
import { indexText, searchableText } from '../search/index-text.ts';
import { tableNames } from './structure.ts';

export function buildIndex(connection: Connection): void {
  indexMessages(connection);
  if (tableNames(connection).includes('notes')) indexNotes(connection); // an older schema has none
}

function indexMessages(connection: Connection): void {
  type Row = SealedMessage & { id: MessageId; n: number; hash: string };
  const rows = connection.query<[number], Row>(
    "SELECT * FROM messages WHERE n > ? AND status <> 'streaming' ORDER BY n LIMIT 1000",
  );
  const add = connection.query<[number, string, string]>('INSERT INTO search (rowid, body, session) VALUES (?, ?, ?)');
  let last = Number.MIN_SAFE_INTEGER;
  for (let batch = rows.all(last); batch.length > 0; batch = rows.all(last)) {
    for (const row of batch) {
      last = row.n;
      const text = searchableText(unseal<Part[]>(row.parts, row.hash === sealMessage(row)) ?? []);
      if (text !== '') add.run(row.n, indexText(text), `s${row.session_n}`);
    }
  }
}

function indexNotes(connection: Connection): void {
  type Row = { n: number; title: string; tags: string; body: string };
  const rows = connection.query<[number], Row>(
    'SELECT n, title, tags, body FROM notes WHERE n > ? ORDER BY n LIMIT 100',
  );
  const add = connection.query<[number, string]>('INSERT INTO search_notes (rowid, body) VALUES (?, ?)');
  let last = Number.MIN_SAFE_INTEGER;
  for (let batch = rows.all(last); batch.length > 0; batch = rows.all(last)) {
    for (const row of batch) {
      last = row.n;
      add.run(row.n, noteText(row));
    }
  }
}
