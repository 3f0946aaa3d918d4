// @vitest-environment happy-dom
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { AppError, toErrorData } from '#main/contract/errors.ts';
import { sampleBackup } from '#renderer/testing/sample-backup.ts';
import type { SampleCoreOptions } from '#renderer/testing/sample-core.ts';
import { show } from '#renderer/testing/show.tsx';
import { useSettingsWriter } from '../use-settings-writer.ts';
import { BackupCard } from './backup-card.tsx';

type Known = Parameters<Parameters<typeof show>[0]>[0];
function Shown({ known }: { readonly known: Known }) {
  return <BackupCard client={known.client} writer={useSettingsWriter({ ...known, isOffline: false })} />;
}
const showCard = (options: SampleCoreOptions = {}) => show((known) => <Shown known={known} />, options);
const button = (name: string | RegExp) => screen.findByRole('button', { name });

describe('the card of backups', () => {
  it('makes one, shows it, and says that keys are in none', async () => {
    showCard();
    expect(await screen.findByText('There is no backup yet.')).toBeTruthy();
    await userEvent.click(await button('Back up now'));
    expect(await screen.findByText('Backup made and read again.')).toBeTruthy();
    expect(await screen.findByText(/chats: 12 · messages: 340 · attachments: 5/)).toBeTruthy();
    expect(screen.getByText(/Keys are in no backup/)).toBeTruthy();
  });

  it('asks before a restore, and says what it means', async () => {
    const core = showCard({ backups: { backups: [sampleBackup] } });
    await userEvent.click(await button(/^Restore the backup of/));
    expect(await screen.findByText(/What is there now becomes a backup first/)).toBeTruthy();
    expect(core.backup.restored).toEqual([]);
    await userEvent.click(await button('Restore'));
    await waitFor(() => expect(core.backup.restored).toEqual([sampleBackup.name]));
    expect(await screen.findByText('Restored. Limpet starts anew.')).toBeTruthy();
  });

  it('looks at another file before it asks about it', async () => {
    const core = showCard();
    await userEvent.click(await button('Restore another file'));
    await userEvent.type(await screen.findByLabelText('Path on the machine that runs Limpet'), 'x.zip');
    await userEvent.click(await button('Look at it'));
    expect(await screen.findByText('There is no backup x.zip. Choose another one.')).toBeTruthy();
    await userEvent.clear(screen.getByLabelText('Path on the machine that runs Limpet'));
    await userEvent.type(screen.getByLabelText('Path on the machine that runs Limpet'), '/media/usb/x.zip{Enter}');
    await userEvent.click(await button('Restore'));
    await waitFor(() => expect(core.backup.restored).toEqual(['/media/usb/x.zip']));
  });

  it('shows what runs, how far it is, and ends it', async () => {
    const core = showCard({ backups: { job: { type: 'make', step: 'pack', done: 30, total: 120 } } });
    const bar = await screen.findByRole('progressbar', { name: 'Packing' });
    expect(bar.getAttribute('aria-valuenow')).toBe('25');
    await userEvent.click(await button('Stop'));
    await waitFor(() => expect(core.backup.state.get().job).toBeUndefined());
  });

  it('tells what failed, also by the clock', async () => {
    const error = toErrorData(new AppError('unavailable', 'Full.', { details: { reason: 'disk_full' } }));
    const refuseBackup = new AppError('unavailable', 'No room.', {
      details: { reason: 'backup_no_room', facts: { megabytes: 12 } },
    });
    showCard({ backups: { failure: { at: 1, error } }, refuseBackup });
    expect(await screen.findByText(/failed: The disk is full\./)).toBeTruthy();
    await userEvent.click(await button('Back up now'));
    expect(await screen.findByText(/^This needs 12 MB of free disk space/)).toBeTruthy();
  });
});
