// Backups over values in memory, for component tests.
import type { Backup, BackupState } from '#main/contract/backup.ts';
import type { contract } from '#main/contract/contract.ts';
import { AppError } from '#main/contract/errors.ts';
import type { Handlers } from '#main/contract/kernel.ts';
import { createLiveValue } from './live-value.ts';

export type SampleBackupOptions = {
  readonly backups?: Partial<BackupState>;
  /** Fails every backup and restore. */
  readonly refuseBackup?: AppError;
};

export const sampleBackup: Backup = {
  name: 'limpet-backup-20260102-030405-by-hand.zip',
  kind: 'by-hand',
  madeAt: Date.UTC(2026, 0, 2, 3, 4, 5),
  sizeBytes: 3_400_000,
  appVersion: '0.1.0',
  schema: 10,
  sessions: 12,
  messages: 340,
  attachments: 5,
  missing: 0,
};

export function createSampleBackup(options: SampleBackupOptions) {
  const state = createLiveValue<BackupState>({
    folder: '/home/ada/.local/share/limpet/archives',
    backups: [],
    unreadable: [],
    ...options.backups,
  });
  const restored: string[] = [];
  const refuse = () => {
    if (options.refuseBackup !== undefined) throw options.refuseBackup;
  };
  const find = (file: string): Backup => {
    const found = state.get().backups.find(({ name }) => name === file);
    if (found === undefined && !file.startsWith('/'))
      throw new AppError('not_found', 'There is no such backup.', {
        details: { reason: 'backup_missing', facts: { file } },
      });
    return found ?? { ...sampleBackup, name: file };
  };
  const handlers: Handlers<typeof contract.backup> = {
    watch: (_input, { signal }) => state.follow(signal),
    make: async () => {
      refuse();
      const made = { ...sampleBackup, name: `limpet-backup-${state.get().backups.length}.zip` };
      state.set({ ...state.get(), backups: [made, ...state.get().backups] });
      return made;
    },
    check: async ({ file }) => find(file),
    inspect: async ({ file }) => find(file),
    remove: async ({ name }) => {
      state.set({ ...state.get(), backups: state.get().backups.filter((one) => one.name !== name) });
      return {};
    },
    restore: async ({ file }) => {
      refuse();
      restored.push(file);
      return { backup: find(file), takesEffect: 'now' as const };
    },
    cancel: async () => {
      const { job: _job, ...rest } = state.get();
      state.set(rest);
      return {};
    },
  };
  return { handlers, state, restored };
}
