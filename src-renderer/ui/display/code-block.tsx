// Code or output in mono, with its name and a copy button. Colours come in as ready nodes; nothing here parses.
import type { ReactNode } from 'react';
import { classes } from '../classes.ts';
import { ScrollRegion } from '../layout/scroll-region.tsx';
import { useText } from '../text/text-context.tsx';
import { CopyButton } from './copy-button.tsx';

export type CodeBlockProps = {
  /** What is copied, and what is shown when there are no coloured nodes. */
  readonly code: string;
  readonly name?: string | undefined;
  readonly colored?: ReactNode;
  /** Lines break instead of scrolling sideways. */
  readonly wrap?: boolean;
  /** Pixels after which it scrolls inside. */
  readonly maxHeight?: number;
  readonly label?: string;
};

export function CodeBlock({ code, name, colored, wrap = false, maxHeight, label }: CodeBlockProps) {
  const { t } = useText();
  return (
    <figure dir="ltr" className="group/code relative overflow-hidden rounded-control border border-edge bg-sunken">
      <figcaption className="flex h-8 items-center justify-between border-b border-edge ps-3 pe-0.5">
        <span className="truncate font-mono text-xs text-ink-soft">{name ?? ''}</span>
        <CopyButton text={() => code} />
      </figcaption>
      <ScrollRegion label={label ?? name ?? t('app.text')} style={maxHeight === undefined ? undefined : { maxHeight }}>
        <pre
          className={classes(
            'w-fit min-w-full p-3 font-mono text-sm',
            wrap && 'w-auto break-words whitespace-pre-wrap',
          )}
        >
          <code>{colored ?? code}</code>
        </pre>
      </ScrollRegion>
    </figure>
  );
}
