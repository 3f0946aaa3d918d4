// Why an answer failed, in a sentence, with the button that helps.
import { CircleAlert } from 'lucide-react';
import type { ErrorData } from '#main/contract/errors.ts';
import { Button } from '#renderer/ui/controls/button.tsx';
import { describeError } from '#renderer/ui/text/describe-error.ts';
import { formatClock } from '#renderer/ui/text/format.ts';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { useNow } from '#renderer/ui/text/use-now.ts';
import { useMessageActions } from './message-actions.ts';
import { nextStep, retryAt } from './next-step.ts';

export type MessageErrorProps = {
  readonly error: ErrorData;
  readonly failedAt: number;
  /** Only the newest answer can go on. */
  readonly isLast: boolean;
};

export function MessageError({ error, failedAt, isLast }: MessageErrorProps) {
  const { t } = useText();
  const at = retryAt(error, failedAt);
  const now = useNow(1_000, isLast && at !== undefined && at > Date.now());
  const waitMs = at === undefined ? 0 : at - now;
  return (
    <div role="alert" className="flex flex-col gap-2 rounded-card border border-stop-edge bg-stop-surface p-3">
      <p className="flex items-start gap-2 text-stop-ink">
        <CircleAlert className="mt-0.5" aria-hidden="true" />
        <span className="min-w-0 text-pretty wrap-anywhere">{describeError(error, t)}</span>
      </p>
      {isLast && (
        <div className="flex flex-wrap items-center gap-2 ps-6">
          <NextStepButton error={error} isWaiting={waitMs > 0} />
          {waitMs > 0 && (
            <span className="text-sm text-ink-soft tabular-nums">
              {t('chat.retry_possible_in', { time: formatClock(waitMs) })}
            </span>
          )}
        </div>
      )}
    </div>
  );
}

function NextStepButton({ error, isWaiting }: { readonly error: ErrorData; readonly isWaiting: boolean }) {
  const { t } = useText();
  const actions = useMessageActions();
  switch (nextStep(error)) {
    case 'models':
      return (
        <>
          <Button onClick={() => actions.openSettings('models')}>{t('chat.open_models')}</Button>
          <Button variant="plain" onClick={actions.resume}>
            {t('chat.try_again')}
          </Button>
        </>
      );
    case 'secrets':
      return <Button onClick={() => actions.openSettings('secrets')}>{t('chat.open_secrets')}</Button>;
    case 'usage':
      return (
        <>
          <Button onClick={() => actions.openSettings('usage')}>{t('chat.open_usage')}</Button>
          <Button variant="plain" onClick={actions.resume}>
            {t('chat.try_again')}
          </Button>
        </>
      );
    case 'compact':
      return <Button onClick={actions.compactAndResume}>{t('chat.compact_and_continue')}</Button>;
    case 'retry':
      return (
        <Button disabled={isWaiting} onClick={actions.resume}>
          {t('chat.try_again')}
        </Button>
      );
  }
}
