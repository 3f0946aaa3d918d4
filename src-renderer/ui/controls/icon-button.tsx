// A button that is only an icon: its label is read aloud and shown as a tooltip.
import type { ComponentProps, ReactNode } from 'react';
import { classes } from '../classes.ts';
import { Tooltip } from '../overlays/tooltip.tsx';

export type IconButtonProps = Omit<ComponentProps<'button'>, 'children' | 'aria-label'> & {
  readonly label: string;
  readonly icon: ReactNode;
  /** Keys that do the same, shown in the tooltip: "Ctrl K". */
  readonly shortcut?: string | undefined;
  readonly size?: 'md' | 'sm';
  readonly variant?: 'plain' | 'primary' | 'outline';
  readonly side?: 'top' | 'right' | 'bottom' | 'left';
};

const variants = {
  plain:
    'border-transparent text-ink-soft not-disabled:hover:bg-hover not-disabled:hover:text-ink ' +
    'aria-pressed:text-tide-ink data-[state=open]:bg-hover',
  outline: 'border-edge-strong/60 bg-raised text-ink not-disabled:hover:bg-hover data-[state=open]:bg-hover',
  primary: 'border-transparent bg-tide text-tide-on not-disabled:hover:bg-tide-hover',
};

export function IconButton(props: IconButtonProps) {
  const { label, icon, shortcut, size = 'md', variant = 'plain', side, className, ...rest } = props;
  return (
    <Tooltip text={label} shortcut={shortcut} {...(side === undefined ? {} : { side })}>
      <button
        type="button"
        {...rest}
        aria-label={label}
        className={classes(
          'inline-flex shrink-0 items-center justify-center rounded-control border select-none',
          'transition-colors duration-100 disabled:opacity-45',
          size === 'md' ? 'size-8' : 'size-7',
          variants[variant],
          className,
        )}
      >
        {icon}
      </button>
    </Tooltip>
  );
}
