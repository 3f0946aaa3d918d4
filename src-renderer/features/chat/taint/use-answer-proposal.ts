// Accepts or discards a proposal, and says what came of it.
import type { LimpetClient } from '#main/contract/contract.ts';
import { fromErrorData, isCancelled, toErrorData } from '#main/contract/errors.ts';
import type { Proposal } from '#main/contract/proposals.ts';
import { useToast } from '#renderer/ui/overlays/toast.tsx';
import { describeError } from '#renderer/ui/text/describe-error.ts';
import { useText } from '#renderer/ui/text/text-context.tsx';
import type { ProposalAnswer } from './proposal-card.tsx';

export function useAnswerProposal({ proposals }: Pick<LimpetClient, 'proposals'>) {
  const { t } = useText();
  const showToast = useToast();
  return async ({ id: proposalId, planHash }: Proposal, what: ProposalAnswer) => {
    try {
      await proposals[what]({ proposalId, planHash });
      showToast({ text: t(what === 'accept' ? 'taint.accepted' : 'taint.discarded') });
    } catch (error) {
      if (!isCancelled(error)) showToast({ text: describeError(fromErrorData(toErrorData(error)), t), tone: 'stop' });
    }
  };
}
