// What stands in the way of a device, and the exact command or rule that helps.
import { CircleAlert } from 'lucide-react';
import type { ErrorData } from '#main/contract/errors.ts';
import { CodeBlock } from '#renderer/ui/display/code-block.tsx';
import { describeError } from '#renderer/ui/text/describe-error.ts';
import { useText } from '#renderer/ui/text/text-context.tsx';

export function DeviceProblem({ problem }: { readonly problem: ErrorData }) {
  const { t } = useText();
  const { command, rule } = problem.details?.facts ?? {};
  return (
    <div className="flex flex-col gap-2">
      <p role="alert" className="flex items-start gap-2 text-stop-ink">
        <CircleAlert className="mt-0.5 shrink-0" aria-hidden="true" />
        <span className="min-w-0 text-pretty wrap-anywhere">{describeError(problem, t)}</span>
      </p>
      {typeof command === 'string' && (
        <>
          <p>{t('devices.run_this')}</p>
          <CodeBlock code={command} label={t('devices.run_this')} wrap />
        </>
      )}
      {typeof rule === 'string' && (
        <>
          <p>{t('devices.or_rule')}</p>
          <CodeBlock code={rule} label={t('devices.or_rule')} wrap />
        </>
      )}
    </div>
  );
}
