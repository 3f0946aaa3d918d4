// Under an answer: which model, what it took, and what can be done with it.
import { Pin, PinOff, RefreshCw } from 'lucide-react';
import type { Message } from '#main/contract/messages.ts';
import type { Language, Translate } from '#main/platform/texts/translate.ts';
import { classes } from '#renderer/ui/classes.ts';
import { IconButton } from '#renderer/ui/controls/icon-button.tsx';
import { Badge } from '#renderer/ui/display/badge.tsx';
import { CopyButton } from '#renderer/ui/display/copy-button.tsx';
import { Tooltip } from '#renderer/ui/overlays/tooltip.tsx';
import { formatCount, formatDuration } from '#renderer/ui/text/format.ts';
import { stepsCostWords } from '#renderer/ui/text/spent-words.ts';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { wordsOf } from './arrange-parts.ts';
import { useMessageActions } from './message-actions.ts';
import { PinnedMark } from './pinned-mark.tsx';
import { Versions } from './versions.tsx';

export type AnswerFooterProps = {
  readonly message: Message;
  readonly isLast: boolean;
  readonly canRegenerate: boolean;
};

export function AnswerFooter({ message, isLast, canRegenerate }: AnswerFooterProps) {
  const { t, language } = useText();
  const actions = useMessageActions();
  const isOffline = message.model?.startsWith('offline/') === true;
  const facts = answerFacts(message, t, language);
  return (
    <footer className="flex min-h-7 flex-wrap items-center gap-x-2 text-xs text-ink-faint">
      <Versions message={message} />
      {message.pinned && <PinnedMark />}
      {isOffline ? (
        <Tooltip text={t('chat.no_model_text')}>
          <button type="button" className="rounded-full">
            <Badge>{t('chat.no_model')}</Badge>
          </button>
        </Tooltip>
      ) : (
        message.model !== undefined && <span className="truncate">{actions.modelLabel(message.model)}</span>
      )}
      {facts !== '' && <span className="tabular-nums">{facts}</span>}
      <span
        className={classes(
          'flex items-center transition-opacity duration-100 pointer-coarse:opacity-100',
          !isLast && 'opacity-0 group-focus-within/message:opacity-100 group-hover/message:opacity-100',
        )}
      >
        <CopyButton text={() => wordsOf(message.parts)} label={t('chat.copy_answer')} />
        <IconButton
          size="sm"
          label={t('chat.regenerate')}
          icon={<RefreshCw aria-hidden="true" />}
          disabled={!canRegenerate}
          onClick={() => actions.regenerate(message)}
        />
        <IconButton
          size="sm"
          label={t(message.pinned ? 'chat.unpin' : 'chat.pin')}
          icon={message.pinned ? <PinOff aria-hidden="true" /> : <Pin aria-hidden="true" />}
          onClick={() => actions.pin(message)}
        />
      </span>
    </footer>
  );
}

function answerFacts(message: Message, t: Translate, language: Language): string {
  const { usage } = message;
  const facts: string[] = [];
  if (usage !== undefined && usage.inputTokens + usage.outputTokens > 0) {
    facts.push(t('chat.tokens', { count: formatCount(usage.inputTokens + usage.outputTokens, language) }));
    facts.push(stepsCostWords(usage, t, language));
  }
  if (message.endedAt !== undefined) facts.push(formatDuration(message.endedAt - message.createdAt, language));
  return facts.join(' · ');
}
