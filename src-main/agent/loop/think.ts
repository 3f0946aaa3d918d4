// The heart of a turn: ask the model, run what it asks for, ask again, until it has nothing more to do or a limit is met.
import type { Models } from '#main/agent/providers/port.ts';
import type { ErrorData } from '#main/contract/errors.ts';
import { MessageId } from '#main/contract/ids.ts';
import type { Part, StopReason, Usage } from '#main/contract/messages.ts';
import type { Taint } from '#main/guard/taint/port.ts';
import type { Pricing, TokenUsage } from '#main/guard/usage/port.ts';
import type { Clock } from '#main/platform/base/clock.ts';
import { newId } from '#main/platform/base/ids.ts';
import type { SettingsSource } from '#main/platform/settings/port.ts';
import type { Store, TurnEnd } from '#main/platform/store/port.ts';
import { createFailureStreak } from './calls/failure-streak.ts';
import type { RunCallDeps } from './calls/run-call.ts';
import { runCalls } from './calls/run-calls.ts';
import type { TurnContext } from './context/build-context.ts';
import { convertMessage } from './context/convert-message.ts';
import { labelMessages } from './label-turn.ts';
import { notes } from './notes.ts';
import type { TurnTask } from './port.ts';
import type { Room } from './room.ts';
import { type StepEnded, streamStep } from './stream-step.ts';
import type { TextFlusher } from './text-flusher.ts';
import type { TurnRun } from './turn-run.ts';

export type TurnOutcome = {
  readonly state: TurnEnd['state'];
  readonly stopReason: StopReason;
  readonly error?: ErrorData;
  /** Said at the end of the answer. */
  readonly note?: Part;
};

export type ThinkDeps = RunCallDeps & {
  readonly store: {
    readonly turns: Pick<Store['turns'], 'beginCall' | 'endCall' | 'endStep' | 'addUsage' | 'takeSteering'>;
  };
  readonly models: Pick<Models, 'stream' | 'resolve'>;
  readonly taint: Pick<Taint, 'judge' | 'note' | 'noteCall' | 'heard' | 'holdGuidance'>;
  readonly pricing: Pricing;
  readonly settings: Pick<SettingsSource, 'current'>;
  readonly room: Room;
  readonly flusher: TextFlusher;
  readonly clock: Clock;
};

/** Rejects only when the store or a guard breaks; everything a model or tool does wrong is an outcome. */
export async function think(run: TurnRun, task: TurnTask, d: ThinkDeps): Promise<TurnOutcome> {
  const streak = createFailureStreak();
  await labelMessages(run, run.added.messages, d.taint);
  let context = await d.room.open(run);
  for (;;) {
    const limit = run.limits.reached(run.turn.step);
    if (limit !== undefined) return { state: 'stopped', stopReason: limit.reason, note: notes.limit(limit) };
    // After a failover the rest of the turn stays with the model that answered.
    if (run.turn.model !== context.model.ref) context = await d.room.open(run);
    const fitted = await d.room.fit(run, context);
    context = fitted.context;
    if (run.signal.aborted) return aborted(run);
    const step = run.step();
    const ended = await streamStep(
      run,
      { ref: context.model.ref, offline: context.model.offline, request: fitted.request, step },
      d,
    );
    await countUsage(run, { ended, context, step }, d);
    if (ended.type === 'failed') {
      const again = ended.error.code === 'context_overflow' && !run.signal.aborted;
      if (again && (await d.room.shrink(run, context))) {
        context = await d.room.open(run);
        continue;
      }
      return run.signal.aborted ? aborted(run) : { state: 'failed', stopReason: 'error', error: ended.error };
    }
    if (ended.stop === 'cancelled' || run.signal.aborted) return aborted(run);
    if (ended.calls.length > 0) {
      const end = await runCalls({ run, slots: ended.calls, tools: context.tools, streak }, d);
      if (run.signal.aborted) return aborted(run);
      if (end.type === 'stop') return { state: 'stopped', stopReason: 'cancelled' };
      if (end.type === 'repeating')
        return {
          state: 'stopped',
          stopReason: 'limit_steps',
          note: notes.sameCallFailing(end.tool),
        };
      context = await d.room.withTools(run, context);
    }
    const steered = task.takeSteering() ? await takeSteering(run, { context, task }, d) : undefined;
    if (steered !== undefined) context = steered;
    else if (ended.calls.length === 0) return { state: 'done', stopReason: ended.stop };
  }
}

