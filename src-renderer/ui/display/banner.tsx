// One line about the state of the whole place, with what to do about it.
import type { ReactNode } from 'react';
import { classes } from '../classes.ts';
import { type Tone, toneSurface } from './tone.ts';

export type BannerProps = {
  readonly tone?: Tone;
  readonly icon?: ReactNode;
  readonly children: ReactNode;
  readonly action?: ReactNode;
  /** `edge`: from side to side under a header; `card`: with corners, inside a page. */
  readonly shape?: 'edge' | 'card';
};

export function Banner({ tone = 'plain', icon, children, action, shape = 'edge' }: BannerProps) {
  return (
    <div
      role="status"
      className={classes(
        'flex min-h-10 items-center gap-2 px-4 py-1.5',
        shape === 'edge' ? 'border-b' : 'rounded-card border',
        toneSurface[tone],
      )}
    >
      {icon}
      <span className="min-w-0 flex-1 wrap-anywhere">{children}</span>
      {action}
    </div>
  );
}
