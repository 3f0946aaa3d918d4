// A word about state, with its icon.
import type { ReactNode } from 'react';
import { classes } from '../classes.ts';
import { type Tone, toneSurface } from './tone.ts';

export type BadgeProps = { readonly tone?: Tone; readonly icon?: ReactNode; readonly children: ReactNode };

export function Badge({ tone = 'plain', icon, children }: BadgeProps) {
  return (
    <span
      className={classes(
        'inline-flex h-5 shrink-0 items-center gap-1 rounded-full border px-2 text-xs font-medium whitespace-nowrap [&_.lucide]:size-3',
        toneSurface[tone],
      )}
    >
      {icon}
      {children}
    </span>
  );
}
