// Labels, proposals and the clean chat, for the renderer and the command line.
import { type CommandId, type Cursor, SessionId } from '#main/contract/ids.ts';
import type { Ctx, Handlers, StreamItem } from '#main/contract/kernel.ts';
import type { Session } from '#main/contract/messages.ts';
import type { Proposal, proposals as proposalsDomain } from '#main/contract/proposals.ts';
import type { TaintLabels, taint as taintDomain } from '#main/contract/taint.ts';
import type { Activity } from '#main/guard/activity/port.ts';
import { newId } from '#main/platform/base/ids.ts';
import type { Log } from '#main/platform/base/log.ts';
import type { Bus } from '#main/platform/bus/port.ts';
import type { Store } from '#main/platform/store/port.ts';
import type { ProposalDesk, Taint } from './port.ts';

type Watching = { readonly after?: Cursor | undefined; readonly signal: AbortSignal };

export type TaintHandlersDeps = {
  readonly taint: Taint;
  readonly store: Pick<Store, 'sessions'>;
  readonly summarise: (sessionId: SessionId, signal: AbortSignal) => Promise<{ summary: string; offline: boolean }>;
  readonly bus: Pick<Bus, 'subscribe' | 'cursor' | 'publish'>;
  readonly clock: { readonly now: () => number };
};

/** Every item is whole, so nothing can be missed between a snapshot and a change. */
async function* watchLabels(
  sessionId: SessionId,
  o: Watching,
  d: TaintHandlersDeps,
): AsyncGenerator<StreamItem<TaintLabels>> {
  let after = o.after;
  if (after === undefined) {
    after = d.bus.cursor('taint', sessionId);
    yield { cursor: after, data: await d.taint.labelsOf(sessionId) };
  }
  for await (const item of d.bus.subscribe('taint', sessionId, { after, signal: o.signal }))
    yield { cursor: item.cursor, data: await d.taint.labelsOf(sessionId) };
}

export function taintHandlers(d: TaintHandlersDeps): Handlers<typeof taintDomain, Ctx> {
  const begin = async (o: { from: Session; summary: string; commandId: CommandId }): Promise<Session> => {
    const { from, summary, commandId } = o;
    const now = d.clock.now();
    const session = await d.store.sessions.create({
      id: SessionId.parse(newId(now)),
      commandId,
      title: from.title,
      titleIsAutomatic: from.titleIsAutomatic,
      workspace: from.workspace,
      ...(from.model === undefined ? {} : { model: from.model }),
      now,
    });
    // The person has read the text, but a stranger may have chosen the addresses in it.
    await d.taint.doubt(session.id, summary);
    await d.store.sessions.saveDraft(session.id, { text: summary, attachments: [] }, now);
    d.bus.publish('sessions', '', { type: 'changed', session });
    return session;
  };
  return {
    watch: ({ sessionId }, ctx) => watchLabels(sessionId, ctx, d),
    draftSummary: ({ sessionId }, ctx) => d.summarise(sessionId, ctx.signal),
    continueClean: async ({ sessionId, summary }, ctx) =>
      begin({ from: await d.store.sessions.get(sessionId), summary, commandId: ctx.commandId }),
  };
}

export type ProposalsHandlersDeps = {
  readonly desk: ProposalDesk;
  readonly apply: (o: {
    proposal: Proposal;
    input: unknown;
    signal: AbortSignal;
  }) => Promise<{ readonly output: string }>;
  readonly activity: Activity;
  readonly bus: Pick<Bus, 'subscribe' | 'cursor'>;
  readonly log: Log;
};

async function* watchProposals(
  o: Watching,
  d: ProposalsHandlersDeps,
): AsyncGenerator<StreamItem<{ proposals: Proposal[] }>> {
  let after = o.after;
  if (after === undefined) {
    after = d.bus.cursor('proposals', '');
    yield { cursor: after, data: { proposals: await d.desk.open() } };
  }
  for await (const item of d.bus.subscribe('proposals', '', { after, signal: o.signal }))
    yield { cursor: item.cursor, data: { proposals: 'lost' in item ? await d.desk.open() : item.event.proposals } };
}

export function proposalsHandlers(d: ProposalsHandlersDeps): Handlers<typeof proposalsDomain, Ctx> {
  return {
    list: async () => ({ proposals: await d.desk.open() }),
    watch: (_input, ctx) => watchProposals(ctx, d),
    accept: (pick, ctx) =>
      d.desk.accept(pick, async (o) => {
        const done = await d.apply({ ...o, signal: ctx.signal });
        const { title, sessionId, turnId } = o.proposal;
        const noted = { key: 'activity.proposal_accepted', params: { ...title.params, firstKey: title.key } };
        // What was done stays done, whether or not that can be written down.
        await d.activity
          .note({ by: 'person', title: noted, sessionId, turnId })
          .catch((error: unknown) => d.log.error('accepted proposal not noted', { error }));
        return done;
      }),
    async discard(pick) {
      await d.desk.discard(pick);
      return { discarded: true };
    },
  };
}
