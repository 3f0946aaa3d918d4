// A panel over the window from its end: what has no room beside. Esc closes it; focus returns where it was.
import * as Radix from '@radix-ui/react-dialog';
import type { ReactNode } from 'react';

export type SheetProps = {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  /** Read aloud; not drawn. */
  readonly title: string;
  readonly children: ReactNode;
};

export function Sheet({ open, onOpenChange, title, children }: SheetProps) {
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-30 animate-appear bg-scrim" />
        <Radix.Content
          aria-describedby={undefined}
          className="fixed inset-y-0 end-0 z-30 flex w-full animate-appear flex-col border-s border-edge bg-page shadow-float list:w-[min(640px,80vw)]"
        >
          <Radix.Title className="sr-only">{title}</Radix.Title>
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
