// A call that is laid before the person instead of being run, and later exactly this call.
import { planHashOf, type Tool } from '#main/abilities/tools/port.ts';
import { callTexts } from '#main/agent/loop/call-output.ts';
import { AppError } from '#main/contract/errors.ts';
import type { ToolCall } from '#main/contract/messages.ts';
import type { Proposal } from '#main/contract/proposals.ts';
import { throwIfAborted } from '#main/platform/base/abort.ts';
import type { Store } from '#main/platform/store/port.ts';
import type { PlannedCall, RunCallDeps, ToolBench } from './run-call.ts';

export async function layProposal(
  planned: PlannedCall,
  verdict: NonNullable<PlannedCall['proposed']>,
  d: Pick<RunCallDeps, 'proposals' | 'clock'>,
): Promise<ToolCall> {
  const { call } = planned.slot;
  await d.proposals.lay({ request: planned.request, input: call.input, verdict });
  return { ...call, state: 'proposed', output: callTexts.proposed, endedAt: d.clock.now() };
}

const changed = () =>
  new AppError('conflict', 'What this proposal starts from has changed meanwhile. Discard it and ask for it anew.', {
    details: { reason: 'changed_meanwhile' },
  });

export type ApplyDeps = { readonly bench: ToolBench; readonly store: Pick<Store, 'sessions'> };

/** Plans the call anew: only when the same thing would happen, to the letter, does it happen. */
export async function applyProposal(
  o: { proposal: Proposal; input: unknown; signal: AbortSignal },
  d: ApplyDeps,
): Promise<{ output: string }> {
  const { proposal, signal } = o;
  const { sessionId, turnId, callId } = proposal;
  const session = await d.store.sessions.get(sessionId);
  const tools = await d.bench.list({ sessionId }, signal);
  const tool: Tool | undefined = tools.find(({ name }) => name === proposal.tool);
  const input = tool?.input.safeParse(o.input);
  if (tool === undefined || input?.success !== true) throw changed();
  const context = await d.bench.planContext({ sessionId, turnId, callId, workspace: session.workspace, signal });
  const plan = await tool.plan(input.data, context);
  if (planHashOf(plan, tool.name) !== proposal.planHash) throw changed();
  throwIfAborted(signal);
  const ctx = await d.bench.toolContext({ plan, context, progress: () => {} });
  const { output, isError } = await tool.run(plan, ctx);
  if (isError === true) throw new AppError('tool_failed', output);
  return { output };
}
