// The `chat` and `approvals` operations from a script: what a core would send, in the order the test wants.
import type { TurnEvent } from '#main/contract/chat.ts';
import type { LimpetClient } from '#main/contract/contract.ts';
import { AppError } from '#main/contract/errors.ts';
import { Cursor, InboxId } from '#main/contract/ids.ts';
import { Approval, Message, Session, TurnState } from '#main/contract/messages.ts';

export const session = Session.parse({
  id: 's1',
  title: 'Notes',
  titleIsAutomatic: true,
  workspace: '/work',
  pinned: false,
  archived: false,
  status: 'idle',
  headId: null,
  messageCount: 0,
  createdAt: 1,
  updatedAt: 1,
});

export function messageOf(change: Record<string, unknown>): Message {
  return Message.parse({
    id: 'a1',
    sessionId: 's1',
    turnId: 't1',
    parentId: 'in1',
    depth: 1,
    role: 'assistant',
    parts: [],
    status: 'streaming',
    model: 'mock/one',
    pinned: false,
    versions: [],
    createdAt: 1,
    ...change,
  });
}
export const question = messageOf({ id: 'in1', parentId: null, depth: 0, role: 'user', status: 'done' });

export function turnOf(change: Record<string, unknown> = {}): TurnState {
  return TurnState.parse({
    id: 't1',
    sessionId: 's1',
    state: 'running',
    model: 'mock/one',
    step: 1,
    startedAt: 1,
    ...change,
  });
}

export function approvalOf(change: Record<string, unknown> = {}): Approval {
  return Approval.parse({
    id: 'p1',
    sessionId: 's1',
    sessionTitle: 'Notes',
    turnId: 't1',
    callId: 'c1',
    tool: 'run_command',
    title: { key: 'Run it', params: {} },
    effects: [{ type: 'execute', target: 'ls' }],
    shown: { type: 'argv', argv: ['ls', '-l'], cwd: '/work', sandbox: 'bubblewrap', network: false, timeoutMs: 1_000 },
    planHash: 'a'.repeat(64),
    canUndo: false,
    createdAt: 1,
    expiresAt: 2,
    ...change,
  });
}

export const snapshotOf = (change: Partial<Extract<TurnEvent, { type: 'snapshot' }>> = {}): TurnEvent => ({
  type: 'snapshot',
  session,
  total: 0,
  tail: [],
  queue: [],
  approvals: [],
  compactions: [],
  ...change,
});

export type ScriptStep = TurnEvent | (() => Promise<unknown> | undefined);
export type ScriptedChat = {
  readonly api: LimpetClient;
  readonly sent: unknown[];
  readonly decisions: unknown[];
  readonly groups: unknown[];
  readonly stops: unknown[];
};

/** `stored` is what the history tells at the end. A step that is a function is waited for. */
export function scriptChat(steps: readonly ScriptStep[], stored: readonly Message[] = []): ScriptedChat {
  const sent: unknown[] = [];
  const decisions: unknown[] = [];
  const groups: unknown[] = [];
  const stops: unknown[] = [];
  async function* follow(_input: unknown, o: { signal?: AbortSignal } = {}) {
    for (const [index, step] of steps.entries()) {
      if (o.signal?.aborted) return;
      if (typeof step === 'function') await step();
      else yield { cursor: Cursor.parse(`e:${index}`), data: step };
      await new Promise((resolve) => setImmediate(resolve));
    }
    await new Promise<void>((resolve) => {
      if (o.signal?.aborted) resolve();
      o.signal?.addEventListener('abort', () => resolve(), { once: true });
    });
    if (o.signal?.aborted) throw new AppError('cancelled', 'Cancelled.');
  }
  const api = {
    chat: {
      follow,
      send: async (input: unknown) => {
        sent.push(input);
        return { inboxId: InboxId.parse('in1'), duplicate: false };
      },
      history: async () => ({ total: stored.length, headId: null, messages: [...stored] }),
      stop: async (input: unknown) => {
        stops.push(input);
        return { stopped: true };
      },
    },
    questions: {
      async *watch() {
        yield { cursor: 'c', data: { questions: [] } };
      },
    },
    work: {
      async *watch() {
        yield { cursor: 'c', data: { paused: false } };
      },
    },
    approvals: {
      decideGroup: async (input: { approvals: { approvalId: string }[] }) => {
        groups.push(input);
        return { decided: input.approvals.map(({ approvalId }) => approvalId), failed: [] };
      },
      decide: async (input: unknown) => {
        decisions.push(input);
        return { decided: true };
      },
    },
  };
  // Only what a turn on the command line uses is scripted; anything else fails loudly as undefined.
  return { api: api as unknown as LimpetClient, sent, decisions, groups, stops };
}
