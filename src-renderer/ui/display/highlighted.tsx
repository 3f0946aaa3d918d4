// A text with the found pieces marked.
import type { ReactNode } from 'react';

export type HighlightedProps = { readonly pieces: readonly { readonly text: string; readonly hit: boolean }[] };

export function Highlighted({ pieces }: HighlightedProps) {
  const nodes: ReactNode[] = [];
  let offset = 0;
  for (const piece of pieces) {
    nodes.push(
      piece.hit ? (
        <mark key={offset} className="rounded-[2px] bg-tide-surface font-medium text-tide-ink">
          {piece.text}
        </mark>
      ) : (
        piece.text
      ),
    );
    offset += piece.text.length;
  }
  return nodes;
}
