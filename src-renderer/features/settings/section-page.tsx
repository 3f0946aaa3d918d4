// One page of the settings: its name, a sentence about it, and its cards in the reading column.
import type { ReactNode } from 'react';

export type SectionPageProps = {
  readonly title: string;
  readonly text: string;
  /** A control at the end of the title. */
  readonly action?: ReactNode;
  readonly children: ReactNode;
};

export function SectionPage({ title, text, action, children }: SectionPageProps) {
  return (
    <div className="mx-auto flex max-w-read flex-col gap-4 px-4 pt-5 pb-12 list:px-8">
      <header className="flex flex-col gap-1">
        <div className="flex flex-wrap items-center justify-between gap-x-4">
          <h2 className="text-lg font-semibold">{title}</h2>
          {action}
        </div>
        <p className="text-pretty text-ink-soft">{text}</p>
      </header>
      {children}
    </div>
  );
}

export type FactProps = { readonly name: string; readonly children: ReactNode };

/** A name and its value on one line; on narrow windows the value stands below. */
export function Fact({ name, children }: FactProps) {
  return (
    <div className="flex flex-col gap-x-6 bar:flex-row bar:items-baseline">
      <dt className="w-40 shrink-0 text-ink-soft">{name}</dt>
      <dd className="min-w-0 wrap-anywhere">{children}</dd>
    </div>
  );
}
