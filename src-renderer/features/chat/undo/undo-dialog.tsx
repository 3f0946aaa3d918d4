// Every change of one answer: what it was, as a diff where there is one, and each by itself back and forth.
import { useCallback, useEffect, useState } from 'react';
import { type ErrorData, isCancelled, toErrorData } from '#main/contract/errors.ts';
import type { UndoEntry, UndoOutcome, UndoTurn } from '#main/contract/undo.ts';
import { Button } from '#renderer/ui/controls/button.tsx';
import { Busy } from '#renderer/ui/display/busy.tsx';
import { EmptyState } from '#renderer/ui/display/empty-state.tsx';
import { ErrorState } from '#renderer/ui/display/error-state.tsx';
import { Dialog } from '#renderer/ui/overlays/dialog.tsx';
import { useText } from '#renderer/ui/text/text-context.tsx';
import type { UndoDesk } from './undo-desk.ts';
import { UndoRow } from './undo-row.tsx';

export type UndoDialogProps = { readonly desk: UndoDesk; readonly turn: UndoTurn; readonly onClose: () => void };

type Loaded = { readonly entries?: readonly UndoEntry[]; readonly error?: ErrorData };

export function UndoDialog({ desk, turn, onClose }: UndoDialogProps) {
  const { t } = useText();
  const { turnId, done, undone } = turn;
  const { entries, error } = useEntries(desk, turn);
  const [outcomes, setOutcomes] = useState<ReadonlyMap<string, UndoOutcome>>(new Map());
  const [isWorking, setIsWorking] = useState(false);
  const keep = async (act: () => Promise<readonly UndoOutcome[] | undefined>) => {
    if (isWorking) return; // a disabled button would lose the keyboard's place
    setIsWorking(true);
    const news = await act().finally(() => setIsWorking(false));
    if (news === undefined) return;
    setOutcomes((all) => new Map([...all, ...news.map((one) => [one.entryId, one] as const)]));
  };
  const footer = (
    <>
      {undone > 0 && (
        <Button aria-disabled={isWorking} onClick={() => void keep(() => desk.redoTurn(turnId))}>
          {t('undo.redo_all')}
        </Button>
      )}
      {done > 0 && (
        <Button variant="primary" aria-disabled={isWorking} onClick={() => void keep(() => desk.undoTurn(turnId))}>
          {t('undo.undo_all')}
        </Button>
      )}
    </>
  );
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      size="lg"
      title={t('undo.dialog_title')}
      description={t('undo.dialog_about')}
      footer={footer}
    >
      {error !== undefined && <ErrorState title={t('undo.load_failed')} error={error} />}
      {error === undefined && entries === undefined && <Busy text={t('undo.loading')} />}
      {entries?.length === 0 && <EmptyState title={t('undo.empty')} />}
      {entries !== undefined && entries.length > 0 && (
        <ul className="flex flex-col gap-2">
          {entries.map((entry) => (
            <UndoRow
              key={entry.id}
              entry={entry}
              outcome={outcomes.get(entry.id)}
              isWorking={isWorking}
              readShown={desk.shown}
              onUndo={(keepCopy) => void keep(() => desk.undoEntry(entry, { keepCopy }))}
              onRedo={(keepCopy) => void keep(() => desk.redoEntry(entry, { keepCopy }))}
            />
          ))}
        </ul>
      )}
    </Dialog>
  );
}

/** Read anew whenever the turn's figures change. */
function useEntries(desk: UndoDesk, turn: UndoTurn): Loaded {
  const [loaded, setLoaded] = useState<Loaded>({});
  const { entries } = desk;
  const { turnId } = turn;
  const read = useCallback(() => entries(turnId), [entries, turnId]);
  useEffect(() => {
    void turn;
    let isCurrent = true;
    read().then(
      (found) => isCurrent && setLoaded({ entries: found }),
      (error: unknown) => isCurrent && !isCancelled(error) && setLoaded({ error: toErrorData(error) }),
    );
    return () => {
      isCurrent = false;
    };
  }, [read, turn]);
  return loaded;
}
