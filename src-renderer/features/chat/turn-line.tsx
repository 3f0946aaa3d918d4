// The line between conversation and composer: what Limpet is doing, for how long, and when it tries again.

import type { TurnState } from '#main/contract/messages.ts';
import { describeError } from '#renderer/ui/text/describe-error.ts';
import { formatClock, formatDuration } from '#renderer/ui/text/format.ts';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { useNow } from '#renderer/ui/text/use-now.ts';
import { isBusy } from './live/chat-state.ts';

export type TurnLineProps = { readonly turn: TurnState | undefined; readonly modelLabel: (ref: string) => string };

export function TurnLine({ turn, modelLabel }: TurnLineProps) {
  const { t, language } = useText();
  const busy = isBusy(turn);
  const now = useNow(1_000, busy);
  if (turn === undefined || !busy) return <div className="h-7" />;
  const waitMs = turn.retry === undefined ? 0 : turn.retry.atMs - now;
  return (
    <div className="flex min-h-7 items-center gap-2 px-1 text-sm text-ink-soft">
      <span aria-hidden="true" className={turn.state === 'asking' ? askDot : modelDot} />
      {turn.retry !== undefined && waitMs > 0 ? (
        <span className="line-clamp-2 min-w-0 tabular-nums">
          {t('chat.turn_retry', { time: formatClock(waitMs), attempt: String(turn.retry.attempt) })}{' '}
          {describeError(turn.retry.error, t)}
        </span>
      ) : (
        <span className="min-w-0 truncate tabular-nums">
          {t(`chat.turn_${turn.state}`, { model: modelLabel(turn.model) })} ·{' '}
          {formatDuration(Math.max(1_000, now - turn.startedAt), language)}
        </span>
      )}
    </div>
  );
}

const modelDot = 'size-2 shrink-0 animate-pulse rounded-full border border-transparent bg-model-ink';
const askDot = 'size-2 shrink-0 rounded-full border border-transparent bg-ask-edge';
