// A number with a unit: sent on Enter and on leaving the field, refused in place when it is none.
import { useEffect, useState } from 'react';
import { TextField } from '#renderer/ui/controls/text-field.tsx';
import { useText } from '#renderer/ui/text/text-context.tsx';
import type { ControlProps } from './control-props.ts';
import { type NumberRange, numberText, parseNumber } from './number-text.ts';

export type NumberControlProps = ControlProps<number> & {
  readonly unit: string | undefined;
  readonly range: NumberRange;
  /** With separators between thousands. */
  readonly isGrouped: boolean;
};

export function NumberControl(props: NumberControlProps) {
  const { label, hint, unit, value, range, isGrouped, error, disabled, onChange, onClear } = props;
  const { t, language } = useText();
  const shown = value === undefined ? '' : numberText(value, language, isGrouped);
  const [text, setText] = useState(shown);
  const [problem, setProblem] = useState<string>();
  useEffect(() => {
    setText(shown);
    setProblem(undefined);
  }, [shown]);

  const finish = () => {
    if (text.trim() === '' && onClear !== undefined) {
      setProblem(undefined);
      if (value !== undefined) onClear();
      return;
    }
    const parsed = parseNumber(text, language, range);
    if (parsed.type === 'wrong') setProblem(t('settings.number_wrong'));
    else if (parsed.type === 'out-of-range') {
      setProblem(t('settings.number_range', { min: range.min, max: range.max }));
    } else {
      setProblem(undefined);
      setText(numberText(parsed.value, language, isGrouped));
      if (parsed.value !== value) onChange(parsed.value);
    }
  };
  return (
    <TextField
      label={label}
      hint={hint}
      error={problem ?? error}
      disabled={disabled}
      value={text}
      onChange={setText}
      inputMode={range.whole ? 'numeric' : 'decimal'}
      autoComplete="off"
      {...(unit === undefined
        ? {}
        : {
            className: 'pe-24! tabular-nums',
            end: <span className="pointer-events-none pe-2 text-sm text-ink-soft">{unit}</span>,
          })}
      onBlur={finish}
      onKeyDown={(event) => {
        if (event.key === 'Enter') finish();
        if (event.key === 'Escape' && text !== shown) {
          event.stopPropagation();
          setText(shown);
          setProblem(undefined);
        }
      }}
    />
  );
}
