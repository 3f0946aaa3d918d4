// Tells who watches a session what waits in its queue, without reading a long queue for every message of a flood.
import type { SessionId } from '#main/contract/ids.ts';
import type { QueuedMessage } from '#main/contract/messages.ts';
import type { Clock } from '#main/platform/base/clock.ts';
import type { Log } from '#main/platform/base/log.ts';
import type { Bus } from '#main/platform/bus/port.ts';
import type { Store } from '#main/platform/store/port.ts';

/** What a screen can show; the store holds all. */
const shownRows = 100;
const shownChars = 2_000;
const quietMs = 50;
/** Reading a long queue may take this share of the time at most. */
const readShare = 10;

export interface QueueFeed {
  /** The queue of this session has changed. */
  changed(sessionId: SessionId): void;
  read(sessionId: SessionId): Promise<QueuedMessage[]>;
}

export type QueueFeedDeps = {
  readonly store: { readonly inbox: Pick<Store['inbox'], 'pending'> };
  readonly bus: Bus;
  readonly clock: Clock;
  readonly log: Log;
};

export function createQueueFeed(d: QueueFeedDeps): QueueFeed {
  /** Sessions whose queue is being told or was told a moment ago; true: it has changed again since. */
  const busy = new Map<SessionId, boolean>();
  const read = async (sessionId: SessionId) => {
    const rows = await d.store.inbox.pending(sessionId);
    return rows.slice(0, shownRows).map((row) => ({ ...row, text: row.text.slice(0, shownChars).toWellFormed() }));
  };
  const tell = async (sessionId: SessionId) => {
    busy.set(sessionId, false);
    const since = d.clock.monotonic();
    try {
      d.bus.publish('turn', sessionId, { type: 'queue', queue: await read(sessionId) });
    } catch (error) {
      d.log.warn('queue not read', { sessionId, error });
    }
    const waitMs = Math.max(quietMs, readShare * (d.clock.monotonic() - since));
    d.clock.after(waitMs, () => {
      if (busy.get(sessionId) === true) void tell(sessionId);
      else busy.delete(sessionId);
    });
  };
  return {
    changed(sessionId) {
      if (busy.has(sessionId)) busy.set(sessionId, true);
      else void tell(sessionId);
    },
    read,
  };
}
