// A question that waits for the person: a sentence, exactly what will happen, what it can reach, and the answers.
// The keyboard starts on the text; Enter answers nothing. Questions of one shape stand on one card.
import { Hand, TriangleAlert } from 'lucide-react';
import { type ReactNode, useEffect, useId, useRef, useState } from 'react';
import type { ApprovalDecision } from '#main/contract/approvals.ts';
import type { ApprovalId } from '#main/contract/ids.ts';
import type { Approval } from '#main/contract/messages.ts';
import type { Proposal } from '#main/contract/policy.ts';
import { shownText } from '#main/contract/shown-text.ts';
import { formatClock } from '#renderer/ui/text/format.ts';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { useNow } from '#renderer/ui/text/use-now.ts';
import { ShownView } from '../calls/shown-view.tsx';
import { visibleSentence } from '../calls/visible-text.ts';
import { type Group, signatureOf } from './alike.ts';
import { AlikeList } from './alike-list.tsx';
import { Answers } from './approval-answers.tsx';
import { OutgoingView, Reach, Why } from './approval-details.tsx';
import { ByHand, type ByHandProps } from './by-hand.tsx';
import { RuleOffer } from './rule-offer.tsx';
import { takeFocus } from './take-focus.ts';
import { useSeen } from './use-seen.ts';

const nothingLeft: ReadonlySet<ApprovalId> = new Set();

export type ApprovalGroupCardProps = {
  readonly group: Group;
  /** Questions that wait in this session in all, those of this card included. */
  readonly waiting: number;
  /** In a list of several cards none of them takes the keyboard. */
  readonly takesFocus?: boolean;
  /** Beside the title: which chat it is, how to look at one at a time. */
  readonly extra?: ReactNode;
  /** Where it is told that the question stands read on the screen; undefined: no button of a board can answer it. */
  readonly onScreen?: ByHandProps['client'] | undefined;
  readonly onDecide: (group: Group, decision: ApprovalDecision) => Promise<void>;
  /** Undefined where rules cannot be added. */
  readonly onAddRule?: ((proposal: Proposal) => Promise<void>) | undefined;
};

export type ApprovalCardProps = Pick<ApprovalGroupCardProps, 'waiting' | 'onAddRule'> & {
  readonly approval: Approval;
  readonly onDecide: (approval: Approval, decision: ApprovalDecision) => Promise<void>;
};

/** One question alone. */
export function ApprovalCard({ approval, onDecide, ...rest }: ApprovalCardProps) {
  return <ApprovalGroupCard {...rest} group={[approval]} onDecide={([one], decision) => onDecide(one, decision)} />;
}

export function ApprovalGroupCard(props: ApprovalGroupCardProps) {
  const { group, takesFocus = true, onDecide, onAddRule, onScreen } = props;
  const { t } = useText();
  const titleId = useId();
  const card = useRef<HTMLElement>(null);
  const [answer, setAnswer] = useState<{ to: string; decision: ApprovalDecision }>();
  const [left, setLeft] = useState<ReadonlySet<ApprovalId>>(nothingLeft);
  const [first] = group;
  const isGroup = group.length > 1;
  const outgoing = isGroup ? undefined : first.outgoing;
  const signature = signatureOf(group);
  const seen = useSeen(signature, outgoing !== undefined);
  const sent = answer?.to === signature ? answer.decision : undefined;
  useEffect(() => {
    if (takesFocus) takeFocus(card.current);
  }, [takesFocus]);
  const chosen = group.filter(({ id }) => !left.has(id));
  const [one, ...more] = chosen;
  const decided: Group = one === undefined ? group : [one, ...more];
  const decide = (decision: ApprovalDecision) => {
    setAnswer({ to: signature, decision });
    // Stopping is for all of them.
    const isAnswered = onDecide(decision === 'deny_stop' ? group : decided, decision);
    isAnswered.then(
      () => setLeft(nothingLeft),
      () => setAnswer(undefined),
    );
  };
  const leave = (id: ApprovalId, isLeft: boolean) =>
    setLeft(new Set(isLeft ? [...left, id] : [...left].filter((other) => other !== id)));
  const warnings = new Set(group.flatMap(({ shown }) => shownText(shown).warnings));
  return (
    <section
      ref={card}
      tabIndex={-1}
      aria-labelledby={titleId}
      data-approval={first.id}
      className="flex max-h-[min(60dvh,560px)] flex-col gap-3 overflow-y-auto rounded-card *:shrink-0 border border-ask-edge border-s-4 bg-raised p-4 shadow-float"
    >
      <Head {...props} titleId={titleId} />
      <Why group={group} />
      {isGroup ? (
        <AlikeList group={group} left={left} onLeft={leave} onSeenAll={seen.seenShown} />
      ) : (
        <ShownView shown={first.shown} maxHeight="min(28dvh, 280px)" onSeenAll={seen.seenShown} />
      )}
      {outgoing !== undefined && <OutgoingView outgoing={outgoing} onSeenAll={seen.seenOutgoing} />}
      {[...warnings].map((warning) => (
        <p key={warning} className="flex items-start gap-2 text-stop-ink">
          <TriangleAlert className="mt-0.5" aria-hidden="true" />
          {t(`chat.warning_${warning}`)}
        </p>
      ))}
      <Reach group={group} />
      {onScreen !== undefined && !isGroup && seen.hasSeenAll && sent === undefined && (
        <ByHand client={onScreen} approval={first} />
      )}
      <Answers
        group={decided}
        isNone={isGroup && one === undefined}
        hasSeenAll={seen.hasSeenAll}
        sent={sent}
        onDecide={decide}
      />
      {first.proposal !== undefined && onAddRule !== undefined && (
        <RuleOffer proposal={first.proposal} onAdd={onAddRule} />
      )}
    </section>
  );
}

function Head({ group, waiting, extra, titleId }: ApprovalGroupCardProps & { readonly titleId: string }) {
  const { t } = useText();
  const [first] = group;
  const expiresAt = Math.min(...group.map((approval) => approval.expiresAt));
  return (
    <div className="flex items-start gap-2">
      <Hand className="mt-0.5 text-ask-ink" aria-hidden="true" />
      <div className="min-w-0 flex-1">
        <h2 id={titleId} className="font-semibold text-pretty wrap-anywhere">
          {group.length > 1 && `${t('permissions.alike', { count: group.length })} · `}
          {visibleSentence(t, first.title)}
        </h2>
        {extra}
      </div>
      <span className="shrink-0 text-sm text-ink-soft tabular-nums">
        {waiting > 1 && `${t('chat.approvals_waiting', { count: waiting })} · `}
        <Countdown until={expiresAt} />
      </span>
    </div>
  );
}

function Countdown({ until }: { readonly until: number }) {
  const { t } = useText();
  const now = useNow(1_000);
  return <>{t('chat.denies_in', { time: formatClock(until - now) })}</>;
}
