// Reading messages out of their rows: seal checked, calls taken from the journal, versions found.

import { ErrorData } from '#main/contract/errors.ts';
import type { CallId, MessageId, SessionId, TurnId } from '#main/contract/ids.ts';
import type { CallState, Message, Part, ToolCall } from '#main/contract/messages.ts';
import { parseJson } from '#main/platform/base/json.ts';
import type { Connection } from '../connection/connection.ts';
import { notFound } from '../connection/store-errors.ts';
import { readUsage } from '../turns/usage-sum.ts';
import { sealOf, unseal } from './seal.ts';
import { createVersions } from './versions.ts';

export type MessageRow = {
  n: number;
  id: MessageId;
  session_n: number;
  branch_n: number;
  depth: number;
  parent_n: number | null;
  role: Message['role'];
  status: Message['status'];
  pinned: number;
  model: string | null;
  error: string | null;
  usage: string | null;
  created_at: number;
  ended_at: number | null;
  hash: string;
  parts: string;
  session_id: SessionId;
  turn_id: TurnId | null;
  parent_id: MessageId | null;
};
export type SealedMessage = Pick<
  MessageRow,
  | 'id'
  | 'session_n'
  | 'branch_n'
  | 'depth'
  | 'role'
  | 'status'
  | 'model'
  | 'error'
  | 'created_at'
  | 'ended_at'
  | 'parts'
>;
type CallRow = { id: CallId; message_n: number; state: CallState; hash: string; call: string };

export function sealMessage(m: SealedMessage): string {
  const place = [m.id, m.session_n, m.branch_n, m.depth, m.role] as const;
  return sealOf([...place, m.status, m.model, m.error, m.created_at, m.ended_at, m.parts]);
}

export const sealCall = (id: string, messageN: number, call: string): string => sealOf([id, messageN, call]);

const select = `
SELECT m.*, s.id AS session_id, t.id AS turn_id, p.id AS parent_id
FROM messages m JOIN sessions s ON s.n = m.session_n
LEFT JOIN turns t ON t.n = m.turn_n LEFT JOIN messages p ON p.n = m.parent_n`;

export interface MessageRows {
  /** Throws `not_found`. */
  byId(id: MessageId): MessageRow;
  byN(n: number): MessageRow;
  onBranch(branch: number, from: number, to: number): MessageRow[];
  toMessages(rows: readonly MessageRow[]): Message[];
  toMessage(row: MessageRow): Message;
  /** Undefined when the row is damaged. */
  parts(row: MessageRow): Part[] | undefined;
}

/** What is shown in place of a message whose row was damaged on the disk. */
const damagedNote: Part = { type: 'note', key: 'notes.messageDamaged', params: {} };
const damagedError: ErrorData = {
  code: 'unavailable',
  message: 'This message was damaged on the disk. A backup may still have it.',
  retryable: false,
  details: { reason: 'message_damaged' },
};

export function createMessageRows(connection: Connection): MessageRows {
  const { query } = connection;
  const byId = query<[string], MessageRow>(`${select} WHERE m.id = (SELECT ?)`);
  const byN = query<[number], MessageRow>(`${select} WHERE m.n = (SELECT ?)`);
  const onBranch = query<[number, number, number], MessageRow>(
    `${select} WHERE m.branch_n = (SELECT ?) AND m.depth BETWEEN (SELECT ?) AND (SELECT ?) ORDER BY m.depth`,
  );
  const callsOf = query<[string], CallRow>(
    'SELECT id, message_n, state, hash, call FROM calls WHERE message_n IN (SELECT value FROM json_each(?))',
  );
  const versions = createVersions(connection);

  const found = (row: MessageRow | undefined) => {
    if (row === undefined) throw notFound('message');
    return row;
  };
  const journal = (rows: readonly MessageRow[]): Map<number, Map<string, ToolCall>> => {
    const withCalls = rows.filter((row) => row.role === 'assistant' && row.parts.includes('"tool_call"'));
    const calls = new Map<number, Map<string, ToolCall>>();
    if (withCalls.length === 0) return calls;
    for (const row of callsOf.all(JSON.stringify(withCalls.map(({ n }) => n)))) {
      const call = unseal<ToolCall>(row.call, row.hash === sealCall(row.id, row.message_n, row.call));
      if (call === undefined) continue; // the message's own copy of the call stands in for a damaged row
      const ofMessage = calls.get(row.message_n) ?? new Map<string, ToolCall>();
      calls.set(row.message_n, ofMessage.set(row.id, { ...call, state: row.state }));
    }
    return calls;
  };
  const partsOf = (row: MessageRow) => unseal<Part[]>(row.parts, row.hash === sealMessage(row));
  const toMessages = (rows: readonly MessageRow[]): Message[] => {
    const calls = journal(rows);
    const versionsOf = versions(rows);
    return rows.map((row) => {
      const known = calls.get(row.n);
      const parts = partsOf(row);
      const merged = parts?.map((part) => (part.type === 'tool_call' ? (known?.get(part.callId) ?? part) : part));
      return assemble(row, merged, versionsOf(row));
    });
  };
  return {
    byId: (id) => found(byId.get(id)),
    byN: (n) => found(byN.get(n)),
    onBranch: (branch, from, to) => onBranch.all(branch, from, to),
    parts: partsOf,
    toMessages,
    toMessage(row) {
      const [message] = toMessages([row]);
      if (message === undefined) throw notFound('message');
      return message;
    },
  };
}

function assemble(row: MessageRow, parts: Part[] | undefined, versions: MessageId[]): Message {
  const usage = readUsage(row.usage);
  const error = row.error === null ? undefined : ErrorData.safeParse(parseJson(row.error)).data;
  const shownError = parts === undefined ? damagedError : error;
  return {
    id: row.id,
    sessionId: row.session_id,
    ...(row.turn_id === null ? {} : { turnId: row.turn_id }),
    parentId: row.parent_id,
    depth: row.depth,
    role: row.role,
    parts: parts ?? [damagedNote],
    status: row.status,
    ...(shownError === undefined ? {} : { error: shownError }),
    ...(row.model === null ? {} : { model: row.model }),
    ...(usage === undefined ? {} : { usage }),
    pinned: row.pinned === 1,
    versions,
    createdAt: row.created_at,
    ...(row.ended_at === null ? {} : { endedAt: row.ended_at }),
  };
}
