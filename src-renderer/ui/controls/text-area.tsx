// Several lines of text.
import type { ComponentProps } from 'react';
import { classes } from '../classes.ts';
import { Field, type FieldFrame, inputShape } from './field.tsx';

export type TextAreaProps = FieldFrame &
  Omit<ComponentProps<'textarea'>, 'value' | 'onChange' | 'id'> & {
    readonly value: string;
    readonly onChange: (value: string) => void;
    readonly mono?: boolean;
  };

export function TextArea(props: TextAreaProps) {
  const { label, hideLabel, hint, error, value, onChange, mono, className, ...rest } = props;
  return (
    <Field label={label} hideLabel={hideLabel} hint={hint} error={error}>
      {(ids) => (
        <textarea
          rows={3}
          dir={mono === true ? 'ltr' : undefined}
          {...rest}
          {...ids}
          value={value}
          onChange={(event) => onChange(event.target.value)}
          className={classes(inputShape, 'resize-y py-2', mono === true && 'font-mono text-sm', className)}
        />
      )}
    </Field>
  );
}
