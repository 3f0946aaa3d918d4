// Follows what can be put back in the open chat, and puts it back with its outcome said.
import { useCallback, useMemo, useState } from 'react';
import type { LimpetClient } from '#main/contract/contract.ts';
import { fromErrorData, isCancelled, toErrorData } from '#main/contract/errors.ts';
import type { SessionId, TurnId } from '#main/contract/ids.ts';
import type { UndoOutcome, UndoTurn } from '#main/contract/undo.ts';
import type { Translate } from '#main/platform/texts/translate.ts';
import { useFollow } from '#renderer/api/use-follow.ts';
import { type ToastInput, useToast } from '#renderer/ui/overlays/toast.tsx';
import { describeError } from '#renderer/ui/text/describe-error.ts';
import { useText } from '#renderer/ui/text/text-context.tsx';
import type { UndoDesk } from './undo-desk.ts';

type Outcomes = { readonly outcomes: readonly UndoOutcome[] };

/** What a notice says of it, in one breath. */
export function outcomeText(outcomes: readonly UndoOutcome[], done: 'done' | 'redone', t: Translate): string {
  const count = (of: UndoOutcome['outcome']) => outcomes.filter(({ outcome }) => outcome === of).length;
  const [put, left, failed] = [count('put_back'), count('conflict'), count('failed')];
  const kept = outcomes.flatMap(({ keptCopy }) => keptCopy ?? []);
  const words = [
    ...(put > 0 ? [t(`undo.${done}`, { count: put })] : []),
    ...(left > 0 ? [t('undo.left', { count: left })] : []),
    ...(failed > 0 ? [t('undo.failed', { count: failed })] : []),
    ...(kept.length === 1 ? [t('undo.kept_copy', { path: kept[0] ?? '' })] : []),
  ];
  return words.length === 0 ? t('undo.nothing') : words.join(' · ');
}

export function useUndoDesk(client: LimpetClient, sessionId: SessionId): UndoDesk {
  const { t } = useText();
  const showToast = useToast();
  const [turns, setTurns] = useState<ReadonlyMap<TurnId, UndoTurn>>(new Map());
  const open = useCallback((signal: AbortSignal) => client.undo.follow({ sessionId }, { signal }), [client, sessionId]);
  const onItem = (item: { turns: readonly UndoTurn[] }) =>
    setTurns(new Map(item.turns.map((turn) => [turn.turnId, turn])));
  useFollow({ open, onItem });
  const acts = useMemo(() => {
    const { undo } = client;
    const tell = (outcomes: readonly UndoOutcome[], done: 'done' | 'redone', again?: () => void) => {
      const canKeep = outcomes.some(({ canKeepCopy }) => canKeepCopy);
      const isWhole = outcomes.every(({ outcome }) => outcome === 'put_back' || outcome === 'nothing');
      const toast: ToastInput = { text: outcomeText(outcomes, done, t), tone: isWhole ? 'plain' : 'stop' };
      const action = again !== undefined && canKeep ? { label: t('undo.keep_copy'), run: again } : undefined;
      showToast(action === undefined ? toast : { ...toast, action });
    };
    const heard = async (work: Promise<Outcomes>, say: (outcomes: readonly UndoOutcome[]) => void) => {
      try {
        const { outcomes } = await work;
        say(outcomes);
        return outcomes;
      } catch (error) {
        if (!isCancelled(error)) showToast({ text: describeError(fromErrorData(toErrorData(error)), t), tone: 'stop' });
        return undefined;
      }
    };
    const desk: Omit<UndoDesk, 'turns'> = {
      all: async () => (await undo.list({ sessionId, limit: 1_000 })).entries,
      entries: async (turnId) => (await undo.forTurn({ turnId })).entries,
      shown: async (entryId) => (await undo.change({ entryId })).shown,
      undoTurn: (turnId, { keepCopy = false, isTold = false } = {}) =>
        heard(undo.undoTurn({ turnId, keepCopy }), (outcomes) => {
          const again = () => void desk.undoTurn(turnId, { keepCopy: true, isTold });
          if (isTold) tell(outcomes, 'done', again);
        }),
      redoTurn: (turnId, { keepCopy = false, isTold = false } = {}) =>
        heard(undo.redo({ turnId, keepCopy }), (outcomes) => {
          const again = () => void desk.redoTurn(turnId, { keepCopy: true, isTold });
          if (isTold) tell(outcomes, 'redone', again);
        }),
      undoEntry: ({ id }, { keepCopy = false } = {}) => heard(undo.undoEntry({ entryId: id, keepCopy }), () => {}),
      redoEntry: ({ id, turnId }, { keepCopy = false } = {}) =>
        heard(undo.redo({ turnId, entryId: id, keepCopy }), () => {}),
    };
    return desk;
  }, [client, sessionId, showToast, t]);
  return useMemo(() => ({ ...acts, turns }), [acts, turns]);
}
