// From pending rows to a running turn: user messages, the turn, its empty answer, the session's new head.
import type { Attachment } from '#main/contract/chat.ts';
import { MessageId } from '#main/contract/ids.ts';
import type { BegunTurn, TurnStore } from '#main/platform/store/port.ts';
import { conflict } from '../connection/store-errors.ts';
import { userParts } from '../conversation/message-writes.ts';
import { type SessionRow, toSession } from '../conversation/session-rows.ts';
import type { Place } from '../conversation/tree.ts';
import type { Shared } from '../shared.ts';
import { type InboxRow, readBody, readPolicy } from './inbox-rows.ts';
import { selectTurn, type TurnRow, toTurnState } from './turn-rows.ts';

type BeginOptions = Parameters<TurnStore['begin']>[0];
export type UserMessage = {
  readonly id: MessageId;
  readonly text: string;
  readonly attachments: readonly Attachment[];
};

/** The user message of an inbox row carries its id, so a row that is taken twice becomes the same message. */
export function userMessage(row: InboxRow): UserMessage {
  return { id: MessageId.parse(row.id), ...readBody(row.body) };
}

/** Rows for one turn: the first alone when it is special, else all plain ones that came the same way under the same policy. */
export function takeTogether(pending: readonly InboxRow[]): InboxRow[] {
  const [first] = pending;
  if (first === undefined) return [];
  if (first.kind !== 'message') return [first];
  const end = pending.findIndex(
    (row) => row.kind !== 'message' || row.channel_id !== first.channel_id || row.policy !== first.policy,
  );
  return pending.slice(0, end === -1 ? pending.length : end);
}

