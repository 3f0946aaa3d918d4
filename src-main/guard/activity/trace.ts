// A turn as spans: calls of models and tools with their times, made from the entries that the runtime wrote.
import type { ActivityEntry, Trace, TraceSpan } from '#main/contract/activity.ts';
import { AppError } from '#main/contract/errors.ts';
import type { TurnId } from '#main/contract/ids.ts';
import type { Usage } from '#main/contract/messages.ts';

const notRecorded = () =>
  new AppError('not_found', 'Nothing is recorded of this answer any more. Newer answers have a trace.', {
    details: { reason: 'no_trace' },
  });

function addUsage(sum: Usage | undefined, more: Usage | undefined): Usage | undefined {
  if (sum === undefined || more === undefined) return sum ?? more;
  const cost =
    sum.costUsd === undefined && more.costUsd === undefined
      ? {}
      : { costUsd: (sum.costUsd ?? 0) + (more.costUsd ?? 0) };
  return {
    inputTokens: sum.inputTokens + more.inputTokens,
    outputTokens: sum.outputTokens + more.outputTokens,
    cacheReadTokens: sum.cacheReadTokens + more.cacheReadTokens,
    cacheWriteTokens: sum.cacheWriteTokens + more.cacheWriteTokens,
    reasoningTokens: sum.reasoningTokens + more.reasoningTokens,
    steps: sum.steps + more.steps,
    ...cost,
  };
}

type Spans = Map<string, TraceSpan>;

function addSpan(spans: Spans, { n, at, fact }: ActivityEntry): void {
  if (fact.type === 'model_called') {
    const { type: _, ...model } = fact;
    spans.set(`model-${n}`, { type: 'model', id: `model-${n}`, ...model });
  } else if (fact.type === 'call_begun') {
    const { callId, tool, title, decision, step } = fact;
    const about = {
      callId,
      tool,
      title,
      ...(decision === undefined ? {} : { decision }),
      ...(step === undefined ? {} : { step }),
    };
    spans.set(callId, { type: 'call', id: callId, ...about, state: 'running', startedAt: at });
  } else if (fact.type === 'call_ended') {
    const { callId, tool, title, decision, state, code, step } = fact;
    const startedAt = fact.startedAt ?? spans.get(callId)?.startedAt ?? at;
    spans.set(callId, {
      type: 'call',
      id: callId,
      ...{ callId, tool, title, state, startedAt },
      endedAt: Math.max(startedAt, fact.endedAt ?? at),
      ...(decision === undefined ? {} : { decision }),
      ...(step === undefined ? {} : { step }),
      ...(code === undefined ? {} : { code }),
    });
  }
}

/** `not_found` when the entries do not hold the turn's beginning. */
export function toTrace(turnId: TurnId, entries: readonly ActivityEntry[]): Trace {
  // A turn that showed nothing before a crash begins anew: the newest beginning counts.
  const from = entries.findLastIndex(({ fact }) => fact.type === 'turn_begun');
  const begun = entries[from];
  if (begun?.fact.type !== 'turn_begun' || begun.sessionId === undefined) throw notRecorded();
  const spans: Spans = new Map();
  for (const entry of entries.slice(from)) addSpan(spans, entry);
  const end = entries.slice(from).findLast(({ fact }) => fact.type === 'turn_ended');
  const ended =
    end?.fact.type === 'turn_ended'
      ? { endedAt: end.at, state: end.fact.state, stopReason: end.fact.stopReason }
      : { state: 'running' as const };
  const ordered = [...spans.values()].toSorted((a, b) => a.startedAt - b.startedAt);
  const usage = ordered.reduce<Usage | undefined>(
    (sum, span) => (span.type === 'model' ? addUsage(sum, span.usage) : sum),
    undefined,
  );
  return {
    turnId,
    sessionId: begun.sessionId,
    channel: begun.fact.channel,
    model: begun.fact.model,
    startedAt: begun.at,
    ...ended,
    ...(usage === undefined ? {} : { usage }),
    spans: ordered,
  };
}
