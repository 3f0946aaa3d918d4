// The book of sessions follows the stream, and pages never overwrite newer news.
import { describe, expect, it } from 'vitest';
import { SessionId } from '#main/contract/ids.ts';
import type { Session } from '#main/contract/messages.ts';
import { sampleSession } from '#renderer/testing/sample-data.ts';
import { addPage, applySessionsEvent, emptyBook, sessionsOf } from './session-book.ts';

const session = (id: string, change: Partial<Session> = {}) => sampleSession(id, { updatedAt: 1, ...change });

describe('session book', () => {
  it('replaces everything on a fresh snapshot, so a session deleted during a cut is gone', () => {
    const first = applySessionsEvent(emptyBook, { type: 'snapshot', sessions: [session('a'), session('b')], total: 2 });
    const second = applySessionsEvent(first, { type: 'snapshot', sessions: [session('b')], total: 1 });
    expect(sessionsOf(second, 'chats').map((s) => s.id)).toEqual(['b']);
    expect(second).toMatchObject({ ready: true, mayHaveMore: false });
  });

  it('moves a changed session to the top and drops a removed one', () => {
    let book = applySessionsEvent(emptyBook, {
      type: 'snapshot',
      sessions: [session('a', { updatedAt: 5 }), session('b', { updatedAt: 4 })],
      total: 2,
    });
    book = applySessionsEvent(book, { type: 'changed', session: session('b', { updatedAt: 9, status: 'running' }) });
    expect(sessionsOf(book, 'chats').map((s) => s.id)).toEqual(['b', 'a']);
    book = applySessionsEvent(book, { type: 'removed', sessionId: SessionId.parse('b') });
    expect(sessionsOf(book, 'chats').map((s) => s.id)).toEqual(['a']);
  });

  it('keeps archived ones apart and hides deleted ones', () => {
    const book = applySessionsEvent(emptyBook, {
      type: 'snapshot',
      sessions: [session('a'), session('b', { archived: true }), session('c', { deletedAt: 3 })],
      total: 3,
    });
    expect(sessionsOf(book, 'chats').map((s) => s.id)).toEqual(['a']);
    expect(sessionsOf(book, 'archived').map((s) => s.id)).toEqual(['b']);
  });

  it('does not let a page overwrite what an event said meanwhile', () => {
    let book = applySessionsEvent(emptyBook, {
      type: 'snapshot',
      sessions: [session('a', { updatedAt: 9 })],
      total: 3,
    });
    book = applySessionsEvent(book, { type: 'changed', session: session('b', { updatedAt: 12, title: 'Fresh' }) });
    book = addPage(book, [session('b', { updatedAt: 2, title: 'Stale' }), session('c')], 2);
    expect(sessionsOf(book, 'chats').map((s) => s.title)).toEqual(['Fresh', 'a', 'c']);
    expect(book.mayHaveMore).toBe(true);
    expect(addPage(book, [], 2).mayHaveMore).toBe(false);
  });
});