function aborted(run: TurnRun): TurnOutcome {
  if (run.signal.reason === 'shutdown') return { state: 'interrupted', stopReason: 'interrupted' };
  if (run.signal.reason === 'limit_time')
    return { state: 'stopped', stopReason: 'limit_time', note: notes.limitTime() };
  return { state: 'stopped', stopReason: 'cancelled' };
}

type Counted = { readonly ended: StepEnded; readonly context: TurnContext; readonly step: number };

/** The step with its usage, in one write; a failed step only leaves its usage, its text is written by the turn's end. */
async function countUsage(run: TurnRun, o: Counted, d: ThinkDeps): Promise<void> {
  const { ended, context, step } = o;
  const messageId = run.answer.message.id;
  const model = ended.ref;
  const usage = ended.usage === undefined ? undefined : await priced(ended.usage, { model, context }, d);
  if (usage !== undefined) {
    run.limits.add(usage, usage.costUsd);
    d.room.learn(run, usage);
  }
  run.log.info('step ended', { step, model, ms: Math.round(d.clock.now() - run.turn.startedAt), ...usage });
  const now = d.clock.now();
  run.note({
    type: 'model_called',
    step,
    model,
    ...ended.times,
    endedAt: now,
    stop: ended.type === 'failed' ? 'error' : ended.stop,
    ...(usage === undefined ? {} : { usage }),
    ...(ended.type === 'failed' ? { code: ended.error.code } : {}),
  });
  if (ended.type === 'failed') {
    if (usage !== undefined) await d.store.turns.addUsage({ turnId: run.turnId, messageId, step, model, usage, now });
    return;
  }
  d.flusher.forget(messageId);
  await d.store.turns.endStep({
    turnId: run.turnId,
    messageId,
    fence: run.fence,
    parts: [...run.answer.parts],
    model,
    ...(usage === undefined ? {} : { usage }),
    step,
    activity: run.takeNotes(),
    now,
  });
}

async function priced(
  usage: TokenUsage,
  o: { model: string; context: TurnContext },
  d: Pick<ThinkDeps, 'models' | 'pricing'>,
): Promise<Usage> {
  const { info } = o.model === o.context.model.ref ? o.context.model : await d.models.resolve(o.model);
  const costUsd = d.pricing.cost(usage, info.price);
  return { ...usage, steps: 1, ...(costUsd === undefined ? {} : { costUsd }) };
}

/** Messages that the person sent meanwhile: this answer ends, the turn goes on in a new one below them. */
async function takeSteering(
  run: TurnRun,
  o: { context: TurnContext; task: TurnTask },
  d: ThinkDeps,
): Promise<TurnContext | undefined> {
  const { context } = o;
  const now = d.clock.now();
  const messageId = run.answer.message.id;
  run.answer.flush();
  d.flusher.forget(messageId);
  const parts = [...run.answer.parts];
  const taken = await d.store.turns.takeSteering({
    turnId: run.turnId,
    messageId,
    parts,
    answerId: MessageId.parse(newId(now)),
    fence: run.fence,
    now,
  });
  if (taken === undefined) return undefined;
  await labelMessages(run, taken.userMessages, d.taint);
  run.log.info('steered', { messages: taken.userMessages.length });
  // The store keeps the beginning of a long output only; the model must go on seeing what it has seen.
  const closed = { ...taken.closed, model: run.turn.model, parts };
  run.continueIn(taken.userMessages, taken.closed, taken.answer);
  o.task.taken();
  const added = await Promise.all(
    [closed, ...taken.userMessages].map((message) => convertMessage(message, context.reader)),
  );
  const messages = [...context.stored.messages, closed, ...taken.userMessages];
  return { ...context, base: [...context.base, ...added.flat()], stored: { ...context.stored, messages } };
}
