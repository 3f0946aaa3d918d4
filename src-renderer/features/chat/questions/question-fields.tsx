// The fields of a question, each with the control of its kind. One without a label is named by the question above it.
import { useId } from 'react';
import type { QuestionField, QuestionValues } from '#main/contract/questions.ts';
import { visibleLine } from '#main/contract/shown-text.ts';
import { classes } from '#renderer/ui/classes.ts';
import { Select } from '#renderer/ui/controls/select.tsx';
import { Switch } from '#renderer/ui/controls/switch.tsx';
import { TextArea } from '#renderer/ui/controls/text-area.tsx';
import { TextField } from '#renderer/ui/controls/text-field.tsx';
import { useText } from '#renderer/ui/text/text-context.tsx';

type Value = QuestionValues[string];

export type QuestionFieldsProps = {
  readonly fields: readonly QuestionField[];
  readonly values: QuestionValues;
  /** Id of the question's text. */
  readonly labelledBy: string;
  readonly onValue: (name: string, value: Value) => void;
};

/** More than this are a list to pick from. */
const mostRadios = 10;

export function QuestionFields({ fields, values, labelledBy, onValue }: QuestionFieldsProps) {
  return fields.map((field) => (
    <OneField
      key={field.name}
      field={field}
      labelledBy={labelledBy}
      value={values[field.name]}
      onValue={(value) => onValue(field.name, value)}
    />
  ));
}

type OneFieldProps = {
  readonly field: QuestionField;
  readonly labelledBy: string;
  readonly value: Value | undefined;
  readonly onValue: (value: Value) => void;
};

function OneField({ field, labelledBy, value, onValue }: OneFieldProps) {
  const { t } = useText();
  const isNamed = field.label !== undefined;
  const label = field.label === undefined ? t('questions.answer') : visibleLine(field.label);
  const hint = field.description === undefined ? undefined : visibleLine(field.description);
  const options = (field.options ?? []).map((one) => ({ value: one.value, label: visibleLine(one.label) }));
  const frame = { label, hint, hideLabel: !isNamed };
  switch (field.type) {
    case 'boolean':
      return <Switch label={label} hint={hint} checked={value === true} onChange={onValue} />;
    case 'choice':
      if (options.length > mostRadios)
        return (
          <Select
            {...frame}
            value={typeof value === 'string' ? value : ''}
            options={[{ value: '', label: '–' }, ...options]}
            onChange={onValue}
          />
        );
      return <Choices {...{ field, label, hint, options, labelledBy, value, onValue }} isSingle />;
    case 'choices':
      return <Choices {...{ field, label, hint, options, labelledBy, value, onValue }} isSingle={false} />;
    case 'number':
    case 'integer':
      return <NumberField {...frame} value={value} onValue={onValue} />;
    case 'text':
      return isNamed ? (
        <TextField {...frame} value={typeof value === 'string' ? value : ''} onChange={onValue} />
      ) : (
        <TextArea {...frame} value={typeof value === 'string' ? value : ''} onChange={onValue} />
      );
  }
}

type ChoicesProps = OneFieldProps & {
  readonly label: string;
  readonly hint: string | undefined;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly isSingle: boolean;
};

function Choices({ field, label, hint, options, labelledBy, value, onValue, isSingle }: ChoicesProps) {
  const name = useId();
  const hintId = useId();
  const chosen = Array.isArray(value) ? value : typeof value === 'string' ? [value] : [];
  const isNamed = field.label !== undefined;
  const choose = (one: string, on: boolean) => {
    if (isSingle) onValue(one);
    else onValue(on ? [...chosen, one] : chosen.filter((known) => known !== one));
  };
  return (
    <fieldset
      className="flex flex-col gap-1"
      aria-labelledby={isNamed ? undefined : labelledBy}
      aria-describedby={hint === undefined ? undefined : hintId}
    >
      {isNamed && <legend className="mb-1 text-sm font-medium">{label}</legend>}
      {options.map((one) => (
        <label
          key={one.value}
          className={classes(
            'flex min-h-8 items-start gap-2 rounded-control border px-3 py-1.5 hover:bg-hover',
            chosen.includes(one.value) ? 'border-tide' : 'border-edge',
          )}
        >
          <input
            type={isSingle ? 'radio' : 'checkbox'}
            name={name}
            className="mt-0.5 size-4 shrink-0 accent-tide"
            checked={chosen.includes(one.value)}
            onChange={(event) => choose(one.value, event.target.checked)}
          />
          <span dir="auto" className="min-w-0 wrap-anywhere">
            {one.label}
          </span>
        </label>
      ))}
      {hint !== undefined && (
        <p id={hintId} className="text-sm text-ink-soft">
          {hint}
        </p>
      )}
    </fieldset>
  );
}

type NumberFieldProps = {
  readonly label: string;
  readonly hideLabel: boolean;
  readonly hint: string | undefined;
  readonly value: Value | undefined;
  readonly onValue: (value: Value) => void;
};

/** What is no number stays as it was typed; it is refused with a sentence when it is sent. */
function NumberField({ value, onValue, ...frame }: NumberFieldProps) {
  const toValue = (text: string) => (text.trim() === '' || !Number.isFinite(Number(text)) ? text : Number(text));
  const isPlain = typeof value === 'number' || typeof value === 'string';
  return (
    <TextField
      {...frame}
      inputMode="decimal"
      value={isPlain ? String(value) : ''}
      onChange={(text) => onValue(/[.,]0*$/.test(text) ? text : toValue(text))}
    />
  );
}
