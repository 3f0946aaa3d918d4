// The one way out: what a turn left for a channel is delivered at least once, in order, across crashes.
import { isCancelled } from '#main/contract/errors.ts';
import type { Clock } from '#main/platform/base/clock.ts';
import type { Log } from '#main/platform/base/log.ts';
import type { OutboxRow, Store } from '#main/platform/store/port.ts';

/** Sends one row; its id lets a platform drop what it got twice. Rejects when it was not sent. */
export type Deliver = (row: OutboxRow, signal: AbortSignal) => Promise<void>;

const batch = 16;
/** Longer than any platform lets a request wait; a dead process's rows are sent again after it. */
const leaseMs = 60_000;
const firstRetryMs = 1_000;
const lastRetryMs = 5 * 60_000;

export interface Outbox {
  /** Rows were left for this channel. */
  wake(channelId: string): void;
  /** Delivers until aborted; a row that is being sent is finished first. */
  run(signal: AbortSignal): Promise<void>;
}

export type OutboxDeps = {
  readonly store: { readonly outbox: Store['outbox'] };
  /** By channel; the window is none: it reads the session. */
  readonly channels: ReadonlyMap<string, Deliver>;
  readonly clock: Clock;
  readonly log: Log;
};

export function createOutbox(d: OutboxDeps): Outbox {
  const bells = new Map([...d.channels.keys()].map((channelId) => [channelId, createBell()]));

  const send = async (row: OutboxRow, o: { deliver: Deliver; signal: AbortSignal }): Promise<number | undefined> => {
    try {
      await o.deliver(row, o.signal);
      await d.store.outbox.markSent(row.id, d.clock.now());
      d.log.info('delivered', { sessionId: row.sessionId, turnId: row.turnId, channelId: row.channelId });
      return undefined;
    } catch (error) {
      if (isCancelled(error) && o.signal.aborted) return undefined;
      const waitMs = Math.min(lastRetryMs, firstRetryMs * 2 ** row.attempts);
      d.log.warn('not delivered', { error, channelId: row.channelId, attempts: row.attempts });
      await d.store.outbox.markFailed(row.id, { retryAt: d.clock.now() + waitMs });
      return waitMs;
    }
  };

  const runChannel = async (o: { channelId: string; deliver: Deliver; bell: Bell }, signal: AbortSignal) => {
    while (!signal.aborted) {
      const now = d.clock.now();
      const rows = await d.store.outbox.claim({ channelId: o.channelId, limit: batch, now, leaseMs });
      let retryMs: number | undefined;
      for (const row of rows) {
        if (signal.aborted) return;
        const waitMs = await send(row, { deliver: o.deliver, signal });
        if (waitMs !== undefined) retryMs = Math.min(retryMs ?? waitMs, waitMs);
      }
      // Rows that a dead process had claimed come free when their lease ends: one late look, then silence.
      if (rows.length < batch) await o.bell.wait(retryMs, { clock: d.clock, signal });
    }
  };

  return {
    wake: (channelId) => bells.get(channelId)?.ring(),
    async run(signal) {
      const runs = [...d.channels].map(async ([channelId, deliver]) => {
        const bell = bells.get(channelId);
        if (bell === undefined) return;
        d.clock.after(leaseMs, bell.ring);
        await runChannel({ channelId, deliver, bell }, signal);
      });
      await Promise.all(runs);
    },
  };
}

type Bell = ReturnType<typeof createBell>;

/** One waiter; a ring that nobody waits for is kept for the next wait. */
function createBell() {
  let rung = false;
  let wake: (() => void) | undefined;
  const ring = () => {
    rung = true;
    wake?.();
  };
  return {
    ring,
    /** Until the bell, the time (if any), or the abort. */
    async wait(ms: number | undefined, o: { clock: Clock; signal: AbortSignal }): Promise<void> {
      if (!rung && !o.signal.aborted) {
        await new Promise<void>((resolve) => {
          const cancel = ms === undefined ? () => {} : o.clock.after(ms, resolve);
          wake = () => {
            cancel();
            resolve();
          };
          o.signal.addEventListener('abort', wake, { once: true });
        });
      }
      if (wake !== undefined) o.signal.removeEventListener('abort', wake);
      wake = undefined;
      rung = false;
    },
  };
}
