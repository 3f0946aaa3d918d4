// @vitest-environment happy-dom
import { fireEvent, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { SessionId } from '#main/contract/ids.ts';
import { show } from '#renderer/testing/show.tsx';
import { ModeMenu } from './mode-menu.tsx';

const sessionId = SessionId.parse('s1');
const showMenu = () => show(({ client }) => <ModeMenu client={client} sessionId={sessionId} workspace="/home/mara" />);

describe('the mode of a chat', () => {
  it('is in sight, and is changed by keyboard', async () => {
    const core = showMenu();
    const menu = await screen.findByRole('button', { name: 'Mode: Ask' });
    menu.focus();
    await userEvent.keyboard('{Enter}');
    expect(await screen.findByText('Only reads. Everything else is refused.')).toBeTruthy();
    await userEvent.click(screen.getByRole('menuitemradio', { name: /^Work/ }));
    expect(await screen.findByRole('button', { name: 'Mode: Work' })).toBeTruthy();
    expect(core.permissions.modeOf(sessionId).get().mode).toEqual({ type: 'work' });
  });

  it('trusts a task only with its bounds, and says when it ended', async () => {
    const core = showMenu();
    await userEvent.click(await screen.findByRole('button', { name: 'Mode: Ask' }));
    await userEvent.click(await screen.findByRole('menuitemradio', { name: /^Trusted task/ }));
    const start = await screen.findByRole<HTMLButtonElement>('button', { name: 'Trust this task' });
    expect(start.disabled).toBe(true);
    fireEvent.change(screen.getByLabelText('What is to be done'), { target: { value: 'Sort the photos' } });
    fireEvent.change(screen.getByLabelText('Hosts'), { target: { value: 'example.org\n\n *.example.net ' } });
    fireEvent.change(screen.getByLabelText('Ends at'), { target: { value: '2001-01-01T10:00' } });
    expect(start.disabled).toBe(true);
    expect(screen.getByText('This time is over.')).toBeTruthy();
    fireEvent.change(screen.getByLabelText('Ends at'), { target: { value: '2101-01-01T10:00' } });
    fireEvent.change(screen.getByLabelText('Calls at most'), { target: { value: '7' } });
    await userEvent.click(start);
    expect(await screen.findByRole('button', { name: 'Mode: Trusted task' })).toBeTruthy();
    const live = core.permissions.modeOf(sessionId);
    expect(live.get().mode).toEqual({
      type: 'trusted',
      task: {
        ...{ what: 'Sort the photos', folders: ['/home/mara'], hosts: ['example.org', '*.example.net'] },
        until: new Date('2101-01-01T10:00').getTime(),
        budget: { calls: 7, costUsd: 1 },
      },
    });
    live.set({ sessionId, mode: { type: 'work' }, ended: 'calls' });
    expect(await screen.findByText(/calls of the trusted task are used up/)).toBeTruthy();
    await waitFor(() => expect(screen.queryByRole('button', { name: 'Mode: Trusted task' })).toBeNull());
  });
});
