// All calls of one step: reads beside each other, effects one after the other, in the order the model asked for them.
import type { Tool } from '#main/abilities/tools/port.ts';
import { callTexts } from '#main/agent/loop/call-output.ts';
import type { TurnRun } from '#main/agent/loop/turn-run.ts';
import { callEnded } from '#main/contract/activity.ts';
import { AppError, isCancelled } from '#main/contract/errors.ts';
import type { ToolCall } from '#main/contract/messages.ts';
import type { FailureStreak } from './failure-streak.ts';
import { layProposal } from './lay-proposal.ts';
import {
  type CallSlot,
  decide,
  denied,
  executeCall,
  failed,
  type PlannedCall,
  planCall,
  type RunCallDeps,
} from './run-call.ts';

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
  const { run, streak } = task;
  const reads = createPool(parallelReads);
  let end: CallsEnd = { type: 'go_on' };
  const settle = (slot: CallSlot, call: ToolCall) => {
    const isFailure = call.state === 'failed' || call.state === 'denied';
    streak.record(call.tool, call.input, isFailure);
    run.answer.setCall(slot.index, call);
    run.log.info('call ended', { callId: call.callId, op: call.tool, state: call.state, ms: elapsed(call) });
  };
  /** It was asked for and never ran. */
  const unrun = (slot: CallSlot, call: ToolCall) => {
    run.note(callEnded(call, 0));
    settle(slot, call);
  };
  const stopped = (slot: CallSlot, call: ToolCall = slot.call) => {
    const ended: ToolCall = { ...call, state: 'stopped', output: callTexts.stopped, endedAt: d.clock.now() };
    run.note(callEnded(ended, 0));
    run.answer.setCall(slot.index, ended);
  };

  for (const slot of task.slots) {
    if (run.signal.aborted) end = { type: 'stop' };
    if (end.type !== 'go_on') {
      stopped(slot);
      continue;
    }
    const verdict = streak.check(slot.call.tool, slot.call.input);
    if (verdict !== 'run') {
      unrun(slot, failed(slot.call, repeated(slot.call.tool), d.clock.now()));
      if (verdict === 'end') end = { type: 'repeating', tool: slot.call.tool };
      continue;
    }
    try {
      const planned = await planCall({ run, slot, tools: task.tools }, d);
      if (!('plan' in planned)) unrun(slot, planned);
      else if (planned.readOnly && planned.proposed === undefined && planned.decision?.type === 'allow') {
        const { decision } = planned;
        await reads.add(async () => settle(slot, await executeCall({ run, planned, decision }, d)));
      } else {
        await reads.drained();
        end = await runEffect(planned, { run, settle, unrun }, d);
      }
    } catch (error) {
      if (!isCancelled(error) || !run.signal.aborted) {
        await reads.drained();
        throw error;
      }
      stopped(slot);
      end = { type: 'stop' };
    }
  }
  await reads.drained();
  return run.signal.aborted ? { type: 'stop' } : end;
}

type Settle = (slot: CallSlot, call: ToolCall) => void;

async function runEffect(
  planned: PlannedCall,
  o: { run: TurnRun; settle: Settle; unrun: Settle },
  d: RunCallDeps,
): Promise<CallsEnd> {
  if (planned.proposed !== undefined) {
    planned.timer.clear();
    o.unrun(planned.slot, await layProposal(planned, planned.proposed, d));
    return { type: 'go_on' };
  }
  const decision = await decide(o.run, planned, d);
  if (decision.type === 'deny') {
    planned.timer.clear();
    o.unrun(planned.slot, denied(planned.slot.call, decision, d.clock.now()));
    return decision.stop ? { type: 'stop' } : { type: 'go_on' };
  }
  // Last look before the effect: a stop that came while the answer was on its way wins.
  if (o.run.signal.aborted) throw new AppError('cancelled', 'Cancelled.');
  o.settle(planned.slot, await executeCall({ run: o.run, planned, decision }, d));
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
