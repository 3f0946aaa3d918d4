// @vitest-environment happy-dom
import { fireEvent, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { describe, expect, it } from 'vitest';
import type { LimpetClient } from '#main/contract/contract.ts';
import { MessageId, SessionId } from '#main/contract/ids.ts';
import { sampleSession } from '#renderer/testing/sample-data.ts';
import { show } from '#renderer/testing/show.tsx';
import { CommandPalette } from './command-palette.tsx';
import type { PaletteAction } from './palette-action.ts';
import { ShortcutsDialog } from './shortcuts-dialog.tsx';
import { usePaletteKeys } from './use-palette-keys.ts';

function Palette({ client, log }: { client: LimpetClient; log: (entry: string) => void }) {
  const [overlay, setOverlay] = useState<'palette' | 'shortcuts'>();
  usePaletteKeys({ onPalette: () => setOverlay('palette'), onShortcuts: () => setOverlay('shortcuts') });
  const actions: PaletteAction[] = [
    { id: 'new', group: 'actions', title: 'New chat', shortcut: 'Ctrl Shift O', run: () => log('new') },
    {
      id: 'theme',
      group: 'actions',
      title: 'Theme',
      choices: [
        { id: 'dark', group: 'actions', title: 'Dark', run: () => log('dark') },
        { id: 'light', group: 'actions', title: 'Light', run: () => log('light') },
      ],
    },
    { id: 'models', group: 'settings', title: 'Models and keys', run: () => log('models') },
  ];
  return (
    <>
      <input aria-label="Message" />
      <CommandPalette
        client={client}
        open={overlay === 'palette'}
        onOpenChange={(open) => setOverlay(open ? 'palette' : undefined)}
        actions={actions}
        onOpenSession={(session) => log(`session ${session.id}`)}
        onOpenHit={(hit) => log(`hit ${hit.messageId}`)}
        onSlashCommand={(command) => log(`/${command.name}`)}
      />
      <ShortcutsDialog
        open={overlay === 'shortcuts'}
        onOpenChange={(open) => setOverlay(open ? 'shortcuts' : undefined)}
        actions={actions}
      />
    </>
  );
}

function showPalette() {
  const logged: string[] = [];
  const now = Date.now();
  show(({ client }) => <Palette client={client} log={(entry) => logged.push(entry)} />, {
    sessions: [
      sampleSession('a', { title: 'Tide tables', updatedAt: now }),
      sampleSession('b', { title: 'Photos', updatedAt: now - 1 }),
    ],
    hits: [
      {
        sessionId: SessionId.parse('b'),
        sessionTitle: 'Photos',
        messageId: MessageId.parse('m1'),
        role: 'user',
        createdAt: 1,
        excerpt: [
          { text: 'at low ', hit: false },
          { text: 'tide', hit: true },
        ],
      },
    ],
  });
  return logged;
}
const open = async () => {
  await screen.findByLabelText('Message');
  fireEvent.keyDown(window, { key: 'k', ctrlKey: true });
  await screen.findByRole('option', { name: /Tide tables/ });
};
const present = () => {
  const id = screen.getByRole('combobox').getAttribute('aria-activedescendant');
  return id === null ? undefined : document.getElementById(id)?.textContent;
};

describe('command palette', () => {
  it('opens with Ctrl+K on the latest chat, which Enter opens', async () => {
    const logged = showPalette();
    await open();
    await waitFor(() => expect(present()).toContain('Tide tables'));
    await userEvent.keyboard('{Enter}');
    expect(logged).toEqual(['session a']);
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  it('names the entry that Enter takes to assistive technology while typing', async () => {
    const logged = showPalette();
    await open();
    await userEvent.keyboard('mod');
    await waitFor(() => expect(present()).toBe('Models and keys'));
    await userEvent.keyboard('{Enter}');
    expect(logged).toEqual(['models']);
  });

  it('finds messages of all chats below the names that fit', async () => {
    const logged = showPalette();
    await open();
    await userEvent.keyboard('tide');
    await screen.findByText('Messages');
    expect(screen.getAllByRole('option').map((option) => option.textContent)).toEqual([
      expect.stringContaining('Tide tables'),
      'Photosat low tide',
    ]);
    await userEvent.keyboard('{ArrowDown}{Enter}');
    expect(logged).toEqual(['hit m1']);
  });

  it('opens the choices of an action and goes back from them, not out', async () => {
    const logged = showPalette();
    await open();
    await userEvent.keyboard('theme{Enter}');
    await screen.findByRole('option', { name: 'Dark' });
    expect(logged).toEqual([]);
    await userEvent.keyboard('{Escape}');
    await screen.findByRole('option', { name: /New chat/ });
    await userEvent.keyboard('theme{Enter}');
    await screen.findByRole('option', { name: 'Light' });
    await userEvent.keyboard('{ArrowDown}{Enter}');
    expect(logged).toEqual(['light']);
  });

  it('finds slash commands with and without the slash', async () => {
    const logged = showPalette();
    await open();
    await userEvent.keyboard('/comp{Enter}');
    expect(logged).toEqual(['/compact']);
  });

  it('shows the shortcuts on ?, but leaves a question mark in a field alone', async () => {
    showPalette();
    await userEvent.type(await screen.findByLabelText('Message'), '?');
    expect(screen.queryByRole('dialog')).toBeNull();
    fireEvent.keyDown(document.body, { key: '?' });
    expect(await screen.findByRole('dialog', { name: 'Keyboard shortcuts' })).toBeTruthy();
    expect(screen.getByText('New chat')).toBeTruthy();
  });
});
