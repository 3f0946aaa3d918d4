// All calls of one step: reads beside each other, effects one after the other, in the order the model asked for them.
import type { Tool } from '#main/abilities/tools/port.ts';
import { callTexts } from '#main/agent/loop/call-output.ts';
import type { TurnRun } from '#main/agent/loop/turn-run.ts';
import { callEnded } from '#main/contract/activity.ts';
import { AppError, isCancelled } from '#main/contract/errors.ts';
import type { ToolCall } from '#main/contract/messages.ts';
import { type AskAhead, createAskAhead } from './ask-ahead.ts';
import type { FailureStreak } from './failure-streak.ts';
import { layProposal } from './lay-proposal.ts';
import { planCall } from './plan-call.ts';
import { type CallSlot, denied, executeCall, failed, type PlannedCall, type RunCallDeps } from './run-call.ts';

const parallelReads = 8;

/** `stop`: the person denied and stopped, or the turn was aborted. `repeating`: the model repeats a call that fails. */
export type CallsEnd =
  | { readonly type: 'go_on' }
  | { readonly type: 'stop' }
  | { readonly type: 'repeating'; readonly tool: string };

export type CallsTask = {
  readonly run: TurnRun;
  readonly slots: readonly CallSlot[];
  readonly tools: readonly Tool[];
  readonly streak: FailureStreak;
};

/** Every call has a last state when it resolves. Rejects when the journal cannot be written. */
export async function runCalls(task: CallsTask, d: RunCallDeps): Promise<CallsEnd> {
  const questions = createAskAhead(task, d);
  try {
    return await runInOrder(task, questions, d);
  } finally {
    await questions.close();
  }
}

async function runInOrder(task: CallsTask, questions: AskAhead, d: RunCallDeps): Promise<CallsEnd> {
  const { run, streak, slots } = task;
  const reads = createPool(parallelReads);
  const ends = createEnds(task, d);
  let end: CallsEnd = { type: 'go_on' };
  for (const [n, slot] of slots.entries()) {
    const seen = questions.seen(slot.call.callId);
    if (seen?.refused !== undefined) {
      ends.unrun(slot, denied(seen.call, seen.refused, d.clock.now()));
      if (seen.refused.stop) end = { type: 'stop' };
      continue;
    }
    if (run.signal.aborted) end = { type: 'stop' };
    if (end.type !== 'go_on') {
      ends.stopped(slot, seen?.call);
      continue;
    }
    const verdict = streak.check(slot.call.tool, slot.call.input);
    if (verdict !== 'run') {
      questions.withdraw(slot.call.callId);
      ends.unrun(slot, failed(slot.call, repeated(slot.call.tool), d.clock.now()));
      if (verdict === 'end') end = { type: 'repeating', tool: slot.call.tool };
      continue;
    }
    try {
      const planned = await planCall({ run, slot, tools: task.tools }, d);
      if (!('plan' in planned)) {
        questions.withdraw(slot.call.callId);
        ends.unrun(slot, planned);
      } else if (planned.readOnly && planned.proposed === undefined && planned.decision?.type === 'allow') {
        const { decision } = planned;
        questions.withdraw(slot.call.callId);
        await reads.add(async () => ends.settle(slot, await executeCall({ run, planned, decision }, d)));
      } else {
        await reads.drained();
        end = await runEffect(planned, { run, ends, questions, later: slots.slice(n + 1) }, d);
      }
    } catch (error) {
      if (!isCancelled(error) || !run.signal.aborted) {
        await reads.drained();
        throw error;
      }
      ends.stopped(slot, questions.seen(slot.call.callId)?.call);
      end = { type: 'stop' };
    }
  }
  await reads.drained();
  return run.signal.aborted ? { type: 'stop' } : end;
}

/** Last states of calls: shown, on the account, and counted where they failed. */
function createEnds({ run, streak }: CallsTask, d: Pick<RunCallDeps, 'clock'>) {
  const settle = (slot: CallSlot, call: ToolCall) => {
    const isFailure = call.state === 'failed' || call.state === 'denied';
    streak.record(call.tool, call.input, isFailure);
    run.answer.setCall(slot.index, call);
    run.log.info('call ended', { callId: call.callId, op: call.tool, state: call.state, ms: elapsed(call) });
  };
  return {
    settle,
    /** It was asked for and never ran. */
    unrun(slot: CallSlot, call: ToolCall) {
      run.note(callEnded(call, 0));
      settle(slot, call);
    },
    stopped(slot: CallSlot, call: ToolCall = slot.call) {
      const ended: ToolCall = { ...call, state: 'stopped', output: callTexts.stopped, endedAt: d.clock.now() };
      run.note(callEnded(ended, 0));
      run.answer.setCall(slot.index, ended);
    },
  };
}

type EffectTask = {
  readonly run: TurnRun;
  readonly ends: ReturnType<typeof createEnds>;
  readonly questions: AskAhead;
  readonly later: readonly CallSlot[];
};

async function runEffect(planned: PlannedCall, o: EffectTask, d: RunCallDeps): Promise<CallsEnd> {
  const { run, ends, questions } = o;
  if (planned.proposed !== undefined) {
    planned.timer.clear();
    questions.withdraw(planned.request.callId);
    ends.unrun(planned.slot, await layProposal(planned, planned.proposed, d));
    return { type: 'go_on' };
  }
  const decision = await questions.decide(planned, o.later);
  if (decision.type === 'deny') {
    planned.timer.clear();
    ends.unrun(planned.slot, denied(planned.slot.call, decision, d.clock.now()));
    return decision.stop ? { type: 'stop' } : { type: 'go_on' };
  }
  // Last look before the effect: a stop that came while the answer was on its way wins.
  if (run.signal.aborted) throw new AppError('cancelled', 'Cancelled.');
  ends.settle(planned.slot, await executeCall({ run, planned, decision }, d));
  return { type: 'go_on' };
}

const repeated = (tool: string) =>
  new AppError(
    'tool_failed',
    `This exact call of ${tool} has failed three times and was not run again. Try something else, or tell the person what is in the way.`,
  );

const elapsed = (call: ToolCall) =>
  call.startedAt === undefined || call.endedAt === undefined ? 0 : call.endedAt - call.startedAt;

/** At most `size` tasks at once. `add` waits for room; `drained` for all, and rejects with the first failure. */
function createPool(size: number) {
  const running = new Set<Promise<void>>();
  let failure: { error: unknown } | undefined;
  return {
    async add(work: () => Promise<void>) {
      while (running.size >= size) await Promise.race(running);
      const task = work()
        .catch((error: unknown) => {
          failure ??= { error };
        })
        .finally(() => running.delete(task));
      running.add(task);
    },
    async drained() {
      await Promise.all(running);
      if (failure === undefined) return;
      const { error } = failure;
      failure = undefined;
      throw error;
    },
  };
}
