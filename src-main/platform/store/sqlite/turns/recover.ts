// After a start: what a dead process left running is put back into the inbox or shown as interrupted.
import { type ActivityFact, callEnded } from '#main/contract/activity.ts';
import type { SessionId, TurnId } from '#main/contract/ids.ts';
import { type Part, ToolCall } from '#main/contract/messages.ts';
import { parseJson } from '#main/platform/base/json.ts';
import type { ActivityWrites } from '../activity/activity-writes.ts';
import type { MessageRow } from '../conversation/message-rows.ts';
import type { Shared } from '../shared.ts';
import type { CallJournal } from './calls.ts';
import type { OpenApprovals } from './open-approvals.ts';
import { selectTurn, type TurnRow } from './turn-rows.ts';

export type Recovered = {
  requeued: SessionId[];
  interrupted: { sessionId: SessionId; turnId: TurnId; unknownCalls: number }[];
};

/** A message whose turn ends the process each time is not tried for ever. */
const attemptsBeforeGivingUp = 5;

export function createRecover(
  shared: Shared,
  o: { journal: CallJournal; approvals: OpenApprovals; activity: ActivityWrites },
) {
  const { writer, own, writes } = shared;
  const { query } = writer;
  // By its small index: a start must not read a million turns.
  const running = query<[], { id: TurnId }>(
    "SELECT id FROM turns INDEXED BY turns_running WHERE state = 'running' ORDER BY n",
  );
  const turnById = query<[string], TurnRow>(`${selectTurn} WHERE t.id = (SELECT ?)`);
  const inboxOf = query<[number], { attempts: number }>(
    "SELECT max(attempts) AS attempts FROM inbox WHERE turn_n = ? AND state = 'taken'",
  );
  const putBack = query<[number]>(`
    UPDATE inbox SET state = 'pending', turn_n = NULL, attempts = attempts + 1 WHERE turn_n = ? AND state = 'taken'`);
  const inboxDone = query<[number]>("UPDATE inbox SET state = 'done', body = '' WHERE turn_n = ? AND state = 'taken'");
  const keepUsage = query<[number]>('UPDATE usage SET message_n = NULL WHERE message_n = ?');
  const dropTurn = query<[number]>('DELETE FROM turns WHERE n = ?');
  const setHead = query<[number | null, number]>('UPDATE sessions SET head_n = ? WHERE n = ?');
  const interruptTurn = query<[number, number]>(
    "UPDATE turns SET state = 'interrupted', stop_reason = 'interrupted', ended_at = ? WHERE n = ?",
  );
  const repairStatus = query<[]>(`
    UPDATE sessions SET status = coalesce(
      (SELECT CASE t.state WHEN 'failed' THEN 'failed' WHEN 'interrupted' THEN 'interrupted' ELSE 'idle' END
         FROM turns t WHERE t.session_n = sessions.n ORDER BY t.n DESC LIMIT 1), 'idle')
    WHERE status IN ('running', 'asking')`);
  const openCalls = query<[number], { call: string }>(
    "SELECT call FROM calls INDEXED BY calls_running WHERE turn_n = (SELECT ?) AND state = 'running'",
  );
  const begunCalls = query<[number], { n: number }>(
    'SELECT count(*) AS n FROM calls WHERE turn_n = (SELECT ?) AND begun_at IS NOT NULL',
  );
  /** The account says what nobody lived to write: which calls may have run, and that the turn is over. */
  const account = (turn: TurnRow, now: number) => {
    const unknown = openCalls.all(turn.n).flatMap(({ call }): ActivityFact[] => {
      const known = ToolCall.safeParse(parseJson(call)).data;
      return known === undefined ? [] : [callEnded({ ...known, state: 'unknown', endedAt: now }, 0)];
    });
    const callsRun = begunCalls.get(turn.n)?.n ?? 0;
    const end: ActivityFact = { type: 'turn_ended', state: 'interrupted', stopReason: 'interrupted', callsRun };
    o.activity.append(
      { sessionId: turn.session_id, turnId: turn.id },
      [...unknown, end].map((fact) => ({ at: now, fact })),
    );
  };
  const expireAll = query<[number]>("UPDATE approvals SET state = 'expired', decided_at = ? WHERE state = 'pending'");

  /** The messages of a turn from its answer upwards. */
  const messagesOf = (turn: TurnRow): MessageRow[] => {
    const rows: MessageRow[] = [];
    for (let n: number | null = turn.answer_n; n !== null; ) {
      const row: MessageRow = own.messages.byN(n);
      if (row.turn_id !== turn.id) break;
      rows.push(row);
      n = row.parent_n;
    }
    return rows;
  };
  const hasShownNothing = (rows: readonly MessageRow[]) => {
    const answers = rows.filter(({ role }) => role === 'assistant');
    return answers.every((row) => row.parts === '[]' && row.status === 'streaming' && !o.journal.hasAny(row.n));
  };
  const requeue = (turn: TurnRow, rows: readonly MessageRow[]) => {
    setHead.run(turn.prior_head_n, turn.session_n);
    for (const row of rows) {
      keepUsage.run(row.n);
      writes.drop({ n: row.n, branch: row.branch_n, depth: row.depth });
    }
    putBack.run(turn.n);
    dropTurn.run(turn.n);
  };
  const interrupt = (turn: TurnRow, rows: readonly MessageRow[], now: number): number => {
    account(turn, now);
    const unknownCalls = o.journal.giveUp(turn.n, now);
    for (const row of rows) {
      if (row.status !== 'streaming') continue;
      const parts = own.messages.parts(row);
      if (parts === undefined) continue; // damaged: its seal must go on saying so
      writes.update(row, { parts: parts.map(settle), status: 'interrupted', endedAt: now });
    }
    inboxDone.run(turn.n);
    interruptTurn.run(now, turn.n);
    return unknownCalls;
  };
  return (now: number): Recovered => {
    const result: Recovered = { requeued: [], interrupted: [] };
    for (const { id } of running.all()) {
      const turn = turnById.get(id);
      if (turn === undefined) continue;
      o.approvals.expireTurn(turn.n, now);
      const rows = messagesOf(turn);
      const attempts = inboxOf.get(turn.n)?.attempts ?? null;
      if (attempts !== null && attempts < attemptsBeforeGivingUp && hasShownNothing(rows)) {
        requeue(turn, rows);
        result.requeued.push(turn.session_id);
      } else {
        const unknownCalls = interrupt(turn, rows, now);
        result.interrupted.push({ sessionId: turn.session_id, turnId: turn.id, unknownCalls });
      }
    }
    expireAll.run(now);
    repairStatus.run();
    return result;
  };
}

/** A call without a journal row: it was about to begin, or its row was lost with a power cut. */
function settle(part: Part): Part {
  if (part.type !== 'tool_call') return part;
  if (part.state === 'planning' || part.state === 'asking') return { ...part, state: 'stopped' };
  return part.state === 'running' ? { ...part, state: 'unknown' } : part;
}
