// A question to the person in the middle of an answer: who asks, what, until when, and the ways to answer.
// The keyboard starts on the text; only a button sends.
import { MessageCircleQuestion, X } from 'lucide-react';
import { type ReactNode, useEffect, useId, useRef, useState } from 'react';
import type { LimpetClient } from '#main/contract/contract.ts';
import type { Question, QuestionField, QuestionValues } from '#main/contract/questions.ts';
import { visibleLine, visibleLines } from '#main/contract/shown-text.ts';
import { useAct } from '#renderer/api/use-act.ts';
import { Button } from '#renderer/ui/controls/button.tsx';
import { IconButton } from '#renderer/ui/controls/icon-button.tsx';
import { describeError } from '#renderer/ui/text/describe-error.ts';
import { formatClock } from '#renderer/ui/text/format.ts';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { useNow } from '#renderer/ui/text/use-now.ts';
import { takeFocus } from '../approvals/take-focus.ts';
import { QuestionFields } from './question-fields.tsx';

export type QuestionCardProps = {
  readonly client: Pick<LimpetClient, 'questions'>;
  readonly question: Question;
  /** In a list of several cards none of them takes the keyboard. */
  readonly takesFocus?: boolean;
  /** Below the title: which chat it is. */
  readonly extra?: ReactNode;
};

const isEmpty = (value: QuestionValues[string] | undefined) =>
  value === undefined || value === '' || (Array.isArray(value) && value.length === 0);

const initialValues = (fields: readonly QuestionField[]): QuestionValues =>
  Object.fromEntries(fields.flatMap(({ name, initial }) => (initial === undefined ? [] : [[name, initial]])));

export function QuestionCard({ client, question, takesFocus = true, extra }: QuestionCardProps) {
  const { t } = useText();
  const titleId = useId();
  const messageId = useId();
  const card = useRef<HTMLElement>(null);
  const { fields, server, url } = question;
  const [values, setValues] = useState(() => initialValues(fields));
  const answer = useAct((o: { action: 'accept' | 'decline' | 'cancel'; values?: QuestionValues }) =>
    client.questions.answer({ questionId: question.id, action: o.action, values: o.values ?? {} }),
  );
  useEffect(() => {
    if (takesFocus) takeFocus(card.current);
  }, [takesFocus]);
  const isMissing = fields.some(({ name, required }) => required && isEmpty(values[name]));
  const yesNo =
    fields.length === 1 && fields[0]?.type === 'boolean' && fields[0].label === undefined ? fields[0] : undefined;
  return (
    <section
      ref={card}
      tabIndex={-1}
      aria-labelledby={titleId}
      aria-describedby={messageId}
      data-question={question.id}
      className="flex max-h-[min(60dvh,560px)] flex-col gap-3 overflow-y-auto rounded-card border border-ask-edge border-s-4 bg-raised p-4 shadow-float"
    >
      <div className="flex items-start gap-2">
        <MessageCircleQuestion className="mt-0.5 text-ask-ink" aria-hidden="true" />
        <div className="min-w-0 flex-1">
          <h2 id={titleId} className="font-semibold text-pretty wrap-anywhere">
            {server === undefined
              ? t('questions.limpet_asks')
              : t('questions.server_asks', { server: visibleLine(server) })}
          </h2>
          {extra}
        </div>
        <span className="shrink-0 text-sm text-ink-soft tabular-nums">
          <Remaining until={question.expiresAt} />
        </span>
        <IconButton
          size="sm"
          className="-me-1 -mt-1"
          label={t('questions.put_aside')}
          icon={<X aria-hidden="true" />}
          disabled={answer.isRunning}
          onClick={() => void answer.run({ action: 'cancel' })}
        />
      </div>
      <p id={messageId} dir="auto" className="whitespace-pre-wrap text-pretty wrap-anywhere">
        {visibleLines(question.message).join('\n')}
      </p>
      {server !== undefined && <p className="text-sm text-pretty text-ink-soft">{t('questions.server_text')}</p>}
      {url !== undefined && <Page url={url} />}
      {yesNo === undefined && (
        <QuestionFields
          fields={fields}
          values={values}
          labelledBy={messageId}
          onValue={(name, value) => setValues({ ...values, [name]: value })}
        />
      )}
      {answer.error !== undefined && (
        <p role="alert" className="text-pretty text-stop-ink wrap-anywhere">
          {describeError(answer.error, t)}
        </p>
      )}
      <div className="flex flex-wrap items-center gap-2">
        {yesNo === undefined ? (
          <Button
            variant="primary"
            disabled={isMissing}
            busy={answer.isRunning}
            onClick={() => void answer.run({ action: 'accept', values })}
          >
            {t(url === undefined ? 'questions.send' : 'questions.done')}
          </Button>
        ) : (
          [true, false].map((yes) => (
            <Button
              key={String(yes)}
              variant={yes ? 'primary' : 'outline'}
              disabled={answer.isRunning}
              onClick={() => void answer.run({ action: 'accept', values: { [yesNo.name]: yes } })}
            >
              {t(yes ? 'questions.yes' : 'questions.no')}
            </Button>
          ))
        )}
        <Button variant="plain" disabled={answer.isRunning} onClick={() => void answer.run({ action: 'decline' })}>
          {t('questions.decline')}
        </Button>
      </div>
    </section>
  );
}

function Page({ url }: { readonly url: string }) {
  const { t } = useText();
  return (
    <div className="flex flex-col gap-1">
      <span>{t('questions.page')}</span>
      <code className="font-mono text-sm wrap-anywhere">{visibleLine(url)}</code>
      <a href={url} target="_blank" rel="noreferrer" className="text-tide-ink underline">
        {t('questions.open_page')}
      </a>
    </div>
  );
}

function Remaining({ until }: { readonly until: number }) {
  const { t } = useText();
  const now = useNow(1_000);
  return <>{t('questions.ends_in', { time: formatClock(until - now) })}</>;
}
