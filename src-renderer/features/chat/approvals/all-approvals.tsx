// The open questions of all chats, as the cards of the chat, each under the name of its chat.
import type { ReactNode } from 'react';
import type { LimpetClient } from '#main/contract/contract.ts';
import type { Approval } from '#main/contract/messages.ts';
import { ApprovalStack } from './approval-stack.tsx';
import { useDecide } from './use-decide.ts';

export type AllApprovalsProps = {
  readonly client: Pick<LimpetClient, 'approvals' | 'companion' | 'permissions'>;
  readonly approvals: readonly Approval[];
  readonly chatOf: (item: Pick<Approval, 'sessionId' | 'sessionTitle'>) => ReactNode;
};

export function AllApprovals({ client, approvals, chatOf }: AllApprovalsProps) {
  return <ApprovalStack approvals={approvals} desk={useDecide(client)} list={chatOf} />;
}
