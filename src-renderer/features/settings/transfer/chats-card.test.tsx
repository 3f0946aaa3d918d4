// @vitest-environment happy-dom
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import type { ImportReport } from '#main/contract/transfer.ts';
import type { SampleCoreOptions } from '#renderer/testing/sample-core.ts';
import { show } from '#renderer/testing/show.tsx';
import { ChatsCard } from './chats-card.tsx';

const showCard = (options: SampleCoreOptions = {}) =>
  show(({ client, blobs }) => <ChatsCard client={client} blobs={blobs} isOffline={false} />, options);
const button = (name: string | RegExp) => screen.findByRole('button', { name });

const importable: ImportReport = {
  kind: 'chatgpt',
  ...{ sessions: 12, messages: 340, attachments: 5, knownSessions: 2, knownMessages: 20 },
  skipped: [{ place: 'conversations.json[1] “Broken”', reason: 'wrong_shape' }],
  skippedCount: 3,
};

describe('exporting chats', () => {
  it('saves all of them in the chosen format', async () => {
    const click = vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(() => {});
    const core = showCard();
    await userEvent.selectOptions(await screen.findByLabelText('Format'), 'html');
    await userEvent.click(await button('Export all chats'));
    await waitFor(() => expect(click).toHaveBeenCalledTimes(1));
    expect(core.exported).toEqual([{ format: 'html' }]);
    expect(await screen.findByText('Exported. Chats: 3, messages: 40.')).toBeTruthy();
  });
});

describe('importing chats', () => {
  it('uploads a file, shows what is in it and what is left out, and imports it after the yes', async () => {
    const core = showCard({ importable });
    await userEvent.upload(await screen.findByLabelText('Export to import'), new File(['PK'], 'chatgpt.zip'));
    expect(await screen.findByText('Found: an export of ChatGPT')).toBeTruthy();
    expect(screen.getByText('New chats: 12 · messages: 340 · attachments: 5')).toBeTruthy();
    expect(screen.getByText(/Here already.*chats: 2/)).toBeTruthy();
    expect(screen.getByText('conversations.json[1] “Broken”: not in the form that is expected there')).toBeTruthy();
    expect(screen.getByText('and 2 more')).toBeTruthy();
    expect(core.imported).toEqual([]);
    await userEvent.click(await button('Import'));
    await waitFor(() => expect(core.imported).toEqual([{ blobId: 'upload-1' }]));
    expect(await screen.findByText('Imported. Chats: 12, messages: 340, left out: 3.')).toBeTruthy();
  });

  it('takes a folder of the machine that runs Limpet', async () => {
    const core = showCard({ importable: { ...importable, messages: 0, skipped: [], skippedCount: 0 } });
    await userEvent.click(await button('Choose a folder'));
    await userEvent.click(await button('Choose this folder'));
    expect(await screen.findByText('Everything in it is here already.')).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Import' })).toBeNull();
    expect(core.imported).toEqual([]);
  });

  it('says when nothing in it is known, and shows and stops what runs', async () => {
    const core = showCard({ transferring: { job: { type: 'import', done: 1, total: 4 } } });
    const bar = await screen.findByRole('progressbar', { name: 'Importing' });
    expect(bar.getAttribute('aria-valuenow')).toBe('25');
    await userEvent.click(await button('Stop'));
    await waitFor(() => expect(core.transferState.get()).toEqual({}));
    await userEvent.upload(await screen.findByLabelText('Export to import'), new File(['x'], 'x.json'));
    expect(await screen.findByText(/^There are no chats in it that Limpet knows how to read/)).toBeTruthy();
  });
});