export function createBeginTurn({ writer, own, writes, epoch }: Shared) {
  const { query } = writer;
  const running = query<[number], { n: number }>(
    "SELECT n FROM turns WHERE session_n = (SELECT ?) AND state = 'running'",
  );
  const newestFence = query<[number], { epoch: string; fence: number }>(
    'SELECT epoch, fence FROM turns WHERE session_n = (SELECT ?) ORDER BY n DESC LIMIT 1',
  );
  const pending = query<[number], InboxRow>(
    "SELECT * FROM inbox INDEXED BY inbox_pending WHERE session_n = (SELECT ?) AND state = 'pending' ORDER BY n LIMIT 1000",
  );
  const take = query<[number, number]>("UPDATE inbox SET state = 'taken', turn_n = ? WHERE n = ?");
  const discard = query<[number]>("UPDATE inbox SET state = 'done', body = '' WHERE n = ?");
  type Insert = Omit<TurnRow, 'n' | 'session_id' | 'state' | 'step' | 'ended_at' | 'stop_reason' | 'error'>;
  const insert = query<[Insert]>(`
    INSERT INTO turns (id, session_n, answer_n, prior_head_n, state, model, channel_id, policy, epoch, fence, started_at)
    VALUES (@id, @session_n, @answer_n, @prior_head_n, 'running', @model, @channel_id, @policy, @epoch, @fence,
      @started_at)`);
  const setAnswer = query<[number, number]>('UPDATE turns SET answer_n = ? WHERE n = ?');
  const moveHead = query<[{ n: number; head: number; now: number }]>(
    "UPDATE sessions SET head_n = @head, status = 'running', updated_at = @now WHERE n = @n",
  );
  const turnByN = query<[number], TurnRow>(`${selectTurn} WHERE t.n = (SELECT ?)`);

  const refuseWhileBusy = (session: SessionRow, fence: number) => {
    if (running.get(session.n) !== undefined) throw conflict('A turn of this session is running.', 'turn_running');
    const newest = newestFence.get(session.n);
    if (newest !== undefined && newest.epoch === epoch && fence < newest.fence) {
      throw conflict('Another part of Limpet has taken over this session.', 'fence');
    }
  };
  /** The message that the first new one hangs below; undefined when the row has lost what it is about. */
  const parentFor = (row: InboxRow, session: SessionRow): Place | null | undefined => {
    const head = session.head_n === null ? undefined : own.tree.place(session.head_n);
    if (row.kind === 'message') return head ?? null;
    if (row.kind === 'continue') return head;
    const target = row.target_n === null ? undefined : own.tree.place(row.target_n);
    if (target === undefined) return undefined;
    const parent = own.messages.byN(target.n).parent_n;
    return parent === null ? null : own.tree.place(parent);
  };
  const nextRows = (session: SessionRow): { rows: InboxRow[]; parent: Place | null } | undefined => {
    const waiting = pending.all(session.n);
    for (let at = 0; at < waiting.length; at += 1) {
      const rows = takeTogether(waiting.slice(at));
      const [first] = rows;
      const parent = first === undefined ? undefined : parentFor(first, session);
      if (first !== undefined && parent !== undefined) return { rows, parent };
      if (first !== undefined) discard.run(first.n);
    }
    return undefined;
  };
  const open = (o: BeginOptions, session: SessionRow, taken: { rows: InboxRow[]; parent: Place | null }) => {
    const [first] = taken.rows;
    if (first === undefined) throw new Error('a turn needs a row');
    const wanted = taken.rows.findLast((row) => row.model !== null)?.model ?? undefined;
    const model = wanted ?? session.model ?? o.defaultModel;
    const turnN = insert.insert({
      id: o.turnId,
      session_n: session.n,
      answer_n: 0,
      prior_head_n: session.head_n,
      model,
      channel_id: first.channel_id,
      policy: first.policy,
      epoch,
      fence: o.fence,
      started_at: o.now,
    });
    const messages = first.kind === 'message' || first.kind === 'edit' ? taken.rows.map(userMessage) : [];
    const chain = addChain({ sessionN: session.n, turnN, parent: taken.parent, messages, now: o.now });
    const answer = addAnswer({ sessionN: session.n, turnN, parent: chain.end, id: o.answerId, model, now: o.now });
    setAnswer.run(answer.n, turnN);
    for (const row of taken.rows) take.run(turnN, row.n);
    moveHead.run({ n: session.n, head: answer.n, now: o.now });
    return { turnN, first, wanted, userN: chain.added, answerN: answer.n };
  };
  /** Adds user messages below one another. */
  function addChain(o: {
    sessionN: number;
    turnN: number;
    parent: Place | null;
    messages: readonly UserMessage[];
    now: number;
  }): { end: Place | null; added: number[] } {
    let end = o.parent;
    const added: number[] = [];
    for (const { id, text, attachments } of o.messages) {
      const { sessionN, turnN, now } = o;
      const parts = userParts(text, attachments);
      end = writes.add({ id, sessionN, turnN, parent: end, role: 'user', status: 'done', parts, now });
      added.push(end.n);
    }
    return { end, added };
  }
  function addAnswer(o: {
    sessionN: number;
    turnN: number;
    parent: Place | null;
    id: MessageId;
    model: string;
    now: number;
  }): Place {
    return writes.add({ ...o, role: 'assistant', status: 'streaming', parts: [] });
  }
  const begin = (o: BeginOptions): BegunTurn | undefined => {
    const session = own.sessions.byId(o.sessionId);
    if (session.deleted_at !== null) return undefined;
    refuseWhileBusy(session, o.fence);
    const taken = nextRows(session);
    if (taken === undefined) return undefined;
    const { turnN, first, wanted, userN, answerN } = open(o, session, taken);
    const turn = turnByN.get(turnN);
    if (turn === undefined) throw new Error('a turn was not written');
    return {
      turn: toTurnState(turn, false),
      session: toSession(own.sessions.byId(o.sessionId)),
      userMessages: own.messages.toMessages(userN.map(own.messages.byN)),
      answer: own.messages.toMessage(own.messages.byN(answerN)),
      policy: readPolicy(first.policy),
      model: wanted,
      channelId: first.channel_id,
    };
  };
  return { begin, addChain, addAnswer, take, moveHead };
}
export type BeginTurn = ReturnType<typeof createBeginTurn>;
