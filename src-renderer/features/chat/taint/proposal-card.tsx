// A change that was not made but laid before the person: what it would do, why it waits, and the two answers.
import { FilePenLine } from 'lucide-react';
import { useCallback, useId, useState } from 'react';
import type { Proposal } from '#main/contract/proposals.ts';
import { Button } from '#renderer/ui/controls/button.tsx';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { ShownView } from '../calls/shown-view.tsx';
import { visibleSentence } from '../calls/visible-text.ts';

export type ProposalAnswer = 'accept' | 'discard';
export type ProposalCardProps = {
  readonly proposal: Proposal;
  /** In a list of several chats. */
  readonly showsChat?: boolean;
  readonly onAnswer: (proposal: Proposal, answer: ProposalAnswer) => Promise<void>;
};

export function ProposalCard({ proposal, showsChat = false, onAnswer }: ProposalCardProps) {
  const { t } = useText();
  const titleId = useId();
  const hintId = useId();
  const [hasSeenAll, setHasSeenAll] = useState(false);
  const [sent, setSent] = useState<ProposalAnswer>();
  const seenAll = useCallback(() => setHasSeenAll(true), []);
  const answer = (what: ProposalAnswer) => {
    setSent(what);
    void onAnswer(proposal, what).finally(() => setSent(undefined));
  };
  return (
    <section
      aria-labelledby={titleId}
      data-proposal={proposal.id}
      className="flex max-h-[min(50dvh,480px)] flex-col gap-3 overflow-y-auto rounded-card border border-ask-edge bg-raised p-4"
    >
      <div className="flex items-start gap-2">
        <FilePenLine className="mt-0.5 text-ask-ink" aria-hidden="true" />
        <div className="min-w-0 flex-1">
          <p className="text-sm text-ink-soft">{t('taint.proposal_title')}</p>
          <h2 id={titleId} className="font-semibold text-pretty wrap-anywhere">
            {visibleSentence(t, proposal.title)}
          </h2>
          {showsChat && (
            <p className="text-sm text-ink-soft wrap-anywhere">
              {visibleSentence(t, { key: 'taint.proposal_chat', params: { title: proposal.sessionTitle } })}
            </p>
          )}
        </div>
      </div>
      <p className="text-sm text-pretty text-ink-soft wrap-anywhere">{visibleSentence(t, proposal.why)}</p>
      <ShownView shown={proposal.shown} maxHeight="min(24dvh, 240px)" onSeenAll={seenAll} />
      <div className="flex flex-wrap items-center gap-2">
        <Button
          variant="primary"
          disabled={!hasSeenAll || sent !== undefined}
          busy={sent === 'accept'}
          aria-describedby={hasSeenAll ? undefined : hintId}
          onClick={() => answer('accept')}
        >
          {t('taint.accept')}
        </Button>
        <Button disabled={sent !== undefined} busy={sent === 'discard'} onClick={() => answer('discard')}>
          {t('taint.discard')}
        </Button>
      </div>
      {!hasSeenAll && (
        <p id={hintId} className="text-sm text-ask-ink">
          {t('chat.read_to_the_end')}
        </p>
      )}
    </section>
  );
}
