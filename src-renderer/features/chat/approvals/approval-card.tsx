// A question that waits for the person: a sentence, exactly what will happen, what it can reach, and the answers.
// The keyboard starts on the text; Enter answers nothing.
import { Hand, TriangleAlert } from 'lucide-react';
import { useCallback, useEffect, useId, useRef, useState } from 'react';
import type { ApprovalDecision } from '#main/contract/approvals.ts';
import type { Approval } from '#main/contract/messages.ts';
import { shownText } from '#main/contract/shown-text.ts';
import { Button } from '#renderer/ui/controls/button.tsx';
import { formatClock } from '#renderer/ui/text/format.ts';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { useNow } from '#renderer/ui/text/use-now.ts';
import { ShownView } from '../calls/shown-view.tsx';
import { visibleSentence } from '../calls/visible-text.ts';
import { approvalReach } from './approval-reach.ts';

export type ApprovalCardProps = {
  readonly approval: Approval;
  /** Questions that wait in this session in all, this one included. */
  readonly waiting: number;
  readonly onDecide: (approval: Approval, decision: ApprovalDecision) => Promise<void>;
};

export function ApprovalCard({ approval, waiting, onDecide }: ApprovalCardProps) {
  const { t } = useText();
  const titleId = useId();
  const card = useRef<HTMLElement>(null);
  const [hasSeenAll, setHasSeenAll] = useState(false);
  const [sent, setSent] = useState<ApprovalDecision | undefined>();
  const seenAll = useCallback(() => setHasSeenAll(true), []);
  useEffect(() => takeFocus(card.current), []);

  const decide = (decision: ApprovalDecision) => {
    setSent(decision);
    onDecide(approval, decision).catch(() => setSent(undefined));
  };
  const { warnings } = shownText(approval.shown);
  return (
    <section
      ref={card}
      tabIndex={-1}
      aria-labelledby={titleId}
      data-approval={approval.id}
      className="flex max-h-[min(60dvh,560px)] flex-col gap-3 overflow-y-auto rounded-card border border-ask-edge border-s-4 bg-raised p-4 shadow-float"
    >
      <div className="flex items-start gap-2">
        <Hand className="mt-0.5 text-ask-ink" aria-hidden="true" />
        <h2 id={titleId} className="min-w-0 flex-1 font-semibold text-pretty wrap-anywhere">
          {visibleSentence(t, approval.title)}
        </h2>
        <span className="shrink-0 text-sm text-ink-soft tabular-nums">
          {waiting > 1 && `${t('chat.approvals_waiting', { count: waiting })} · `}
          <Countdown until={approval.expiresAt} />
        </span>
      </div>
      <ShownView shown={approval.shown} maxHeight="min(28dvh, 280px)" onSeenAll={seenAll} />
      {warnings.map((warning) => (
        <p key={warning} className="flex items-start gap-2 text-stop-ink">
          <TriangleAlert className="mt-0.5" aria-hidden="true" />
          {t(`chat.warning_${warning}`)}
        </p>
      ))}
      <Reach approval={approval} />
      <Answers approval={approval} hasSeenAll={hasSeenAll} sent={sent} onDecide={decide} />
    </section>
  );
}

/** To the text of the card, unless the person is in the middle of writing. */
function takeFocus(card: HTMLElement | null): void {
  const active = document.activeElement;
  const isWriting = active instanceof HTMLTextAreaElement && active.value !== '';
  const isElsewhere = active?.closest('[role="dialog"], [role="menu"]') != null;
  if (!isWriting && !isElsewhere) card?.focus({ preventScroll: true });
}

function Countdown({ until }: { readonly until: number }) {
  const { t } = useText();
  const now = useNow(1_000);
  return <>{t('chat.denies_in', { time: formatClock(until - now) })}</>;
}

function Reach({ approval }: { readonly approval: Approval }) {
  const { t } = useText();
  return (
    <ul className="flex flex-col gap-0.5 text-sm text-ink-soft">
      {approvalReach(approval).map(({ key, params }) => (
        <li key={`${key}:${params.path ?? ''}`} className="wrap-anywhere">
          {visibleSentence(t, { key, params })}
        </li>
      ))}
    </ul>
  );
}

type AnswersProps = {
  readonly approval: Approval;
  readonly hasSeenAll: boolean;
  readonly sent: ApprovalDecision | undefined;
  readonly onDecide: (decision: ApprovalDecision) => void;
};

function Answers({ approval, hasSeenAll, sent, onDecide }: AnswersProps) {
  const { t } = useText();
  const hintId = useId();
  const { sessionGrant } = approval;
  const isBlocked = sent !== undefined || !hasSeenAll;
  return (
    <div className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center gap-2">
        <Button
          variant="primary"
          disabled={isBlocked}
          busy={sent === 'once'}
          aria-describedby={hasSeenAll ? undefined : hintId}
          onClick={() => onDecide('once')}
        >
          {t('chat.allow_once')}
        </Button>
        {sessionGrant !== undefined && (
          <Button
            disabled={isBlocked}
            busy={sent === 'session'}
            aria-describedby={`${hintId}-session`}
            onClick={() => onDecide('session')}
          >
            {t('chat.allow_session')}
          </Button>
        )}
        <span className="flex-1" />
        <Button disabled={sent !== undefined} busy={sent === 'deny'} onClick={() => onDecide('deny')}>
          {t('chat.deny')}
        </Button>
        <Button
          variant="plain"
          className="text-stop-ink"
          disabled={sent !== undefined}
          busy={sent === 'deny_stop'}
          onClick={() => onDecide('deny_stop')}
        >
          {t('chat.deny_stop')}
        </Button>
      </div>
      {!hasSeenAll && (
        <p id={hintId} className="text-sm text-ask-ink">
          {t('chat.read_to_the_end')}
        </p>
      )}
      {sessionGrant !== undefined && (
        <p id={`${hintId}-session`} className="text-sm text-ink-soft">
          {t('chat.session_covers', { what: visibleSentence(t, sessionGrant) })}
        </p>
      )}
    </div>
  );
}
