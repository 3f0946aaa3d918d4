// One step of the first run: its number and name; open while it is the turn of it, one line once it is done.
import { Check } from 'lucide-react';
import { type ReactNode, useEffect, useRef } from 'react';
import { classes } from '#renderer/ui/classes.ts';
import { Button } from '#renderer/ui/controls/button.tsx';
import { useText } from '#renderer/ui/text/text-context.tsx';

export type StepFrameProps = {
  readonly number: number;
  readonly count: number;
  readonly title: string;
  readonly text: string;
  readonly state: 'done' | 'open' | 'later';
  /** What was chosen, shown when done. */
  readonly summary?: string | undefined;
  /** The person came here by finishing the step before: the heading takes the focus. */
  readonly takesFocus: boolean;
  readonly onChange?: () => void;
  readonly children: ReactNode;
};

export function StepFrame(props: StepFrameProps) {
  const { number, count, title, text, state, summary, takesFocus, onChange, children } = props;
  const { t } = useText();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (state === 'open' && takesFocus) heading.current?.focus();
  }, [state, takesFocus]);
  return (
    <li
      aria-current={state === 'open' ? 'step' : undefined}
      className={classes(
        'flex gap-4 rounded-card border p-4 bar:p-5',
        state === 'open' ? 'border-edge bg-raised' : 'border-transparent',
      )}
    >
      <span
        aria-hidden="true"
        className={classes(
          'flex size-7 shrink-0 items-center justify-center rounded-full border text-sm font-semibold tabular-nums',
          state === 'done' && 'border-done-edge bg-done-surface text-done-ink',
          state === 'open' && 'border-transparent bg-tide text-tide-on',
          state === 'later' && 'border-edge-strong text-ink-soft',
        )}
      >
        {state === 'done' ? <Check /> : number}
      </span>
      <div className="flex min-w-0 flex-1 flex-col gap-4">
        <div className="flex min-h-7 items-start justify-between gap-4">
          <div className="flex min-w-0 flex-col gap-0.5 pt-0.5">
            <h2
              ref={heading}
              tabIndex={-1}
              className={classes(
                'rounded-control text-lg font-semibold outline-none',
                state === 'later' && 'text-ink-soft',
              )}
            >
              <span className="sr-only">{t('onboarding.step', { number, count })}: </span>
              {title}
            </h2>
            {state === 'done' && <p className="wrap-anywhere text-ink-soft">{summary}</p>}
            {state === 'open' && <p className="text-pretty text-ink-soft">{text}</p>}
          </div>
          {state === 'done' && onChange !== undefined && (
            <Button variant="plain" size="sm" onClick={onChange}>
              {t('onboarding.change')}
              <span className="sr-only">: {title}</span>
            </Button>
          )}
        </div>
        {state === 'open' && children}
      </div>
    </li>
  );
}
