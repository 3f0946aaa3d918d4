// @vitest-environment happy-dom
// The tab of changes: everything that the ledger holds, whatever made it, put back alone or together, or with a reason why not.
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { CallId, MessageId, SessionId, TurnId } from '#main/contract/ids.ts';
import { Message } from '#main/contract/messages.ts';
import { type SampleUndo, sampleEntry } from '#renderer/testing/sample-undo.ts';
import { type Known, show } from '#renderer/testing/show.tsx';
import { createChatStore } from '../live/chat-store.ts';
import { UndoProvider } from '../undo/undo-desk.ts';
import { useUndoDesk } from '../undo/use-undo-desk.ts';
import { ChangesView, useChangedCount } from './changes-view.tsx';

const sessionId = SessionId.parse('session-1');

type Options = { readonly messages?: readonly Message[]; readonly request?: { readonly id: string } };

function Tab({ client, messages = [], request }: Pick<Known, 'client'> & Options) {
  const store = createChatStore({ client, sessionId, nextFrame: (act) => act() });
  store.state.setState({ messages: new Map(messages.map((message, depth) => [depth, message])) });
  const desk = useUndoDesk(client, sessionId);
  return (
    <UndoProvider value={desk}>
      <Badge store={store} />
      <ChangesView store={store} request={request} />
    </UndoProvider>
  );
}

const Badge = ({ store }: { readonly store: Parameters<typeof useChangedCount>[0] }) => (
  <output>{useChangedCount(store)}</output>
);

const open = (undo: SampleUndo, o: Options = {}) => show(({ client }) => <Tab client={client} {...o} />, { undo });
const words = (key: string, params: Record<string, string>) => ({ key: `undo.${key}`, params });
const second = TurnId.parse('turn-2');

const everything = [
  sampleEntry('tides'),
  sampleEntry('gone', { change: 'deleted', what: words('deleted', { path: 'gone.txt' }) }),
  sampleEntry('letter', { change: 'moved', what: words('moved', { path: 'draft.txt', to: 'letter.txt' }) }),
  sampleEntry('made', { change: 'folder_made', what: words('folder_made', { path: 'made' }) }),
  sampleEntry('theme', { change: 'setting', kind: 'setting', what: words('setting', { settingKey: 'setting.theme' }) }),
];

describe('the tab of changes', () => {
  it('lists writes, deletes, moves, folders and settings, the newest answer first, and counts that one', async () => {
    open({ entries: [...everything, sampleEntry('later', { turnId: second, at: 2_000 })] });
    const rows = (await screen.findAllByRole('listitem')).map((row) => row.textContent ?? '');
    expect(rows).toEqual([
      expect.stringContaining('Changed later.txt'),
      expect.stringContaining('Changed tides.txt'),
      expect.stringContaining('Deleted gone.txt'),
      expect.stringContaining('Moved draft.txt to letter.txt'),
      expect.stringContaining('Made the folder made'),
      expect.stringContaining('Changed the setting Theme'),
    ]);
    expect(screen.getByRole('status').textContent).toBe('1');
    expect(screen.getAllByRole('heading').map((one) => one.textContent)).toEqual([
      expect.stringContaining('1 change'),
      expect.stringContaining('5 changes'),
    ]);
  });

  it('puts one back and all back, and makes them again', async () => {
    const core = open({ entries: everything });
    await userEvent.click(await screen.findByRole('button', { name: 'Undo: Deleted gone.txt' }));
    await screen.findByRole('button', { name: 'Redo: Deleted gone.txt' });
    expect(core.undo.states()).toMatchObject({ gone: 'undone', tides: 'done' });
    await userEvent.click(screen.getByRole('button', { name: 'Undo all' }));
    await waitFor(() => expect(new Set(Object.values(core.undo.states()))).toEqual(new Set(['undone'])));
    await waitFor(() => expect(screen.queryByRole('button', { name: 'Undo all' })).toBeNull());
    await userEvent.click(screen.getByRole('button', { name: 'Redo all' }));
    await waitFor(() => expect(new Set(Object.values(core.undo.states()))).toEqual(new Set(['done'])));
  });

  it('says why one cannot be put back, and offers a copy where that helps', async () => {
    const entries = [sampleEntry('tides'), sampleEntry('film', { hindrance: 'not_kept' })];
    const core = open({ entries, changedSince: ['tides'] });
    const film = (await screen.findByText('Changed film.txt')).closest('li');
    expect(film?.textContent).toContain('What was there before is not kept any more.');
    expect(within(film ?? document.body).queryByRole('button', { name: /^Undo/ })).toBeNull();
    await userEvent.click(screen.getByRole('button', { name: 'Undo all' }));
    expect(await screen.findByText('This changed since, so it was left alone.')).toBeTruthy();
    expect(core.undo.states()).toMatchObject({ tides: 'done' });
    await userEvent.click(screen.getByRole('button', { name: 'Keep a copy and put back' }));
    await waitFor(() => expect(core.undo.states()).toMatchObject({ tides: 'undone' }));
  });

  it('opens what a card asks for, as a diff', async () => {
    open({ entries: everything }, { request: { id: CallId.parse('call-tides') } });
    expect(await screen.findByText('new')).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Changed tides.txt' }).getAttribute('aria-expanded')).toBe('true');
    expect(screen.getByRole('button', { name: 'Deleted gone.txt' }).getAttribute('aria-expanded')).toBe('false');
  });

  it('still tells of what is too long ago to be undone', async () => {
    const old = Message.parse({
      ...{ id: MessageId.parse('m1'), sessionId, role: 'assistant', status: 'done', turnId: TurnId.parse('turn-0') },
      ...{ createdAt: 10, depth: 0, parentId: null, pinned: false, versions: [] },
      parts: [
        {
          ...{ type: 'tool_call', callId: CallId.parse('c0'), tool: 'write_file', input: {}, state: 'done' },
          title: { key: 'tools.write_file', params: { path: 'old.txt' } },
          effects: [{ type: 'write', target: 'old.txt', insideWorkspace: true }],
          shown: { type: 'diff', path: 'old.txt', diff: '@@ -0,0 +1 @@\n+old', added: 1, removed: 0, created: true },
        },
      ],
    });
    open({ entries: [sampleEntry('tides')] }, { messages: [old] });
    expect(await screen.findByText('old.txt')).toBeTruthy();
    expect(screen.getByText('It is too long ago to be undone.')).toBeTruthy();
  });

  it('says so while nothing was changed', async () => {
    open({});
    expect(await screen.findByText('Nothing was changed')).toBeTruthy();
  });
});
