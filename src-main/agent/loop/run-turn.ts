// Begins a turn, lets it think, and stores its end whatever happened: nothing stays "running" for ever.
import { setImmediate as nextTask } from 'node:timers/promises';
import type { Models } from '#main/agent/providers/port.ts';
import { callEnded } from '#main/contract/activity.ts';
import { isAppError, toErrorData } from '#main/contract/errors.ts';
import { MessageId, type SessionId, TurnId } from '#main/contract/ids.ts';
import type { Message, Part } from '#main/contract/messages.ts';
import { newId } from '#main/platform/base/ids.ts';
import type { Log } from '#main/platform/base/log.ts';
import type { Bus } from '#main/platform/bus/port.ts';
import type { NewActivity } from '#main/platform/store/port/activity.ts';
import type { Store, TurnEnd } from '#main/platform/store/port.ts';
import { callTexts } from './call-output.ts';
import type { Loop, TurnTask } from './port.ts';
import { type ThinkDeps, type TurnOutcome, think } from './think.ts';
import { createTurnRun, type TurnRun } from './turn-run.ts';

export type RunTurnDeps = ThinkDeps & {
  readonly store: {
    readonly turns: Pick<Store['turns'], 'begin' | 'finish'>;
    readonly sessions: Pick<Store['sessions'], 'change'>;
  };
  readonly bus: Bus;
  readonly log: Log;
  readonly models: Pick<Models, 'stream' | 'resolve'>;
  /** Channels whose answers are delivered from the outbox; the others follow the bus. */
  readonly outboxChannels: ReadonlySet<string>;
  /** Rows lie in the outbox of this channel. */
  readonly delivered: (channelId: string) => void;
  readonly endBackground: Loop['endBackground'];
};

/** Waits between tries to store the end of a turn while the disk refuses. */
const storeAgainMs = [250, 1_000, 5_000, 15_000, 30_000];

export function createRunTurn(d: RunTurnDeps, running: Map<SessionId, TurnRun>): Loop['runTurn'] {
  return async (task) => {
    const { ref } = await d.models.resolve(undefined);
    const now = d.clock.now();
    const begun = await d.store.turns.begin({
      sessionId: task.sessionId,
      turnId: TurnId.parse(newId(now)),
      answerId: MessageId.parse(newId(now)),
      fence: task.fence,
      defaultModel: ref,
      now,
    });
    if (begun === undefined) return undefined;
    const run = createTurnRun({ begun, task, settings: d.settings.current() }, d);
    running.set(task.sessionId, run);
    task.taken();
    run.log.info('turn begun', { model: run.turn.model, messages: begun.userMessages.length });
    try {
      const outcome = await outcomeOf(run, task, d);
      // Stopped means everything, and this is where every way to stop a turn ends: the person, a denial, a limit.
      const ending = outcome.state === 'stopped' ? d.endBackground(task.sessionId) : undefined;
      await Promise.all([finish(run, { outcome, task }, { ...d, running }), ending]);
    } finally {
      running.delete(task.sessionId);
      run.dispose();
    }
    return run.turnId;
  };
}

async function outcomeOf(run: TurnRun, task: TurnTask, d: RunTurnDeps): Promise<TurnOutcome> {
  try {
    return await think(run, task, d);
  } catch (error) {
    const data = toErrorData(error);
    if (data.code === 'cancelled' || run.signal.aborted) {
      const isShutdown = run.signal.reason === 'shutdown';
      return isShutdown
        ? { state: 'interrupted', stopReason: 'interrupted' }
        : { state: 'stopped', stopReason: 'cancelled' };
    }
    run.log.error('turn failed', { error, code: data.code });
    return { state: 'failed', stopReason: 'error', error: data };
  }
}

type Finish = { readonly outcome: TurnOutcome; readonly task: TurnTask };

