// What stands in the way of a device, and the exact command or rule that helps.
import { CircleAlert } from 'lucide-react';
import type { ErrorData } from '#main/contract/errors.ts';
import { CodeBlock } from '#renderer/ui/display/code-block.tsx';
import { describeError } from '#renderer/ui/text/describe-error.ts';
import { useText } from '#renderer/ui/text/text-context.tsx';

/** A line to be taken as it is. */
function Line({ says, code }: { readonly says: string; readonly code: string }) {
  return (
    <>
      <p>{says}</p>
      <CodeBlock code={code} label={says} wrap />
    </>
  );
}

export function DeviceProblem({ problem }: { readonly problem: ErrorData }) {
  const { t } = useText();
  const { command, fix, rule } = problem.details?.facts ?? {};
  return (
    <div className="flex flex-col gap-2">
      <p role="alert" className="flex items-start gap-2 text-stop-ink">
        <CircleAlert className="mt-0.5 shrink-0" aria-hidden="true" />
        <span className="min-w-0 text-pretty wrap-anywhere">{describeError(problem, t)}</span>
      </p>
      {typeof command === 'string' && <Line says={t('devices.run_this')} code={command} />}
      {typeof fix === 'string' && <Line says={t('devices.run_fix')} code={fix} />}
      {typeof rule === 'string' && (
        <Line says={t(command === undefined ? 'devices.rule' : 'devices.or_rule')} code={rule} />
      )}
    </div>
  );
}
