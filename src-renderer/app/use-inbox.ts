// What waits for the person in all chats; the rail counts it, the inbox shows it.
import { useCallback, useState } from 'react';
import type { LimpetClient } from '#main/contract/contract.ts';
import type { Approval } from '#main/contract/messages.ts';
import type { Proposal } from '#main/contract/proposals.ts';
import { useFollow } from '#renderer/api/use-follow.ts';

export function useInbox(client: Pick<LimpetClient, 'approvals' | 'proposals'>) {
  const [approvals, setApprovals] = useState<readonly Approval[]>([]);
  const [proposals, setProposals] = useState<readonly Proposal[]>([]);
  const openApprovals = useCallback((signal: AbortSignal) => client.approvals.watch({}, { signal }), [client]);
  const openProposals = useCallback((signal: AbortSignal) => client.proposals.watch({}, { signal }), [client]);
  const asked = useFollow({
    open: openApprovals,
    onItem: (item: { approvals: readonly Approval[] }) => setApprovals(item.approvals),
  });
  const proposed = useFollow({
    open: openProposals,
    onItem: (item: { proposals: readonly Proposal[] }) => setProposals(item.proposals),
  });
  const again = () => {
    asked.again();
    proposed.again();
  };
  const count = approvals.length + proposals.length;
  return { approvals, proposals, count, error: asked.error ?? proposed.error, again };
}
