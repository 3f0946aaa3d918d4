// Under an answer that changed something: how much, whether it still stands, and the way back.
import { FilePen, List, Redo2, Undo2 } from 'lucide-react';
import { useState } from 'react';
import type { TurnId } from '#main/contract/ids.ts';
import type { UndoTurn } from '#main/contract/undo.ts';
import { Button } from '#renderer/ui/controls/button.tsx';
import { Badge } from '#renderer/ui/display/badge.tsx';
import { Menu, MenuItem } from '#renderer/ui/overlays/menu.tsx';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { type UndoDesk, useUndo } from './undo-desk.ts';
import { UndoDialog } from './undo-dialog.tsx';

export function TurnUndo({ turnId }: { readonly turnId: TurnId }) {
  const desk = useUndo();
  const turn = desk?.turns.get(turnId);
  return desk === undefined || turn === undefined ? null : <TurnMenu desk={desk} turn={turn} />;
}

type TurnMenuProps = { readonly desk: UndoDesk; readonly turn: UndoTurn };

function TurnMenu({ desk, turn }: TurnMenuProps) {
  const { t } = useText();
  const [isOpen, setIsOpen] = useState(false);
  const [isWorking, setIsWorking] = useState(false);
  const { turnId, done, undone } = turn;
  const during = (work: Promise<unknown>) => {
    setIsWorking(true);
    void work.finally(() => setIsWorking(false));
  };
  const count = t('undo.files', { count: done + undone });
  return (
    <div className="flex flex-wrap items-center gap-2">
      <Menu
        align="start"
        trigger={
          <Button size="sm" icon={<FilePen aria-hidden="true" />} busy={isWorking} title={t('undo.menu')}>
            {count}
          </Button>
        }
      >
        <MenuItem icon={<List aria-hidden="true" />} onSelect={() => setIsOpen(true)}>
          {t('undo.see')}
        </MenuItem>
        {done > 0 && (
          <MenuItem
            icon={<Undo2 aria-hidden="true" />}
            onSelect={() => during(desk.undoTurn(turnId, { isTold: true }))}
          >
            {t('undo.undo_all')}
          </MenuItem>
        )}
        {undone > 0 && (
          <MenuItem
            icon={<Redo2 aria-hidden="true" />}
            onSelect={() => during(desk.redoTurn(turnId, { isTold: true }))}
          >
            {t('undo.redo_all')}
          </MenuItem>
        )}
      </Menu>
      <span aria-live="polite">
        {undone > 0 && (
          <Badge icon={<Undo2 aria-hidden="true" />}>{t(done === 0 ? 'undo.undone_note' : 'undo.partly_note')}</Badge>
        )}
      </span>
      {isOpen && <UndoDialog desk={desk} turn={turn} onClose={() => setIsOpen(false)} />}
    </div>
  );
}
