// One sentence about what went wrong.
import { CircleAlert } from 'lucide-react';
import type { ErrorData } from '#main/contract/errors.ts';
import { describeError } from '#renderer/ui/text/describe-error.ts';
import { useText } from '#renderer/ui/text/text-context.tsx';

export function Failure({ error }: { readonly error: ErrorData | undefined }) {
  const { t } = useText();
  if (error === undefined) return null;
  return (
    <p role="alert" className="flex items-start gap-2 text-stop-ink">
      <CircleAlert className="mt-0.5" aria-hidden="true" />
      <span className="min-w-0 text-pretty wrap-anywhere">{describeError(error, t)}</span>
    </p>
  );
}
