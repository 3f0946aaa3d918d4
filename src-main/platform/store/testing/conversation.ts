// Short ways to say what a test is about: a session, a message in, a turn, its end.
import { CallId, InboxId, MessageId, SessionId, TurnId } from '#main/contract/ids.ts';
import type { Message, Part, ToolCall, Usage } from '#main/contract/messages.ts';
import { newId } from '#main/platform/base/ids.ts';
import type { BegunTurn, InboundRow, Store, TurnEnd } from '../port.ts';

export const text = (value: string): Part => ({ type: 'text', text: value });
export const id = {
  session: (value: string) => SessionId.parse(value),
  message: (value: string) => MessageId.parse(value),
  turn: (value: string) => TurnId.parse(value),
  call: (value: string) => CallId.parse(value),
  inbox: (value: string) => InboxId.parse(value),
};

export const usageOf = (inputTokens: number, costUsd?: number): Usage => ({
  inputTokens,
  outputTokens: 2,
  cacheReadTokens: 0,
  cacheWriteTokens: 0,
  reasoningTokens: 0,
  steps: 1,
  ...(costUsd === undefined ? {} : { costUsd }),
});

export const callOf = (callId: string, more: Partial<ToolCall> = {}): ToolCall => ({
  type: 'tool_call',
  callId: id.call(callId),
  tool: 'run_command',
  input: { argv: ['ls'] },
  state: 'planning',
  title: { key: 'tools.runCommand', params: {} },
  effects: [{ type: 'execute', target: 'ls' }],
  ...more,
});

export type Conversation = ReturnType<typeof createConversation>;

/** Drives a store as the app does; time goes on by a second with every step. */
export function createConversation(store: Store, start = 1_700_000_000_000) {
  let now = start;
  let count = 0;
  const tick = () => {
    now += 1_000;
    return now;
  };
  const nextId = () => {
    count += 1;
    return newId(now + count);
  };
  const session = async (title = 'Test') =>
    store.sessions.create({ id: id.session(nextId()), title, titleIsAutomatic: true, workspace: '/work', now: tick() });
  const accept = async (sessionId: SessionId, said: string, more: Partial<InboundRow> = {}) => {
    const row: InboundRow = {
      id: id.inbox(nextId()),
      sessionId,
      channelId: 'ui',
      dedupeKey: nextId(),
      kind: { type: 'message' },
      text: said,
      attachments: [],
      mode: 'queue',
      policy: { allow: ['read'], interactive: true },
      now: tick(),
      ...more,
    };
    return store.inbox.accept(row);
  };
  const begin = async (sessionId: SessionId, fence = 1): Promise<BegunTurn> => {
    const turnId = id.turn(nextId());
    const answerId = id.message(nextId());
    const begun = await store.turns.begin({
      sessionId,
      turnId,
      answerId,
      fence,
      defaultModel: 'offline/commands',
      now: tick(),
    });
    if (begun === undefined) throw new Error('nothing was pending');
    return begun;
  };
  const end = (begun: BegunTurn, parts: readonly Part[], more: Partial<TurnEnd> = {}) =>
    store.turns.finish({
      turnId: begun.turn.id,
      messageId: begun.answer.id,
      fence: 1,
      parts,
      status: 'done',
      state: 'done',
      stopReason: 'end',
      outbox: [],
      now: tick(),
      ...more,
    });
  /** One whole turn; the user message and the answer. */
  const say = async (sessionId: SessionId, [said, answered]: [string, string], more: Partial<InboundRow> = {}) => {
    await accept(sessionId, said, more);
    const begun = await begin(sessionId);
    const { message } = await end(begun, [text(answered)]);
    return { user: begun.userMessages[0], answer: message };
  };
  const shown = async (sessionId: SessionId): Promise<string[]> => {
    const { messages } = await store.messages.history({ sessionId, from: 0, limit: 200 });
    return messages.map(plain);
  };
  return { store, tick, nextId, session, accept, begin, end, say, shown };
}

/** The text of a message. */
export const plain = (message: Message): string =>
  message.parts.map((part) => (part.type === 'text' ? part.text : `[${part.type}]`)).join('');
