// One running turn: what it knows, and the facts about it that others may watch.

import { type ActivityFact, hasRun } from '#main/contract/activity.ts';
import type { MessageId, SessionId, TurnId } from '#main/contract/ids.ts';
import type { Message, Session, TurnState } from '#main/contract/messages.ts';
import type { Settings } from '#main/contract/settings.ts';
import type { Clock } from '#main/platform/base/clock.ts';
import type { Log } from '#main/platform/base/log.ts';
import type { Bus, BusTopics } from '#main/platform/bus/port.ts';
import type { NewActivity } from '#main/platform/store/port/activity.ts';
import type { BegunTurn, Store, TurnPolicy } from '#main/platform/store/port.ts';
import { type Answer, createAnswer } from './answer.ts';
import type { Pictures } from './context/convert-message.ts';
import { createDeadline, createLimits, type Deadline, type Limits } from './limits.ts';
import type { LiveTurn, TurnAbort, TurnTask } from './port.ts';
import type { TextFlusher } from './text-flusher.ts';
import { titleOf } from './title.ts';

/** Reasons of a turn's own signal. */
export type AbortReason = TurnAbort | 'limit_time';

/** A field set to undefined is taken away. */
export type TurnChange = Partial<Omit<TurnState, 'retry'>> & { readonly retry?: TurnState['retry'] | undefined };

export interface TurnRun {
  readonly sessionId: SessionId;
  readonly turnId: TurnId;
  readonly fence: number;
  readonly channelId: string;
  readonly policy: TurnPolicy;
  readonly limits: Limits;
  readonly deadline: Deadline;
  readonly log: Log;
  readonly signal: AbortSignal;
  readonly session: Session;
  readonly turn: TurnState;
  readonly answer: Answer;
  /** What tools of this turn let the model see. Later turns read that there was a picture, and look again where they must. */
  readonly pictures: Pictures;
  /** What the turn began with, and below which message. */
  readonly added: { readonly parentId: MessageId | null; readonly messages: readonly Message[] };
  /** The first message of this turn: nothing from here on is summarised while it runs. */
  readonly questionId: MessageId;
  /** The automatic title that this turn gives its session. */
  readonly title: string | undefined;
  /** Changes the turn's state and shows it. */
  update(change: TurnChange): void;
  /** Steps that were started. */
  step(): number;
  /**
   * Stores the automatic title before the end of the turn does: whoever shows the session meanwhile reads it from the
   * store. Later calls do nothing.
   */
  nameSession(): Promise<void>;
  /** The person is being asked, or no longer, once for each question; the clock of the turn stands still meanwhile. */
  asking(now: boolean): void;
  /** Stops the turn from inside, as the person's Stop does: they denied, and stopped. */
  halt(): void;
  /** The turn goes on in a new answer, after messages of the person that came while it ran. */
  continueIn(userMessages: readonly Message[], closed: Message, answer: Message): void;
  live(): LiveTurn;
  publish(event: BusTopics['turn']): void;
  showSession(session: Session): void;
  /** Remembers what was done until the next step of the store takes it along. */
  note(fact: ActivityFact): void;
  /** Calls of this turn that ran or may have run, by the account and not by what the model says. */
  readonly callsRun: number;
  /** Everything noted and not yet handed over, in order. Put back with `note` when the store refused it. */
  takeNotes(): NewActivity[];
  /** The store has them: whoever shows the account looks again. */
  accounted(): void;
  /** Releases timers and listeners. */
  dispose(): void;
}

export type TurnRunDeps = {
  readonly store: { readonly sessions: Pick<Store['sessions'], 'change'> };
  readonly bus: Bus;
  readonly clock: Clock;
  readonly log: Log;
  readonly flusher: TextFlusher;
};

export type TurnRunStart = { readonly begun: BegunTurn; readonly task: TurnTask; readonly settings: Settings };

