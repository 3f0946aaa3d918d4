// Reading a conversation: windows of a branch, what a model needs of it, versions, pins, compactions.

import { setImmediate as nextTask } from 'node:timers/promises';
import { AppError } from '#main/contract/errors.ts';
import type { CompactionId, MessageId, SessionId } from '#main/contract/ids.ts';
import type { Compaction, Message, ToolCall } from '#main/contract/messages.ts';
import type { MessageStore } from '#main/platform/store/port.ts';
import type { Blobs } from '../blobs/blobs.ts';
import { conflict, notFound } from '../connection/store-errors.ts';
import type { Rows, Shared } from '../shared.ts';
import { createCompactions } from './compactions.ts';
import { type MessageRow, sealCall } from './message-rows.ts';
import { unseal } from './seal.ts';
import { toSession } from './session-rows.ts';
import type { Place } from './tree.ts';

/** How many messages are read before others have their turn: some 10 ms. */
const rowsPerTask = 250;

type CallRow = { id: string; message_n: number; hash: string; call: string };
/** What of a branch a model needs: the messages from depth `from` to `end`, and what stands for those before. */
type ContextPlan = {
  readonly compaction?: Compaction;
  readonly end: Place;
  readonly from: number;
  readonly pinned: readonly Message[];
};

const placeOf = (row: MessageRow): Place => ({ n: row.n, branch: row.branch_n, depth: row.depth });

/** Rows of the path that ends at a message, depths `from` to `to`, both included. */
export function rowsOnPath(rows: Rows, end: Place, { from, to }: { from: number; to: number }): MessageRow[] {
  return rows.tree
    .path(end, from)
    .flatMap((s) => (s.from > to ? [] : rows.messages.onBranch(s.branch, s.from, Math.min(s.to, to))));
}

