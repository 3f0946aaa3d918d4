// Which of the calls that come next in a step would ask the person, as the world is now: their questions are put together.
import type { Effect } from '#main/contract/messages.ts';
import type { TaintVerdict } from '#main/guard/taint/port.ts';
import { abortable } from '#main/platform/base/abort.ts';
import { createCallTimer } from './call-timer.ts';
import { wouldAsk } from './decide-tainted.ts';
import { findTool, planFound } from './plan-call.ts';
import type { CallPlan, CallSlot, PlannedCall, RunCallDeps } from './run-call.ts';
import type { CallsTask } from './run-calls.ts';

/** Questions that lie open together, at most; what comes after them is asked when its turn comes. */
const mostTogether = 25;
/** The first question waits so long for the plans of the others, and no longer. */
const lookAheadMs = 2_000;

/** A call that would ask, and what the labels of the chat say to it. */
export type Asking = CallPlan & { readonly verdict: TaintVerdict };

export type LookAhead = CallsTask & { readonly first: PlannedCall; readonly later: readonly CallSlot[] };

/** In their order, up to the first that does not ask or has to wait for what comes before it. Reads, and counts nothing. */
export async function lookAhead(o: LookAhead, d: RunCallDeps): Promise<readonly Asking[]> {
  const { run, streak, first, later } = o;
  if (!run.policy.interactive) return [];
  const changed = new Set(changedBy(first));
  const found: Asking[] = [];
  const patience = createCallTimer(d.clock, run.signal, lookAheadMs);
  try {
    for (const slot of later.slice(0, mostTogether - 1)) {
      if (streak.check(slot.call.tool, slot.call.input) !== 'run') break;
      const next = await planAhead({ ...o, slot, signal: patience.signal }, d);
      // What it starts from is not there yet: its question would be another one by the time it runs.
      if (next?.request.effects.some((effect) => isPlace(effect) && changed.has(effect.target)) !== false) break;
      for (const target of changedBy(next)) changed.add(target);
      found.push(next);
    }
  } finally {
    patience.clear();
  }
  return found;
}

const isPlace = ({ type }: Effect) => type === 'read' || type === 'write';

const changedBy = ({ request }: CallPlan): readonly string[] =>
  request.effects.flatMap(({ type, target }) => (type === 'write' ? [target] : []));

type PlanAhead = LookAhead & { readonly slot: CallSlot; readonly signal: AbortSignal };

async function planAhead({ run, tools, slot, signal }: PlanAhead, d: RunCallDeps): Promise<Asking | undefined> {
  const found = findTool({ slot, tools }, d.clock.now());
  if (found.type !== 'found' || found.tool.followsOn === true) return undefined;
  try {
    const planned = await planFound({ ...{ run, slot, tools }, ...found }, signal, d);
    const verdict = await abortable(wouldAsk(planned.request, d), signal);
    return verdict === undefined ? undefined : { ...planned, verdict };
  } catch (error) {
    // When its turn comes it is planned anew, and fails then, if it still does.
    run.log.debug('not asked ahead', { callId: slot.call.callId, op: slot.call.tool, error });
    return undefined;
  }
}
