// @vitest-environment happy-dom
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { MessageId, SessionId } from '#main/contract/ids.ts';
import type { SearchHit } from '#main/contract/sessions.ts';
import type { SampleCoreOptions } from '#renderer/testing/sample-core.ts';
import { sampleSession } from '#renderer/testing/sample-data.ts';
import { show } from '#renderer/testing/show.tsx';
import { SessionList } from './session-list.tsx';

function showList(options: SampleCoreOptions, isOffline = false) {
  const opened: string[] = [];
  const gone: string[] = [];
  const core = show(
    ({ client }) => (
      <SessionList
        client={client}
        isOffline={isOffline}
        openId={undefined}
        hrefFor={(id) => `#/chat/${id}`}
        onOpenSession={(session) => opened.push(session.id)}
        onOpenHit={(hit) => opened.push(`${hit.sessionId}/${hit.messageId}`)}
        onNewChat={() => opened.push('new')}
        onSessionGone={(session) => gone.push(session.id)}
      />
    ),
    options,
  );
  return { core, opened, gone };
}

const three = () => {
  const now = Date.now();
  return [
    sampleSession('a', { title: 'Newest', updatedAt: now, status: 'running' }),
    sampleSession('b', { title: 'Middle', updatedAt: now - 1 }),
    sampleSession('c', { title: 'Kept', updatedAt: 5, pinned: true }),
  ];
};
const titles = () =>
  within(screen.getByRole('navigation'))
    .getAllByRole('link')
    .map((link) => link.title);
const focused = () => document.activeElement?.getAttribute('title');

describe('list of chats', () => {
  it('puts pinned ones first, says in words what a chat is doing, and follows the core', async () => {
    const { core } = showList({ sessions: three() });
    await waitFor(() => expect(titles()).toEqual(['Kept', 'Newest', 'Middle']));
    expect(screen.getByRole('link', { name: /Newest Working/ })).toBeTruthy();
    core.sessions.change('b', { title: 'Renamed elsewhere', updatedAt: Date.now() + 1_000 });
    await waitFor(() => expect(titles()).toEqual(['Kept', 'Renamed elsewhere', 'Newest']));
  });

  it('is used by keyboard alone: arrows, Enter, F2, Esc', async () => {
    const { core, opened } = showList({ sessions: three() });
    await screen.findByRole('link', { name: /Newest/ });
    await userEvent.click(screen.getByLabelText('Search chats'));
    await userEvent.keyboard('{ArrowDown}{ArrowDown}');
    expect(focused()).toBe('Newest');
    await userEvent.keyboard('{ArrowDown}{ArrowDown}');
    expect(focused()).toBe('Middle');
    await userEvent.keyboard('{Home}');
    expect(focused()).toBe('Kept');
    await userEvent.keyboard('{Enter}');
    expect(opened).toEqual(['c']);
    await userEvent.keyboard('{F2}');
    const field = await screen.findByLabelText('New name for Kept');
    await waitFor(() => expect(document.activeElement).toBe(field));
    await userEvent.keyboard('Better name{Enter}');
    await waitFor(() => expect(core.sessions.session('c')?.title).toBe('Better name'));
    await waitFor(() => expect(focused()).toBe('Better name'));
    await userEvent.keyboard('{F2}');
    await waitFor(() => expect(document.activeElement?.tagName).toBe('INPUT'));
    await userEvent.keyboard('never kept{Escape}');
    expect(core.sessions.session('c')?.title).toBe('Better name');
  });

  it('deletes with the Delete key, moves the focus on, and brings it back by undo', async () => {
    const { core, gone } = showList({ sessions: three() });
    await screen.findByRole('link', { name: /Newest/ });
    await userEvent.click(screen.getByLabelText('Search chats'));
    await userEvent.keyboard('{ArrowDown}{ArrowDown}{Delete}');
    await waitFor(() => expect(titles()).toEqual(['Kept', 'Middle']));
    expect(focused()).toBe('Middle');
    expect(gone).toEqual(['a']);
    await userEvent.click(await screen.findByRole('button', { name: 'Undo' }));
    await waitFor(() => expect(titles()).toEqual(['Kept', 'Newest', 'Middle']));
    expect(core.sessions.session('a')?.deletedAt).toBeUndefined();
  });

  it('archives, shows the archive, and moves back from it', async () => {
    const { core } = showList({ sessions: [...three(), sampleSession('d', { title: 'Old', archived: true })] });
    await userEvent.click(await screen.findByRole('button', { name: 'Actions for Middle' }));
    await userEvent.click(await screen.findByRole('menuitem', { name: /Archive/ }));
    await waitFor(() => expect(titles()).toEqual(['Kept', 'Newest']));
    await userEvent.click(screen.getByRole('button', { name: 'Archived chats' }));
    await waitFor(() => expect(titles().sort()).toEqual(['Middle', 'Old']));
    await userEvent.click(screen.getByRole('button', { name: 'Actions for Old' }));
    await userEvent.click(await screen.findByRole('menuitem', { name: /Move back/ }));
    await waitFor(() => expect(core.sessions.session('d')?.archived).toBe(false));
  });

  it('draws only the rows in sight of ten thousand, and loads older ones as it is scrolled', async () => {
    const now = Date.now();
    const sessions = Array.from({ length: 10_000 }, (_, n) =>
      sampleSession(`s${n}`, { title: `Chat ${n}`, updatedAt: now - n * 60_000 }),
    );
    showList({ sessions });
    await screen.findByRole('link', { name: /Chat 0/ });
    expect(screen.getAllByRole('listitem').length).toBeLessThan(60);
    expect(screen.queryByRole('link', { name: 'Chat 99' })).toBeNull();
    vi.spyOn(HTMLElement.prototype, 'scrollHeight', 'get').mockReturnValue(1_000_000);
    const list = screen.getByRole('navigation');
    const scrollTo = (row: number) => {
      list.scrollTop = row * 34;
      fireEvent.scroll(list);
    };
    scrollTo(95);
    await screen.findByRole('link', { name: 'Chat 105' });
    scrollTo(195);
    await screen.findByRole('link', { name: 'Chat 205' });
    expect(screen.getAllByRole('listitem').length).toBeLessThan(60);
  });

  it('says that it is empty, and that there is no connection', async () => {
    showList({}, true);
    expect(await screen.findByText('No chats yet')).toBeTruthy();
    expect(screen.getByText(/No connection to Limpet/)).toBeTruthy();
  });
});

