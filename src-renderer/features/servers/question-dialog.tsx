// A form that a server asks the person to fill in, wherever they are in the window.
import { useCallback, useState } from 'react';
import type { LimpetClient } from '#main/contract/contract.ts';
import type { McpQuestion } from '#main/contract/mcp.ts';
import { visibleLine, visibleLines } from '#main/contract/shown-text.ts';
import { useAct } from '#renderer/api/use-act.ts';
import { useFollow } from '#renderer/api/use-follow.ts';
import { Button } from '#renderer/ui/controls/button.tsx';
import { Select } from '#renderer/ui/controls/select.tsx';
import { Switch } from '#renderer/ui/controls/switch.tsx';
import { TextField } from '#renderer/ui/controls/text-field.tsx';
import { Dialog } from '#renderer/ui/overlays/dialog.tsx';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { Failure } from './failure.tsx';

type Value = string | number | boolean | string[];
type Values = Readonly<Record<string, Value>>;
type Field = McpQuestion['fields'][number];

export type QuestionDialogProps = { readonly client: Pick<LimpetClient, 'mcp'> };

export function QuestionDialog({ client }: QuestionDialogProps) {
  const [questions, setQuestions] = useState<readonly McpQuestion[]>([]);
  useFollow({
    open: useCallback((signal: AbortSignal) => client.mcp.watch({}, { signal }), [client]),
    onItem: (status) => setQuestions(status.questions),
  });
  const [first] = questions;
  return first === undefined ? null : <Question key={first.id} client={client} question={first} />;
}

function initialValues(fields: readonly Field[]): Values {
  return Object.fromEntries(fields.flatMap(({ name, initial }) => (initial === undefined ? [] : [[name, initial]])));
}

function Question({ client, question }: QuestionDialogProps & { readonly question: McpQuestion }) {
  const { t } = useText();
  const [values, setValues] = useState<Values>(() => initialValues(question.fields));
  const answer = useAct((action: 'accept' | 'decline' | 'cancel') =>
    client.mcp.answer({ questionId: question.id, action, values: action === 'accept' ? values : {} }),
  );
  const isMissing = question.fields.some(({ name, required }) => required && (values[name] ?? '') === '');
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && void answer.run('cancel')}
      title={t('mcp.asks', { server: question.serverId })}
      description={t('mcp.asks_text')}
      footer={
        <>
          <Button onClick={() => void answer.run('decline')}>{t('mcp.asks_decline')}</Button>
          <Button
            variant="primary"
            disabled={isMissing}
            busy={answer.isRunning}
            onClick={() => void answer.run('accept')}
          >
            {t('mcp.asks_send')}
          </Button>
        </>
      }
    >
      <p className="whitespace-pre-wrap wrap-anywhere">{visibleLines(question.message).join('\n')}</p>
      {question.url !== undefined && (
        <div className="flex flex-col gap-1">
          <span>{t('mcp.asks_page')}</span>
          <code className="font-mono text-sm wrap-anywhere">{visibleLine(question.url)}</code>
          <a href={question.url} target="_blank" rel="noreferrer" className="text-tide-ink underline">
            {t('mcp.asks_open')}
          </a>
        </div>
      )}
      {question.fields.map((field) => (
        <OneField
          key={field.name}
          field={field}
          value={values[field.name]}
          onValue={(value) => setValues({ ...values, [field.name]: value })}
        />
      ))}
      <Failure error={answer.error} />
    </Dialog>
  );
}

type OneFieldProps = {
  readonly field: Field;
  readonly value: Value | undefined;
  readonly onValue: (value: Value) => void;
};

function OneField({ field, value, onValue }: OneFieldProps) {
  const label = visibleLine(field.label);
  const hint = field.description === undefined ? undefined : visibleLine(field.description);
  const options = (field.options ?? []).map((one) => ({ value: one.value, label: visibleLine(one.label) }));
  switch (field.type) {
    case 'boolean':
      return <Switch label={label} hint={hint} checked={value === true} onChange={onValue} />;
    case 'choice':
      return (
        <Select
          label={label}
          hint={hint}
          value={typeof value === 'string' ? value : ''}
          options={[{ value: '', label: '–' }, ...options]}
          onChange={onValue}
        />
      );
    case 'choices': {
      const chosen = Array.isArray(value) ? value : [];
      return (
        <fieldset className="flex flex-col gap-2">
          <legend className="text-sm font-medium">{label}</legend>
          {options.map((one) => (
            <Switch
              key={one.value}
              label={one.label}
              checked={chosen.includes(one.value)}
              onChange={(on) => onValue(on ? [...chosen, one.value] : chosen.filter((known) => known !== one.value))}
            />
          ))}
        </fieldset>
      );
    }
    case 'number':
    case 'integer':
      return (
        <TextField
          label={label}
          hint={hint}
          inputMode="decimal"
          value={value === undefined ? '' : String(value)}
          onChange={(text) => onValue(text.trim() === '' || !Number.isFinite(Number(text)) ? '' : Number(text))}
        />
      );
    case 'text':
      return <TextField label={label} hint={hint} value={typeof value === 'string' ? value : ''} onChange={onValue} />;
  }
}
