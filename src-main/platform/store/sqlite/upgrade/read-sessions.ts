// Reading every chat the way the app does: what a migration left unreadable shows here and not in front of the person.
import type { Part, Session } from '#main/contract/messages.ts';
import { parseJson } from '#main/platform/base/json.ts';
import type { Store } from '#main/platform/store/port.ts';
import type { Connection } from '../connection/connection.ts';
import { searchableText } from '../search/index-text.ts';
import { wordsOf } from '../search/query.ts';

const pageSize = 200;
/** What a person sees first of a chat. */
const newestMessages = 50;
const looked = 50;

type Readable = {
  readonly sessions: Pick<Store['sessions'], 'list'>;
  readonly messages: Pick<Store['messages'], 'history'>;
};

/** Every chat that is not deleted, the newest part of each. Rejects as reading does. */
export async function readEverySession({ sessions, messages }: Readable): Promise<void> {
  for (const archived of [false, true]) {
    let before: Session | undefined;
    for (let isOver = false; !isOver; ) {
      const page = await sessions.list({ archived, limit: pageSize, ...(before === undefined ? {} : { before }) });
      for (const { id } of page.sessions) {
        const { total } = await messages.history({ sessionId: id, from: 0, limit: 1 });
        await messages.history({ sessionId: id, from: Math.max(0, total - newestMessages), limit: newestMessages });
      }
      before = page.sessions.at(-1);
      isOver = page.sessions.length < pageSize;
    }
  }
}

function textOf(parts: string): string {
  const read = parseJson(parts);
  return Array.isArray(read) ? searchableText(read.filter((part): part is Part => part?.type === 'text')) : '';
}

/** A word of a new message that the search finds now; undefined when there is none. Reads any schema. */
export function wordToFind({ db }: Pick<Connection, 'db'>): string | undefined {
  const newest = db
    .prepare<[number], [number, string]>(
      `SELECT m.n, m.parts FROM messages m JOIN sessions s ON s.n = m.session_n
       WHERE s.deleted_at IS NULL ORDER BY m.n DESC LIMIT ?`,
    )
    .raw()
    .all(looked);
  const isFound = db
    .prepare<[string, number], number>('SELECT 1 FROM search WHERE search MATCH ? AND rowid = ?')
    .pluck();
  for (const [n, parts] of newest) {
    const word = wordsOf(textOf(parts)).find((one) => one.length > 1);
    if (word !== undefined && isFound.get(`body : "${word}"`, n) === 1) return word;
  }
  return undefined;
}
