// A bordered surface for things that belong together.
import type { ReactNode } from 'react';
import { classes } from '../classes.ts';

export type CardProps = {
  readonly title?: string;
  readonly detail?: ReactNode;
  /** A control at the end of the title line. */
  readonly action?: ReactNode;
  readonly children?: ReactNode;
  readonly className?: string;
};

export function Card({ title, detail, action, children, className }: CardProps) {
  return (
    <section className={classes('flex flex-col gap-3 rounded-card border border-edge bg-raised p-4', className)}>
      {(title !== undefined || action !== undefined) && (
        <div className="flex items-start justify-between gap-4">
          <div className="flex min-w-0 flex-col">
            {title !== undefined && <h3 className="font-semibold">{title}</h3>}
            {detail !== undefined && <div className="text-sm text-ink-soft">{detail}</div>}
          </div>
          {action}
        </div>
      )}
      {children}
    </section>
  );
}
