// After a salvage: sessions and branches that messages name but that were lost are made again, gaps in a branch are
// filled with marks, and the search index is built.
import { newId } from '#main/platform/base/ids.ts';
import type { Connection } from '../connection/connection.ts';
import { buildIndex } from './build-index.ts';

type Branch = { n: number; session_n: number; fork_depth: number; deepest: number };

const title = 'Recovered';
/** A branch is not filled further than this: its depths are then damaged themselves. */
const gapLimit = 100_000;

/** Returns how many messages a mark stands for. */
export function mendTree(connection: Connection, now: number): number {
  return connection.step('relaxed', () => {
    dropImpossible(connection);
    remakeSessions(connection, now);
    remakeBranches(connection);
    const filled = fillGaps(connection, now);
    reconnect(connection);
    buildIndex(connection);
    return filled;
  });
}

function dropImpossible({ db }: Connection): void {
  db.exec(`
    DELETE FROM messages WHERE depth < 0 OR depth > 10000000;
    DELETE FROM branches WHERE fork_depth < -1 OR fork_depth > 10000000;`);
}

function remakeSessions(connection: Connection, now: number): void {
  const orphans = connection.query<[], { n: number; at: number | null }>(`
    SELECT session_n AS n, max(created_at) AS at FROM messages
    WHERE session_n NOT IN (SELECT n FROM sessions) GROUP BY session_n`);
  const add = connection.query<[{ n: number; id: string; title: string; at: number }]>(`
    INSERT INTO sessions (n, id, title, title_is_automatic, workspace, created_at, updated_at)
    VALUES (@n, @id, @title, 1, '', @at, @at)`);
  for (const { n, at } of orphans.all()) add.run({ n, id: newId(now), title, at: at ?? now });
}

/** A branch whose fork cannot be told any more becomes a branch of its own from the first message on. */
function remakeBranches({ db }: Connection): void {
  db.exec(`
    INSERT INTO branches (n, session_n, parent_n, fork_depth)
      SELECT m.branch_n, m.session_n, p.branch_n, coalesce(p.depth, -1) FROM messages m
      LEFT JOIN messages p ON p.n = m.parent_n AND p.branch_n <> m.branch_n AND p.session_n = m.session_n
        AND p.depth = m.depth - 1
      WHERE m.branch_n NOT IN (SELECT n FROM branches)
        AND m.depth = (SELECT min(depth) FROM messages f WHERE f.branch_n = m.branch_n);
    UPDATE branches SET parent_n = NULL, fork_depth = -1
      WHERE parent_n IS NOT NULL AND (parent_n NOT IN (SELECT n FROM branches) OR parent_n >= n);
    UPDATE branches SET fork_depth = -1 WHERE parent_n IS NULL AND fork_depth <> -1;
    UPDATE branches SET parent_n = NULL, fork_depth = -1 WHERE parent_n IS NOT NULL
      AND fork_depth <= (SELECT p.fork_depth FROM branches p WHERE p.n = branches.parent_n);`);
}

function fillGaps(connection: Connection, now: number): number {
  const { query } = connection;
  const branches = query<[], Branch>(`
    SELECT b.n, b.session_n, b.fork_depth, max(
      coalesce((SELECT max(depth) FROM messages WHERE branch_n = b.n), -1),
      coalesce((SELECT max(fork_depth) FROM branches c WHERE c.parent_n = b.n), -1)) AS deepest
    FROM branches b WHERE b.session_n IN (SELECT n FROM sessions)`).all();
  const count = query<[number, number], { n: number }>(
    'SELECT count(*) AS n FROM messages WHERE branch_n = ? AND depth > ?',
  );
  const at = query<[number, number], { role: string; created_at: number }>(
    'SELECT role, created_at FROM messages WHERE branch_n = ? AND depth = ?',
  );
  type Mark = { id: string; session: number; branch: number; depth: number; role: string; at: number };
  const add = query<[Mark]>(`
    INSERT INTO messages (id, session_n, branch_n, depth, role, status, created_at, ended_at, hash, parts)
    VALUES (@id, @session, @branch, @depth, @role, 'done', @at, @at, '', '[]')`);
  let filled = 0;
  for (const branch of branches) {
    const wanted = branch.deepest - branch.fork_depth;
    if ((count.get(branch.n, branch.fork_depth)?.n ?? 0) >= wanted || wanted > gapLimit) continue;
    let before: { role: string; created_at: number } | undefined;
    for (let depth = branch.fork_depth + 1; depth <= branch.deepest; depth += 1) {
      const row = at.get(branch.n, depth);
      if (row === undefined) {
        const role = before?.role === 'user' ? 'assistant' : 'user';
        const made = { id: newId(now), session: branch.session_n, branch: branch.n, depth, role };
        add.run({ ...made, at: before?.created_at ?? now });
        filled += 1;
        before = { role, created_at: before?.created_at ?? now };
      } else before = row;
    }
  }
  return filled;
}

function reconnect({ db }: Connection): void {
  db.exec(`
    DELETE FROM messages WHERE session_n NOT IN (SELECT n FROM sessions);
    DELETE FROM branches WHERE n NOT IN (SELECT branch_n FROM messages);
    UPDATE messages SET parent_n = coalesce(
      (SELECT p.n FROM messages p WHERE p.branch_n = messages.branch_n AND p.depth = messages.depth - 1),
      (SELECT p.n FROM branches b JOIN messages p ON p.branch_n = b.parent_n AND p.depth = b.fork_depth
         WHERE b.n = messages.branch_n AND b.fork_depth = messages.depth - 1));
    UPDATE sessions SET head_n = (
      SELECT m.n FROM branches b JOIN messages m ON m.branch_n = b.n WHERE b.session_n = sessions.n
      ORDER BY m.hash = '', m.n DESC LIMIT 1)
      WHERE head_n IS NULL OR head_n NOT IN (SELECT n FROM messages);
    UPDATE turns SET state = 'interrupted' WHERE state = 'running' AND answer_n NOT IN (SELECT n FROM messages);
    DELETE FROM turns WHERE session_n NOT IN (SELECT n FROM sessions);
    DELETE FROM compactions WHERE through_n NOT IN (SELECT n FROM messages);
    DELETE FROM calls WHERE message_n NOT IN (SELECT n FROM messages);
    DELETE FROM inbox WHERE session_n NOT IN (SELECT n FROM sessions);`);
}
