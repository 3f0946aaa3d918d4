// What every field has around it: a label, a hint, an error that is tied to the input.

import { CircleAlert } from 'lucide-react';
import { type ReactNode, useId } from 'react';
import { classes } from '../classes.ts';

export type FieldFrame = {
  readonly label: string;
  /** Read aloud, not drawn: for a field whose meaning is plain from its place. */
  readonly hideLabel?: boolean | undefined;
  readonly hint?: ReactNode;
  readonly error?: string | undefined;
};

export type FieldIds = {
  readonly id: string;
  readonly 'aria-describedby': string | undefined;
  readonly 'aria-invalid': true | undefined;
};

export const inputShape =
  'w-full rounded-control border border-edge-strong bg-raised px-3 text-base text-ink ' +
  'transition-colors duration-100 hover:border-ink-faint aria-invalid:border-stop-edge ' +
  'focus-visible:outline-offset-0 disabled:opacity-60 [&:is(input,textarea):read-only]:bg-quiet';

export function Field(props: FieldFrame & { readonly children: (ids: FieldIds) => ReactNode }) {
  const id = useId();
  const hasError = props.error !== undefined && props.error !== '';
  const hasHint = props.hint !== undefined && props.hint !== null;
  const describedBy = [hasHint && `${id}-hint`, hasError && `${id}-error`].filter(Boolean).join(' ');
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <label htmlFor={id} className={classes('text-sm font-medium text-ink', props.hideLabel && 'sr-only')}>
        {props.label}
      </label>
      {props.children({
        id,
        'aria-describedby': describedBy === '' ? undefined : describedBy,
        'aria-invalid': hasError ? true : undefined,
      })}
      {hasHint && (
        <div id={`${id}-hint`} className="text-sm text-ink-soft">
          {props.hint}
        </div>
      )}
      {hasError && (
        <p id={`${id}-error`} role="alert" className="flex items-start gap-1 text-sm text-stop-ink">
          <CircleAlert className="mt-0.5" aria-hidden="true" />
          <span>{props.error}</span>
        </p>
      )}
    </div>
  );
}
