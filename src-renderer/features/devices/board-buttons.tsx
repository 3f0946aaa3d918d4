// Of a board with our firmware: whether its buttons may answer, why they may not any more, and what a long press does.
import { Lock, TriangleAlert } from 'lucide-react';
import { useCallback, useState } from 'react';
import type { CompanionState } from '#main/contract/companion.ts';
import type { LimpetClient } from '#main/contract/contract.ts';
import { useAct } from '#renderer/api/use-act.ts';
import { useFollow } from '#renderer/api/use-follow.ts';
import { Switch } from '#renderer/ui/controls/switch.tsx';
import { describeError } from '#renderer/ui/text/describe-error.ts';
import { useText } from '#renderer/ui/text/text-context.tsx';

export type BoardButtonsProps = {
  readonly client: Pick<LimpetClient, 'companion'>;
  readonly deviceKey: string;
};

export function BoardButtons({ client, deviceKey: key }: BoardButtonsProps) {
  const { t } = useText();
  const [state, setState] = useState<CompanionState>();
  useFollow({
    open: useCallback((signal: AbortSignal) => client.companion.follow({}, { signal }), [client]),
    onItem: setState,
  });
  const change = useAct((mayAnswer: boolean) => client.companion.letAnswer({ key, mayAnswer }));
  const board = state?.boards.find((one) => one.key === key);
  if (board === undefined) return null;
  const { withdrawn } = board;
  return (
    <div className="flex flex-col gap-2 border-t border-edge pt-3">
      <Switch
        label={t('companion.may_answer')}
        hint={t('companion.may_answer_hint')}
        checked={board.mayAnswer}
        disabled={change.isRunning}
        onChange={(mayAnswer) => void change.run(mayAnswer)}
      />
      {withdrawn !== undefined && (
        <p className="flex items-start gap-2 text-pretty text-stop-ink">
          <TriangleAlert className="mt-0.5 shrink-0" aria-hidden="true" />
          {t(`companion.withdrawn_${withdrawn}`)}
        </p>
      )}
      {board.isLocked && (
        <p className="flex items-start gap-2 text-pretty text-stop-ink">
          <Lock className="mt-0.5 shrink-0" aria-hidden="true" />
          {t('companion.board_locked')}
        </p>
      )}
      <p className="text-sm text-pretty text-ink-soft">{t('companion.off_switch')}</p>
      {change.error !== undefined && (
        <p role="alert" className="text-stop-ink">
          {describeError(change.error, t)}
        </p>
      )}
    </div>
  );
}
