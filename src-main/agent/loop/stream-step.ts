// One model call: its events become parts of the answer, shown as they come, settled by what the vendor finally says.

import type { ModelEvent, ModelRequest, ModelStop, Models, OutputPart } from '#main/agent/providers/port.ts';
import { type ErrorData, toErrorData } from '#main/contract/errors.ts';
import { CallId } from '#main/contract/ids.ts';
import type { Part, ToolCall } from '#main/contract/messages.ts';
import type { TokenUsage } from '#main/guard/usage/port.ts';
import type { Clock } from '#main/platform/base/clock.ts';
import { newId } from '#main/platform/base/ids.ts';
import type { CallSlot } from './calls/run-call.ts';
import { notes } from './notes.ts';
import type { TurnRun } from './turn-run.ts';
import { untilGone } from './until-gone.ts';

export type StepRequest = {
  readonly ref: string;
  /** Rules answer instead of a model: what they decline they explain themselves. */
  readonly offline: boolean;
  readonly request: Omit<ModelRequest, 'model'>;
  readonly step: number;
};

/** When it was asked, and when its first word or call came. */
export type StepTimes = { readonly startedAt: number; readonly firstTokenAt?: number };

export type StepEnded =
  | {
      readonly type: 'finished';
      readonly times: StepTimes;
      readonly calls: readonly CallSlot[];
      readonly stop: ModelStop;
      readonly usage: TokenUsage;
      /** The model that answered: another one after a failover. */
      readonly ref: string;
    }
  | {
      readonly type: 'failed';
      readonly times: StepTimes;
      readonly error: ErrorData;
      readonly usage: TokenUsage | undefined;
      readonly ref: string;
      /** Where this step's parts begin, for a caller that tries again. */
      readonly from: number;
    };

export type StreamStepDeps = { readonly models: Pick<Models, 'stream'>; readonly clock: Clock };

type StepState = {
  readonly from: number;
  readonly startedAt: number;
  firstTokenAt: number | undefined;
  ref: string;
  readonly notes: Part[];
  retries: { attempts: number; error: ErrorData } | undefined;
  reasoningSince: number | undefined;
  reasoningMs: number | undefined;
  /** Calls whose input is still coming: shown at once, so that a long file does not look like silence. */
  readonly previews: Set<string>;
};

const noUsage: TokenUsage = {
  inputTokens: 0,
  outputTokens: 0,
  cacheReadTokens: 0,
  cacheWriteTokens: 0,
  reasoningTokens: 0,
};

/** Never rejects: whatever happens is the step's end. Abort ends it as `finished` with stop `cancelled`, text kept. */
export async function streamStep(run: TurnRun, step: StepRequest, d: StreamStepDeps): Promise<StepEnded> {
  const state: StepState = {
    from: run.answer.parts.length,
    startedAt: d.clock.now(),
    firstTokenAt: undefined,
    ref: step.ref,
    notes: [],
    retries: undefined,
    reasoningSince: undefined,
    reasoningMs: undefined,
    previews: new Set(),
  };
  try {
    const events = d.models.stream(step.ref, step.request, run.signal);
    for await (const event of untilGone(events, run.signal, d.clock)) {
      if (event.type === 'finish') return finish({ run, state, step, event }, d.clock);
      if (event.type === 'error') return fail({ run, state, step, event }, d.clock);
      show(run, state, { event, clock: d.clock });
    }
    // The stream ended without a last word: only an abort explains that honestly.
    if (run.signal.aborted) return cut({ run, state, step }, d.clock);
    const error: ErrorData = {
      code: 'provider_failed',
      message: 'The model ended its answer without saying so. Try again.',
      retryable: true,
    };
    return fail({ run, state, step, event: { type: 'error', error, parts: shownParts(run, state) } }, d.clock);
  } catch (error) {
    run.log.error('provider threw', { error });
    const event = { type: 'error' as const, error: toErrorData(error), parts: shownParts(run, state) };
    return fail({ run, state, step, event }, d.clock);
  }
}

function show(run: TurnRun, state: StepState, o: { event: ModelEvent; clock: Clock }) {
  const { event, clock } = o;
  if (event.type !== 'retry') goOn(run, state);
  if (event.type.endsWith('-delta')) state.firstTokenAt ??= clock.now();
  switch (event.type) {
    case 'text-delta':
      if (event.text === '') break;
      endReasoning(state, clock);
      run.answer.append('text', event.text);
      break;
    case 'reasoning-delta':
      state.reasoningSince ??= clock.monotonic();
      run.answer.append('reasoning', event.text);
      break;
    case 'tool-input-delta':
      endReasoning(state, clock);
      preview(run, state, { ...event, now: clock.now() });
      break;
    case 'retry':
      state.retries = { attempts: event.attempt, error: event.error };
      run.log.warn('model call failed, trying again', { attempt: event.attempt, code: event.error.code });
      run.update({
        retry: { attempt: event.attempt, atMs: clock.now() + event.delayMs, error: event.error },
      });
      break;
    case 'failover': {
      state.ref = event.to;
      const remark = notes.failover(event);
      state.notes.push(remark);
      run.answer.push(remark);
      run.update({ model: event.to });
      run.log.warn('another model answers', { from: event.from, to: event.to, code: event.error.code });
      break;
    }
    case 'finish':
    case 'error':
      // The step's end is its caller's.
      break;
  }
}

