// One lane per session: one turn at a time, in order, and nothing at all while nobody speaks.
import type { Loop, TurnAbort } from '#main/agent/loop/port.ts';
import type { SessionId } from '#main/contract/ids.ts';
import type { Clock } from '#main/platform/base/clock.ts';
import type { Log } from '#main/platform/base/log.ts';
import type { Bus, Lock } from '#main/platform/bus/port.ts';
import type { Store } from '#main/platform/store/port.ts';
import type { Lanes } from './port.ts';
import { createSlots } from './slots.ts';

/** Turns at once in this process; further sessions wait their turn in the order of their waking. */
const maxRunning = 128;
const lockTtlMs = 30_000;
/** Another instance works on this session: look again then, as long as something is pending here. */
const lockAgainMs = 1_000;
/** A turn that could not even begin (the disk is full) is tried again after these waits. */
const beginAgainMs = [1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000];
/** `stop` reports after this even when a process will not die. */
const stopWaitMs = 3_000;
const drainWaitMs = 5_000;

export interface SteeredLanes extends Lanes {
  /** A message waits that belongs into the running turn. */
  steer(sessionId: SessionId): void;
}

export type LaneDeps = {
  readonly store: {
    readonly inbox: Pick<Store['inbox'], 'sessionsWithPending'>;
    readonly turns: Pick<Store['turns'], 'recover'>;
    readonly sessions: Pick<Store['sessions'], 'get'>;
  };
  readonly loop: Pick<Loop, 'runTurn' | 'endBackground'>;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly log: Log;
  /** While it says true no turn begins; what runs goes on to its end. */
  readonly isPaused: () => boolean;
  /** The queue of a session has become shorter. */
  readonly taken: (sessionId: SessionId) => void;
};

type Lane = {
  controller: AbortController;
  /** Something came while the lane was at work. */
  woken: boolean;
  steering: boolean;
  /** The turn that runs, or the lane itself between two. */
  turnEnded: Promise<void>;
  done: Promise<void>;
};

