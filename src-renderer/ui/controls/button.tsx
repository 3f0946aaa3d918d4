// A button with words. `primary` once per place, `danger` for what cannot be taken back.
import type { ComponentProps, ReactNode } from 'react';
import { classes } from '../classes.ts';

export type ButtonVariant = 'primary' | 'outline' | 'plain' | 'danger';
export type ButtonProps = ComponentProps<'button'> & {
  readonly variant?: ButtonVariant;
  readonly size?: 'md' | 'sm';
  /** A lucide icon in front of the words. */
  readonly icon?: ReactNode;
  /** Shows that it works and takes no clicks. */
  readonly busy?: boolean;
};

const shape =
  'inline-flex shrink-0 items-center justify-center gap-2 rounded-control border font-medium whitespace-nowrap ' +
  'select-none transition-colors duration-100 disabled:opacity-50 aria-disabled:opacity-50';
const variants: Record<ButtonVariant, string> = {
  primary: 'border-transparent bg-tide text-tide-on not-disabled:hover:bg-tide-hover',
  outline: 'border-edge-strong/60 bg-raised text-ink not-disabled:hover:bg-hover not-disabled:active:bg-pressed',
  plain: 'border-transparent text-ink-soft not-disabled:hover:bg-hover not-disabled:hover:text-ink',
  danger: 'border-transparent bg-stop text-stop-on not-disabled:hover:bg-stop-hover',
};
const sizes = { md: 'h-8 px-3 text-base', sm: 'h-7 px-2 text-sm' };

export function Button(props: ButtonProps) {
  const { variant = 'outline', size = 'md', icon, busy = false, className, children, disabled, ...rest } = props;
  return (
    <button
      type="button"
      {...rest}
      disabled={disabled === true || busy}
      aria-busy={busy || undefined}
      className={classes(shape, variants[variant], sizes[size], className)}
    >
      {busy ? <Spinner /> : icon}
      {children}
    </button>
  );
}

/** The turning ring alone; put words beside it when it may take longer than a second (see Busy). */
export function Spinner() {
  return (
    <svg className="lucide animate-turn" viewBox="0 0 16 16" fill="none" aria-hidden="true">
      <circle cx="8" cy="8" r="6" stroke="currentColor" strokeWidth="1.5" opacity="0.25" />
      <path d="M14 8a6 6 0 0 0-6-6" stroke="currentColor" strokeWidth="1.5" strokeLinecap="round" />
    </svg>
  );
}
