// The proposals of the open chat, above the message field until they are answered.
import { useCallback, useState } from 'react';
import type { LimpetClient } from '#main/contract/contract.ts';
import { fromErrorData, isCancelled, toErrorData } from '#main/contract/errors.ts';
import type { SessionId } from '#main/contract/ids.ts';
import type { Proposal } from '#main/contract/proposals.ts';
import { useFollow } from '#renderer/api/use-follow.ts';
import { useToast } from '#renderer/ui/overlays/toast.tsx';
import { describeError } from '#renderer/ui/text/describe-error.ts';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { type ProposalAnswer, ProposalCard } from './proposal-card.tsx';

type OpenProposalsProps = { readonly client: Pick<LimpetClient, 'proposals'>; readonly sessionId: SessionId };

export function OpenProposals({ client, sessionId }: OpenProposalsProps) {
  const { t } = useText();
  const showToast = useToast();
  const [proposals, setProposals] = useState<readonly Proposal[]>([]);
  const open = useCallback((signal: AbortSignal) => client.proposals.watch({}, { signal }), [client]);
  useFollow({ open, onItem: (item: { proposals: readonly Proposal[] }) => setProposals(item.proposals) });
  const answer = async ({ id: proposalId, planHash }: Proposal, what: ProposalAnswer) => {
    try {
      await client.proposals[what]({ proposalId, planHash });
      showToast({ text: t(what === 'accept' ? 'taint.accepted' : 'taint.discarded') });
    } catch (error) {
      if (!isCancelled(error)) showToast({ text: describeError(fromErrorData(toErrorData(error)), t), tone: 'stop' });
    }
  };
  // The oldest first, one at a time: the next one comes when it is answered.
  const [first] = proposals.filter((proposal) => proposal.sessionId === sessionId).toReversed();
  return first === undefined ? null : <ProposalCard key={first.id} proposal={first} onAnswer={answer} />;
}
