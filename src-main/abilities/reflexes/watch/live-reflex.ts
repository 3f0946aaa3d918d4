// One reflex that is on: its machine, its state in memory and on disk, and what it does, one after the other.
import { z } from 'zod';
import type { NotedReading } from '#main/abilities/hardware/port/readings.ts';
import type { Clock } from '#main/platform/base/clock.ts';
import type { Log } from '#main/platform/base/log.ts';
import type { ReflexStore, StoredReflex } from '#main/platform/store/port/reflexes.ts';
import { createReflexEngine, type ReflexState, type Stepped } from '../engine/reflex-engine.ts';
import type { CarryOut } from './carry-out.ts';

export type LiveReflexDeps = {
  readonly store: Pick<ReflexStore, 'keepState'>;
  readonly carryOut: CarryOut;
  readonly clock: Clock;
  readonly log: Log;
  readonly signal: () => AbortSignal;
};

export interface LiveReflex {
  readonly reflex: StoredReflex;
  readonly state: ReflexState;
  take(reading: NotedReading): void;
  advance(to: number): void;
  /** Nobody watched up to `at`. */
  resume(at: number): void;
  nextAt(): number | undefined;
  firesAt(): number | undefined;
  /** Ends what it began; resolves when that and all before it is done. */
  stop(): Promise<void>;
  /** Resolves when nothing of it is under way; its state is on disk then. */
  rest(): Promise<void>;
}

const State = z.object({
  at: z.number(),
  freshFrom: z.number(),
  since: z.number().optional(),
  isActive: z.boolean(),
  isStale: z.boolean(),
  firedAt: z.number().optional(),
  mustRepeat: z.boolean(),
  value: z.number().optional(),
  valueAt: z.number().optional(),
});

/** What is lost of the state when the process is killed. */
const saveEveryMs = 10_000;
/** Moments that wait for those before them; a board that does not answer holds up no more. */
const mostWaiting = 32;

export function createLiveReflex(reflex: StoredReflex, d: LiveReflexDeps): LiveReflex {
  const engine = createReflexEngine(reflex.rule);
  let state: ReflexState = State.safeParse(reflex.state).data ?? engine.begin(d.clock.now());
  let [isStopped, waiting] = [false, 0];
  let last: Promise<void> = Promise.resolve();
  let cancelSave: (() => void) | undefined;

  const save = async () => {
    cancelSave?.();
    cancelSave = undefined;
    try {
      await d.store.keepState(reflex.id, state);
    } catch (error) {
      d.log.warn('the state of a reflex was not kept', { reflex: reflex.id, error });
    }
  };
  const saveSoon = () => {
    cancelSave ??= d.clock.after(saveEveryMs, () => void save()); // never rejects
  };
  const done = () => {
    waiting -= 1;
  };
  const apply = (step: Stepped) => {
    state = step.state;
    for (const moment of step.moments) {
      if (waiting >= mostWaiting) {
        d.log.error('too much of a reflex waits', { reflex: reflex.id, type: moment.type });
        continue;
      }
      waiting += 1;
      const happened = { reflex, state: step.state, moment, tellAt: engine.tellAt(moment.at) };
      last = last.then(() => d.carryOut(happened, d.signal())).finally(done); // never rejects
    }
    saveSoon();
  };
  return {
    reflex,
    get state() {
      return state;
    },
    take(reading) {
      if (!isStopped) apply(engine.take(state, reading));
    },
    advance(to) {
      if (!isStopped) apply(engine.advance(state, to));
    },
    resume(at) {
      state = engine.resume(state, at);
    },
    nextAt: () => (isStopped ? undefined : engine.nextAt(state)),
    firesAt: () => engine.firesAt(state),
    async stop() {
      if (!isStopped && state.isActive) {
        const at = Math.max(d.clock.now(), state.at);
        const ended = { ...state, at, isActive: false, since: undefined, mustRepeat: false };
        apply({ state: ended, moments: [{ type: 'ended', at }] });
      }
      isStopped = true;
      cancelSave?.();
      await last;
    },
    async rest() {
      await last;
      if (!isStopped) await save();
    },
  };
}
