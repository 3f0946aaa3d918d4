// A panel that slides over the window from its start: the list on narrow windows.
import * as Radix from '@radix-ui/react-dialog';
import type { ReactNode } from 'react';

export type DrawerProps = {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  /** Read aloud; not drawn. */
  readonly title: string;
  readonly children: ReactNode;
};

export function Drawer({ open, onOpenChange, title, children }: DrawerProps) {
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-30 animate-appear bg-scrim" />
        <Radix.Content
          aria-describedby={undefined}
          className="fixed inset-y-0 start-0 z-30 flex w-[min(320px,calc(100vw-48px))] animate-appear flex-col border-e border-edge bg-sunken shadow-float"
        >
          <Radix.Title className="sr-only">{title}</Radix.Title>
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
