// One real question: Limpet asks to write a small file into the folder, and does what is answered, nothing else.
import { CircleAlert, CircleCheck, CircleX } from 'lucide-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { ApprovalDecision } from '#main/contract/approvals.ts';
import type { LimpetClient } from '#main/contract/contract.ts';
import { classes } from '#renderer/ui/classes.ts';
import { Button } from '#renderer/ui/controls/button.tsx';
import { Busy } from '#renderer/ui/display/busy.tsx';
import { describeError } from '#renderer/ui/text/describe-error.ts';
import { useText } from '#renderer/ui/text/text-context.tsx';
import type { ExampleState } from './example.ts';
import type { ApprovalCardSlot } from './slots.ts';
import { type Example, useExample } from './use-example.ts';

const answers: readonly { readonly decision: ApprovalDecision; readonly label: string }[] = [
  { decision: 'once', label: 'chat.allow_once' },
  { decision: 'session', label: 'chat.allow_session' },
  { decision: 'deny', label: 'chat.deny' },
  { decision: 'deny_stop', label: 'chat.deny_stop' },
];

export type ExampleCardProps = {
  readonly client: LimpetClient;
  readonly ApprovalCard: ApprovalCardSlot;
  readonly folder: string;
  readonly sessionId: string | undefined;
  readonly onSession: (sessionId: string | undefined) => void;
};

export function ExampleCard({ client, ApprovalCard, folder, sessionId, onSession }: ExampleCardProps) {
  const { t } = useText();
  const example = useExample({ client, sessionId, onSession });
  const [answered, setAnswered] = useState<ApprovalDecision>();
  const { state } = example;
  return (
    <div className="flex flex-col gap-3">
      {state?.type === 'asking' && (
        <section aria-label={t('onboarding.example')}>
          <ApprovalCard
            key={state.approval.id}
            approval={state.approval}
            waiting={1}
            onDecide={async (approval, decision) => {
              await example.decide(approval, decision);
              setAnswered(decision);
            }}
          />
        </section>
      )}
      <Outcome example={example} folder={folder} />
      {example.error !== undefined && (
        <p role="alert" className="text-pretty text-stop-ink">
          {t('onboarding.example_not_started', { reason: describeError(example.error, t) })}
        </p>
      )}
      <Meanings answered={state?.type === 'asking' ? undefined : answered} />
    </div>
  );
}

type OutcomeProps = { readonly example: Example; readonly folder: string };

/** What came of it, and the way to see it (again). The focus comes here when the card that had it goes. */
function Outcome({ example, folder }: OutcomeProps) {
  const { t } = useText();
  const { state } = example;
  const type = state?.type;
  const line = useRef<HTMLDivElement>(null);
  const wasAsking = useRef(false);
  useEffect(() => {
    const isOver = type !== 'asking' && type !== 'working';
    if (wasAsking.current && isOver && document.activeElement === document.body) line.current?.focus();
    wasAsking.current = type === 'asking' || (wasAsking.current && !isOver);
  }, [type]);
  const canAsk = state === undefined || state.type === 'denied' || state.type === 'failed';
  return (
    <>
      <div ref={line} tabIndex={-1} role="status" className="rounded-control outline-none">
        {state !== undefined && <Words state={state} folder={folder} />}
      </div>
      {canAsk && (
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
          <Button busy={example.isStarting} onClick={example.start}>
            {t(state === undefined ? 'onboarding.example_show' : 'onboarding.example_again')}
          </Button>
          <span className="min-w-0 flex-1 basis-60 text-sm text-pretty text-ink-soft">
            {t('onboarding.example_hint')}
          </span>
        </div>
      )}
    </>
  );
}

function Words({ state, folder }: { readonly state: ExampleState; readonly folder: string }): ReactNode {
  const { t } = useText();
  const line = (icon: ReactNode, text: string, tone: string) => (
    <p className={classes('flex items-start gap-2 text-pretty', tone)}>
      {icon}
      <span className="min-w-0 wrap-anywhere">{text}</span>
    </p>
  );
  switch (state.type) {
    case 'working':
      return <Busy text={t('onboarding.example_working')} />;
    case 'asking':
      return null;
    case 'written':
      return line(
        <CircleCheck className="mt-0.5" aria-hidden="true" />,
        t('onboarding.example_written', { file: state.path, folder }),
        'text-done-ink',
      );
    case 'denied':
      return line(
        <CircleX className="mt-0.5 text-ink-faint" aria-hidden="true" />,
        t(state.isLate ? 'onboarding.example_late' : 'onboarding.example_denied'),
        '',
      );
    case 'failed':
      return line(
        <CircleAlert className="mt-0.5" aria-hidden="true" />,
        state.error === undefined
          ? t('onboarding.example_stopped')
          : t('onboarding.example_failed', { reason: describeError(state.error, t) }),
        'text-stop-ink',
      );
  }
}

function Meanings({ answered }: { readonly answered: ApprovalDecision | undefined }) {
  const { t } = useText();
  return (
    <dl className="grid gap-x-4 gap-y-1.5 bar:grid-cols-[max-content_1fr]">
      {answers.map(({ decision, label }) => (
        <div key={decision} className="contents">
          <dt className={classes('font-medium', decision === answered && 'text-tide-ink')}>{t(label)}</dt>
          <dd className={classes('max-bar:pb-1', decision === answered ? 'text-ink' : 'text-ink-soft')}>
            {t(`onboarding.example_${decision}_text`)}
          </dd>
        </div>
      ))}
    </dl>
  );
}
