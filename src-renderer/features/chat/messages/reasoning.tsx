// What a model thought before it answered: folded away, there for whoever wants it.
import { Brain, ChevronRight } from 'lucide-react';
import { memo, useId, useState } from 'react';
import { classes } from '#renderer/ui/classes.ts';
import { formatDuration } from '#renderer/ui/text/format.ts';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { Markdown } from '../markdown/markdown.tsx';

export type ReasoningProps = {
  readonly text: string;
  readonly ms: number | undefined;
  readonly isStreaming: boolean;
};

export const Reasoning = memo(function Reasoning({ text, ms, isStreaming }: ReasoningProps) {
  const { t, language } = useText();
  const bodyId = useId();
  const [isOpen, setIsOpen] = useState(false);
  const heading = isStreaming
    ? t('chat.thinking')
    : ms === undefined
      ? t('chat.thought')
      : t('chat.thought_for', { time: formatDuration(ms, language) });
  // Some vendors keep the words to themselves and send only a signature.
  if (text.trim() === '') return <p className="flex min-h-7 items-center gap-2 text-ink-soft">{heading}</p>;
  return (
    <section>
      <button
        type="button"
        aria-expanded={isOpen}
        aria-controls={bodyId}
        onClick={() => setIsOpen(!isOpen)}
        className="-ms-2 flex min-h-7 items-center gap-2 rounded-control px-2 text-ink-soft hover:bg-hover hover:text-ink"
      >
        <Brain aria-hidden="true" />
        {heading}
        <ChevronRight
          aria-hidden="true"
          className={classes('text-ink-faint transition-transform duration-100', isOpen && 'rotate-90 rtl:-rotate-90')}
        />
      </button>
      {isOpen && (
        <div id={bodyId} className="mt-1 border-s-2 border-edge ps-4 text-ink-soft">
          <Markdown text={text} isStreaming={isStreaming} />
        </div>
      )}
    </section>
  );
});
