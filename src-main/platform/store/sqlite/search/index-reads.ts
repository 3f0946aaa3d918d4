// Row numbers out of the search index: the newest that match, the best first.
import type { Connection } from '../connection/connection.ts';
import { type MatchScope, matchExpression, type ParsedQuery, type Phrase } from './query.ts';

/** A common word is in most messages; ranking them all would take a second where this takes milliseconds. */
export const candidates = 2_000;
/** bm25 counts every message that holds a phrase, some 25 ns each: words in more than these do not take part in it. */
const countableRows = 250_000;
/** Matches from whose spread over the rows the frequency of a word is told. */
const sample = 200;

type Hit = { n: number };

export interface IndexReads {
  /** At most `candidates` of the newest matches, best first. */
  best(parsed: ParsedQuery, scope: MatchScope): number[];
  /** The newest matches in sessions that are not deleted. */
  newestVisible(parsed: ParsedQuery, scope: MatchScope): number[];
}

export function createIndexReads({ query }: Pick<Connection, 'query'>): IndexReads {
  const newest = query<[string, number], Hit>(
    'SELECT rowid AS n FROM search WHERE search MATCH ? ORDER BY rowid DESC LIMIT ?',
  );
  const ranked = query<[string, number], Hit>(`
    SELECT n FROM (SELECT rowid AS n, bm25(search, 1.0, 0.0) AS score FROM search WHERE search MATCH ?
      ORDER BY rowid DESC LIMIT ?) ORDER BY score, n DESC`);
  const visible = query<[string, number], Hit>(`
    SELECT search.rowid AS n FROM search CROSS JOIN messages m ON m.n = search.rowid
      JOIN sessions s ON s.n = m.session_n
    WHERE search MATCH ? AND s.deleted_at IS NULL ORDER BY search.rowid DESC LIMIT ?`);
  const top = query<[], Hit>('SELECT max(n) AS n FROM messages');

  const frequency = (word: string, rows: number): number => {
    const found = newest.all(matchExpression({ phrases: [[word]] }, { prefix: false }), sample);
    const first = found[0];
    const last = found.at(-1);
    if (first === undefined || last === undefined || found.length < sample) return found.length;
    return (rows * sample) / (first.n - last.n + 1);
  };
  const isCountable = (phrase: Phrase, rows: number) =>
    Math.min(...phrase.map((word) => frequency(word, rows))) <= countableRows;

  return {
    best(parsed, scope) {
      const rows = top.get()?.n ?? 0;
      const countable = rows <= countableRows ? parsed.phrases : parsed.phrases.filter((p) => isCountable(p, rows));
      const whole = matchExpression(parsed, scope);
      if (countable.length === parsed.phrases.length) return ranked.all(whole, candidates).map(({ n }) => n);
      const matching = newest.all(whole, candidates).map(({ n }) => n);
      if (countable.length === 0) return matching;
      // Ranked by the words that tell messages apart; what they do not reach stays newest first.
      const isMatching = new Set(matching);
      const best = ranked
        .all(matchExpression({ phrases: countable }, { ...scope, prefix: false }), candidates)
        .flatMap(({ n }) => (isMatching.delete(n) ? [n] : []));
      return [...best, ...isMatching];
    },
    newestVisible: (parsed, scope) => visible.all(matchExpression(parsed, scope), candidates).map(({ n }) => n),
  };
}
