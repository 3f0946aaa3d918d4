// The questions that wait, as cards: those of one shape together, until the person wants them one by one.
import { type ReactNode, useState } from 'react';
import type { Approval } from '#main/contract/messages.ts';
import { Button } from '#renderer/ui/controls/button.tsx';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { type Group, groupAlike } from './alike.ts';
import { ApprovalGroupCard } from './approval-card.tsx';
import type { useDecide } from './use-decide.ts';

export type ApprovalStackProps = {
  readonly approvals: readonly Approval[];
  readonly desk: ReturnType<typeof useDecide>;
  /** All cards under one another, each under the name of its chat; otherwise only the one that was asked first. */
  readonly list?: ((approval: Approval) => ReactNode) | undefined;
};

export function ApprovalStack({ approvals, desk, list }: ApprovalStackProps) {
  const { t } = useText();
  const [apart, setApart] = useState<ReadonlySet<string>>(new Set());
  const groups = groupAlike(approvals).flatMap((group): readonly Group[] =>
    group.some(({ id }) => apart.has(id)) ? group.map((one): Group => [one]) : [group],
  );
  const shown = list === undefined ? groups.slice(0, 1) : groups;
  const waitingIn = ([{ sessionId }]: Group) => approvals.filter((one) => one.sessionId === sessionId).length;
  const split = (group: Group) => setApart(new Set([...apart, ...group.map(({ id }) => id)]));
  return shown.map((group) => (
    <ApprovalGroupCard
      key={group[0].id}
      group={group}
      waiting={list === undefined ? waitingIn(group) : 1}
      takesFocus={list === undefined}
      extra={
        <>
          {list?.(group[0])}
          {group.length > 1 && (
            <Button size="sm" variant="plain" className="-ms-2" onClick={() => split(group)}>
              {t('permissions.one_by_one')}
            </Button>
          )}
        </>
      }
      onScreen={desk.client}
      onDecide={desk.decide}
      onAddRule={desk.addRule}
    />
  ));
}
