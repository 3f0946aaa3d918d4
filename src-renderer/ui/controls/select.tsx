// One of a short list. For long or searchable lists use a popover with a filter.
// The browser's own element: the popup of Radix writes HTML into the page, which the page's policy forbids.
import { ChevronsUpDown } from 'lucide-react';
import { classes } from '../classes.ts';
import { Field, type FieldFrame, inputShape } from './field.tsx';

export type SelectOption = { readonly value: string; readonly label: string };
export type SelectProps = FieldFrame & {
  readonly value: string;
  readonly options: readonly SelectOption[];
  readonly onChange: (value: string) => void;
  readonly disabled?: boolean;
  readonly className?: string;
};

export function Select(props: SelectProps) {
  const { label, hideLabel, hint, error, value, options, onChange, disabled = false, className } = props;
  return (
    <Field label={label} hideLabel={hideLabel} hint={hint} error={error}>
      {(ids) => (
        <div className="relative flex items-center">
          <select
            {...ids}
            value={value}
            disabled={disabled}
            onChange={(event) => onChange(event.target.value)}
            className={classes(inputShape, 'picker h-8 pe-9 leading-7.5 text-ellipsis whitespace-nowrap', className)}
          >
            {options.map((option) => (
              <option key={option.value} value={option.value}>
                {option.label}
              </option>
            ))}
          </select>
          <ChevronsUpDown className="pointer-events-none absolute end-3 text-ink-faint" aria-hidden="true" />
        </div>
      )}
    </Field>
  );
}