export function createLanes(d: LaneDeps): SteeredLanes {
  const lanes = new Map<SessionId, Lane>();
  const slots = createSlots(maxRunning);
  let closed = false;

  const takeLock = async (sessionId: SessionId, lane: Lane): Promise<Lock | undefined> => {
    for (;;) {
      const lock = await d.bus.lock(`lane:${sessionId}`, lockTtlMs);
      if (lock !== undefined || closed) return lock;
      await d.clock.sleep(lockAgainMs, lane.controller.signal).catch(() => undefined);
    }
  };

  /** One turn; false when nothing was pending. */
  const runOne = async (sessionId: SessionId, lane: Lane, lock: Lock): Promise<boolean> => {
    // A lock that is lost ends the turn like a shutdown: somebody else goes on with the session.
    const lost = () => lane.controller.abort('shutdown' satisfies TurnAbort);
    lock.signal.addEventListener('abort', lost, { once: true });
    lane.steering = false;
    try {
      const turnId = await d.loop.runTurn({
        sessionId,
        fence: lock.fence,
        signal: lane.controller.signal,
        takeSteering: () => {
          const { steering } = lane;
          lane.steering = false;
          return steering;
        },
        taken: () => d.taken(sessionId),
      });
      return turnId !== undefined;
    } finally {
      lock.signal.removeEventListener('abort', lost);
      if (!closed) lane.controller = new AbortController();
    }
  };

  /** Turns until nothing is pending; a turn that throws costs a wait, never the lane. */
  const work = async (sessionId: SessionId, lane: Lane, lock: Lock): Promise<void> => {
    for (let failures = 0; !closed && !d.isPaused(); ) {
      lane.woken = false;
      const turn = runOne(sessionId, lane, lock).then(
        (ran) => ({ ran, error: undefined }),
        (error: unknown) => ({ ran: false, error }),
      );
      lane.turnEnded = turn.then(() => undefined);
      const { ran, error } = await turn;
      if (error === undefined) {
        failures = 0;
        if (!ran && !lane.woken) return;
        continue;
      }
      d.log.error('turn not begun', { sessionId, error, failures });
      const waitMs = beginAgainMs[failures];
      if (waitMs === undefined) return;
      failures += 1;
      await d.clock.sleep(waitMs, lane.controller.signal).catch(() => undefined);
    }
  };

  const live = async (sessionId: SessionId, lane: Lane): Promise<void> => {
    await slots.take();
    let lock: Lock | undefined;
    try {
      lock = await takeLock(sessionId, lane);
      if (lock !== undefined) await work(sessionId, lane, lock);
    } catch (error) {
      d.log.error('lane failed', { sessionId, error });
    } finally {
      // Nothing here waits: a wake either came before and was seen, or makes a new lane.
      lock?.release();
      slots.give();
      lanes.delete(sessionId);
    }
  };

  const wake = (sessionId: SessionId) => {
    if (closed || d.isPaused()) return;
    const known = lanes.get(sessionId);
    if (known !== undefined) {
      known.woken = true;
      return;
    }
    const lane: Lane = {
      controller: new AbortController(),
      woken: false,
      steering: false,
      turnEnded: Promise.resolve(),
      done: Promise.resolve(),
    };
    lanes.set(sessionId, lane);
    lane.done = live(sessionId, lane);
  };

  const stopAll = async () => {
    closed = true;
    const ending = [...lanes.values()].map((lane) => {
      lane.controller.abort('shutdown' satisfies TurnAbort);
      return lane.done;
    });
    await within(Promise.all(ending), drainWaitMs, d.clock);
  };

  const wakePending = async () => {
    for (const sessionId of await d.store.inbox.sessionsWithPending()) wake(sessionId);
  };

  return {
    wake,
    wakePending,
    async stopEvery() {
      const running = [...lanes.values()];
      for (const lane of running) lane.controller.abort('stop' satisfies TurnAbort);
      const ended = Promise.all([...running.map((lane) => lane.turnEnded), d.loop.endBackground()]);
      await within(ended, stopWaitMs, d.clock);
      return running.length;
    },
    steer(sessionId) {
      const lane = lanes.get(sessionId);
      if (lane !== undefined) lane.steering = true;
    },
    isRunning: (sessionId) => lanes.has(sessionId),
    runningCount: () => lanes.size,
    async stop(sessionId) {
      const lane = lanes.get(sessionId);
      lane?.controller.abort('stop' satisfies TurnAbort);
      // At once, not only with the turn's end: a command outlives its turn, and a deaf call keeps its turn for a while.
      const ending = d.loop.endBackground(sessionId);
      await within(Promise.all([lane?.turnEnded, ending]), stopWaitMs, d.clock);
      return lane !== undefined;
    },
    stopAll,
    async idle(sessionId) {
      for (let lane = lanes.get(sessionId); lane !== undefined; lane = lanes.get(sessionId)) await lane.done;
    },
    async run(signal) {
      const { requeued, interrupted } = await d.store.turns.recover(d.clock.now());
      if (requeued.length + interrupted.length > 0)
        d.log.warn('recovered after an unclean end', { requeued: requeued.length, interrupted: interrupted.length });
      for (const { sessionId } of interrupted) await tellRecovered(sessionId, d);
      // A host that could not start ends at once: what is pending waits for the next one.
      if (!signal.aborted) {
        await wakePending();
        await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
      }
      await stopAll();
    },
  };
}

async function tellRecovered(sessionId: SessionId, d: LaneDeps): Promise<void> {
  const session = await d.store.sessions.get(sessionId).catch(() => undefined);
  if (session === undefined) return;
  d.bus.publish('turn', sessionId, { type: 'reset' });
  d.bus.publish('sessions', '', { type: 'changed', session });
}

/** Waits for the promise, but no longer than this. */
function within(promise: Promise<unknown>, ms: number, clock: Clock): Promise<void> {
  return new Promise((resolve) => {
    const cancel = clock.after(ms, resolve);
    promise
      .then(
        () => resolve(),
        () => resolve(),
      )
      .finally(cancel);
  });
}
