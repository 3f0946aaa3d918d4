// @vitest-environment happy-dom
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import type { FoundUpdate, Timeline } from '#main/contract/updates.ts';
import type { SampleCoreOptions } from '#renderer/testing/sample-core.ts';
import { show } from '#renderer/testing/show.tsx';
import { TimelineCard } from './timeline-card.tsx';
import { UpdateCard } from './update-card.tsx';

const found: FoundUpdate = {
  version: '1.1.0',
  releasedAt: Date.parse('2026-06-01T12:00:00Z'),
  sizeBytes: 120 * 1024 * 1024,
  notes: '# New\n\n- A *new* thing <script>alert(1)</script> ![x](https://e.example/x.png) [here](https://e.example)',
};
const at = Date.parse('2026-05-01T12:00:00Z');
const timeline: Timeline = {
  canRestart: true,
  snapshots: [
    { id: 'b', at: at + 1, reason: 'upgrade', version: '0.9.0', sizeBytes: 4_096, sessions: 1, state: 'ready' },
    { id: 'c', at, reason: 'restore', sizeBytes: 4_096, sessions: 3, state: 'newer' },
    { id: 'd', at: at - 1, reason: 'daily', sizeBytes: 12, sessions: 0, state: 'unreadable' },
  ],
};
const button = (name: string | RegExp) => screen.findByRole('button', { name });
const press = async (name: string | RegExp) => userEvent.click(await button(name));
const confirm = async (name: string) =>
  userEvent.click(within(await screen.findByRole('dialog')).getByRole('button', { name }));

describe('updates of the app', () => {
  const showCard = (options: SampleCoreOptions = {}) =>
    show(({ client }) => <UpdateCard client={client} version="0.1.0" isOffline={false} />, options);

  it('are looked for, and said to be none', async () => {
    showCard();
    expect(await screen.findByText('Not looked for yet.')).toBeTruthy();
    await press('Look for updates');
    expect(await screen.findByText('Version 0.1.0 is the newest.')).toBeTruthy();
  });

  it('show what is new as plain text, without anything active or loaded', async () => {
    showCard({ found });
    await press('Look for updates');
    expect(await screen.findByText('Version 1.1.0 is there')).toBeTruthy();
    const notes = await screen.findByRole('group', { name: 'What is new' });
    expect(await within(notes).findByText('New')).toBeTruthy();
    expect(notes.querySelectorAll('script, img, a')).toHaveLength(0);
    expect(notes.textContent).toContain('here');
  });

  it('are downloaded with progress, which can be cancelled', async () => {
    const core = showCard({ update: { type: 'available', update: found } });
    await press('Download');
    core.setUpdate({ type: 'downloading', update: found, bytes: 30 * 1024 * 1024 });
    const bar = await screen.findByRole('progressbar', { name: 'Download of version 1.1.0' });
    await waitFor(() => expect(bar.getAttribute('aria-valuenow')).toBe(String(30 * 1024 * 1024)));
    expect(screen.getByText('Downloading version 1.1.0: 30 MB of 120 MB')).toBeTruthy();
    await press('Cancel');
    expect(await screen.findByText('Version 1.1.0 is there')).toBeTruthy();
  });

  it('are installed at once only after asking, and once more while a chat is answered', async () => {
    const core = showCard({ update: { type: 'ready', update: found }, isBusy: true });
    await press('Install now');
    expect(core.updatesAsked).toEqual([]);
    await confirm('Install now');
    expect(await screen.findByText('Stop what runs?')).toBeTruthy();
    expect(core.updatesAsked).toEqual([]);
    await confirm('Stop and install');
    await waitFor(() => expect(core.updatesAsked).toEqual(['install']));
  });

  it('say why they were refused, and why there are none', async () => {
    const core = showCard({
      update: {
        type: 'failed',
        canRetry: false,
        error: { code: 'forbidden', message: 'x', retryable: false, details: { reason: 'update_unsigned' } },
      },
    });
    expect((await screen.findByRole('alert')).textContent).toContain('is not signed by the makers of Limpet');
    core.setUpdate({ type: 'off', why: 'no_key' });
    expect(await screen.findByText(/this build has no update key/)).toBeTruthy();
    expect(screen.queryByRole('button')).toBeNull();
  });
});

describe('the restore timeline', () => {
  const showTimeline = (options: SampleCoreOptions = {}) =>
    show(({ client }) => <TimelineCard client={client} isOffline={false} />, { timeline, ...options });

  it('tells of each copy when, why, with which version, how large and how many chats', async () => {
    showTimeline();
    expect(await screen.findByText('Before an update · version 0.9.0 · 4 KB · 1 chat')).toBeTruthy();
    expect(screen.getByText('Before going back · 4 KB · 3 chats')).toBeTruthy();
    expect(screen.getByText('From a newer version')).toBeTruthy();
    expect(screen.getByText('Cannot be read')).toBeTruthy();
    expect(screen.getAllByRole('button')).toHaveLength(1);
  });

  it('goes back after asking, and after asking again while a chat is answered', async () => {
    const core = showTimeline({ isBusy: true });
    await press(/^Go back to/);
    await confirm('Go back');
    expect(await screen.findByText('Stop what runs?')).toBeTruthy();
    expect(core.updatesAsked).toEqual([]);
    await confirm('Stop and go back');
    await waitFor(() => expect(core.updatesAsked).toEqual(['back to b']));
    expect(await screen.findByText(/^Limpet is starting again with the data of/)).toBeTruthy();
  });

  it('waits for the next start where the person starts it, and can be taken back', async () => {
    showTimeline({ timeline: { ...timeline, canRestart: false } });
    await press(/^Go back to/);
    await confirm('Go back');
    expect(await screen.findByText(/^At the next start Limpet goes back to/)).toBeTruthy();
    await press('Do not go back');
    await waitFor(() => expect(screen.queryByText(/^At the next start/)).toBeNull());
  });

  it('says that there are none yet', async () => {
    showTimeline({ timeline: { snapshots: [], canRestart: true } });
    expect(await screen.findByText('No copies yet')).toBeTruthy();
  });
});
