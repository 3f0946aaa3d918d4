// Every change of one answer: what it was, as a diff where there is one, and each by itself back and forth.
import { useCallback, useEffect, useState } from 'react';
import { type ErrorData, isCancelled, toErrorData } from '#main/contract/errors.ts';
import type { UndoEntry, UndoTurn } from '#main/contract/undo.ts';
import { Button } from '#renderer/ui/controls/button.tsx';
import { Busy } from '#renderer/ui/display/busy.tsx';
import { EmptyState } from '#renderer/ui/display/empty-state.tsx';
import { ErrorState } from '#renderer/ui/display/error-state.tsx';
import { Dialog } from '#renderer/ui/overlays/dialog.tsx';
import { useText } from '#renderer/ui/text/text-context.tsx';
import type { UndoDesk } from './undo-desk.ts';
import { UndoList, useUndoTries } from './undo-list.tsx';

export type UndoDialogProps = { readonly desk: UndoDesk; readonly turn: UndoTurn; readonly onClose: () => void };

type Loaded = { readonly entries?: readonly UndoEntry[]; readonly error?: ErrorData };

export function UndoDialog({ desk, turn, onClose }: UndoDialogProps) {
  const { t } = useText();
  const { turnId, done, undone } = turn;
  const { entries, error } = useEntries(desk, turn);
  const tries = useUndoTries();
  const { isWorking, attempt } = tries;
  const footer = (
    <>
      {undone > 0 && (
        <Button aria-disabled={isWorking} onClick={() => attempt(() => desk.redoTurn(turnId))}>
          {t('undo.redo_all')}
        </Button>
      )}
      {done > 0 && (
        <Button variant="primary" aria-disabled={isWorking} onClick={() => attempt(() => desk.undoTurn(turnId))}>
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
      {entries !== undefined && entries.length > 0 && <UndoList desk={desk} entries={entries} tries={tries} />}
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
