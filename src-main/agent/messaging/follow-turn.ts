// One message and the turn that answers it, as a stream: what the command line and the OpenAI-compatible address use.
import { AppError, isAppError } from '#main/contract/errors.ts';
import { type InboxId, MessageId, type TurnId } from '#main/contract/ids.ts';
import type { Approval, Message, Part, ToolCall, TurnState } from '#main/contract/messages.ts';
import type { Bus, BusTopics } from '#main/platform/bus/port.ts';
import type { Store } from '#main/platform/store/port.ts';
import type { InboundMessage, Inbox, Lanes } from './port.ts';
import type { QueueFeed } from './queue-feed.ts';

export type TurnFact =
  | { readonly type: 'begun'; readonly turn: TurnState }
  | { readonly type: 'text'; readonly part: 'text' | 'reasoning'; readonly text: string }
  | { readonly type: 'call'; readonly call: ToolCall }
  | { readonly type: 'call-output'; readonly callId: ToolCall['callId']; readonly text: string }
  | { readonly type: 'note'; readonly key: string; readonly params: Readonly<Record<string, string>> }
  /** What waits for the person in this session now; empty when all is answered. */
  | { readonly type: 'approvals'; readonly approvals: readonly Approval[] }
  | { readonly type: 'retry'; readonly retry: NonNullable<TurnState['retry']> }
  /** Last. The stored answers of the turn: more than one when the person steered it. */
  | { readonly type: 'ended'; readonly turn: TurnState; readonly answers: readonly Message[] };

export type FollowTurnDeps = {
  readonly store: {
    readonly messages: Pick<Store['messages'], 'get' | 'history'>;
    readonly inbox: Pick<Store['inbox'], 'remove' | 'pending'>;
  };
  readonly inbox: Inbox;
  readonly lanes: Pick<Lanes, 'stop'>;
  readonly queue: Pick<QueueFeed, 'changed'>;
  readonly bus: Bus;
};

/**
 * Accepts a message (`kind` message) and yields the facts of exactly the turn that takes it. Aborting the signal stops
 * that turn, and the stream still ends with `ended`; a message that no turn has taken yet is taken back (`cancelled`).
 * `conflict` when the message was a repeat or was removed from the queue.
 */
export async function* followTurn(
  message: InboundMessage,
  d: FollowTurnDeps,
  signal: AbortSignal,
): AsyncIterable<TurnFact> {
  const { sessionId } = message;
  const after = d.bus.cursor('turn', sessionId);
  const { inboxId, duplicate } = await d.inbox.accept(message);
  if (duplicate) throw new AppError('conflict', 'This message was sent before. Reload the chat to see its answer.');
  const reading = new AbortController();
  const state: Following = {
    inboxId,
    messageId: MessageId.parse(inboxId),
    turnId: undefined,
    answers: new Map(),
    said: new Map(),
    notes: new Set(),
    isLeaving: false,
  };
  const leave = () => void takeBack(state, message, { d, reading });
  if (signal.aborted) leave();
  else signal.addEventListener('abort', leave, { once: true });
  try {
    for await (const item of d.bus.subscribe('turn', sessionId, { after, signal: reading.signal })) {
      const facts = 'lost' in item ? await catchUp(state, message, d) : factsOf(state, item.event);
      for (const fact of facts) {
        yield fact;
        if (fact.type === 'ended') return;
      }
      if (!('lost' in item) && item.event.type === 'queue') await checkStillThere(state, message, d);
    }
    throw new AppError('cancelled', 'Cancelled.');
  } finally {
    signal.removeEventListener('abort', leave);
    reading.abort('read');
  }
}

type Following = {
  readonly inboxId: InboxId;
  /** Of the person's message, which carries the id of its row. */
  readonly messageId: MessageId;
  /** Set once a turn has taken the message. */
  turnId: TurnId | undefined;
  readonly answers: Map<MessageId, Message>;
  /** Characters of each text part that were yielded, by message and index. */
  readonly said: Map<string, number>;
  /** Notes that were yielded, by message and index. */
  readonly notes: Set<string>;
  /** The reader has gone: a message that is no longer there was taken back by us. */
  isLeaving: boolean;
};

async function takeBack(
  state: Following,
  message: InboundMessage,
  o: { d: FollowTurnDeps; reading: AbortController },
): Promise<void> {
  state.isLeaving = true;
  const isOurs = state.turnId !== undefined;
  const removed = !isOurs && (await o.d.store.inbox.remove(message.sessionId, state.inboxId).catch(() => false));
  if (removed) {
    o.d.queue.changed(message.sessionId);
    o.reading.abort('taken back');
  } else await o.d.lanes.stop(message.sessionId);
}

