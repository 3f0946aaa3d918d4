// The proposals of all chats, each with the name of its chat.
import type { LimpetClient } from '#main/contract/contract.ts';
import type { Proposal } from '#main/contract/proposals.ts';
import { ProposalCard } from './proposal-card.tsx';
import { useAnswerProposal } from './use-answer-proposal.ts';

type AllProposalsProps = {
  readonly client: Pick<LimpetClient, 'proposals'>;
  readonly proposals: readonly Proposal[];
};

export function AllProposals({ client, proposals }: AllProposalsProps) {
  const answer = useAnswerProposal(client);
  return proposals.map((proposal) => (
    <ProposalCard key={proposal.id} proposal={proposal} showsChat onAnswer={answer} />
  ));
}
