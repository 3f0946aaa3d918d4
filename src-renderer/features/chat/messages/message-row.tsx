// One position of the branch: its message, or its place while it is being fetched.
import { memo, useId } from 'react';
import type { CallId } from '#main/contract/ids.ts';
import type { Compaction, Message } from '#main/contract/messages.ts';
import { classes } from '#renderer/ui/classes.ts';
import { Button } from '#renderer/ui/controls/button.tsx';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { AssistantMessage } from './assistant-message.tsx';
import { CompactionDivider } from './compaction-divider.tsx';
import { UserMessage } from './user-message.tsx';

export type MessageRowProps = {
  readonly depth: number;
  readonly total: number;
  readonly message: Message | undefined;
  readonly isBusy: boolean;
  /** Shown for a moment, after a search led here. */
  readonly isMarked: boolean;
  /** Its page could not be read. */
  readonly onRetry: (() => void) | undefined;
  readonly compaction: Compaction | undefined;
  readonly liveOutput: ReadonlyMap<CallId, string> | undefined;
};

export const MessageRow = memo(function MessageRow(props: MessageRowProps) {
  const { depth, total, message, isBusy, isMarked, onRetry, compaction, liveOutput } = props;
  const { t } = useText();
  const headingId = useId();
  const isLast = depth === total - 1;
  return (
    <article
      aria-posinset={depth + 1}
      aria-setsize={total}
      aria-busy={message?.status === 'streaming'}
      aria-labelledby={headingId}
      className={classes(
        'mx-auto w-full max-w-read rounded-card px-4',
        isMarked && 'outline-2 outline-offset-[-2px] outline-focus',
      )}
    >
      <h2 id={headingId} className="sr-only">
        {t(message?.role === 'user' ? 'chat.from_person' : 'chat.from_limpet')}
      </h2>
      {message === undefined ? (
        <MissingMessage onRetry={onRetry} />
      ) : message.role === 'user' ? (
        <UserMessage message={message} canEdit={!isBusy} />
      ) : (
        <AssistantMessage message={message} isLast={isLast} isBusy={isBusy} liveOutput={liveOutput} />
      )}
      {compaction !== undefined && <CompactionDivider compaction={compaction} />}
    </article>
  );
});

function MissingMessage({ onRetry }: { readonly onRetry: (() => void) | undefined }) {
  const { t } = useText();
  if (onRetry !== undefined) {
    return (
      <div className="flex items-center gap-3 py-4 text-ink-soft">
        {t('chat.page_failed')}
        <Button size="sm" onClick={onRetry}>
          {t('chat.try_again')}
        </Button>
      </div>
    );
  }
  return (
    <div className="flex flex-col gap-2 pt-6 pb-4">
      <span className="sr-only">{t('chat.loading_messages')}</span>
      <span className="h-4 w-3/5 rounded bg-quiet" />
      <span className="h-4 w-4/5 rounded bg-quiet" />
      <span className="h-4 w-2/5 rounded bg-quiet" />
    </div>
  );
}
