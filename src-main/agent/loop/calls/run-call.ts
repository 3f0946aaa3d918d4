// One tool call that was planned and decided: journal, run, journal. Whatever goes wrong becomes a result that the model can read.
import type { Plan, PlanContext, Tool, ToolContext, ToolResult } from '#main/abilities/tools/port.ts';
import { callTexts, cutForModel } from '#main/agent/loop/call-output.ts';
import type { TurnRun } from '#main/agent/loop/turn-run.ts';
import { callBegun, callEnded } from '#main/contract/activity.ts';
import { AppError, type ErrorData, toErrorData } from '#main/contract/errors.ts';
import type { CallId, SessionId, TurnId } from '#main/contract/ids.ts';
import type { ToolCall } from '#main/contract/messages.ts';
import type { PermissionDecision, PermissionRequest, Permissions } from '#main/guard/permissions/port.ts';
import type { ProposalDesk, Taint, TaintVerdict } from '#main/guard/taint/port.ts';
import type { Clock } from '#main/platform/base/clock.ts';
import type { Store } from '#main/platform/store/port.ts';
import { type CallTimer, settleSoon } from './call-timer.ts';
import { holdGuidance } from './hold-guidance.ts';
import { createProgress } from './progress.ts';
import { createWaitForPerson } from './wait-for-person.ts';

/** How tools are found and what they are handed; built by the tools room and the guards. */
export interface ToolBench {
  list(o: { sessionId: SessionId }, signal: AbortSignal): Promise<readonly Tool[]>;
  /** What the system prompt says of tools that are not in the list. */
  prompt?(o: { sessionId: SessionId }, signal: AbortSignal): Promise<string | undefined>;
  planContext(o: {
    sessionId: SessionId;
    turnId: TurnId;
    callId: CallId;
    workspace: string;
    signal: AbortSignal;
  }): Promise<PlanContext>;
  toolContext(o: {
    plan: Plan<unknown>;
    context: PlanContext;
    progress: (text: string) => void;
    /** Left out where there is nobody to ask. */
    waitForPerson?: (<T>(work: () => Promise<T>) => Promise<T>) | undefined;
  }): Promise<ToolContext> | ToolContext;
  /** Ends what calls of this session left running; resolves when it is gone. */
  endBackground(sessionId?: SessionId): Promise<void>;
}

export type RunCallDeps = {
  readonly store: { readonly turns: Pick<Store['turns'], 'beginCall' | 'endCall'> };
  readonly bench: ToolBench;
  readonly permissions: Pick<Permissions, 'decideNow' | 'weigh' | 'askTogether'>;
  readonly taint: Pick<Taint, 'judge' | 'noteCall' | 'holdGuidance'>;
  readonly proposals: Pick<ProposalDesk, 'lay'>;
  readonly clock: Clock;
};

/** A call and its place in the answer. */
export type CallSlot = { readonly index: number; readonly call: ToolCall };
/** A call as it would be run now. */
export type CallPlan = {
  readonly slot: CallSlot;
  readonly tool: Tool;
  readonly plan: Plan<unknown>;
  /** Every tool of the turn. */
  readonly tools: readonly Tool[];
  readonly context: PlanContext;
  readonly request: PermissionRequest;
  /** Its effects are reads only: nothing to journal, may run beside others. */
  readonly readOnly: boolean;
};
export type PlannedCall = CallPlan & {
  readonly decision: PermissionDecision | undefined;
  /** What the labels of the chat say to it now. */
  readonly verdict: TaintVerdict;
  /** Not to be run but to be laid before the person. */
  readonly proposed: Extract<TaintVerdict, { type: 'propose' }> | undefined;
  readonly timer: CallTimer;
};

export function failed(call: ToolCall, error: unknown, now: number): ToolCall {
  const data = toErrorData(error);
  return { ...call, state: 'failed', error: data, output: data.message, endedAt: now };
}

export const tooSlow = (tool: string) =>
  new AppError('timeout', `${tool} did not end in its time and was stopped. Ask for less, or in smaller pieces.`);

