// The tree of a session's messages, kept as branches: runs of depths, so that a window of a path is a few index ranges.
import type { Connection } from '../connection/connection.ts';
import { corrupt, notFound } from '../connection/store-errors.ts';

/** Where a message sits. */
export type Place = { readonly n: number; readonly branch: number; readonly depth: number };
/** The depths `from`..`to` of a path that lie on one branch. `above` is the branch that its parent lies on. */
export type Segment = {
  readonly branch: number;
  readonly from: number;
  readonly to: number;
  readonly above: number | null;
};

type BranchRow = { n: number; parent_n: number | null; fork_depth: number };

export interface Tree {
  /** Undefined for an unknown row. */
  place(n: number): Place | undefined;
  /** The path that ends at a message, oldest segment first, cut to depths from `from` on. */
  path(end: Place, from: number): Segment[];
  isOnPath(place: Place, end: Place): boolean;
  /** The newest leaf below or at a message. */
  newestLeaf(place: Place): number;
  /** Where a new child goes: the next depth of its parent's branch, or a new branch when that is taken. */
  slot(sessionN: number, parent: Place | null): { branch: number; depth: number };
  /** Removes branches of the session that hold no message. */
  dropEmptyBranch(branch: number): void;
}

export function createTree(connection: Connection): Tree {
  const { query } = connection;
  const placeOf = query<[number], Place>('SELECT n, branch_n AS branch, depth FROM messages WHERE n = ?');
  const branchOf = query<[number], BranchRow>('SELECT n, parent_n, fork_depth FROM branches WHERE n = ?');
  const isTaken = query<[number, number], { n: number }>('SELECT n FROM messages WHERE branch_n = ? AND depth = ?');
  const rootOf = query<[number], { n: number }>(
    'SELECT n FROM branches WHERE session_n = ? AND parent_n IS NULL ORDER BY n LIMIT 1',
  );
  const addBranch = query<[number, number | null, number]>(
    'INSERT INTO branches (session_n, parent_n, fork_depth) VALUES (?, ?, ?)',
  );
  // Every branch ends in a leaf: a fork only starts where the next depth is taken.
  const leaf = query<[{ branch: number; depth: number }], { n: number }>(`
    WITH RECURSIVE below (branch) AS (
      SELECT b.n FROM branches b JOIN branches own ON own.n = @branch
        WHERE b.session_n = own.session_n AND b.parent_n = @branch AND b.fork_depth >= @depth
      UNION ALL
      SELECT b.n FROM below JOIN branches own ON own.n = below.branch
        JOIN branches b ON b.session_n = own.session_n AND b.parent_n = below.branch
    )
    SELECT (SELECT m.n FROM messages m WHERE m.branch_n = t.branch ORDER BY m.depth DESC LIMIT 1) AS n
    FROM (SELECT @branch AS branch UNION ALL SELECT branch FROM below) t ORDER BY n DESC LIMIT 1`);
  const dropEmpty = query<[{ n: number }]>(
    'DELETE FROM branches WHERE n = @n AND NOT EXISTS (SELECT 1 FROM messages WHERE branch_n = @n)',
  );

  const branchRow = (n: number): BranchRow => {
    const row = branchOf.get(n);
    if (row === undefined) throw notFound('branch');
    return row;
  };
  const path: Tree['path'] = (end, from) => {
    const segments: Segment[] = [];
    let to = end.depth;
    for (let next: number | null = end.branch; next !== null && to >= from; ) {
      const row = branchRow(next);
      if (row.fork_depth >= to) throw corrupt(); // only a damaged row forks below itself; it could lead round in a circle
      segments.push({ branch: row.n, from: Math.max(from, row.fork_depth + 1), to, above: row.parent_n });
      to = row.fork_depth;
      next = row.parent_n;
    }
    return segments.reverse();
  };
  return {
    place: (n) => placeOf.get(n),
    path,
    isOnPath: (place, end) =>
      path(end, place.depth).some((s) => s.branch === place.branch && place.depth >= s.from && place.depth <= s.to),
    newestLeaf: ({ branch, depth, n }) => leaf.get({ branch, depth })?.n ?? n,
    slot(sessionN, parent) {
      if (parent === null) {
        const root = rootOf.get(sessionN)?.n ?? addBranch.insert(sessionN, null, -1);
        if (isTaken.get(root, 0) === undefined) return { branch: root, depth: 0 };
        return newBranch(sessionN, null, -1);
      }
      const depth = parent.depth + 1;
      if (isTaken.get(parent.branch, depth) === undefined) return { branch: parent.branch, depth };
      return newBranch(sessionN, parent.branch, parent.depth);
    },
    dropEmptyBranch: (branch) => void dropEmpty.run({ n: branch }),
  };

  function newBranch(sessionN: number, parent: number | null, forkDepth: number) {
    return { branch: addBranch.insert(sessionN, parent, forkDepth), depth: forkDepth + 1 };
  }
}
