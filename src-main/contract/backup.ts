// Backups: archives of everything that was said and attached, made by hand and by the clock, looked at and put back.
import { z } from 'zod';
import { ErrorData } from './errors.ts';
import { Timestamp } from './ids.ts';
import { command, query, stream } from './kernel.ts';

export const BackupKind = z.enum(['by-hand', 'scheduled', 'before-restore']);
export type BackupKind = z.infer<typeof BackupKind>;

const count = z.number().int().nonnegative();

export const Backup = z.object({
  /** Of its file. */
  name: z.string(),
  kind: BackupKind,
  madeAt: Timestamp,
  sizeBytes: count,
  appVersion: z.string(),
  schema: count,
  sessions: count,
  messages: count,
  attachments: count,
  /** Attachments whose content was missing or damaged when it was made. */
  missing: count,
});
export type Backup = z.infer<typeof Backup>;

export const BackupJob = z.object({
  type: z.enum(['make', 'check', 'restore']),
  step: z.enum(['copy', 'pack', 'check', 'snapshot', 'unpack']),
  /** Of this step, in bytes; `total` 0 while it is not known. */
  done: count,
  total: count,
});
export type BackupJob = z.infer<typeof BackupJob>;

export const BackupState = z.object({
  folder: z.string(),
  /** Newest first. */
  backups: z.array(Backup),
  /** Files in the folder that are called like backups and cannot be read. */
  unreadable: z.array(z.string()),
  /** When the next one is due; absent while the schedule is off. */
  nextAt: Timestamp.optional(),
  job: BackupJob.optional(),
  /** Why the last scheduled one failed, until one succeeds. */
  failure: z.object({ at: Timestamp, error: ErrorData }).optional(),
});
export type BackupState = z.infer<typeof BackupState>;

/** A name in the folder of backups, or the whole path of a file. */
const file = z.string().min(1).max(4096);

export const RestoreOutcome = z.object({
  backup: Backup,
  /** What was there before, as a backup; absent when it could not be read any more. */
  before: z.string().optional(),
  /** `now`: Limpet starts anew at once, with what was restored. `next_start`: this one has to be ended by hand. */
  takesEffect: z.enum(['now', 'next_start']),
});
export type RestoreOutcome = z.infer<typeof RestoreOutcome>;

export const backup = {
  watch: stream(z.object({}), BackupState),
  /** `conflict` with reason `backup_busy` while another job runs; so do the others. */
  make: command(z.object({}), Backup),
  /** Reads the whole archive: every file against the manifest, every page of the database. */
  check: query(z.object({ file }), Backup),
  /** The manifest alone. `invalid_input` with reason `backup_damaged`, `unsupported` with `newer_backup`. */
  inspect: query(z.object({ file }), Backup),
  /** Only a file in the folder of backups that is one. */
  remove: command(z.object({ name: z.string().min(1).max(255) }), z.object({})),
  /** Checks it, makes a backup of what is there, and then puts it in the place of that. */
  restore: command(z.object({ file }), RestoreOutcome),
  /** Ends the job that runs. Nothing is left of it. */
  cancel: command(z.object({}), z.object({})),
};
