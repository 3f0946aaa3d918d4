// The live view of one session: a snapshot, then every change, resumable by cursor, never with a gap or a repeat.
import type { Loop } from '#main/agent/loop/port.ts';
import type { TurnEvent } from '#main/contract/chat.ts';
import type { Cursor, SessionId } from '#main/contract/ids.ts';
import type { StreamItem } from '#main/contract/kernel.ts';
import type { Message } from '#main/contract/messages.ts';
import type { Bus } from '#main/platform/bus/port.ts';
import type { Store } from '#main/platform/store/port.ts';
import type { QueueFeed } from './queue-feed.ts';

/** Messages of a snapshot; older ones are asked for by position. */
const tailMessages = 50;

export type FollowDeps = {
  readonly store: {
    readonly sessions: Pick<Store['sessions'], 'get'>;
    readonly messages: Pick<Store['messages'], 'history' | 'compactions'>;
    readonly turns: Pick<Store['turns'], 'running'>;
    readonly approvals: Pick<Store['approvals'], 'pending'>;
  };
  readonly loop: Pick<Loop, 'live'>;
  readonly queue: Pick<QueueFeed, 'read'>;
  readonly bus: Bus;
};

export async function* followSession(
  o: { sessionId: SessionId; after?: Cursor; signal: AbortSignal },
  d: FollowDeps,
): AsyncIterable<StreamItem<TurnEvent>> {
  let after = o.after;
  while (!o.signal.aborted) {
    if (after === undefined) {
      const fresh = await takeSnapshot(o.sessionId, d);
      yield fresh;
      after = fresh.cursor;
    }
    let isLost = false;
    for await (const item of d.bus.subscribe('turn', o.sessionId, { after, signal: o.signal })) {
      if ('lost' in item || item.event.type === 'reset') {
        isLost = true;
        break;
      }
      yield { cursor: item.cursor, data: item.event };
    }
    if (!isLost) return;
    after = undefined;
  }
}

/**
 * Running answer and cursor are taken in the same moment (and in this order: taking the answer tells its last piece), before anything is read: what happens during the reading comes
 * again as events, and those replace whole messages or go on exactly where the running answer stood.
 */
async function takeSnapshot(sessionId: SessionId, d: FollowDeps): Promise<StreamItem<TurnEvent>> {
  const live = d.loop.live(sessionId);
  const cursor = d.bus.cursor('turn', sessionId);
  const [session, turn, queue, approvals, compactions, { tail, total }] = await Promise.all([
    d.store.sessions.get(sessionId),
    live?.turn ?? d.store.turns.running(sessionId),
    d.queue.read(sessionId),
    d.store.approvals.pending(),
    d.store.messages.compactions(sessionId),
    readTail(sessionId, d),
  ]);
  const shown = tail.map((message) => (message.id === live?.answer.id ? live.answer : message));
  return {
    cursor,
    data: {
      type: 'snapshot',
      session: live?.title === undefined ? session : { ...session, title: live.title },
      total,
      tail: shown,
      ...(turn === undefined ? {} : { turn }),
      queue,
      approvals: approvals.filter((approval) => approval.sessionId === sessionId),
      compactions,
    },
  };
}

async function readTail(sessionId: SessionId, d: FollowDeps): Promise<{ tail: Message[]; total: number }> {
  const { total } = await d.store.messages.history({ sessionId, from: 0, limit: 1 });
  const from = Math.max(0, total - tailMessages);
  // Two more than the tail: a turn that begins between the two reads adds its question and answer.
  const { messages } = await d.store.messages.history({ sessionId, from, limit: tailMessages + 2 });
  return { tail: messages, total: from + messages.length };
}
