// A part of what can be seen of a board's pins, with its heading.
import { type ReactNode, useId } from 'react';

export type PartProps = { readonly title: string; readonly text: string; readonly children?: ReactNode };

export function Part({ title, text, children }: PartProps) {
  const id = useId();
  return (
    <section className="flex flex-col gap-2" aria-labelledby={id}>
      <h4 id={id} className="font-medium">
        {title}
      </h4>
      <p className="text-sm text-pretty text-ink-soft">{text}</p>
      {children}
    </section>
  );
}
