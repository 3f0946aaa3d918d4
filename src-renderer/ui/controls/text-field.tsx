// One line of text.
import type { ComponentProps, ReactNode } from 'react';
import { classes } from '../classes.ts';
import { Field, type FieldFrame, inputShape } from './field.tsx';

export type TextFieldProps = FieldFrame &
  Omit<ComponentProps<'input'>, 'value' | 'onChange' | 'id'> & {
    readonly value: string;
    readonly onChange: (value: string) => void;
    readonly mono?: boolean;
    /** An icon inside, at the start. */
    readonly icon?: ReactNode;
    /** A button inside, at the end. */
    readonly end?: ReactNode;
  };

export function TextField(props: TextFieldProps) {
  const { label, hideLabel, hint, error, value, onChange, mono, icon, end, className, ...rest } = props;
  return (
    <Field label={label} hideLabel={hideLabel} hint={hint} error={error}>
      {(ids) => (
        <div className="relative flex items-center" dir={mono === true ? 'ltr' : undefined}>
          {icon !== undefined && <span className="pointer-events-none absolute start-2 text-ink-faint">{icon}</span>}
          <input
            type="text"
            {...rest}
            {...ids}
            value={value}
            onChange={(event) => onChange(event.target.value)}
            className={classes(
              inputShape,
              'h-8',
              mono === true && 'font-mono text-sm',
              icon !== undefined && 'ps-8',
              end !== undefined && 'pe-9',
              className,
            )}
          />
          {end !== undefined && (
            <span className="pointer-events-none absolute end-0.5 flex items-center [&_button]:pointer-events-auto">
              {end}
            </span>
          )}
        </div>
      )}
    </Field>
  );
}