async function finish(
  run: TurnRun,
  o: Finish,
  d: RunTurnDeps & { readonly running: Map<SessionId, TurnRun> },
): Promise<void> {
  const { outcome } = o;
  if (outcome.note !== undefined) run.answer.push(outcome.note);
  run.answer.flush();
  await nextTask(); // the last words leave for the screen before the disk is waited for
  const messageId = run.answer.message.id;
  d.flusher.forget(messageId);
  const now = d.clock.now();
  const parts = run.answer.parts.map((part) => closed(part, now));
  const { state, stopReason, error } = outcome;
  const end: TurnEnd = {
    turnId: run.turnId,
    messageId,
    fence: run.fence,
    parts,
    status: state,
    state,
    stopReason,
    ...(error === undefined ? {} : { error }),
    ...(run.title === undefined ? {} : { title: run.title }),
    outbox: outboxRows(run, parts, d),
    activity: accountOfEnd(run, outcome, parts),
    now,
  };
  const stored = await storeEnd(run, { end, task: o.task }, d);
  // From here on the store knows more than memory: whoever takes a snapshot now reads it there.
  d.running.delete(run.sessionId);
  run.accounted();
  if (stored !== undefined) run.publish({ type: 'message', message: stored.message, total: stored.message.depth + 1 });
  run.update({ state, stopReason, endedAt: now, ...(error === undefined ? {} : { error }) });
  if (stored === undefined) return;
  d.room.remember(run, { ...stored.message, parts });
  run.showSession(stored.session);
  for (const row of end.outbox) d.delivered(row.channelId);
  run.log.info('turn ended', {
    state,
    stopReason,
    steps: run.turn.step,
    ms: now - run.turn.startedAt,
    code: error?.code,
  });
}

/** What was not handed over yet, calls that the end itself has settled, and the end. */
function accountOfEnd(run: TurnRun, outcome: TurnOutcome, parts: readonly Part[]): NewActivity[] {
  const open = run.answer.parts.flatMap((part) =>
    part.type === 'tool_call' && ['planning', 'asking', 'running'].includes(part.state) ? [part.callId] : [],
  );
  for (const part of parts) if (part.type === 'tool_call' && open.includes(part.callId)) run.note(callEnded(part, 0));
  run.note({
    type: 'turn_ended',
    state: outcome.state,
    stopReason: outcome.stopReason,
    callsRun: run.callsRun,
    ...(outcome.error === undefined ? {} : { code: outcome.error.code }),
  });
  return run.takeNotes();
}

/** A call that never got its last state: it was not run. */
function closed(part: Part, now: number): Part {
  if (part.type !== 'tool_call') return part;
  if (part.state === 'planning' || part.state === 'asking')
    return { ...part, state: 'stopped', output: callTexts.stopped, endedAt: now };
  return part.state === 'running' ? { ...part, state: 'unknown', output: callTexts.unknown, endedAt: now } : part;
}

function outboxRows(run: TurnRun, parts: readonly Part[], d: RunTurnDeps): TurnEnd['outbox'] {
  if (!d.outboxChannels.has(run.channelId)) return [];
  const text = parts
    .map((part) => (part.type === 'text' ? part.text : ''))
    .join('\n')
    .trim();
  return text === '' ? [] : [{ id: newId(d.clock.now()), channelId: run.channelId, text }];
}

/** Tries until the disk takes it or the app ends; the answer stays in memory and on the screen meanwhile. */
async function storeEnd(
  run: TurnRun,
  o: { end: TurnEnd; task: TurnTask },
  d: RunTurnDeps,
): Promise<{ message: Message; session: TurnRun['session'] } | undefined> {
  for (let tries = 0; ; tries += 1) {
    try {
      return await d.store.turns.finish(o.end);
    } catch (error) {
      run.log.error('turn end not stored', { error, tries });
      // Another instance owns the session by now; its recovery has closed this turn.
      if (isAppError(error) && (error.code === 'conflict' || error.code === 'not_found')) return undefined;
      if (tries === 0) run.update({ state: 'failed', error: toErrorData(error) });
      if (o.task.signal.aborted && o.task.signal.reason === 'shutdown') return undefined;
      const waitMs = storeAgainMs[Math.min(tries, storeAgainMs.length - 1)] ?? 1_000;
      await d.clock.sleep(waitMs, shutdownOnly(o.task.signal)).catch(() => undefined);
    }
  }
}

/** Stop ends the thinking, not the storing of what was said; only the end of the app ends that. */
function shutdownOnly(signal: AbortSignal): AbortSignal {
  const controller = new AbortController();
  const look = () => {
    if (signal.reason === 'shutdown') controller.abort();
  };
  if (signal.aborted) look();
  else signal.addEventListener('abort', look, { once: true });
  return controller.signal;
}