export function createTurnRun(start: TurnRunStart, d: TurnRunDeps): TurnRun {
  const { begun, task, settings } = start;
  const sessionId = begun.session.id;
  const own = new AbortController();
  // A listener instead of AbortSignal.any: the reason must be ours, and nothing of a turn may outlive it.
  const abort = (reason: AbortReason) => {
    own.abort(reason);
    if (state.turn.endedAt === undefined) update({ state: 'stopping' });
  };
  const stop = () => abort(task.signal.reason);
  const state = { turn: begun.turn, session: begun.session, answer: createAnswer(begun.answer, d) };
  const publish = (event: BusTopics['turn']) => d.bus.publish('turn', sessionId, event);
  const update = ({ retry, ...change }: TurnChange) => {
    const { retry: _before, ...rest } = state.turn;
    state.turn = { ...rest, ...change, ...(retry === undefined ? {} : { retry }) };
    publish({ type: 'turn', turn: state.turn });
  };
  const showSession = (session: Session) => {
    state.session = session;
    publish({ type: 'session', session });
    d.bus.publish('sessions', '', { type: 'changed', session });
  };
  const showMessage = (message: Message) => publish({ type: 'message', message, total: message.depth + 1 });
  const first = begun.userMessages[0];
  const title =
    begun.session.titleIsAutomatic && first !== undefined && first.parentId === null ? titleOf(first) : undefined;
  let isNamed = false;
  const noted: NewActivity[] = [];
  let callsRun = 0;
  let questions = 0;
  const deadline = createDeadline(d.clock, settings.limits.minutesPerTurn * 60_000, () => own.abort('limit_time'));

  const branched = (first ?? begun.answer).versions.length > 1;
  if (branched) publish({ type: 'reset' });
  else for (const message of [...begun.userMessages, begun.answer]) showMessage(message);
  publish({ type: 'turn', turn: begun.turn });
  showSession(title === undefined ? begun.session : { ...begun.session, title });
  if (task.signal.aborted) stop();
  else task.signal.addEventListener('abort', stop, { once: true });

  return {
    sessionId,
    turnId: begun.turn.id,
    fence: task.fence,
    channelId: begun.channelId,
    policy: begun.policy,
    limits: createLimits(settings.limits),
    deadline,
    log: d.log.child('loop', { sessionId, turnId: begun.turn.id }),
    signal: own.signal,
    pictures: new Map(),
    added: { parentId: (first ?? begun.answer).parentId, messages: begun.userMessages },
    questionId: first?.id ?? begun.answer.parentId ?? begun.answer.id,
    title,
    get session() {
      return state.session;
    },
    get turn() {
      return state.turn;
    },
    get answer() {
      return state.answer;
    },
    update,
    step() {
      const step = state.turn.step + 1;
      update({ step });
      return step;
    },
    async nameSession() {
      if (title === undefined || isNamed) return;
      isNamed = true;
      await d.store.sessions.change(sessionId, { title }, d.clock.now());
    },
    asking(now) {
      const wasAsking = questions > 0;
      questions += now ? 1 : -1;
      const isAsking = questions > 0;
      if (isAsking === wasAsking) return;
      if (isAsking) deadline.pause();
      else deadline.resume();
      if (!own.signal.aborted) update({ state: isAsking ? 'asking' : 'running' });
    },
    halt: () => abort('stop'),
    continueIn(userMessages, closed, answer) {
      state.answer.flush();
      for (const message of [closed, ...userMessages, answer]) showMessage(message);
      state.answer = createAnswer(answer, d);
    },
    live: () => ({ turn: state.turn, answer: state.answer.copy(), title }),
    publish,
    showSession,
    note(fact) {
      if (fact.type === 'call_ended' && hasRun(fact)) callsRun += 1;
      noted.push({ at: d.clock.now(), fact });
    },
    accounted: () => d.bus.publish('activity', '', { type: 'changed' }),
    get callsRun() {
      return callsRun;
    },
    takeNotes: () => noted.splice(0),
    dispose() {
      deadline.clear();
      task.signal.removeEventListener('abort', stop);
      d.flusher.forget(state.answer.message.id);
    },
  };
}
