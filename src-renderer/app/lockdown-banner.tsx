// One line while everything is locked, with the only way on.
import { Lock } from 'lucide-react';
import { useCallback, useState } from 'react';
import type { CompanionState, Lockdown } from '#main/contract/companion.ts';
import type { LimpetClient } from '#main/contract/contract.ts';
import { visibleLine } from '#main/contract/shown-text.ts';
import { useAct } from '#renderer/api/use-act.ts';
import { useFollow } from '#renderer/api/use-follow.ts';
import { Button } from '#renderer/ui/controls/button.tsx';
import { Banner } from '#renderer/ui/display/banner.tsx';
import { describeError } from '#renderer/ui/text/describe-error.ts';
import { formatDateTime } from '#renderer/ui/text/format.ts';
import { useText } from '#renderer/ui/text/text-context.tsx';

export type LockdownBannerProps = { readonly client: Pick<LimpetClient, 'companion'> };

export function LockdownBanner({ client }: LockdownBannerProps) {
  const { t, language } = useText();
  const [lockdown, setLockdown] = useState<Lockdown>();
  useFollow({
    open: useCallback((signal: AbortSignal) => client.companion.follow({}, { signal }), [client]),
    onItem: useCallback((state: CompanionState) => setLockdown(state.lockdown), []),
  });
  const release = useAct(() => client.companion.release({}));
  if (lockdown === undefined) return null;
  const { board, since } = lockdown;
  const time = formatDateTime(since, language);
  return (
    <Banner
      tone="stop"
      icon={<Lock className="shrink-0" aria-hidden="true" />}
      action={
        <Button size="sm" busy={release.isRunning} onClick={() => void release.run(undefined)}>
          {t('companion.release')}
        </Button>
      }
    >
      {board === undefined
        ? t('companion.locked', { time })
        : t('companion.locked_board', { time, board: visibleLine(board) })}
      {release.error !== undefined && ` ${describeError(release.error, t)}`}
    </Banner>
  );
}
