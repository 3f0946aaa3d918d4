// Joins the parts of messaging: the way in, the lanes, the way out, and the views on what happens between.
import type { Loop } from '#main/agent/loop/port.ts';
import type { TurnEvent } from '#main/contract/chat.ts';
import type { AppError } from '#main/contract/errors.ts';
import type { Cursor, SessionId } from '#main/contract/ids.ts';
import type { StreamItem } from '#main/contract/kernel.ts';
import type { Clock } from '#main/platform/base/clock.ts';
import type { Log } from '#main/platform/base/log.ts';
import type { Bus } from '#main/platform/bus/port.ts';
import type { Store } from '#main/platform/store/port.ts';
import { followSession } from './follow-session.ts';
import { followTurn, type TurnFact } from './follow-turn.ts';
import { createInbox } from './inbox.ts';
import { createLanes } from './lanes.ts';
import { createOutbox, type Deliver } from './outbox.ts';
import type { InboundMessage, Inbox, Lanes } from './port.ts';
import { createQueueFeed, type QueueFeed } from './queue-feed.ts';
import { createWork, type Work } from './work.ts';

export type MessagingDeps = {
  readonly store: Store;
  readonly bus: Bus;
  readonly loop: Loop;
  /** By channel; empty while there is no messenger. */
  readonly channels: ReadonlyMap<string, Deliver>;
  /** While it gives an error no message is taken, of nobody, and no turn begins. */
  readonly refusal: () => AppError | undefined;
  readonly clock: Clock;
  readonly log: Log;
};

export interface Messaging {
  readonly inbox: Inbox;
  readonly lanes: Lanes;
  readonly queue: QueueFeed;
  readonly work: Work;
  /** Rows lie in the outbox of this channel. */
  deliver(channelId: string): void;
  followSession(o: { sessionId: SessionId; after?: Cursor; signal: AbortSignal }): AsyncIterable<StreamItem<TurnEvent>>;
  followTurn(message: InboundMessage, signal: AbortSignal): AsyncIterable<TurnFact>;
  /** Recovers, wakes what is pending, delivers; drains when aborted. */
  run(signal: AbortSignal): Promise<void>;
}

export function createMessaging(d: MessagingDeps): Messaging {
  const log = d.log.child('messaging');
  const queue = createQueueFeed({ store: d.store, bus: d.bus, clock: d.clock, log });
  const lanes = createLanes({
    ...d,
    log,
    isPaused: () => work.isPaused() || d.refusal() !== undefined,
    taken: queue.changed,
  });
  const work: Work = createWork({ values: d.store.settings, inbox: d.store.inbox, lanes, bus: d.bus, log });
  const inbox = createInbox({ ...d, lanes, queue, isPaused: work.isPaused, log });
  const outbox = createOutbox({ store: d.store, channels: d.channels, clock: d.clock, log });
  return {
    inbox,
    lanes,
    queue,
    work,
    deliver: outbox.wake,
    followSession: (o) => followSession(o, { ...d, queue }),
    followTurn: (message, signal) => followTurn(message, { ...d, inbox, lanes, queue }, signal),
    run: async (signal) => {
      await work.load();
      await Promise.all([lanes.run(signal), outbox.run(signal)]);
    },
  };
}
