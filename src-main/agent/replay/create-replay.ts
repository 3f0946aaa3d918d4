// Plays a stored turn again on a store that is thrown away: the model says what it said, plans and decisions are made anew,
// nothing is run. So a person sees what a changed rule, tool or version would do with yesterday's work.
import type { Tool, ToolResult } from '#main/abilities/tools/port.ts';
import type { Loop } from '#main/agent/loop/port.ts';
import type { Models } from '#main/agent/providers/port.ts';
import type { Replay, ReplayedCall } from '#main/contract/activity.ts';
import { AppError } from '#main/contract/errors.ts';
import { CommandId, InboxId, type SessionId, type TurnId } from '#main/contract/ids.ts';
import type { ToolCall } from '#main/contract/messages.ts';
import type { PermissionDecision, PermissionRequest, Permissions } from '#main/guard/permissions/port.ts';
import type { Clock } from '#main/platform/base/clock.ts';
import { newId } from '#main/platform/base/ids.ts';
import { hashOf } from '#main/platform/base/json.ts';
import type { Store } from '#main/platform/store/port.ts';
import { createRecordedModel, recordedRef } from './recorded-model.ts';
import { type RecordedTurn, readTurn, textOf } from './recorded-turn.ts';

export type ReplayLoop = {
  readonly store: Store;
  readonly models: Pick<Models, 'resolve' | 'stream'>;
  readonly permissions: Pick<Permissions, 'decideNow' | 'weigh' | 'askTogether'>;
  /** Tools that the recorded turn called: what a chat had loaded is not loaded any more. */
  readonly called: readonly string[];
  /** What becomes of the true tools: the same plans, recorded results. */
  readonly wrap: (tool: Tool) => Tool;
};

export type ReplayDeps = {
  readonly store: Pick<Store, 'messages' | 'sessions' | 'activity'>;
  /** An empty store in a folder of its own; `discard` closes and deletes it. */
  readonly scratch: () => Promise<{ readonly store: Store; readonly discard: () => Promise<void> }>;
  /** The very loop of the app over other parts; nothing that it publishes reaches anybody. */
  readonly loop: (o: ReplayLoop) => Loop;
  readonly permissions: Pick<Permissions, 'weigh'>;
  readonly clock: Clock;
};

type Verdict = Pick<ReplayedCall, 'now' | 'reason' | 'samePlan'>;

/** What ran then gives its stored output again; what did not run has none to give. */
function resultOf(call: ToolCall | undefined): ToolResult {
  return {
    output: call?.output ?? '',
    ...(call?.exitCode === undefined ? {} : { exitCode: call.exitCode }),
    isError: call?.state !== 'done',
  };
}

const wrapWith = (calls: ReadonlyMap<string, ToolCall>) => (tool: Tool) => ({
  ...tool,
  run: async (_plan: unknown, ctx: { readonly callId: string }) => resultOf(calls.get(ctx.callId)),
});

/** Asks the true policy as if the call came from the true session, notes what it says, and lets everything through. */
function noting(o: {
  readonly turn: RecordedTurn;
  readonly calls: ReadonlyMap<string, ToolCall>;
  readonly policy: Pick<Permissions, 'weigh'>;
  readonly seen: Map<string, Verdict>;
}): Pick<Permissions, 'decideNow' | 'weigh' | 'askTogether'> {
  const allow: PermissionDecision = { type: 'allow', by: 'policy' };
  const look = async (request: PermissionRequest): Promise<void> => {
    const recorded = o.calls.get(request.callId);
    const today = await o.policy.weigh({ ...request, sessionId: o.turn.sessionId });
    const samePlan =
      recorded !== undefined &&
      hashOf({ effects: request.effects, shown: request.shown }) ===
        hashOf({ effects: recorded.effects, shown: recorded.shown });
    o.seen.set(request.callId, {
      now: today.answer,
      ...(today.reason === undefined ? {} : { reason: today.reason }),
      samePlan,
    });
  };
  return {
    async decideNow(request) {
      await look(request);
      return allow;
    },
    // Nobody is asked twice about what was answered long ago.
    weigh: async () => ({ answer: 'allow' }),
    askTogether: async (asked) => asked.map(async () => allow),
  };
}

