// What a live test of a connection came to: the time to the first word, or why it failed.
import { CircleCheck } from 'lucide-react';
import type { ErrorData } from '#main/contract/errors.ts';
import type { ConnectionTest } from '#main/contract/models.ts';
import { Busy } from '#renderer/ui/display/busy.tsx';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { Failure } from '../failure.tsx';

export type TestState =
  | { readonly type: 'running' }
  | { readonly type: 'failed'; readonly error: ErrorData | undefined }
  | { readonly type: 'done'; readonly test: ConnectionTest };

export function TestResult({ state }: { readonly state: TestState }) {
  const { t } = useText();
  if (state.type === 'running') return <Busy text={t('settings.connection_testing')} />;
  if (state.type === 'failed') return <Failure error={state.error} />;
  const { test } = state;
  if (!test.ok) return <Failure error={test.error} />;
  const works =
    test.firstTokenMs === undefined || test.model === undefined
      ? t('settings.connection_test_ok_plain')
      : t('settings.connection_test_ok', { ms: test.firstTokenMs, model: test.model });
  const listed = test.modelCount === undefined ? '' : t('settings.connection_test_models', { count: test.modelCount });
  return (
    <p role="status" className="flex items-start gap-2 text-done-ink">
      <CircleCheck className="mt-0.5" aria-hidden="true" />
      <span className="min-w-0 wrap-anywhere">{[works, listed].filter((text) => text !== '').join(' · ')}</span>
    </p>
  );
}