/** The wait is over: the countdown goes, a remark about the tries stays, before the text they delayed. */
function goOn(run: TurnRun, state: StepState): void {
  if (state.retries === undefined) return;
  const remark = notes.retried(state.retries.attempts, state.retries.error);
  state.retries = undefined;
  run.update({ retry: undefined });
  state.notes.push(remark);
  run.answer.push(remark);
}

function endReasoning(state: StepState, clock: Clock): void {
  if (state.reasoningSince === undefined) return;
  state.reasoningMs = Math.round((state.reasoningMs ?? 0) + clock.monotonic() - state.reasoningSince);
  state.reasoningSince = undefined;
}

function preview(run: TurnRun, state: StepState, o: { callId: string; name: string; now: number }): void {
  if (state.previews.has(o.callId)) return;
  state.previews.add(o.callId);
  run.answer.push({ ...plannedCall(o, run, o.now), input: {} });
}

/** The provider's id: it may have tied something of its own to it. One that is no id or was used before gets ours. */
function callIdOf(wanted: string, run: TurnRun, now: number): CallId {
  const parsed = CallId.safeParse(wanted);
  const isUsed = run.answer.parts.some(
    (part) => part.type === 'tool_call' && part.callId === wanted && part.state !== 'planning',
  );
  return parsed.success && !isUsed ? parsed.data : CallId.parse(`call_${newId(now).replaceAll('-', '')}`);
}

function plannedCall(o: { callId: string; name: string }, run: TurnRun, now: number): ToolCall {
  const title = { key: 'notes.preparing_call', params: { tool: o.name } };
  const callId = callIdOf(o.callId, run, now);
  return { type: 'tool_call', callId, tool: o.name, input: {}, state: 'planning', title, effects: [] };
}

type Ending<E> = {
  readonly run: TurnRun;
  readonly state: StepState;
  readonly step: StepRequest;
  readonly event: E;
};

function toParts(o: Ending<{ readonly parts: readonly OutputPart[] }>, clock: Clock): Part[] {
  const { state, step } = o;
  endReasoning(state, clock);
  const parts: Part[] = [...state.notes];
  for (const part of o.event.parts) {
    if (part.type === 'text') {
      if (part.text.trim() !== '') parts.push({ type: 'text', text: part.text });
    } else if (part.type === 'reasoning') {
      const signature = part.signature === undefined ? {} : { signature: part.signature };
      const ms = state.reasoningMs === undefined ? {} : { ms: state.reasoningMs };
      if (part.text !== '' || part.signature !== undefined)
        parts.push({ type: 'reasoning', text: part.text, ...signature, ...ms });
    } else {
      const call = { ...plannedCall(part, o.run, clock.now()), input: part.input, step: step.step };
      parts.push(part.fromText === true ? { ...call, fromText: true } : call);
    }
  }
  return parts;
}

const timesOf = ({ startedAt, firstTokenAt }: StepState): StepTimes => ({
  startedAt,
  ...(firstTokenAt === undefined ? {} : { firstTokenAt }),
});

function finish(o: Ending<Extract<ModelEvent, { type: 'finish' }>>, clock: Clock): StepEnded {
  const { run, state, step, event } = o;
  const parts = toParts(o, clock);
  const asks = parts.some((part) => part.type === 'tool_call');
  const isSilent = !asks && !parts.some((part) => part.type === 'text');
  if (event.suspectedToolText === true) parts.push(notes.suspectedToolText());
  if (event.stopReason === 'refused') parts.push(...(step.offline ? [] : [notes.refused()]));
  else if (event.stopReason === 'max_output' && !asks) parts.push(notes.maxOutput());
  else if (event.stopReason !== 'cancelled' && isSilent) parts.push(notes.emptyAnswer());
  run.answer.settle(state.from, parts);
  if (run.turn.retry !== undefined) run.update({ retry: undefined });
  const slots = parts.flatMap((part, offset) =>
    part.type === 'tool_call' ? [{ index: state.from + offset, call: part }] : [],
  );
  return {
    type: 'finished',
    times: timesOf(state),
    calls: slots,
    stop: event.stopReason,
    usage: event.usage,
    ref: state.ref,
  };
}

function fail(o: Ending<Extract<ModelEvent, { type: 'error' }>>, clock: Clock): StepEnded {
  const { run, state, event } = o;
  // A call of a step that failed is never run: the person sees that it was asked for, and that it was not done.
  const parts = toParts(o, clock).map((part) =>
    part.type === 'tool_call' ? { ...part, state: 'stopped' as const } : part,
  );
  run.answer.settle(state.from, parts);
  if (run.turn.retry !== undefined) run.update({ retry: undefined });
  return {
    type: 'failed',
    times: timesOf(state),
    error: event.error,
    usage: event.usage,
    ref: state.ref,
    from: state.from,
  };
}

/** Aborted, and the provider did not come back in time: what was shown is the answer. */
function cut(o: Omit<Ending<never>, 'event'>, clock: Clock): StepEnded {
  const parts = shownParts(o.run, o.state);
  return finish({ ...o, event: { type: 'finish', parts, stopReason: 'cancelled', usage: noUsage } }, clock);
}

/** Text of this step as the person saw it; calls whose input never completed are left out. */
function shownParts(run: TurnRun, state: StepState): OutputPart[] {
  return run.answer.parts
    .slice(state.from)
    .flatMap((part) =>
      part.type === 'text' || part.type === 'reasoning' ? [{ type: part.type, text: part.text }] : [],
    );
}
