// Tells the core that this question stands read on a screen that can be seen, and says which boards' buttons answer it.
import { CircleDot } from 'lucide-react';
import { useCallback, useState, useSyncExternalStore } from 'react';
import type { LimpetClient } from '#main/contract/contract.ts';
import type { Approval } from '#main/contract/messages.ts';
import { visibleLine } from '#main/contract/shown-text.ts';
import { useFollow } from '#renderer/api/use-follow.ts';
import { useText } from '#renderer/ui/text/text-context.tsx';

export type ByHandProps = {
  readonly client: Pick<LimpetClient, 'companion'>;
  readonly approval: Pick<Approval, 'id' | 'planHash'>;
};

function onVisibility(listener: () => void) {
  document.addEventListener('visibilitychange', listener);
  return () => document.removeEventListener('visibilitychange', listener);
}
const useIsVisible = () => useSyncExternalStore(onVisibility, () => document.visibilityState === 'visible');

/** A window that is put away, or a page that another lies over, shows nothing: then no button answers. */
export function ByHand(props: ByHandProps) {
  return useIsVisible() ? <Attended {...props} /> : null;
}

function Attended({ client, approval: { id: approvalId, planHash } }: ByHandProps) {
  const { t } = useText();
  const [boards, setBoards] = useState<readonly string[]>([]);
  useFollow({
    open: useCallback(
      (signal: AbortSignal) => client.companion.attend({ approvalId, planHash }, { signal }),
      [client, approvalId, planHash],
    ),
    onItem: useCallback((item: { boards: readonly string[] }) => setBoards(item.boards), []),
  });
  if (boards.length === 0) return null;
  return (
    <p className="flex items-start gap-2 text-ask-ink" data-by-hand="">
      <CircleDot className="mt-0.5 shrink-0" aria-hidden="true" />
      {t('companion.by_hand', { boards: boards.map(visibleLine).join(', ') })}
    </p>
  );
}
