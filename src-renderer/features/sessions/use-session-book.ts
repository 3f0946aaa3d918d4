// The sessions as a live list: the stream's events, pages of older ones as the list is scrolled, and the archive.
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { LimpetClient } from '#main/contract/contract.ts';
import type { ErrorData } from '#main/contract/errors.ts';
import type { Session } from '#main/contract/messages.ts';
import type { SessionsEvent } from '#main/contract/sessions.ts';
import { useAct } from '#renderer/api/use-act.ts';
import { useFollow } from '#renderer/api/use-follow.ts';
import { addPage, applySessionsEvent, emptyBook, type PageCursor, sessionsOf } from './session-book.ts';

export type ListView = 'chats' | 'archived';
export type SessionBookState = {
  /** Of the view, newest first. */
  readonly sessions: readonly Session[];
  /** The first answer has come. */
  readonly isReady: boolean;
  /** The list itself cannot be followed. */
  readonly error: ErrorData | undefined;
  readonly again: () => void;
  readonly isLoadingMore: boolean;
  readonly moreError: ErrorData | undefined;
  /** Loads the next older page; nothing happens when there is none, one is on its way or the last one failed. */
  readonly loadMore: () => void;
  readonly retryMore: () => void;
};
type Page = { readonly cursor: PageCursor | undefined; readonly isLast: boolean };

const pageSize = 100;
const unread: Page = { cursor: undefined, isLast: false };

export function useSessionBook(client: LimpetClient, view: ListView): SessionBookState {
  const [book, setBook] = useState(emptyBook);
  const [archive, setArchive] = useState<Page>(unread);
  const chatsCursor = useRef<PageCursor>(undefined);

  const open = useCallback((signal: AbortSignal) => client.sessions.watch({}, { signal }), [client]);
  const take = (event: SessionsEvent) => {
    if (event.type === 'snapshot') {
      chatsCursor.current = undefined;
      setArchive(unread);
    }
    setBook((before) => applySessionsEvent(before, event));
  };
  const { error, again } = useFollow({ open, onItem: take });
  const sessions = useMemo(() => sessionsOf(book, view), [book, view]);

  const more = useAct(async (wanted: ListView) => {
    const isArchive = wanted === 'archived';
    // Pinned ones may be as old as they like, so the place to go on from is the oldest of the others.
    const before = isArchive
      ? archive.cursor
      : (chatsCursor.current ?? sessions.filter((session) => !session.pinned).at(-1));
    const page = await client.sessions.list({
      archived: isArchive,
      limit: pageSize,
      ...(before === undefined ? {} : { before: { updatedAt: before.updatedAt, id: before.id } }),
    });
    const last = page.sessions.at(-1);
    const isLast = page.sessions.length < pageSize;
    if (isArchive) {
      setArchive({ cursor: last ?? archive.cursor, isLast });
      setBook((known) => ({ ...addPage(known, page.sessions, pageSize), mayHaveMore: known.mayHaveMore }));
    } else {
      chatsCursor.current = last ?? chatsCursor.current;
      setBook((known) => addPage(known, page.sessions, pageSize));
    }
  });
  const hasMore = view === 'archived' ? !archive.isLast : book.mayHaveMore;
  const hasFailed = more.error !== undefined;
  const loadMore = useCallback(() => {
    if (book.ready && hasMore && !more.isRunning && !hasFailed) void more.run(view);
  }, [book.ready, hasMore, more.isRunning, hasFailed, more.run, view]);
  const isReady = book.ready && (view === 'chats' || archive.cursor !== undefined || archive.isLast);
  useEffect(() => {
    if (!isReady) loadMore();
  }, [isReady, loadMore]);

  return {
    sessions,
    isReady,
    error,
    again,
    isLoadingMore: more.isRunning,
    moreError: more.error,
    loadMore,
    retryMore: () => void more.run(view),
  };
}
