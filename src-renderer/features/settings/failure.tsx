// Why something did not work, in one sentence.
import { CircleAlert } from 'lucide-react';
import type { ErrorData } from '#main/contract/errors.ts';
import { describeError } from '#renderer/ui/text/describe-error.ts';
import { useText } from '#renderer/ui/text/text-context.tsx';

export type FailureProps = { readonly error: ErrorData | undefined } | { readonly text: string | undefined };

export function Failure(props: FailureProps) {
  const { t } = useText();
  const text = 'text' in props ? props.text : props.error && describeError(props.error, t);
  if (text === undefined) return null;
  return (
    <p role="alert" className="flex items-start gap-2 text-stop-ink">
      <CircleAlert className="mt-0.5" aria-hidden="true" />
      <span className="min-w-0 text-pretty wrap-anywhere">{text}</span>
    </p>
  );
}
