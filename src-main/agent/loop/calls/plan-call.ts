// From what the model asked for to what would happen: find the tool, read the input, plan, and hear what is decided about it.
import { planHashOf, type Tool } from '#main/abilities/tools/port.ts';
import type { TurnRun } from '#main/agent/loop/turn-run.ts';
import { AppError, invalidInput } from '#main/contract/errors.ts';
import type { ToolCall } from '#main/contract/messages.ts';
import type { PermissionRequest } from '#main/guard/permissions/port.ts';
import { abortable } from '#main/platform/base/abort.ts';
import { createCallTimer } from './call-timer.ts';
import { decideTainted } from './decide-tainted.ts';
import { type CallPlan, type CallSlot, failed, type PlannedCall, type RunCallDeps, tooSlow } from './run-call.ts';

const defaultTimeoutMs = 60_000;

export type PlanTask = { readonly run: TurnRun; readonly slot: CallSlot; readonly tools: readonly Tool[] };
type Found = { readonly type: 'found'; readonly tool: Tool; readonly input: unknown };

/** The tool and its checked input, or the call as settled by its failure. */
export function findTool({ slot: { call }, tools }: Pick<PlanTask, 'slot' | 'tools'>, now: number): Found | ToolCall {
  const tool = tools.find((known) => known.name === call.tool);
  if (tool === undefined) {
    const names = tools.map((known) => known.name).join(', ');
    const why = new AppError('not_found', `There is no tool ${call.tool}. The tools are: ${names || 'none'}.`);
    return failed({ ...call, title: { key: 'notes.unknown_tool', params: { tool: call.tool } } }, why, now);
  }
  const parsed = tool.input.safeParse(call.input);
  if (parsed.success) return { type: 'found', tool, input: parsed.data };
  const titled = { ...call, title: { key: 'notes.bad_input', params: { tool: call.tool } } };
  return failed(titled, invalidInput(parsed.error, `The input of ${tool.name}`), now);
}

/** Only reads. Rejects with what the tool says to the call, or `cancelled`. */
export async function planFound(
  { run, slot, tools, tool, input }: PlanTask & Omit<Found, 'type'>,
  signal: AbortSignal,
  d: Pick<RunCallDeps, 'bench'>,
): Promise<CallPlan> {
  const { call } = slot;
  const ids = { sessionId: run.sessionId, turnId: run.turnId, callId: call.callId };
  const context = await d.bench.planContext({ ...ids, workspace: run.session.workspace, signal });
  const plan = await abortable(tool.plan(input, context), signal);
  const { effects, shown, title, canUndo, cannotUndo, sessionGrant } = plan;
  const request: PermissionRequest = {
    ...ids,
    tool: tool.name,
    title,
    effects,
    shown,
    planHash: planHashOf({ shown, effects }, tool.name),
    ...(sessionGrant === undefined ? {} : { sessionGrant }),
    canUndo,
    ...(cannotUndo === undefined ? {} : { cannotUndo }),
    policy: run.policy,
  };
  return {
    slot: { index: slot.index, call: { ...call, title, effects: [...effects], shown } },
    tool,
    tools,
    plan,
    context,
    request,
    readOnly: effects.every((effect) => effect.type === 'read'),
  };
}

/** A planned call, or the call as settled by its failure. Rejects only with `cancelled`, when the turn was aborted. */
export async function planCall(task: PlanTask, d: RunCallDeps): Promise<PlannedCall | ToolCall> {
  const { run, slot } = task;
  const found = findTool(task, d.clock.now());
  if (found.type !== 'found') return found;
  const timer = createCallTimer(d.clock, run.signal, found.tool.timeoutMs ?? defaultTimeoutMs);
  try {
    const planned = await planFound({ ...task, ...found }, timer.signal, d);
    return { ...planned, ...(await decideTainted(planned.request, d)), timer };
  } catch (error) {
    timer.clear();
    if (run.signal.aborted) throw error;
    return failed(slot.call, timer.expired ? tooSlow(slot.call.tool) : error, d.clock.now());
  }
}
