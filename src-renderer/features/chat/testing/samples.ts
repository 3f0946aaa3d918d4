// Messages, calls and questions for the tests of the chat, shaped by the contract's own schemas.
import { Approval, Message, Session, ToolCall } from '#main/contract/messages.ts';

export const sampleSession = (change: object = {}): Session =>
  Session.parse({
    id: 's1',
    title: 'Tides',
    titleIsAutomatic: true,
    workspace: '/home/mara/notes',
    pinned: false,
    archived: false,
    status: 'idle',
    headId: null,
    messageCount: 0,
    createdAt: 0,
    updatedAt: 0,
    ...change,
  });

/** The message at a depth of one branch: its id is `m<depth>`, its parent the one before. */
export const sampleMessage = (depth: number, change: object = {}): Message =>
  Message.parse({
    id: `m${depth}`,
    sessionId: 's1',
    parentId: depth === 0 ? null : `m${depth - 1}`,
    depth,
    role: depth % 2 === 0 ? 'user' : 'assistant',
    parts: [{ type: 'text', text: `text ${depth}` }],
    status: 'done',
    pinned: false,
    versions: [`m${depth}`],
    createdAt: 0,
    ...change,
  });

export const sampleCall = (callId: string, change: object = {}): ToolCall =>
  ToolCall.parse({
    type: 'tool_call',
    callId,
    tool: 'read_file',
    input: { path: 'tides.txt' },
    state: 'done',
    title: { key: 'Read tides.txt', params: {} },
    ...change,
  });

export const sampleApproval = (change: object = {}): Approval =>
  Approval.parse({
    id: 'a1',
    sessionId: 's1',
    sessionTitle: 'Tides',
    turnId: 't1',
    callId: 'c1',
    tool: 'run_command',
    title: { key: 'Run npm test', params: {} },
    effects: [{ type: 'execute', target: 'npm test' }],
    shown: {
      type: 'argv',
      argv: ['npm', 'test'],
      cwd: '/home/mara/notes',
      sandbox: 'bubblewrap',
      network: false,
      timeoutMs: 120_000,
    },
    planHash: 'a'.repeat(64),
    canUndo: false,
    createdAt: 0,
    expiresAt: Date.now() + 60_000,
    ...change,
  });
