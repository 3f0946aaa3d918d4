// More about something, folded away until it is asked for.
import { ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';

export type DisclosureProps = {
  readonly summary: ReactNode;
  readonly open?: boolean;
  readonly onToggle?: (open: boolean) => void;
  readonly children: ReactNode;
};

export function Disclosure({ summary, open = false, onToggle, children }: DisclosureProps) {
  return (
    <details className="group/more" open={open} onToggle={(event) => onToggle?.(event.currentTarget.open)}>
      <summary className="focus-inside flex min-h-7 w-fit list-none items-center gap-1.5 rounded-control pe-2 text-ink-soft select-none hover:text-ink [&::-webkit-details-marker]:hidden">
        <ChevronRight
          className="transition-transform duration-100 group-open/more:rotate-90 rtl:group-open/more:-rotate-90"
          aria-hidden="true"
        />
        {summary}
      </summary>
      <div className="pt-1.5 ps-5.5">{children}</div>
    </details>
  );
}
