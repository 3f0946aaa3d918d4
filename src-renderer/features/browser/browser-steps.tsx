// Each step in words, newest first, with the page before and after it.
import { ChevronRight, CircleCheck, CircleX, LoaderCircle } from 'lucide-react';
import { useEffect, useId, useState } from 'react';
import type { BrowserStep } from '#main/contract/browser.ts';
import type { LimpetClient } from '#main/contract/contract.ts';
import type { SessionId } from '#main/contract/ids.ts';
import { classes } from '#renderer/ui/classes.ts';
import { useText } from '#renderer/ui/text/text-context.tsx';

export type BrowserStepsProps = {
  readonly client: LimpetClient;
  readonly sessionId: SessionId;
  readonly steps: readonly BrowserStep[];
};

export function BrowserSteps({ client, sessionId, steps }: BrowserStepsProps) {
  const { t } = useText();
  return (
    <section className="flex flex-col gap-1">
      <h3 className="font-semibold">{t('web.panel_steps')}</h3>
      {steps.length === 0 ? (
        <p className="text-ink-soft">{t('web.panel_steps_none')}</p>
      ) : (
        <ol reversed className="flex flex-col gap-1">
          {steps.toReversed().map((step) => (
            <Step key={step.id} client={client} sessionId={sessionId} step={step} />
          ))}
        </ol>
      )}
    </section>
  );
}

type StepProps = Omit<BrowserStepsProps, 'steps'> & { readonly step: BrowserStep };

const marks = {
  done: <CircleCheck className="mt-0.5 shrink-0 text-done-ink" aria-hidden="true" />,
  failed: <CircleX className="mt-0.5 shrink-0 text-stop-ink" aria-hidden="true" />,
  running: (
    <LoaderCircle
      className="mt-0.5 shrink-0 animate-spin text-ink-soft motion-reduce:animate-none"
      aria-hidden="true"
    />
  ),
} as const;

function Step({ client, sessionId, step }: StepProps) {
  const { t } = useText();
  const bodyId = useId();
  const [isOpen, setIsOpen] = useState(false);
  const canOpen = step.hasBefore || step.hasAfter || step.notes.length > 0;
  const state = step.state === 'done' ? '' : ` (${t(`web.panel_step_${step.state}`)})`;
  return (
    <li className="rounded-control border border-edge bg-raised">
      <button
        type="button"
        aria-expanded={isOpen}
        aria-controls={bodyId}
        disabled={!canOpen}
        className="flex w-full items-start gap-2 rounded-control px-2 py-1.5 text-start not-disabled:hover:bg-hover"
        onClick={() => setIsOpen(!isOpen)}
      >
        {marks[step.state]}
        <span className="min-w-0 flex-1 wrap-anywhere">
          {t(`web.step_${step.action}`)} <bdi>{step.text}</bdi>
          {state}
          {step.urlAfter !== undefined && step.urlAfter !== step.urlBefore && step.action !== 'open' && (
            <bdi dir="ltr" className="block text-sm text-ink-soft">
              → {step.urlAfter}
            </bdi>
          )}
        </span>
        {canOpen && (
          <ChevronRight
            className={classes('mt-0.5 shrink-0 text-ink-faint', isOpen ? 'rotate-90' : 'rtl:-scale-x-100')}
            aria-hidden="true"
          />
        )}
      </button>
      <div id={bodyId} hidden={!isOpen} className="flex flex-col gap-2 border-t border-edge p-2">
        {isOpen && (
          <>
            {step.notes.map((note) => (
              <p key={note} className="text-sm wrap-anywhere text-ink-soft">
                <bdi>{note}</bdi>
              </p>
            ))}
            <div className="grid gap-2 bar:grid-cols-2">
              {step.hasBefore && <Shot client={client} sessionId={sessionId} step={step} when="before" />}
              {step.hasAfter && <Shot client={client} sessionId={sessionId} step={step} when="after" />}
            </div>
          </>
        )}
      </div>
    </li>
  );
}

function Shot({ client, sessionId, step, when }: StepProps & { readonly when: 'before' | 'after' }) {
  const { t } = useText();
  const [jpeg, setJpeg] = useState<string | null>();
  const stepId = step.id;
  useEffect(() => {
    const stop = new AbortController();
    client.browser.shot({ sessionId, stepId, when }, { signal: stop.signal }).then(
      (found) => setJpeg(found.jpeg),
      () => setJpeg(null),
    );
    return () => stop.abort();
  }, [client, sessionId, stepId, when]);
  const word = t(when === 'before' ? 'web.panel_before' : 'web.panel_after');
  return (
    <figure className="flex min-w-0 flex-col gap-1">
      <figcaption className="text-sm text-ink-soft">{word}</figcaption>
      {typeof jpeg === 'string' && (
        <img
          src={`data:image/jpeg;base64,${jpeg}`}
          alt={`${t('web.panel_shots')}: ${word}`}
          className="block w-full rounded-control border border-edge"
        />
      )}
    </figure>
  );
}
