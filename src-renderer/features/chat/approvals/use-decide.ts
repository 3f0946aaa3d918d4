// Answers questions, alone or several of one shape, and adds the rule that a card offers; what fails is said.
import { useMemo } from 'react';
import type { ApprovalDecision } from '#main/contract/approvals.ts';
import type { LimpetClient } from '#main/contract/contract.ts';
import { fromErrorData, isCancelled, toErrorData } from '#main/contract/errors.ts';
import type { Proposal } from '#main/contract/policy.ts';
import { useToast } from '#renderer/ui/overlays/toast.tsx';
import { describeError } from '#renderer/ui/text/describe-error.ts';
import { useText } from '#renderer/ui/text/text-context.tsx';
import type { Group } from './alike.ts';

export function useDecide(client: Pick<LimpetClient, 'approvals' | 'companion' | 'permissions'>) {
  const { approvals, permissions } = client;
  const { t } = useText();
  const showToast = useToast();
  return useMemo(() => {
    const said = <T>(work: Promise<T>): Promise<T> =>
      work.catch((error: unknown) => {
        if (!isCancelled(error)) showToast({ text: describeError(fromErrorData(toErrorData(error)), t), tone: 'stop' });
        throw error;
      });
    const decideAll = async (group: Group, decision: ApprovalDecision) => {
      const members = group.map(({ id: approvalId, planHash }) => ({ approvalId, planHash }));
      const { failed } = await said(approvals.decideGroup({ approvals: members, decision }));
      const [lost] = failed;
      if (lost === undefined) return;
      showToast({ text: t('permissions.group_left', { count: failed.length }), tone: 'stop' });
      throw fromErrorData(lost.error); // What is still on the card can be answered again.
    };
    const decideOne = async ([{ id: approvalId, planHash }]: Group, decision: ApprovalDecision) => {
      const { decided } = await said(approvals.decide({ approvalId, planHash, decision }));
      if (!decided) showToast({ text: t('chat.decide_failed'), tone: 'stop' });
    };
    return {
      client,
      decide: (group: Group, decision: ApprovalDecision) =>
        group.length > 1 ? decideAll(group, decision) : decideOne(group, decision),
      addRule: async ({ rule }: Proposal) => void (await said(permissions.addRule({ rule }))),
    };
  }, [client, approvals, permissions, showToast, t]);
}