export function createMessages(shared: Shared, blobs: Blobs): MessageStore {
  const { writer, reader, own, seen, run } = shared;
  const compactions = createCompactions(shared);
  const running = writer.query<[number], { n: number }>(
    "SELECT n FROM turns WHERE session_n = ? AND state = 'running'",
  );
  const setHead = writer.query<[{ n: number; head: number; now: number }]>(
    'UPDATE sessions SET head_n = @head, updated_at = @now WHERE n = @n',
  );
  const setPinned = writer.query<[number, number]>('UPDATE messages SET pinned = ? WHERE n = ?');
  const pinnedOf = reader.query<[number], { n: number }>(
    'SELECT n FROM messages WHERE session_n = ? AND pinned = 1 ORDER BY n',
  );
  const newestCall = reader.query<[string], CallRow>(
    'SELECT id, message_n, hash, call FROM calls WHERE id = ? ORDER BY n DESC LIMIT 1',
  );

  const branchFrom = reader.query<[number, number], { n: number; fork_depth: number }>(
    'SELECT n, fork_depth FROM branches WHERE session_n = ? AND n >= ? ORDER BY n LIMIT 1',
  );

  const endOf = (sessionId: SessionId, headId: MessageId | undefined): MessageRow | undefined => {
    const session = seen.sessions.byId(sessionId);
    if (headId === undefined) return session.head_n === null ? undefined : seen.messages.byN(session.head_n);
    const row = seen.messages.byId(headId);
    if (row.session_n !== session.n) throw notFound('message');
    return row;
  };
  /** Branch by branch: one begins below a message of an older one. */
  const rowsAfter = (sessionN: number, after: { branch: number; depth: number }, limit: number): MessageRow[] => {
    const rows: MessageRow[] = [];
    let { branch, depth } = after;
    while (rows.length < limit) {
      const next = branchFrom.get(sessionN, branch);
      if (next === undefined) break;
      const from = Math.max(next.fork_depth, next.n === branch ? depth : -1) + 1;
      rows.push(...seen.messages.onBranch(next.n, from, from + limit - rows.length - 1));
      if (rows.length < limit) [branch, depth] = [next.n + 1, -1];
    }
    return rows;
  };
  const wholeOutput = async (call: ToolCall): Promise<ToolCall> =>
    call.outputBlobId === undefined ? call : { ...call, output: await readOutput(call) };
  const readOutput = async (call: ToolCall): Promise<string> => {
    if (call.outputBlobId === undefined) return call.output ?? '';
    try {
      return await blobs.readText(call.outputBlobId);
    } catch {
      return call.output ?? ''; // its file is gone: the stored beginning is what is left
    }
  };
  const withWholeOutputs = async (message: Message): Promise<Message> => {
    if (!message.parts.some((part) => part.type === 'tool_call' && part.outputBlobId !== undefined)) return message;
    const parts = await Promise.all(message.parts.map((p) => (p.type === 'tool_call' ? wholeOutput(p) : p)));
    return { ...message, parts };
  };
  const planContext = (sessionId: SessionId): ContextPlan | undefined => {
    const last = endOf(sessionId, undefined);
    if (last === undefined) return undefined;
    const end = placeOf(last);
    const compaction = compactions.activeOn(last.session_n, end);
    if (compaction === undefined) return { end, from: 0, pinned: [] };
    const from = compaction.throughDepth + 1;
    const pinned = pinnedOf
      .all(last.session_n)
      .map(({ n }) => seen.messages.byN(n))
      .filter((row) => row.depth < from && seen.tree.isOnPath(placeOf(row), end))
      .sort((a, b) => a.depth - b.depth);
    return { compaction, end, from, pinned: seen.messages.toMessages(pinned) };
  };
  /** A bit at a time: a hundred thousand messages must not hold up other sessions' streams. */
  const readBack = async (plan: ContextPlan, maxChars: number) => {
    const windows: Message[][] = [];
    let before = plan.end.depth + 1;
    for (let chars = 0; before > plan.from && chars < maxChars; ) {
      if (windows.length > 0) await nextTask();
      const from = Math.max(plan.from, before - rowsPerTask);
      const rows = await run(() => rowsOnPath(seen, plan.end, { from, to: before - 1 }));
      const some = await run(() => seen.messages.toMessages(rows));
      windows.push(await Promise.all(some.map(withWholeOutputs)));
      for (const row of rows) chars += row.parts.length;
      before = from;
    }
    return { messages: windows.reverse().flat(), isCut: before > plan.from };
  };
  const context: MessageStore['context'] = async (sessionId, { maxChars }) => {
    const plan = await run(() => planContext(sessionId));
    if (plan === undefined) return { pinned: [], messages: [], isCut: false };
    const pinned = await Promise.all(plan.pinned.map(withWholeOutputs));
    const compaction = plan.compaction === undefined ? {} : { compaction: plan.compaction };
    return { ...compaction, pinned, ...(await readBack(plan, maxChars)) };
  };
  const switchTo = (sessionId: SessionId, messageId: MessageId, now: number) => {
    const session = own.sessions.byId(sessionId);
    const row = own.messages.byId(messageId);
    if (row.session_n !== session.n) throw notFound('message');
    if (running.get(session.n) !== undefined) {
      throw conflict('Another version can be shown when this turn has ended. Stop it, or wait.', 'turn_running');
    }
    setHead.run({ n: session.n, head: own.tree.newestLeaf(placeOf(row)), now });
    return toSession(own.sessions.byN(session.n));
  };
  return {
    history: ({ sessionId, headId, from, limit }) =>
      run(() => {
        const end = endOf(sessionId, headId);
        if (end === undefined) return { total: 0, headId: null, messages: [] };
        const rows = rowsOnPath(seen, placeOf(end), { from: Math.max(0, from), to: from + limit - 1 });
        return { total: end.depth + 1, headId: end.id, messages: seen.messages.toMessages(rows) };
      }),
    get: (id) => run(() => seen.messages.toMessage(seen.messages.byId(id))),
    every: ({ sessionId, after, limit }) =>
      run(() => {
        const rows = rowsAfter(seen.sessions.byId(sessionId).n, after ?? { branch: 0, depth: -1 }, limit);
        const last = rows.at(-1);
        const messages = seen.messages.toMessages(rows);
        if (last === undefined || rows.length < limit) return { messages };
        return { messages, next: { branch: last.branch_n, depth: last.depth } };
      }),
    context,
    switchTo: (sessionId, messageId, now) => run(() => writer.step('full', () => switchTo(sessionId, messageId, now))),
    pin: (id, pinned) =>
      run(() =>
        writer.step('full', () => {
          const { n } = own.messages.byId(id);
          setPinned.run(pinned ? 1 : 0, n);
          return own.messages.toMessage(own.messages.byN(n));
        }),
      ),
    async callOutput(callId) {
      const call = await run(() => {
        const row = newestCall.get(callId);
        if (row === undefined) throw notFound('tool call');
        return unseal<ToolCall>(row.call, row.hash === sealCall(row.id, row.message_n, row.call));
      });
      if (call === undefined) {
        throw new AppError('unavailable', 'The output of this call was damaged on the disk.', {
          retryable: false,
          details: { reason: 'call_damaged' },
        });
      }
      return readOutput(call);
    },
    addCompaction: (c) => run(() => writer.step('full', () => compactions.add(c))),
    setCompactionActive: (id: CompactionId, active) =>
      run(() => writer.step('full', () => compactions.setActive(id, active))),
    compactions: (sessionId): Promise<Compaction[]> => run(() => compactions.all(seen.sessions.byId(sessionId).n)),
  };
}
