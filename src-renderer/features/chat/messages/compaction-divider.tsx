// Where earlier messages were summarised for the model; the originals stay above it.
import { ChevronRight, FoldVertical } from 'lucide-react';
import { useId, useState } from 'react';
import type { Compaction } from '#main/contract/messages.ts';
import { classes } from '#renderer/ui/classes.ts';
import { Button } from '#renderer/ui/controls/button.tsx';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { Markdown } from '../markdown/markdown.tsx';
import { useMessageActions } from './message-actions.ts';

export function CompactionDivider({ compaction }: { readonly compaction: Compaction }) {
  const { t } = useText();
  const { undoCompaction } = useMessageActions();
  const bodyId = useId();
  const [isOpen, setIsOpen] = useState(false);
  return (
    <section className="flex flex-col gap-2 pt-6">
      <div className="flex items-center gap-2 text-sm text-ink-soft before:h-px before:flex-1 before:bg-edge after:h-px after:flex-1 after:bg-edge">
        <button
          type="button"
          aria-expanded={isOpen}
          aria-controls={bodyId}
          onClick={() => setIsOpen(!isOpen)}
          className="flex min-h-7 items-center gap-2 rounded-control px-2 hover:bg-hover hover:text-ink"
        >
          <FoldVertical aria-hidden="true" />
          {t('chat.summarised', { count: compaction.coveredCount })}
          <ChevronRight
            aria-hidden="true"
            className={classes(
              'text-ink-faint transition-transform duration-100',
              isOpen && 'rotate-90 rtl:-rotate-90',
            )}
          />
        </button>
      </div>
      {isOpen && (
        <div id={bodyId} className="flex flex-col items-start gap-3 rounded-card border border-edge bg-sunken p-4">
          <p className="text-sm text-ink-soft">{t('chat.summary_text')}</p>
          <Markdown text={compaction.summary} isStreaming={false} />
          <Button size="sm" onClick={() => undoCompaction(compaction.id)}>
            {t('chat.undo_summary')}
          </Button>
        </div>
      )}
    </section>
  );
}
