// What the list knows of the sessions: built from the stream's events and from pages of older ones.
import type { SessionId } from '#main/contract/ids.ts';
import type { Session } from '#main/contract/messages.ts';
import type { SessionsEvent } from '#main/contract/sessions.ts';

/** `mayHaveMore`: the store holds older sessions than these. */
export type SessionBook = {
  readonly byId: ReadonlyMap<SessionId, Session>;
  readonly ready: boolean;
  readonly mayHaveMore: boolean;
};
export type PageCursor = { readonly updatedAt: number; readonly id: SessionId };

export const emptyBook: SessionBook = { byId: new Map(), ready: false, mayHaveMore: false };

/** A snapshot replaces what is known: after a cut, a session may be gone without an event about it. */
export function applySessionsEvent(book: SessionBook, event: SessionsEvent): SessionBook {
  switch (event.type) {
    case 'snapshot':
      return {
        byId: new Map(event.sessions.map((session) => [session.id, session])),
        ready: true,
        mayHaveMore: event.sessions.length < event.total,
      };
    case 'changed':
      return { ...book, byId: new Map(book.byId).set(event.session.id, event.session) };
    case 'removed': {
      const byId = new Map(book.byId);
      byId.delete(event.sessionId);
      return { ...book, byId };
    }
  }
}

/** Adds a page of older sessions; what an event said meanwhile is newer and wins. `limit` is what was asked for. */
export function addPage(book: SessionBook, page: readonly Session[], limit: number): SessionBook {
  const byId = new Map(book.byId);
  for (const session of page) {
    const known = byId.get(session.id);
    if (known === undefined || known.updatedAt < session.updatedAt) byId.set(session.id, session);
  }
  return { ...book, byId, mayHaveMore: page.length >= limit };
}

/** Newest first; the id decides between two of the same millisecond, as in the store. */
export function newestFirst(a: PageCursor, b: PageCursor): number {
  if (a.updatedAt !== b.updatedAt) return b.updatedAt - a.updatedAt;
  return a.id < b.id ? 1 : -1;
}

/** The sessions of one view, newest first. */
export function sessionsOf(book: SessionBook, view: 'chats' | 'archived'): Session[] {
  return [...book.byId.values()]
    .filter((session) => session.deletedAt === undefined && session.archived === (view === 'archived'))
    .sort(newestFirst);
}
