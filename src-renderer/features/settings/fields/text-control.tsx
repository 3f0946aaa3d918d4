// A text, or several separated by commas: sent on Enter and on leaving the field.
import { useEffect, useState } from 'react';
import type { CheckedValue } from '#main/contract/setting.ts';
import { TextField } from '#renderer/ui/controls/text-field.tsx';
import { useText } from '#renderer/ui/text/text-context.tsx';
import type { ControlProps } from './control-props.ts';

export type TextControlProps = ControlProps<string> & {
  readonly mono: boolean;
  readonly check: (text: string) => CheckedValue;
};

export function TextControl(props: TextControlProps) {
  const { label, hint, value = '', error, disabled, onChange, onClear, mono, check } = props;
  const { t } = useText();
  const [text, setText] = useState(value);
  const [problem, setProblem] = useState<string>();
  useEffect(() => {
    setText(value);
    setProblem(undefined);
  }, [value]);

  const finish = () => {
    const wanted = text.trim();
    setProblem(undefined);
    if (wanted === value) return setText(value);
    if (wanted === '' && onClear !== undefined) return onClear();
    if (check(wanted).type === 'wrong') return setProblem(t('settings.text_wrong'));
    onChange(wanted);
  };
  return (
    <TextField
      label={label}
      hint={hint}
      error={problem ?? error}
      disabled={disabled}
      mono={mono}
      value={text}
      onChange={setText}
      autoComplete="off"
      spellCheck={false}
      onBlur={finish}
      onKeyDown={(event) => {
        if (event.key === 'Enter') finish();
        if (event.key === 'Escape' && text !== value) {
          event.stopPropagation();
          setText(value);
          setProblem(undefined);
        }
      }}
    />
  );
}
