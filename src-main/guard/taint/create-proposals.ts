// Lays calls before the person, shows which lie open, and sees to it that each is done at most once.
import { AppError } from '#main/contract/errors.ts';
import { ProposalId } from '#main/contract/ids.ts';
import type { Proposal } from '#main/contract/proposals.ts';
import { newId } from '#main/platform/base/ids.ts';
import type { Log } from '#main/platform/base/log.ts';
import type { Bus } from '#main/platform/bus/port.ts';
import type { Store } from '#main/platform/store/port.ts';
import type { ProposalDesk, ProposalPick } from './port.ts';

export type ProposalsDeps = {
  readonly store: Pick<Store, 'proposals' | 'sessions'>;
  readonly bus: Pick<Bus, 'publish'>;
  readonly clock: { readonly now: () => number };
  readonly log: Log;
};

const decided = () =>
  new AppError('conflict', 'This proposal was decided already.', { details: { reason: 'proposal_decided' } });

export function createProposals(d: ProposalsDeps): ProposalDesk {
  const { proposals, sessions } = d.store;
  const log = d.log.child('taint');
  const working = new Set<ProposalId>();
  const tell = async () => d.bus.publish('proposals', '', { proposals: await proposals.open() });

  /** The open proposal that was shown: nobody accepts what they did not see. */
  const found = async ({ proposalId, planHash }: ProposalPick) => {
    const entry = await proposals.get(proposalId);
    if (entry.state !== 'open' || working.has(proposalId)) throw decided();
    if (entry.proposal.planHash !== planHash)
      throw new AppError('conflict', 'This proposal has changed. Look at it again.', {
        details: { reason: 'changed_meanwhile' },
      });
    return entry;
  };

  return {
    open: () => proposals.open(),
    async lay({ request, input, verdict }) {
      const now = d.clock.now();
      const session = await sessions.get(request.sessionId);
      const { why, source } = verdict;
      const proposal: Proposal = {
        id: ProposalId.parse(newId(now)),
        sessionId: request.sessionId,
        sessionTitle: session.title,
        turnId: request.turnId,
        callId: request.callId,
        tool: request.tool,
        title: { key: request.title.key, params: { ...request.title.params } },
        shown: request.shown,
        planHash: request.planHash,
        why: { key: why.key, params: { ...why.params } },
        source,
        createdAt: now,
      };
      const laid = await proposals.add({ proposal, input });
      log.info('proposal laid', { callId: request.callId, sessionId: request.sessionId, tool: request.tool });
      await tell();
      return laid;
    },
    async accept(pick, apply) {
      const { proposal, input } = await found(pick);
      working.add(proposal.id);
      try {
        const done = await apply({ proposal, input });
        await proposals.decide(proposal.id, 'accepted', d.clock.now());
        log.info('proposal accepted', { callId: proposal.callId, sessionId: proposal.sessionId });
        return done;
      } finally {
        working.delete(proposal.id);
        await tell();
      }
    },
    async discard(pick) {
      const { proposal } = await found(pick);
      await proposals.decide(proposal.id, 'discarded', d.clock.now());
      log.info('proposal discarded', { callId: proposal.callId, sessionId: proposal.sessionId });
      await tell();
    },
  };
}
