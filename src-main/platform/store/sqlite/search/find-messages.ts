// Looking messages up in the index: the newest 2,000 that match, and the best of those.
import type { MessageId, SessionId } from '#main/contract/ids.ts';
import type { Part } from '#main/contract/messages.ts';
import type { SearchHit } from '#main/contract/sessions.ts';
import type { Connection } from '../connection/connection.ts';
import { notFound } from '../connection/store-errors.ts';
import { type SealedMessage, sealMessage } from '../conversation/message-rows.ts';
import { unseal } from '../conversation/seal.ts';
import { makeExcerpt } from './excerpt.ts';
import { candidates, createIndexReads } from './index-reads.ts';
import { searchableText } from './index-text.ts';
import { type MatchScope, type ParsedQuery, parseQuery } from './query.ts';

export type SearchRequest = { readonly text: string; readonly limit: number; readonly sessionId?: string };
export type SearchResult = { hits: SearchHit[]; more: boolean };

/** Shorter beginnings of words match too much to be worth their time. */
const prefixChars = 3;

type HitRow = SealedMessage & {
  n: number;
  id: MessageId;
  role: SearchHit['role'];
  hash: string;
  session_id: SessionId;
  title: string;
};

export function createFindMessages({ query }: Connection): (request: SearchRequest) => SearchResult {
  const sessionOf = query<[string], { n: number }>('SELECT n FROM sessions WHERE id = ?');
  const index = createIndexReads({ query });
  const visible = query<[number], HitRow>(`
    SELECT m.n, m.id, m.session_n, m.branch_n, m.depth, m.role, m.status, m.model, m.error, m.created_at, m.ended_at,
      m.hash, m.parts, s.id AS session_id, s.title
    FROM messages m JOIN sessions s ON s.n = m.session_n WHERE m.n = ? AND s.deleted_at IS NULL`);

  const take = (found: readonly number[], count: number): HitRow[] => {
    const rows: HitRow[] = [];
    for (const n of found) {
      const row = visible.get(n);
      if (row !== undefined) rows.push(row);
      if (rows.length === count) break;
    }
    return rows;
  };
  const lookUp = (parsed: ParsedQuery, scope: MatchScope, count: number): HitRow[] => {
    const found = index.best(parsed, scope);
    const rows = take(found, count);
    // Deleted sessions may have filled the candidates: then only what is visible counts among them.
    const isCrowdedOut = rows.length < count && found.length === candidates;
    return isCrowdedOut ? take(index.newestVisible(parsed, scope), count) : rows;
  };
  const rowsFor = (parsed: ParsedQuery, sessionN: number | undefined, count: number): HitRow[] => {
    const scope = sessionN === undefined ? {} : { sessionN };
    const rows = lookUp(parsed, { ...scope, prefix: false }, count);
    const lastWord = parsed.phrases.at(-1)?.at(-1) ?? '';
    if (rows.length >= count || !parsed.isOpen || lastWord.length < prefixChars) return rows;
    const known = new Set(rows.map(({ n }) => n));
    const more = lookUp(parsed, { ...scope, prefix: true }, count).filter(({ n }) => !known.has(n));
    return [...rows, ...more].slice(0, count);
  };
  return ({ text, limit, sessionId }) => {
    const parsed = parseQuery(text);
    const session = sessionId === undefined ? undefined : sessionOf.get(sessionId);
    if (sessionId !== undefined && session === undefined) throw notFound('session');
    if (parsed.phrases.length === 0) return { hits: [], more: false };
    const rows = rowsFor(parsed, session?.n, limit + 1);
    const shown = rows.slice(0, limit).sort((a, b) => b.n - a.n);
    return { hits: shown.map((row) => toHit(row, parsed)), more: rows.length > limit };
  };
}

function toHit(row: HitRow, parsed: ParsedQuery): SearchHit {
  const parts = unseal<Part[]>(row.parts, row.hash === sealMessage(row)) ?? [];
  return {
    sessionId: row.session_id,
    sessionTitle: row.title,
    messageId: row.id,
    role: row.role,
    createdAt: row.created_at,
    excerpt: makeExcerpt(searchableText(parts), parsed),
  };
}
