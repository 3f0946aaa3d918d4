// The answers to a question. Enter allows nothing: a key that is pressed to send a message must not approve.
import { type KeyboardEvent, useId } from 'react';
import type { ApprovalDecision } from '#main/contract/approvals.ts';
import { Button } from '#renderer/ui/controls/button.tsx';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { visibleSentence } from '../calls/visible-text.ts';
import { distinctSentences, type Group, sharedWords } from './alike.ts';

type AnswersProps = {
  readonly group: Group;
  /** Nothing is ticked: there is nothing to answer. */
  readonly isNone: boolean;
  readonly hasSeenAll: boolean;
  readonly sent: ApprovalDecision | undefined;
  readonly onDecide: (decision: ApprovalDecision) => void;
};

const allowing = ['once', 'session', 'always'] as const;

function holdEnter(event: KeyboardEvent): void {
  if (event.key === 'Enter') event.preventDefault();
}

export function Answers({ group, isNone, hasSeenAll, sent, onDecide }: AnswersProps) {
  const { t } = useText();
  const hintId = useId();
  const covers = {
    once: undefined,
    session: sharedWords(group, 'sessionGrant'),
    always: sharedWords(group, 'always'),
  };
  const offered = allowing.filter((decision) => decision === 'once' || covers[decision] !== undefined);
  const labels = {
    once: t('chat.allow_once'),
    session: t('chat.allow_session'),
    always: t('permissions.always'),
  };
  const describedBy = (decision: (typeof allowing)[number]) =>
    [
      ...(hasSeenAll ? [] : [`${hintId}-read`]),
      ...(decision === 'once' ? [] : [`${hintId}-${decision}`]),
      `${hintId}-keys`,
    ].join(' ');
  return (
    <div className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center gap-2">
        {offered.map((decision) => (
          <Button
            key={decision}
            variant={decision === 'once' ? 'primary' : 'outline'}
            disabled={sent !== undefined || !hasSeenAll || isNone}
            busy={sent === decision}
            aria-describedby={describedBy(decision)}
            onKeyDown={holdEnter}
            onClick={() => onDecide(decision)}
          >
            {labels[decision]}
          </Button>
        ))}
        <span className="flex-1" />
        <Button disabled={sent !== undefined || isNone} busy={sent === 'deny'} onClick={() => onDecide('deny')}>
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
        <p id={`${hintId}-read`} className="text-sm text-ask-ink">
          {t('chat.read_to_the_end')}
        </p>
      )}
      {(['session', 'always'] as const).map((decision) => {
        const words = covers[decision];
        if (words === undefined) return null;
        const key = decision === 'session' ? 'chat.session_covers' : 'permissions.always_covers';
        return (
          <div key={decision} id={`${hintId}-${decision}`} className="text-sm text-ink-soft wrap-anywhere">
            {distinctSentences(words, (what) => visibleSentence(t, what)).map((what) => (
              <p key={what}>{t(key, { what })}</p>
            ))}
          </div>
        );
      })}
      <p id={`${hintId}-keys`} className="sr-only">
        {t('permissions.space_only')}
      </p>
    </div>
  );
}
