// The actions of one session, from its button, a right click or the menu key.
import { Archive, ArchiveRestore, Download, Ellipsis, Pencil, Pin, PinOff, Trash2 } from 'lucide-react';
import type { Session } from '#main/contract/messages.ts';
import { ExportFormat } from '#main/contract/transfer.ts';
import { IconButton } from '#renderer/ui/controls/icon-button.tsx';
import { Menu, MenuItem, MenuSeparator } from '#renderer/ui/overlays/menu.tsx';
import { useText } from '#renderer/ui/text/text-context.tsx';
import type { SessionActions } from './session-actions.ts';

export type SessionMenuProps = {
  readonly session: Session;
  readonly title: string;
  readonly actions: SessionActions;
  readonly onRename: () => void;
  readonly onRemove: () => void;
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly tabIndex: number;
  readonly returnFocus: () => void;
};

export function SessionMenu(props: SessionMenuProps) {
  const { session, title, actions, onRename, onRemove, open, onOpenChange, tabIndex, returnFocus } = props;
  const { t } = useText();
  return (
    <Menu
      open={open}
      onOpenChange={onOpenChange}
      align="start"
      returnFocus={returnFocus}
      trigger={
        <IconButton
          size="sm"
          label={t('sessions.menu', { title })}
          icon={<Ellipsis aria-hidden="true" />}
          tabIndex={tabIndex}
        />
      }
    >
      <MenuItem icon={<Pencil aria-hidden="true" />} shortcut="F2" onSelect={onRename}>
        {t('sessions.rename')}
      </MenuItem>
      <MenuItem
        icon={session.pinned ? <PinOff aria-hidden="true" /> : <Pin aria-hidden="true" />}
        onSelect={() => actions.setPinned(session, !session.pinned)}
      >
        {t(session.pinned ? 'sessions.unpin' : 'sessions.pin')}
      </MenuItem>
      <MenuItem
        icon={session.archived ? <ArchiveRestore aria-hidden="true" /> : <Archive aria-hidden="true" />}
        onSelect={() => actions.setArchived(session, !session.archived)}
      >
        {t(session.archived ? 'sessions.unarchive' : 'sessions.archive')}
      </MenuItem>
      <MenuSeparator />
      {ExportFormat.options.map((format) => (
        <MenuItem
          key={format}
          icon={<Download aria-hidden="true" />}
          onSelect={() => actions.exportAs(session, format)}
        >
          {t('transfer.export_as', { format: t(`transfer.format_${format}`) })}
        </MenuItem>
      ))}
      <MenuSeparator />
      <MenuItem icon={<Trash2 aria-hidden="true" />} shortcut="Del" danger onSelect={onRemove}>
        {t('sessions.remove')}
      </MenuItem>
    </Menu>
  );
}
