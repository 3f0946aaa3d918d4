// Several finished steps in a row as one line: "6 steps".
import { ChevronRight, ListChecks } from 'lucide-react';
import { type ReactNode, useId, useState } from 'react';
import { classes } from '#renderer/ui/classes.ts';
import { useText } from '#renderer/ui/text/text-context.tsx';

export type FoldedStepsProps = { readonly calls: number; readonly children: () => ReactNode };

/** The steps themselves are made only when it is opened. */
export function FoldedSteps({ calls, children }: FoldedStepsProps) {
  const { t } = useText();
  const bodyId = useId();
  const [isOpen, setIsOpen] = useState(false);
  return (
    <div>
      <button
        type="button"
        aria-expanded={isOpen}
        aria-controls={bodyId}
        onClick={() => setIsOpen(!isOpen)}
        className="flex min-h-9 items-center gap-2 rounded-control border border-edge bg-raised px-2.5 text-ink-soft hover:bg-hover hover:text-ink"
      >
        <ListChecks aria-hidden="true" />
        {t('chat.steps', { count: calls })}
        <ChevronRight
          aria-hidden="true"
          className={classes('text-ink-faint transition-transform duration-100', isOpen && 'rotate-90 rtl:-rotate-90')}
        />
      </button>
      {isOpen && (
        <div id={bodyId} className="mt-2 flex flex-col gap-2 border-s-2 border-edge ps-3">
          {children()}
        </div>
      )}
    </div>
  );
}
