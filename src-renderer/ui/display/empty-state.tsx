// Nothing here yet: what it would be, and how to get the first one.
import type { ReactNode } from 'react';

export type EmptyStateProps = {
  readonly title: string;
  readonly text?: ReactNode;
  readonly icon?: ReactNode;
  readonly action?: ReactNode;
};

export function EmptyState({ title, text, icon, action }: EmptyStateProps) {
  return (
    <div className="mx-auto flex max-w-100 flex-col items-center gap-2 px-6 py-8 text-center">
      {icon !== undefined && <span className="text-ink-faint [&_.lucide]:size-6">{icon}</span>}
      <p className="font-medium text-balance">{title}</p>
      {text !== undefined && <div className="text-pretty text-ink-soft">{text}</div>}
      {action !== undefined && <div className="mt-2 flex flex-wrap justify-center gap-2">{action}</div>}
    </div>
  );
}
