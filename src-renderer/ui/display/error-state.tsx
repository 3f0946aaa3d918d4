// Something could not be shown: what happened and the button that helps.
import { CircleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { type DescribableError, describeError } from '../text/describe-error.ts';
import { useText } from '../text/text-context.tsx';

export type ErrorStateProps = {
  readonly title: string;
  readonly error?: DescribableError | undefined;
  readonly action?: ReactNode;
};

export function ErrorState({ title, error, action }: ErrorStateProps) {
  const { t } = useText();
  return (
    <div role="alert" className="mx-auto flex max-w-110 flex-col items-center gap-2 px-6 py-8 text-center">
      <CircleAlert className="size-6! text-stop-ink" aria-hidden="true" />
      <p className="font-medium text-balance">{title}</p>
      {error !== undefined && <p className="text-pretty text-ink-soft">{describeError(error, t)}</p>}
      {action !== undefined && <div className="mt-2 flex flex-wrap justify-center gap-2">{action}</div>}
    </div>
  );
}