/** Runs what was allowed; resolves to the settled call. Journals before and after unless the call only reads. */
export async function executeCall(
  o: { run: TurnRun; planned: PlannedCall; decision: Extract<PermissionDecision, { type: 'allow' }> },
  d: RunCallDeps,
): Promise<ToolCall> {
  const { run, planned } = o;
  const started: ToolCall = {
    ...planned.slot.call,
    ...approvalOf(o.decision),
    state: 'running',
    startedAt: d.clock.now(),
  };
  const place = { turnId: run.turnId, messageId: run.answer.message.id, fence: run.fence };
  if (!planned.readOnly) {
    run.note(callBegun(started));
    const planHash = planned.request.planHash;
    const activity = run.takeNotes();
    await d.store.turns.beginCall({ ...place, call: started, planHash, activity, now: d.clock.now() });
  }
  run.answer.setCall(planned.slot.index, started);
  const release = await holdGuidance(o, d);
  const { call: ran, label } = await outcomeOf(o, started, d);
  const settled = { ...ran, output: (ran.output ?? '') + (await release()) };
  // Before anybody can read the output: a label that came later could come too late.
  const { effects } = planned.request;
  await d.taint.noteCall(run.sessionId, { turnId: run.turnId, effects, output: settled.output ?? '', label });
  const { output, ...rest } = settled;
  const whole = output ?? '';
  const call = { ...rest, output: cutForModel(whole) };
  // A read leaves nothing behind that must be journaled; only an output that was cut needs its own place in the store.
  run.note(callEnded(call, whole.length));
  if (!planned.readOnly || call.output !== whole)
    await d.store.turns.endCall({ ...place, call, output: whole, activity: run.takeNotes(), now: d.clock.now() });
  run.accounted();
  return call;
}

type Outcome = { readonly call: ToolCall; readonly label?: ToolResult['label'] | undefined };

async function outcomeOf(o: { run: TurnRun; planned: PlannedCall }, call: ToolCall, d: RunCallDeps): Promise<Outcome> {
  const { run, planned } = o;
  const progress = createProgress(run, call.callId, d.clock);
  try {
    planned.timer.restart();
    const waitForPerson = run.policy.interactive ? createWaitForPerson(run, planned.timer) : undefined;
    const context = await d.bench.toolContext({
      ...{ plan: planned.plan, context: planned.context, progress: progress.add, waitForPerson },
    });
    const result = await settleSoon(planned.tool.run(planned.plan, context), planned.context.signal, d.clock);
    if (result === undefined) return { call: given(call, run.signal.aborted, d.clock.now()) };
    keepPictures(run, call.callId, result.images ?? []);
    const settled = withResult(call, result, d.clock.now());
    const isStopped = run.signal.aborted && settled.state === 'failed';
    return { call: isStopped ? { ...settled, state: 'stopped' } : settled, label: result.label };
  } catch (error) {
    const now = d.clock.now();
    if (planned.timer.expired) return { call: failed(call, tooSlow(call.tool), now) };
    if (run.signal.aborted)
      return { call: { ...call, state: 'stopped', output: callTexts.stoppedWhileRunning, endedAt: now } };
    return { call: failed(call, error, now) };
  } finally {
    planned.timer.clear();
    progress.end();
  }
}

const maxPictures = 4;
const maxPictureBytes = 5 * 1024 * 1024;

function keepPictures(run: TurnRun, callId: CallId, images: NonNullable<ToolResult['images']>): void {
  const fitting = images.filter(({ bytes }) => bytes.byteLength <= maxPictureBytes).slice(0, maxPictures);
  if (fitting.length === 0) return;
  const base64 = (bytes: Uint8Array) =>
    Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
  run.pictures.set(
    callId,
    fitting.map(({ mediaType, bytes }) => ({ type: 'image', mediaType, base64: base64(bytes) })),
  );
}

function withResult(call: ToolCall, result: ToolResult, now: number): ToolCall {
  return {
    ...call,
    state: result.isError === true ? 'failed' : 'done',
    output: result.output,
    ...(result.exitCode === undefined ? {} : { exitCode: result.exitCode }),
    endedAt: now,
  };
}

/** The tool did not end when told to: nobody knows what it did. */
function given(call: ToolCall, stopped: boolean, now: number): ToolCall {
  const output = stopped ? callTexts.stoppedWhileRunning : callTexts.unknown;
  return { ...call, state: 'unknown', output, endedAt: now };
}

function approvalOf(decision: PermissionDecision): Pick<ToolCall, 'approval'> {
  if (decision.approvalId === undefined) return {};
  const scope = decision.type === 'allow' && decision.scope !== undefined ? { scope: decision.scope } : {};
  return { approval: { id: decision.approvalId, by: decision.by, ...scope } };
}

export function denied(call: ToolCall, decision: Extract<PermissionDecision, { type: 'deny' }>, now: number): ToolCall {
  const { reason: message, details } = decision;
  const error: ErrorData = { code: 'forbidden', message, retryable: false, details };
  return { ...call, ...approvalOf(decision), state: 'denied', output: message, error, endedAt: now };
}