/** The message is neither waiting nor part of the chat: somebody cleared the queue. */
async function checkStillThere(state: Following, message: InboundMessage, d: FollowTurnDeps): Promise<void> {
  if (state.turnId !== undefined) return;
  const waiting = await d.store.inbox.pending(message.sessionId);
  if (waiting.some((row) => row.id === state.inboxId)) return;
  const taken = await d.store.messages.get(state.messageId).catch((error: unknown) => {
    if (isAppError(error) && error.code === 'not_found') return undefined;
    throw error;
  });
  if (taken === undefined && state.isLeaving) throw new AppError('cancelled', 'Cancelled.');
  if (taken === undefined) throw new AppError('conflict', 'The message was removed from the queue before its turn.');
}

function factsOf(state: Following, event: BusTopics['turn']): TurnFact[] {
  if (event.type === 'message') return readMessage(state, event.message);
  if (state.turnId === undefined) return [];
  switch (event.type) {
    case 'turn':
      return event.turn.id === state.turnId ? readTurn(state, event.turn) : [];
    case 'text': {
      if (!state.answers.has(event.messageId)) return [];
      const key = `${event.messageId} ${event.index}`;
      state.said.set(key, (state.said.get(key) ?? 0) + event.append.length);
      return [{ type: 'text', part: event.part, text: event.append }];
    }
    case 'part':
      return state.answers.has(event.messageId) ? readPart(state, `${event.messageId} ${event.index}`, event.part) : [];
    case 'call':
      return state.answers.has(event.messageId) ? [{ type: 'call', call: event.call }] : [];
    case 'call-output':
      return [{ type: 'call-output', callId: event.callId, text: event.append }];
    case 'approvals':
      return [{ type: 'approvals', approvals: event.approvals }];
    case 'queue':
    case 'session':
    case 'compactions':
    case 'reset':
      return [];
  }
}

function readTurn(state: Following, turn: TurnState): TurnFact[] {
  if (turn.endedAt !== undefined) return [{ type: 'ended', turn, answers: [...state.answers.values()] }];
  if (turn.retry !== undefined) return [{ type: 'retry', retry: turn.retry }];
  return turn.state === 'running' && turn.step === 0 ? [{ type: 'begun', turn }] : [];
}

/** A whole message: ours is found by its id, and what an answer says beyond what was streamed is yielded. */
function readMessage(state: Following, message: Message): TurnFact[] {
  if (message.id === state.messageId) state.turnId = message.turnId;
  if (message.role !== 'assistant' || state.turnId === undefined || message.turnId !== state.turnId) return [];
  state.answers.set(message.id, message);
  return message.parts.flatMap((part, index) =>
    part.type === 'tool_call' ? [] : readPart(state, `${message.id} ${index}`, part),
  );
}

function readPart(state: Following, key: string, part: Part): TurnFact[] {
  switch (part.type) {
    case 'text':
    case 'reasoning': {
      const said = state.said.get(key) ?? 0;
      if (part.text.length <= said) return [];
      state.said.set(key, part.text.length);
      return [{ type: 'text', part: part.type, text: part.text.slice(said) }];
    }
    case 'tool_call':
      return [{ type: 'call', call: part }];
    case 'note':
      if (state.notes.has(key)) return [];
      state.notes.add(key);
      return [{ type: 'note', key: part.key, params: part.params }];
    case 'image':
    case 'file':
      return [];
  }
}

/** This reader was too slow and events are gone: what the store has stands in for them. */
async function catchUp(state: Following, message: InboundMessage, d: FollowTurnDeps): Promise<TurnFact[]> {
  const { total } = await d.store.messages.history({ sessionId: message.sessionId, from: 0, limit: 1 });
  const newest = { sessionId: message.sessionId, from: Math.max(0, total - 200), limit: 200 };
  const { messages } = await d.store.messages.history(newest);
  const facts = messages.flatMap((known) => readMessage(state, known));
  const last = [...state.answers.values()].at(-1);
  if (last?.turnId === undefined || last.status === 'streaming') return facts;
  const turn: TurnState = {
    id: last.turnId,
    sessionId: message.sessionId,
    state: last.status,
    model: last.model ?? '',
    step: 0,
    startedAt: last.createdAt,
    endedAt: last.endedAt ?? last.createdAt,
    ...(last.error === undefined ? {} : { error: last.error }),
  };
  return [...facts, { type: 'ended', turn, answers: [...state.answers.values()] }];
}
