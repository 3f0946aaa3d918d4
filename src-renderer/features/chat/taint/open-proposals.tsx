// The proposals of the open chat, above the message field until they are answered.
import { useCallback, useState } from 'react';
import type { LimpetClient } from '#main/contract/contract.ts';
import type { SessionId } from '#main/contract/ids.ts';
import type { Proposal } from '#main/contract/proposals.ts';
import { useFollow } from '#renderer/api/use-follow.ts';
import { ProposalCard } from './proposal-card.tsx';
import { useAnswerProposal } from './use-answer-proposal.ts';

type OpenProposalsProps = { readonly client: Pick<LimpetClient, 'proposals'>; readonly sessionId: SessionId };

export function OpenProposals({ client, sessionId }: OpenProposalsProps) {
  const [proposals, setProposals] = useState<readonly Proposal[]>([]);
  const open = useCallback((signal: AbortSignal) => client.proposals.watch({}, { signal }), [client]);
  useFollow({ open, onItem: (item: { proposals: readonly Proposal[] }) => setProposals(item.proposals) });
  const answer = useAnswerProposal(client);
  // The oldest first, one at a time: the next one comes when it is answered.
  const [first] = proposals.filter((proposal) => proposal.sessionId === sessionId).toReversed();
  return first === undefined ? null : <ProposalCard key={first.id} proposal={first} onAnswer={answer} />;
}
