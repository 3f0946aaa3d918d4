// One session in the side bar: its name, what it is doing, its menu, and the keys that act on it.
import { Pin } from 'lucide-react';
import { type KeyboardEvent, type MouseEvent, useRef, useState } from 'react';
import type { Session } from '#main/contract/messages.ts';
import { classes } from '#renderer/ui/classes.ts';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { RenameField } from './rename-field.tsx';
import type { SessionActions } from './session-actions.ts';
import { SessionMenu } from './session-menu.tsx';
import { StatusMark } from './status-mark.tsx';
import type { Move } from './use-row-focus.ts';

export type SessionItemProps = {
  readonly session: Session;
  readonly actions: SessionActions;
  readonly href: string;
  readonly isOpen: boolean;
  /** The one row that Tab reaches. */
  readonly isCurrent: boolean;
  readonly isRenaming: boolean;
  readonly onRename: () => void;
  /** `byKey`: the row should have the focus again. */
  readonly onRenamed: (byKey: boolean) => void;
  readonly onMove: (to: Move) => void;
  readonly onFocus: () => void;
  readonly onRemove: () => void;
  /** Keeps the element that the arrow keys focus. */
  readonly rowRef: (element: HTMLAnchorElement | null) => void;
};

const moves: Readonly<Record<string, Move>> = {
  ArrowDown: 'next',
  ArrowUp: 'previous',
  Home: 'first',
  End: 'last',
};

export function SessionItem(props: SessionItemProps) {
  const { session, actions, isOpen, isCurrent, isRenaming, onRename, onRemove } = props;
  const { t } = useText();
  const [isMenuOpen, setIsMenuOpen] = useState(false);
  const row = useRef<HTMLAnchorElement>(null);
  const title = session.title === '' ? t('sessions.untitled') : session.title;

  if (isRenaming) {
    return (
      <RenameField
        title={title}
        onEnd={(wanted, byKey) => {
          if (wanted !== undefined) actions.rename(session, wanted);
          props.onRenamed(byKey);
        }}
      />
    );
  }

  return (
    <div
      className={classes(
        'group/row relative flex h-8 items-center rounded-control',
        isOpen ? 'bg-pressed font-medium' : 'hover:bg-hover',
      )}
    >
      <SessionLink
        {...props}
        title={title}
        linkRef={(element) => {
          row.current = element;
          props.rowRef(element);
        }}
        onMenu={() => setIsMenuOpen(true)}
      />
      <span className="flex shrink-0 items-center overflow-hidden pe-0.5 max-w-0 opacity-0 group-focus-within/row:max-w-8 group-focus-within/row:opacity-100 group-hover/row:max-w-8 group-hover/row:opacity-100 has-data-[state=open]:max-w-8 has-data-[state=open]:opacity-100 pointer-coarse:max-w-8 pointer-coarse:opacity-100">
        <SessionMenu
          session={session}
          title={title}
          actions={actions}
          open={isMenuOpen}
          onOpenChange={setIsMenuOpen}
          onRename={onRename}
          onRemove={onRemove}
          tabIndex={isCurrent ? 0 : -1}
          returnFocus={() => {
            // Deleting has moved it on already, renaming has put it into the field.
            if (document.activeElement === document.body) row.current?.focus();
          }}
        />
      </span>
    </div>
  );
}

type SessionLinkProps = SessionItemProps & {
  readonly title: string;
  readonly linkRef: (element: HTMLAnchorElement | null) => void;
  readonly onMenu: () => void;
};

function SessionLink(props: SessionLinkProps) {
  const { session, title, href, isOpen, isCurrent, actions, onMenu } = props;
  const pressKey = (event: KeyboardEvent) => {
    const move = moves[event.key];
    if (move !== undefined) props.onMove(move);
    else if (event.key === 'F2') props.onRename();
    else if (event.key === 'Delete') props.onRemove();
    else return;
    event.preventDefault();
  };
  const click = (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    actions.open(session);
  };
  return (
    <a
      ref={props.linkRef}
      href={href}
      draggable={false}
      title={title}
      tabIndex={isCurrent ? 0 : -1}
      aria-current={isOpen ? 'page' : undefined}
      className="focus-inside flex h-8 min-w-0 flex-1 cursor-default items-center gap-2 rounded-control ps-2 pe-1"
      onClick={click}
      onFocus={props.onFocus}
      onKeyDown={pressKey}
      onContextMenu={(event) => {
        event.preventDefault();
        onMenu();
      }}
    >
      <span dir="auto" className="min-w-0 flex-1 truncate text-start rtl:text-right">
        {title}
      </span>
      {session.pinned && <Pin className="size-3! text-ink-faint" aria-hidden="true" />}
      <StatusMark status={session.status} />
    </a>
  );
}
