// Something more about a control, opened by a click: a card, a filterable list.
import * as Radix from '@radix-ui/react-popover';
import type { ReactElement, ReactNode } from 'react';
import { classes } from '../classes.ts';

export type PopoverProps = {
  /** A Button, IconButton or Chip that is a button. */
  readonly trigger: ReactElement;
  readonly children: ReactNode;
  /** For screen readers. */
  readonly label: string;
  readonly open?: boolean;
  readonly onOpenChange?: (open: boolean) => void;
  readonly align?: 'start' | 'center' | 'end';
  readonly side?: 'top' | 'bottom';
  readonly className?: string;
};

export function Popover(props: PopoverProps) {
  const { trigger, children, label, open, onOpenChange, align = 'start', side = 'bottom', className } = props;
  return (
    <Radix.Root {...(open === undefined ? {} : { open })} {...(onOpenChange === undefined ? {} : { onOpenChange })}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          aria-label={label}
          align={align}
          side={side}
          sideOffset={4}
          collisionPadding={8}
          className={classes(
            'z-50 flex max-h-(--radix-popover-content-available-height) max-w-[calc(100vw-16px)] animate-appear flex-col',
            'rounded-card border border-edge bg-raised shadow-float outline-none',
            className ?? 'w-80 p-4',
          )}
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
