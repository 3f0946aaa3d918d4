// The two ways an answer closes inside a turn: steering opens another one below it, finish ends the turn.
import type { Message } from '#main/contract/messages.ts';
import type { NewActivity } from '#main/platform/store/port/activity.ts';
import type { TurnEnd, TurnStore } from '#main/platform/store/port.ts';
import { conflict } from '../connection/store-errors.ts';
import { toSession } from '../conversation/session-rows.ts';
import type { Shared } from '../shared.ts';
import { type BeginTurn, userMessage } from './begin-turn.ts';
import { type CallJournal, settleParts } from './calls.ts';
import type { InboxRow } from './inbox-rows.ts';
import type { OpenApprovals } from './open-approvals.ts';
import type { TurnGate, TurnRow } from './turn-rows.ts';

type Steering = Parameters<TurnStore['takeSteering']>[0];
type Parts = { readonly gate: TurnGate; readonly begin: BeginTurn };

const notTheAnswer = () => conflict('This message is not the answer of the turn.', 'not_the_answer');

export function createSteering({ writer, own, writes }: Shared, { gate, begin }: Parts) {
  const { query } = writer;
  // Others wait for a turn of their own: this one's permissions were not given to them.
  const waiting = query<[{ session: number; channel: string; policy: string }], InboxRow>(`
    SELECT * FROM inbox INDEXED BY inbox_pending WHERE session_n = (SELECT @session) AND state = 'pending' AND mode = 'steer' AND kind = 'message'
      AND channel_id = @channel AND policy = @policy ORDER BY n LIMIT 1000`);
  const setAnswer = query<[number, number]>('UPDATE turns SET answer_n = ? WHERE n = ?');
  const view = (n: number): Message => own.messages.toMessage(own.messages.byN(n));
  return (o: Steering) => {
    const { turn, message } = gate.held(o);
    if (message.n !== turn.answer_n) throw notTheAnswer();
    const sessionN = turn.session_n;
    const rows = waiting.all({ session: sessionN, channel: turn.channel_id, policy: turn.policy });
    if (rows.length === 0) return undefined;
    const { now, answerId: id } = o;
    writes.update(message, { parts: settleParts(o.parts), status: 'done', endedAt: now });
    const parent = { n: message.n, branch: message.branch_n, depth: message.depth };
    const chain = begin.addChain({ sessionN, turnN: turn.n, parent, messages: rows.map(userMessage), now });
    const answer = begin.addAnswer({ sessionN, turnN: turn.n, parent: chain.end, id, model: turn.model, now });
    for (const row of rows) begin.take.run(turn.n, row.n);
    setAnswer.run(answer.n, turn.n);
    begin.moveHead.run({ n: sessionN, head: answer.n, now });
    return { userMessages: chain.added.map(view), answer: view(answer.n), closed: view(message.n) };
  };
}

type FinishParts = {
  readonly gate: TurnGate;
  readonly journal: CallJournal;
  readonly approvals: OpenApprovals;
  /** Adds to the account of what was done. */
  readonly account: (turn: TurnRow, entries?: readonly NewActivity[]) => void;
};

export function createFinish({ writer, own, writes }: Shared, parts: FinishParts) {
  const { gate, journal, approvals, account } = parts;
  const { query } = writer;
  const end = query<[{ n: number; state: string; reason: string; error: string | null; now: number }]>(
    'UPDATE turns SET state = @state, stop_reason = @reason, error = @error, ended_at = @now WHERE n = @n',
  );
  const inboxDone = query<[number]>("UPDATE inbox SET state = 'done', body = '' WHERE turn_n = ? AND state = 'taken'");
  const deliver = query<[{ id: string; session: number; turn: number; channel: string; body: string; now: number }]>(`
    INSERT INTO outbox (id, session_n, turn_n, channel_id, body, due_at)
    VALUES (@id, @session, @turn, @channel, @body, @now)`);
  const settle = query<[{ n: number; status: string; title: string | null; now: number }]>(`
    UPDATE sessions SET status = @status, updated_at = @now,
      title = CASE WHEN title_is_automatic = 1 THEN coalesce(@title, title) ELSE title END WHERE n = @n`);
  return (o: TurnEnd) => {
    const { turn, message } = gate.held(o);
    if (message.n !== turn.answer_n) throw notTheAnswer();
    const { now, status, error } = o;
    const shown = error === undefined ? {} : { error };
    writes.update(message, { parts: settleParts(o.parts), status, endedAt: now, ...shown });
    journal.giveUp(turn.n, now);
    approvals.expireTurn(turn.n, now);
    const json = error === undefined ? null : JSON.stringify(error);
    end.run({ n: turn.n, state: o.state, reason: o.stopReason, error: json, now });
    account(turn, o.activity);
    inboxDone.run(turn.n);
    for (const { id, channelId, text } of o.outbox) {
      deliver.run({ id, session: turn.session_n, turn: turn.n, channel: channelId, body: JSON.stringify(text), now });
    }
    const outcome = o.state === 'failed' || o.state === 'interrupted' ? o.state : 'idle';
    settle.run({ n: turn.session_n, status: outcome, title: o.title ?? null, now });
    return {
      message: own.messages.toMessage(own.messages.byN(message.n)),
      session: toSession(own.sessions.byN(turn.session_n)),
    };
  };
}
