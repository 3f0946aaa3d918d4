// Reading a session out of its row.
import type { SessionId } from '#main/contract/ids.ts';
import type { Session } from '#main/contract/messages.ts';
import type { Connection } from '../connection/connection.ts';
import { notFound } from '../connection/store-errors.ts';
import { readUsage } from '../turns/usage-sum.ts';

export type SessionRow = {
  n: number;
  id: SessionId;
  title: string;
  title_is_automatic: number;
  workspace: string;
  model: string | null;
  pinned: number;
  archived: number;
  status: Session['status'];
  head_n: number | null;
  head_id: Session['headId'];
  head_depth: number | null;
  usage: string | null;
  created_at: number;
  updated_at: number;
  deleted_at: number | null;
};

export const selectSession = `
SELECT s.*, h.id AS head_id, h.depth AS head_depth
FROM sessions s LEFT JOIN messages h ON h.n = s.head_n`;

export function toSession(row: SessionRow): Session {
  const usage = readUsage(row.usage);
  return {
    id: row.id,
    title: row.title,
    titleIsAutomatic: row.title_is_automatic === 1,
    workspace: row.workspace,
    ...(row.model === null ? {} : { model: row.model }),
    pinned: row.pinned === 1,
    archived: row.archived === 1,
    status: row.status,
    headId: row.head_id,
    messageCount: row.head_depth === null ? 0 : row.head_depth + 1,
    ...(usage === undefined ? {} : { usage }),
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    ...(row.deleted_at === null ? {} : { deletedAt: row.deleted_at }),
  };
}

export interface SessionRows {
  /** Throws `not_found`. */
  byId(id: SessionId): SessionRow;
  byN(n: number): SessionRow;
}

export function createSessionRows(connection: Connection): SessionRows {
  const byId = connection.query<[string], SessionRow>(`${selectSession} WHERE s.id = (SELECT ?)`);
  const byN = connection.query<[number], SessionRow>(`${selectSession} WHERE s.n = (SELECT ?)`);
  const found = (row: SessionRow | undefined) => {
    if (row === undefined) throw notFound('session');
    return row;
  };
  return { byId: (id) => found(byId.get(id)), byN: (n) => found(byN.get(n)) };
}
