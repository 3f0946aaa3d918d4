// What is known of one session in this window, and how each event of the stream changes it. Pure.
import type { TurnEvent } from '#main/contract/chat.ts';
import type { CallId, MessageId } from '#main/contract/ids.ts';
import type {
  Approval,
  Compaction,
  Message,
  Part,
  QueuedMessage,
  Session,
  ToolCall,
  TurnState,
} from '#main/contract/messages.ts';

export type ChatState = {
  /** Undefined until the first snapshot. */
  readonly session: Session | undefined;
  /** Messages on the branch in all; most of them are not in `messages`. */
  readonly total: number;
  /** A bounded window of the branch, by depth. */
  readonly messages: ReadonlyMap<number, Message>;
  readonly turn: TurnState | undefined;
  readonly queue: readonly QueuedMessage[];
  readonly approvals: readonly Approval[];
  readonly compactions: readonly Compaction[];
  /** The last characters that running calls have printed. */
  readonly liveOutput: ReadonlyMap<CallId, string>;
};

export const emptyChat: ChatState = {
  session: undefined,
  total: 0,
  messages: new Map(),
  turn: undefined,
  queue: [],
  approvals: [],
  compactions: [],
  liveOutput: new Map(),
};

export const chatBounds = { messages: 400, liveOutputChars: 16_000, pageSize: 50 } as const;

type Draft = { -readonly [K in keyof ChatState]: ChatState[K] } & {
  messages: Map<number, Message>;
  liveOutput: Map<CallId, string>;
};

/** Applies a batch (all that came within a frame); one new state, one copy of the maps. */
export function applyEvents(state: ChatState, events: readonly TurnEvent[]): ChatState {
  if (events.length === 0) return state;
  const draft: Draft = { ...state, messages: new Map(state.messages), liveOutput: new Map(state.liveOutput) };
  for (const event of events) applyEvent(draft, event);
  return draft;
}

function applyEvent(draft: Draft, event: TurnEvent) {
  switch (event.type) {
    case 'snapshot':
      return applySnapshot(draft, event);
    case 'message':
      return applyMessage(draft, event.message, event.total);
    case 'text':
      return updateMessage(draft, event.messageId, (message) => appendText(message, event));
    case 'part':
      return updateMessage(draft, event.messageId, (message) => withPart(message, event.index, event.part));
    case 'call':
      return applyCall(draft, event.messageId, event.call);
    case 'call-output': {
      const text = (draft.liveOutput.get(event.callId) ?? '') + event.append;
      draft.liveOutput.set(event.callId, text.slice(-chatBounds.liveOutputChars));
      return;
    }
    case 'turn':
      draft.turn = event.turn;
      return;
    case 'queue':
      draft.queue = event.queue;
      return;
    case 'approvals':
      draft.approvals = event.approvals;
      return;
    case 'session':
      draft.session = event.session;
      return;
    case 'compactions':
      draft.compactions = event.compactions;
      return;
  }
}

function applySnapshot(draft: Draft, event: Extract<TurnEvent, { type: 'snapshot' }>): void {
  const first = event.tail[0];
  const before = first === undefined ? undefined : draft.messages.get(first.depth - 1);
  // Older messages stay only when the new tail continues them; otherwise it is another branch.
  const continues = first !== undefined && before !== undefined && before.id === first.parentId;
  const messages = new Map<number, Message>();
  if (continues) {
    for (const [depth, message] of draft.messages) if (depth < first.depth) messages.set(depth, message);
  }
  for (const message of event.tail) messages.set(message.depth, message);
  draft.messages = messages;
  draft.session = event.session;
  draft.total = event.total;
  draft.turn = event.turn;
  draft.queue = event.queue;
  draft.approvals = event.approvals;
  draft.compactions = event.compactions;
  draft.liveOutput = new Map();
}

function applyMessage(draft: Draft, message: Message, total: number): void {
  const known = draft.messages.get(message.depth);
  const above = draft.messages.get(message.depth - 1);
  if (known !== undefined && known.id !== message.id) dropFrom(draft.messages, (depth) => depth > message.depth);
  if (above !== undefined && above.id !== message.parentId) {
    dropFrom(draft.messages, (depth) => depth < message.depth);
  }
  draft.messages.set(message.depth, message);
  dropFrom(draft.messages, (depth) => depth >= total);
  draft.total = total;
}

function dropFrom(messages: Map<number, Message>, isStale: (depth: number) => boolean): void {
  for (const depth of messages.keys()) if (isStale(depth)) messages.delete(depth);
}

function applyCall(draft: Draft, messageId: MessageId, call: ToolCall): void {
  updateMessage(draft, messageId, (message) => {
    const index = message.parts.findIndex((part) => part.type === 'tool_call' && part.callId === call.callId);
    return withPart(message, index === -1 ? message.parts.length : index, call);
  });
  if (call.endedAt !== undefined) draft.liveOutput.delete(call.callId);
}

function updateMessage(draft: Draft, id: MessageId, change: (message: Message) => Message): void {
  const depth = depthOf(draft.messages, id, draft.total);
  const message = depth === undefined ? undefined : draft.messages.get(depth);
  if (depth !== undefined && message !== undefined) draft.messages.set(depth, change(message));
}

/** The live message is nearly always the last; the map is searched only when it is not. */
export function depthOf(messages: ReadonlyMap<number, Message>, id: MessageId, total: number): number | undefined {
  for (let depth = total - 1; depth >= Math.max(0, total - 4); depth -= 1) {
    if (messages.get(depth)?.id === id) return depth;
  }
  for (const [depth, message] of messages) if (message.id === id) return depth;
  return undefined;
}

function withPart(message: Message, index: number, part: Part): Message {
  const parts = message.parts.slice();
  parts[Math.min(index, parts.length)] = part;
  return { ...message, parts };
}

function appendText(message: Message, event: Extract<TurnEvent, { type: 'text' }>): Message {
  const part = message.parts[event.index];
  if (part !== undefined && part.type === event.part) {
    return withPart(message, event.index, { ...part, text: part.text + event.append });
  }
  return withPart(message, event.index, { type: event.part, text: event.append });
}

/** A page of history joins the window, unless it belongs to a branch that is no longer shown. */
export function mergePage(state: ChatState, page: readonly Message[]): ChatState {
  const last = page.at(-1);
  if (last === undefined) return state;
  const below = state.messages.get(last.depth + 1);
  if (below !== undefined && below.parentId !== last.id) return state;
  const messages = new Map(state.messages);
  // What the stream brought is newer than what was read.
  for (const message of page) if (!messages.has(message.depth)) messages.set(message.depth, message);
  return { ...state, messages };
}

/** Keeps the newest page and what lies nearest to the view; forgets the rest once the bound is passed. */
export function forgetFar(state: ChatState, view: { readonly from: number; readonly to: number }): ChatState {
  if (state.messages.size <= chatBounds.messages) return state;
  const middle = (view.from + view.to) / 2;
  const tailFrom = state.total - chatBounds.pageSize;
  const far = [...state.messages.keys()]
    .filter((depth) => depth < tailFrom)
    .sort((a, b) => Math.abs(b - middle) - Math.abs(a - middle));
  const messages = new Map(state.messages);
  for (const depth of far.slice(0, messages.size - chatBounds.messages)) messages.delete(depth);
  return { ...state, messages };
}

/** True while the session works on an answer. */
export function isBusy(turn: TurnState | undefined): boolean {
  return turn !== undefined && (turn.state === 'running' || turn.state === 'asking' || turn.state === 'stopping');
}
