// A place of the app: its name in a bar at the top, what it holds in one column below.
import type { ReactNode, Ref } from 'react';

export type PageProps = {
  readonly title: string;
  /** For who moves the keys to the top when the page shows something else. */
  readonly headingRef?: Ref<HTMLHeadingElement>;
  /** Before the title: the way back. */
  readonly leading?: ReactNode;
  /** Between the bar and the column, over the whole width. */
  readonly banner?: ReactNode;
  readonly children: ReactNode;
};

export function Page({ title, headingRef, leading, banner, children }: PageProps) {
  return (
    <main className="flex min-h-0 min-w-0 flex-1 flex-col bg-page">
      <header className="flex h-12 shrink-0 items-center gap-1 border-b border-edge px-4">
        {leading}
        <h1 ref={headingRef} tabIndex={-1} className="font-semibold outline-none">
          {title}
        </h1>
      </header>
      {banner}
      <div className="min-h-0 flex-1 overflow-y-auto">
        <div className="mx-auto flex w-full max-w-read flex-col gap-4 px-4 pt-5 pb-12 list:px-8">{children}</div>
      </div>
    </main>
  );
}
