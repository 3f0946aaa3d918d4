// What a backup says about itself, and how its file is called.
import { z } from 'zod';
import { type Backup, BackupKind } from '#main/contract/backup.ts';
import { AppError } from '#main/contract/errors.ts';
import { parseJson } from '#main/platform/base/json.ts';
import { keptPath } from './kept-files.ts';

export const format = 'limpet-backup';
/** 2: with files of the data folder. */
export const formatVersion = 2;
export const manifestName = 'manifest.json';
export const databaseName = 'limpet.db';
export const blobName = (sha256: string) => `blobs/${sha256.slice(0, 2)}/${sha256}`;

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const count = z.number().int().nonnegative();

export const Manifest = z.object({
  format: z.literal(format),
  formatVersion: z.number().int().min(1),
  appVersion: z.string().max(100),
  /** Of the installation that made it: the schedule drops nobody else's. */
  installation: z.string().max(100),
  kind: BackupKind,
  madeAt: count,
  schema: count,
  counts: z.object({ sessions: count, messages: count, attachments: count }),
  /** Hashes of contents that were missing or damaged; the rest is whole. */
  missing: z.array(sha256).max(1_000_000),
  files: z
    .array(z.object({ name: z.string().max(2_000), sizeBytes: count, sha256 }))
    .min(1)
    .max(1_100_001),
});
export type Manifest = z.infer<typeof Manifest>;

export const damagedBackup = (cause: unknown) =>
  new AppError('invalid_input', 'This backup is damaged. Choose another one.', {
    cause,
    details: { reason: 'backup_damaged' },
  });

export const newerBackup = () =>
  new AppError('unsupported', 'This backup was made by a newer Limpet. Install the newer version first.', {
    details: { reason: 'newer_backup' },
  });

const Versioned = z.object({ format: z.literal(format), formatVersion: z.number().int() });

/** Throws `backup_damaged`, or `newer_backup` for a format of the future. */
export function readManifest(text: string): Manifest {
  const value = parseJson(text);
  const version = Versioned.safeParse(value).data?.formatVersion;
  if (version !== undefined && version > formatVersion) throw newerBackup();
  const parsed = Manifest.safeParse(value);
  if (!parsed.success) throw damagedBackup(parsed.error);
  const names = new Set(parsed.data.files.map(({ name }) => name));
  const isOurs = parsed.data.files.every(
    ({ name, sha256 }) => name === databaseName || name === blobName(sha256) || keptPath(name) !== undefined,
  );
  if (!isOurs || !names.has(databaseName) || names.size !== parsed.data.files.length)
    throw damagedBackup('the list of files is not that of a backup');
  return parsed.data;
}

export function describeBackup(name: string, sizeBytes: number, m: Manifest): Backup {
  const { kind, madeAt, appVersion, schema, counts } = m;
  return { name, kind, madeAt, sizeBytes, appVersion, schema, ...counts, missing: m.missing.length };
}

const pattern = /^limpet-backup-\d{8}-\d{6}(-\d+)?-(by-hand|scheduled|before-restore)\.zip$/;
export const isBackupName = (name: string) => pattern.test(name);

/** In the clock of the world, so that names of several machines sort alike. `again` tells apart what fell into one second. */
export function nameOfBackup(o: { madeAt: number; kind: BackupKind; again: number }): string {
  const [day = '', time = ''] = new Date(o.madeAt).toISOString().split('T');
  const stamp = `${day.replaceAll('-', '')}-${time.slice(0, 8).replaceAll(':', '')}`;
  return `limpet-backup-${stamp}${o.again === 0 ? '' : `-${o.again}`}-${o.kind}.zip`;
}

/** A file that is not finished; named after its installation, so that others that share the folder leave it alone. */
export const partialOf = (path: string, installation: string, what: 'copy' | 'zip') =>
  `${path}.${installation}.${what}.partial`;
