// What can be done with a session of the list; the list's components take it as an argument.
import type { Session } from '#main/contract/messages.ts';
import type { ExportFormat } from '#main/contract/transfer.ts';

export type SessionActions = {
  readonly open: (session: Session) => void;
  readonly rename: (session: Session, title: string) => void;
  readonly setPinned: (session: Session, pinned: boolean) => void;
  readonly setArchived: (session: Session, archived: boolean) => void;
  /** As a file, through the browser's or the window's way of saving. */
  readonly exportAs: (session: Session, format: ExportFormat) => void;
  readonly remove: (session: Session) => void;
};
