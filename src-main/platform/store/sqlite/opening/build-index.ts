// The search index of a database that has its messages but no index yet.
import type { MessageId } from '#main/contract/ids.ts';
import type { Part } from '#main/contract/messages.ts';
import type { Connection } from '../connection/connection.ts';
import { type SealedMessage, sealMessage } from '../conversation/message-rows.ts';
import { unseal } from '../conversation/seal.ts';
import { indexText, searchableText } from '../search/index-text.ts';

export function buildIndex(connection: Connection): void {
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
