// A chat that asks before it writes one file, for component tests: the question, its answers, and what came of it.
import type { TurnEvent } from '#main/contract/chat.ts';
import type { contract } from '#main/contract/contract.ts';
import { AppError } from '#main/contract/errors.ts';
import { ApprovalId, CallId, InboxId, MessageId, SessionId, TurnId } from '#main/contract/ids.ts';
import type { Handlers } from '#main/contract/kernel.ts';
import type { Approval, ToolCall, TurnState } from '#main/contract/messages.ts';
import { createFeed } from './live-value.ts';
import { sampleSession } from './sample-data.ts';

type ChatHandlers = Pick<Handlers<typeof contract.chat>, 'send' | 'follow' | 'stop'>;
type Decide = Handlers<typeof contract.approvals>['decide'];

const turnId = TurnId.parse('turn');
const callId = CallId.parse('call');
const planHash = 'a'.repeat(64);

function callOf(path: string, state: ToolCall['state']): ToolCall {
  const title = { key: 'tools.create_file', params: { path } };
  return { type: 'tool_call', callId, tool: 'write_file', input: { path }, state, title, effects: [] };
}

export function createSampleExample() {
  const feed = createFeed<TurnEvent>();
  const sent: string[] = [];
  const stopped: string[] = [];
  let sessionId = SessionId.parse('none');
  let path = '';
  let approval: Approval | undefined;
  let call: ToolCall | undefined;
  const turn = (state: TurnState['state']): TurnState => ({
    ...{ id: turnId, sessionId, state, model: 'offline/commands', step: 1, startedAt: 1 },
  });
  const snapshot = (id: SessionId): TurnEvent => ({
    type: 'snapshot',
    session: sampleSession(id),
    total: 0,
    tail: call === undefined ? [] : [messageWith(call)],
    ...(call === undefined ? {} : { turn: turn(approval === undefined ? 'done' : 'asking') }),
    queue: [],
    approvals: approval === undefined ? [] : [approval],
    compactions: [],
  });
  const messageWith = (one: ToolCall): Extract<TurnEvent, { type: 'message' }>['message'] => ({
    ...{ id: MessageId.parse('m1'), sessionId, role: 'assistant', parts: [one], parentId: null, depth: 0 },
    ...{ status: 'done', createdAt: 1, pinned: false, turnId, versions: [] },
  });
  const settle = (state: ToolCall['state'], end: TurnState['state']) => {
    approval = undefined;
    call = callOf(path, state);
    feed.push({ type: 'approvals', approvals: [] });
    feed.push({ type: 'call', messageId: MessageId.parse('m1'), call });
    feed.push({ type: 'turn', turn: turn(end) });
  };
  const ask = () => {
    approval = {
      ...{ id: ApprovalId.parse('ask'), sessionId, sessionTitle: '', turnId, callId, tool: 'write_file' },
      title: { key: 'tools.create_file', params: { path } },
      effects: [{ type: 'write', target: path, insideWorkspace: true }],
      shown: { type: 'diff', path, diff: `+${path}\n`, created: true, added: 1, removed: 0 },
      ...{ planHash, canUndo: false, createdAt: 1, expiresAt: Date.now() + 60_000 },
    };
    call = callOf(path, 'asking');
    feed.push({ type: 'approvals', approvals: [approval] });
  };
  const handlers: ChatHandlers = {
    send: async (input) => {
      sent.push(input.text);
      sessionId = input.sessionId;
      path = input.text.slice(input.text.lastIndexOf(' ') + 1);
      ask();
      return { inboxId: InboxId.parse('inbox'), duplicate: false };
    },
    follow: (input, { signal }) => feed.follow(snapshot(input.sessionId), signal),
    stop: async (input) => {
      stopped.push(input.sessionId);
      return { stopped: true };
    },
  };
  const decide: Decide = async (input) => {
    if (approval === undefined || input.planHash !== planHash) throw new AppError('conflict', 'Answered already.');
    const denies = input.decision === 'deny' || input.decision === 'deny_stop';
    settle(denies ? 'denied' : 'done', input.decision === 'deny_stop' ? 'stopped' : 'done');
    return { decided: true };
  };
  return { handlers, decide, sent, stopped };
}
