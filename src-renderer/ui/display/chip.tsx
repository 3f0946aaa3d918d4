// A small thing that can be taken away: an attachment, a filter, a queued message.
import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { classes } from '../classes.ts';
import { type Tone, toneSurface } from './tone.ts';

export type ChipProps = {
  readonly children: ReactNode;
  readonly icon?: ReactNode;
  /** A quieter word after the name: a size, a state. */
  readonly detail?: ReactNode;
  readonly tone?: Tone;
  /** Present: it can be taken away; the label is read aloud ("Remove notes.txt"). */
  readonly remove?: { readonly label: string; readonly run: () => void };
  /** 0 to 1 while something arrives. */
  readonly progress?: number | undefined;
  readonly title?: string;
};

export function Chip({ children, icon, detail, tone = 'plain', remove, progress, title }: ChipProps) {
  return (
    <span
      title={title}
      className={classes(
        'relative inline-flex h-7 max-w-full items-center gap-1.5 overflow-hidden rounded-control border ps-2 text-sm',
        remove === undefined ? 'pe-2' : 'pe-0.5',
        toneSurface[tone],
      )}
    >
      {icon}
      <span className="min-w-0 truncate text-ink">{children}</span>
      {detail !== undefined && <span className="shrink-0 text-xs tabular-nums">{detail}</span>}
      {remove !== undefined && (
        <button
          type="button"
          aria-label={remove.label}
          onClick={remove.run}
          className="focus-inside inline-flex size-6 shrink-0 items-center justify-center rounded-control hover:bg-pressed hover:text-ink"
        >
          <X className="size-3.5!" aria-hidden="true" />
        </button>
      )}
      {progress !== undefined && (
        <span
          role="progressbar"
          aria-valuemin={0}
          aria-valuemax={100}
          aria-valuenow={Math.round(progress * 100)}
          className="absolute bottom-0 start-0 h-0.5 bg-tide"
          style={{ width: `${Math.round(progress * 100)}%` }}
        />
      )}
    </span>
  );
}