describe('search in the list', () => {
  const hit = (session: string, message: string, word: string): SearchHit => ({
    sessionId: SessionId.parse(session),
    sessionTitle: `Title ${session}`,
    messageId: MessageId.parse(message),
    role: 'user',
    createdAt: Date.now(),
    excerpt: [
      { text: 'the ', hit: false },
      { text: word, hit: true },
      { text: ' is low', hit: false },
    ],
  });
  const hits = [hit('a', 'm1', 'tide'), hit('b', 'm2', 'tide'), hit('a', 'm3', 'tide')];

  it('asks once for what was typed, marks the words, groups by chat and opens the message', async () => {
    const { core, opened } = showList({ sessions: three(), hits });
    await userEvent.type(await screen.findByLabelText('Search chats'), 'tide');
    await screen.findByText('3 messages found');
    expect(core.sessions.searched).toEqual(['tide']);
    expect(screen.getAllByRole('heading').map((heading) => heading.textContent)).toEqual(['Title a', 'Title b']);
    expect(document.querySelectorAll('mark')).toHaveLength(3);
    await userEvent.keyboard('{ArrowDown}{ArrowDown}{Enter}');
    await waitFor(() => expect(opened).toEqual(['a/m3']));
  });

  it('goes back to the field with Up and to the list with Esc', async () => {
    showList({ sessions: three(), hits });
    const field = await screen.findByLabelText('Search chats');
    await userEvent.type(field, 'tide');
    await screen.findByText('3 messages found');
    await userEvent.keyboard('{ArrowDown}{ArrowUp}');
    expect(document.activeElement).toBe(field);
    await userEvent.keyboard('{Escape}');
    expect(await screen.findByRole('link', { name: /Middle/ })).toBeTruthy();
  });

  it('says when nothing was found, and when the message is gone', async () => {
    const { opened } = showList({ sessions: [], hits });
    const field = await screen.findByLabelText('Search chats');
    await userEvent.type(field, 'xyz');
    expect(await screen.findByText('Nothing found for “xyz”')).toBeTruthy();
    await userEvent.clear(field);
    await userEvent.type(field, 'tide');
    await screen.findByText('3 messages found');
    await userEvent.keyboard('{ArrowDown}{Enter}');
    expect(await screen.findByText('This message could not be opened.')).toBeTruthy();
    expect(opened).toEqual([]);
  });
});
