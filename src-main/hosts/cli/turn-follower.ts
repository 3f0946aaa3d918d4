// Sends one message into a session and follows the turn that answers it, whatever else goes on in that session.
import type { TurnEvent } from '#main/contract/chat.ts';
import type { LimpetClient } from '#main/contract/contract.ts';
import { AppError, type ErrorData } from '#main/contract/errors.ts';
import type { InboxId, SessionId, TurnId } from '#main/contract/ids.ts';
import type { Approval, Message, StopReason, TurnState } from '#main/contract/messages.ts';

export interface TurnView {
  /** An answer of the turn as far as it has come; called again with every change. */
  answer(message: Message): void;
  /** A new state: running, asking, a wait before the next try, the end. */
  turn(turn: TurnState): void;
  /** Everything of this turn that waits for an answer right now; an approval that is gone was answered elsewhere. */
  approvals(approvals: readonly Approval[]): void;
}
export type FollowOptions = {
  readonly api: LimpetClient;
  readonly sessionId: SessionId;
  readonly send: () => Promise<{ inboxId: InboxId }>;
  readonly view: TurnView;
  readonly signal: AbortSignal;
};
export type TurnResult = {
  readonly turnId: TurnId;
  readonly state: 'done' | 'stopped' | 'failed' | 'interrupted';
  readonly stopReason: StopReason | undefined;
  readonly error: ErrorData | undefined;
  readonly answers: readonly Message[];
};

/** The messages of the session as the events tell them. */
function createMessageBook() {
  const messages = new Map<string, Message>();
  const change = (id: string, edit: (parts: Message['parts']) => void): Message | undefined => {
    const message = messages.get(id);
    if (message === undefined) return undefined;
    const next = { ...message, parts: [...message.parts] };
    edit(next.parts);
    messages.set(id, next);
    return next;
  };
  return {
    /** The message that the event changed, as it is now. */
    apply(event: TurnEvent): Message | undefined {
      switch (event.type) {
        case 'message':
          messages.set(event.message.id, event.message);
          return event.message;
        case 'text':
          return change(event.messageId, (parts) => {
            const part = parts[event.index];
            const text = part?.type === event.part ? part.text + event.append : event.append;
            parts[event.index] = part?.type === event.part ? { ...part, text } : { type: event.part, text };
          });
        case 'part':
          return change(event.messageId, (parts) => {
            parts[event.index] = event.part;
          });
        case 'call':
          return change(event.messageId, (parts) => {
            const at = parts.findIndex((part) => part.type === 'tool_call' && part.callId === event.call.callId);
            parts[at === -1 ? parts.length : at] = event.call;
          });
        case 'snapshot':
        case 'call-output':
        case 'turn':
        case 'queue':
        case 'approvals':
        case 'session':
        case 'compactions':
          return undefined;
      }
    },
  };
}

const lastMessages = 100;

/** The answers as they were stored: the stream may have been cut between the last text and the end. */
async function storedAnswers({ api, sessionId, signal }: FollowOptions, turnId: TurnId): Promise<Message[]> {
  const { total } = await api.chat.history({ sessionId, from: 0, limit: 1 }, { signal });
  const from = Math.max(0, total - lastMessages);
  const { messages } = await api.chat.history({ sessionId, from, limit: lastMessages }, { signal });
  return messages.filter((message) => message.turnId === turnId && message.role === 'assistant');
}

async function resultOf(options: FollowOptions, turnId: TurnId, turn: TurnState | undefined): Promise<TurnResult> {
  const answers = await storedAnswers(options, turnId);
  const last = answers.at(-1);
  // Without the turn's own last word, which a cut stream may have lost, its last answer tells.
  const state = endOf(turn) ?? (last === undefined || last.status === 'streaming' ? 'interrupted' : last.status);
  return { turnId, state, stopReason: turn?.stopReason, error: turn?.error ?? last?.error, answers };
}

function endOf(turn: TurnState | undefined): TurnResult['state'] | undefined {
  switch (turn?.state) {
    case 'done':
    case 'stopped':
    case 'failed':
    case 'interrupted':
      return turn.state;
    case 'running':
    case 'asking':
    case 'stopping':
    case undefined:
      return undefined;
  }
}

/** What one event changes about our turn; undefined while it goes on. */
function createWatch(inboxId: InboxId, view: TurnView) {
  const book = createMessageBook();
  let ours: TurnId | undefined;
  const seeTurn = (turn: TurnState): TurnState | undefined => {
    if (turn.id !== ours) return undefined;
    view.turn(turn);
    return endOf(turn) === undefined ? undefined : turn;
  };
  const seeMessages = (messages: readonly Message[]) => {
    // A message of the person keeps the id under which it was accepted: that is how we know which turn took ours.
    ours ??= messages.find((message) => message.id === inboxId.toString())?.turnId;
    for (const message of messages) if (message.turnId === ours && message.role === 'assistant') view.answer(message);
  };
  return (event: TurnEvent): { turnId: TurnId; turn: TurnState | undefined } | undefined => {
    if (event.type === 'snapshot') {
      for (const message of event.tail) book.apply({ type: 'message', message, total: event.total });
      seeMessages(event.tail);
      if (ours === undefined) return undefined;
      view.approvals(event.approvals.filter((one) => one.turnId === ours));
      const isOver = event.turn?.id !== ours;
      return isOver ? { turnId: ours, turn: undefined } : undefined;
    }
    const changed = book.apply(event);
    if (changed !== undefined) seeMessages([changed]);
    if (ours === undefined) return undefined;
    if (event.type === 'approvals') view.approvals(event.approvals.filter((one) => one.turnId === ours));
    const turn = event.type === 'turn' ? seeTurn(event.turn) : undefined;
    return turn === undefined ? undefined : { turnId: ours, turn };
  };
}

/** Sends when the stream stands, so that nothing of the answer is missed; resolves at the end of the turn. */
export async function followTurn(options: FollowOptions): Promise<TurnResult> {
  const { api, sessionId, view } = options;
  const stop = new AbortController();
  const signal = AbortSignal.any([options.signal, stop.signal]);
  let see: ReturnType<typeof createWatch> | undefined;
  try {
    for await (const { data: event } of api.chat.follow({ sessionId }, { signal })) {
      if (see === undefined) {
        see = createWatch((await options.send()).inboxId, view);
        continue;
      }
      const over = see(event);
      if (over !== undefined) return await resultOf(options, over.turnId, over.turn);
    }
  } finally {
    stop.abort();
  }
  throw new AppError('unavailable', 'Limpet closed the connection before the answer was there. Ask again.', {
    details: { reason: 'offline' },
  });
}
