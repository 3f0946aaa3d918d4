// Summaries that stand in for the older messages of a branch; the originals stay.
import type { CompactionId, MessageId, SessionId } from '#main/contract/ids.ts';
import type { Compaction } from '#main/contract/messages.ts';
import type { MessageStore } from '#main/platform/store/port.ts';
import { notFound } from '../connection/store-errors.ts';
import type { Shared } from '../shared.ts';
import { createUsageWrites } from '../turns/usage.ts';
import type { Place } from './tree.ts';

type NewCompaction = Parameters<MessageStore['addCompaction']>[0];
type CompactionRow = {
  n: number;
  id: CompactionId;
  session_id: SessionId;
  through_n: number;
  through_id: MessageId;
  branch_n: number;
  depth: number;
  summary: string;
  active: number;
  created_at: number;
};

function toCompaction(row: CompactionRow): Compaction {
  return {
    id: row.id,
    sessionId: row.session_id,
    throughId: row.through_id,
    throughDepth: row.depth,
    coveredCount: row.depth + 1,
    summary: row.summary,
    active: row.active === 1,
    createdAt: row.created_at,
  };
}

export interface Compactions {
  add(c: NewCompaction): Compaction;
  setActive(id: CompactionId, active: boolean): Compaction;
  all(sessionN: number): Compaction[];
  /** The newest active one whose end lies on the path to `end`. */
  activeOn(sessionN: number, end: Place): Compaction | undefined;
}

export function createCompactions({ writer, reader, own, seen }: Shared): Compactions {
  const select = `
    SELECT c.*, s.id AS session_id, m.id AS through_id, m.branch_n, m.depth FROM compactions c
    JOIN sessions s ON s.n = c.session_n JOIN messages m ON m.n = c.through_n`;
  const byId = writer.query<[string], CompactionRow>(`${select} WHERE c.id = ?`);
  const all = reader.query<[number], CompactionRow>(`${select} WHERE c.session_n = ? ORDER BY c.n`);
  const active = reader.query<[number], CompactionRow>(
    `${select} WHERE c.session_n = ? AND c.active = 1 ORDER BY c.n DESC`,
  );
  const insert = writer.query<[{ id: string; session: number; through: number; summary: string; now: number }]>(`
    INSERT INTO compactions (id, session_n, through_n, summary, active, created_at)
    VALUES (@id, @session, @through, @summary, 1, @now)`);
  const setActive = writer.query<[number, string]>('UPDATE compactions SET active = ? WHERE id = ?');
  const usage = createUsageWrites(writer);
  const found = (id: CompactionId): Compaction => {
    const row = byId.get(id);
    if (row === undefined) throw notFound('compaction');
    return toCompaction(row);
  };
  return {
    add(c) {
      const session = own.sessions.byId(c.sessionId);
      const through = own.messages.byId(c.throughId);
      if (through.session_n !== session.n) throw notFound('message');
      insert.run({ id: c.id, session: session.n, through: through.n, summary: c.summary, now: c.now });
      if (c.usage !== undefined) {
        const model = c.model ?? through.model ?? 'unknown';
        usage.record({ sessionN: session.n, messageN: null, step: 0, model, usage: c.usage, now: c.now });
      }
      return found(c.id);
    },
    setActive(id, isActive) {
      if (setActive.run(isActive ? 1 : 0, id) === 0) throw notFound('compaction');
      return found(id);
    },
    all: (sessionN) => all.all(sessionN).map(toCompaction),
    activeOn(sessionN, end) {
      for (const row of active.all(sessionN)) {
        const place = { n: row.through_n, branch: row.branch_n, depth: row.depth };
        if (seen.tree.isOnPath(place, end)) return toCompaction(row);
      }
      return undefined;
    },
  };
}
