// The other versions of a message: siblings of its side below the same parent.
import type { MessageId } from '#main/contract/ids.ts';
import type { Connection } from '../connection/connection.ts';

type Row = {
  readonly id: MessageId;
  readonly session_n: number;
  readonly branch_n: number;
  readonly depth: number;
  readonly parent_n: number | null;
  readonly role: string;
};
type Span = { low: number; high: number };

/** Looks for forks once for all rows of a window; only rows at a fork cost a look of their own. */
export function createVersions({ query }: Connection): (rows: readonly Row[]) => (row: Row) => MessageId[] {
  const hasForks = query<[number], { n: number }>('SELECT n FROM branches WHERE session_n = ? LIMIT 1 OFFSET 1');
  const forkDepth = query<[number], { fork_depth: number }>('SELECT fork_depth FROM branches WHERE n = ?');
  const forks = query<[{ session: number; branch: number; low: number; high: number }], { fork_depth: number }>(`
    SELECT fork_depth FROM branches WHERE session_n = (SELECT @session) AND parent_n = (SELECT @branch)
      AND fork_depth BETWEEN (SELECT @low) AND (SELECT @high)`);
  // The children of a message: the next one on its own branch, and the first of every branch that forks there.
  const siblings = query<[{ session: number; parent: number; role: string }], { id: MessageId }>(`
    SELECT id FROM (
      SELECT m.id, m.n, m.role FROM messages p
        JOIN messages m ON m.branch_n = p.branch_n AND m.depth = p.depth + 1 WHERE p.n = (SELECT @parent)
      UNION ALL
      SELECT m.id, m.n, m.role FROM messages p
        JOIN branches b ON b.session_n = (SELECT @session) AND b.parent_n = p.branch_n AND b.fork_depth = p.depth
        JOIN messages m ON m.branch_n = b.n AND m.depth = b.fork_depth + 1 WHERE p.n = (SELECT @parent)
    ) WHERE role = (SELECT @role) ORDER BY n`);
  const roots = query<[number, string], { id: MessageId }>(`
    SELECT m.id FROM branches b JOIN messages m ON m.branch_n = b.n AND m.depth = 0
    WHERE b.session_n = (SELECT ?) AND b.parent_n IS NULL AND m.role = (SELECT ?) ORDER BY m.n`);

  const lookUp = (row: Row): MessageId[] => {
    const found =
      row.parent_n === null
        ? roots.all(row.session_n, row.role)
        : siblings.all({ session: row.session_n, parent: row.parent_n, role: row.role });
    return found.length === 0 ? [row.id] : found.map(({ id }) => id);
  };
  /** Depths on a branch whose message has siblings: right below a fork, and the branch's own first. */
  const forkedDepths = (session: number, branch: number, { low, high }: Span): Set<number> => {
    const below = forks.all({ session, branch, low: low - 1, high: high - 1 }).map((fork) => fork.fork_depth + 1);
    return new Set([...below, (forkDepth.get(branch)?.fork_depth ?? -1) + 1]);
  };
  return (rows) => {
    const spans = new Map<number, Span & { session: number }>();
    for (const { branch_n, depth, session_n } of rows) {
      const span = spans.get(branch_n) ?? { low: depth, high: depth, session: session_n };
      const [low, high] = [Math.min(span.low, depth), Math.max(span.high, depth)];
      spans.set(branch_n, { low, high, session: span.session });
    }
    const isForked = new Map<number, boolean>();
    const depths = new Map<number, Set<number>>();
    for (const [branch, span] of spans) {
      const forked = isForked.get(span.session) ?? hasForks.get(span.session) !== undefined;
      isForked.set(span.session, forked);
      if (forked) depths.set(branch, forkedDepths(span.session, branch, span));
    }
    return (row) => (depths.get(row.branch_n)?.has(row.depth) === true ? lookUp(row) : [row.id]);
  };
}