async function play(turn: RecordedTurn, d: ReplayDeps, signal: AbortSignal): Promise<Omit<Replay, 'turnId'>> {
  const calls = new Map(turn.calls.map((call) => [call.callId as string, call]));
  const seen = new Map<string, Verdict>();
  const { store, discard } = await d.scratch();
  try {
    const { workspace } = await d.store.sessions.get(turn.sessionId);
    const session = await beginScratch(store, { turn, workspace, now: d.clock.now() });
    const model = createRecordedModel(turn.steps);
    const loop = d.loop({
      store,
      models: model,
      permissions: noting({ turn, calls, policy: d.permissions, seen }),
      called: turn.calls.map(({ tool }) => tool),
      wrap: wrapWith(calls) as ReplayLoop['wrap'],
    });
    await loop.runTurn({ sessionId: session, fence: 1, signal, takeSteering: () => false, taken: () => {} });
    const { messages } = await store.messages.history({ sessionId: session, from: 0, limit: 200 });
    const answers = messages.filter(({ role }) => role === 'assistant');
    const last = answers.at(-1)?.status ?? 'failed';
    const replayed = new Map(
      answers
        .flatMap((message) => message.parts)
        .flatMap((part) => (part.type === 'tool_call' ? [[part.callId as string, part] as const] : [])),
    );
    return {
      steps: model.asked(),
      calls: turn.calls.map((call) => compare(call, { seen: seen.get(call.callId), now: replayed.get(call.callId) })),
      sameAnswer: answers.map((message) => textOf(message.parts)).join('\n') === turn.answer,
      state: last === 'streaming' ? 'interrupted' : last,
    };
  } finally {
    await discard();
  }
}

function compare(call: ToolCall, o: { seen: Verdict | undefined; now: ToolCall | undefined }): ReplayedCall {
  const about = { tool: call.tool, title: call.title, was: call.state };
  if (o.seen !== undefined) return { ...about, ...o.seen };
  if (o.now === undefined) return { ...about, now: 'missing', samePlan: false };
  const reason = o.now.error?.message;
  return { ...about, now: 'failed', samePlan: false, ...(reason === undefined ? {} : { reason }) };
}

async function beginScratch(
  store: Store,
  o: { turn: RecordedTurn; workspace: string; now: number },
): Promise<SessionId> {
  const session = await store.sessions.create({
    id: o.turn.sessionId,
    commandId: CommandId.parse(newId(o.now)),
    title: 'Replay',
    titleIsAutomatic: false,
    workspace: o.workspace,
    model: recordedRef,
    now: o.now,
  });
  const id = InboxId.parse(newId(o.now));
  await store.inbox.accept({
    id,
    sessionId: session.id,
    channelId: 'replay',
    dedupeKey: id,
    kind: { type: 'message' },
    text: o.turn.question,
    attachments: [],
    mode: 'queue',
    policy: { allow: [], interactive: true },
    now: o.now,
  });
  return session.id;
}

/** `not_found` with reason `no_trace` when the turn is not stored any more; `conflict` while it is being written. */
export function createReplay(d: ReplayDeps): (turnId: TurnId, signal: AbortSignal) => Promise<Replay> {
  return async (turnId, signal) => {
    const [begun] = await d.store.activity.ofTurn(turnId, 1);
    if (begun?.sessionId === undefined)
      throw new AppError('not_found', 'Nothing is recorded of this answer any more. Choose a newer one.', {
        details: { reason: 'no_trace' },
      });
    const turn = await readTurn(d.store, { turnId, sessionId: begun.sessionId });
    return { turnId, ...(await play(turn, d, signal)) };
  };
}
