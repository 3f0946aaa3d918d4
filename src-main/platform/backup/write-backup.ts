// Making one backup: a copy of the database, the contents it uses, and the manifest, read again before it gets its name.
import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { open, rename, rm, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import type { Backup, BackupKind } from '#main/contract/backup.ts';
import { AppError, isCancelled } from '#main/contract/errors.ts';
import { throwIfAborted } from '#main/platform/base/abort.ts';
import { makeFolder } from '#main/platform/base/make-folder.ts';
import { type ZipEntry, zipBytes } from '#main/platform/base/zip/write-zip.ts';
import type { DatabaseCopy, Store } from '#main/platform/store/port.ts';
import { type KeptFile, listKept } from './kept-files.ts';
import {
  blobName,
  databaseName,
  describeBackup,
  format,
  formatVersion,
  type Manifest,
  manifestName,
  nameOfBackup,
  partialOf,
} from './manifest.ts';
import { checkArchive } from './read-backup.ts';

export type Progress = (step: 'copy' | 'pack' | 'check', done: number, total: number) => void;

export type WriteDeps = {
  readonly store: { readonly copy: Store['copy']; readonly blobs: Pick<Store['blobs'], 'stream'> };
  readonly folder: string;
  readonly dataFolder: string;
  readonly appVersion: string;
  readonly installation: string;
};
export type WriteOptions = {
  readonly kind: BackupKind;
  readonly now: number;
  readonly signal: AbortSignal;
  readonly onProgress: Progress;
};

const spareBytes = 64 * 1024 * 1024;

/** The disk must hold the copy and the archive beside each other for a while. */
export async function needSpace(folder: string, bytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  if (bavail * bsize >= bytes + spareBytes) return;
  throw new AppError('unavailable', 'The disk has too little room for this. Free some space, then try again.', {
    details: { reason: 'backup_no_room', facts: { megabytes: Math.ceil((bytes + spareBytes) / 1024 / 1024) } },
  });
}

/** The hash and size of what was read, once it has been read to its end. */
function measured(bytes: AsyncIterable<Uint8Array>, onBytes: (count: number) => void) {
  const digest = createHash('sha256');
  let sizeBytes = 0;
  async function* pass() {
    for await (const chunk of bytes) {
      digest.update(chunk);
      sizeBytes += chunk.byteLength;
      onBytes(chunk.byteLength);
      yield chunk;
    }
  }
  return { bytes: pass(), end: () => ({ sizeBytes, sha256: digest.digest('hex') }) };
}

async function hashOf(bytes: AsyncIterable<Uint8Array>, signal: AbortSignal): Promise<string> {
  const digest = createHash('sha256');
  for await (const chunk of bytes) {
    throwIfAborted(signal);
    digest.update(chunk);
  }
  return digest.digest('hex');
}

type Packing = WriteOptions & {
  readonly deps: WriteDeps;
  readonly copy: DatabaseCopy;
  readonly database: string;
  readonly kept: readonly KeptFile[];
};

/** Undefined: it is not there any more, or not what it was. A backup without it is better than none. */
async function openBlob(blob: DatabaseCopy['blobs'][number], { deps, signal }: Packing) {
  const { stream } = deps.store.blobs;
  try {
    if ((await hashOf(await stream(blob.id), signal)) !== blob.sha256) return undefined;
    return await stream(blob.id);
  } catch (error) {
    if (isCancelled(error)) throw error;
    return undefined;
  }
}

async function* entriesOf(p: Packing): AsyncGenerator<ZipEntry> {
  const { copy, now, onProgress } = p;
  const databaseBytes = (await stat(p.database)).size;
  const total = [...copy.blobs, ...p.kept].reduce((sum, { sizeBytes }) => sum + sizeBytes, databaseBytes);
  let done = 0;
  const onBytes = (count: number) => {
    done += count;
    onProgress('pack', done, total);
  };
  const files: Manifest['files'] = [];
  const missing: string[] = [];
  const database = measured(createReadStream(p.database), onBytes);
  yield { name: databaseName, at: now, bytes: database.bytes };
  files.push({ name: databaseName, ...database.end() });
  for (const blob of copy.blobs) {
    const bytes = await openBlob(blob, p);
    if (bytes === undefined) {
      missing.push(blob.sha256);
      continue;
    }
    const content = measured(bytes, onBytes);
    yield { name: blobName(blob.sha256), at: now, bytes: content.bytes };
    files.push({ name: blobName(blob.sha256), ...content.end() });
  }
  const attachments = files.length - 1;
  for (const { name, path } of p.kept) {
    const file = await open(path).catch(() => undefined); // gone since it was listed
    if (file === undefined) continue;
    const content = measured(file.createReadStream(), onBytes); // closes it
    yield { name, at: now, bytes: content.bytes };
    files.push({ name, ...content.end() });
  }
  yield { name: manifestName, at: now, bytes: manifestBytes(p, { files, missing, attachments }) };
}

type Packed = Pick<Manifest, 'files' | 'missing'> & { readonly attachments: number };

async function* manifestBytes({ copy, deps, kind, now }: Packing, { attachments, ...o }: Packed) {
  const { appVersion, installation } = deps;
  const { schema, sessions, messages } = copy;
  const manifest: Manifest = {
    ...{ format, formatVersion, appVersion, installation, kind, madeAt: now, schema },
    counts: { sessions, messages, attachments },
    ...o,
  };
  yield new TextEncoder().encode(JSON.stringify(manifest, null, 1));
}

async function writeArchive(path: string, p: Packing): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    for await (const chunk of zipBytes(entriesOf(p), p.signal)) await file.writeFile(chunk);
    await file.sync();
  } finally {
    await file.close();
  }
}

function freeName({ folder }: WriteDeps, { kind, now }: WriteOptions): string {
  for (let again = 0; ; again += 1) {
    const name = nameOfBackup({ madeAt: now, kind, again });
    if (!existsSync(join(folder, name))) return name;
  }
}

/** Leaves a whole and checked backup under its name, or nothing. */
export async function writeBackup(deps: WriteDeps, o: WriteOptions): Promise<Backup> {
  makeFolder(deps.folder);
  const name = freeName(deps, o);
  const path = join(deps.folder, name);
  const database = partialOf(path, deps.installation, 'copy');
  const archive = partialOf(path, deps.installation, 'zip');
  try {
    o.onProgress('copy', 0, 0);
    const copy = await deps.store.copy(database, o.signal);
    const { size } = await stat(database);
    const kept = await listKept(deps.dataFolder);
    const bytes = [...copy.blobs, ...kept].reduce((sum, { sizeBytes }) => sum + sizeBytes, size);
    await needSpace(deps.folder, bytes);
    await writeArchive(archive, { ...o, deps, copy, database, kept });
    const onBytes = (done: number, total: number) => o.onProgress('check', done, total);
    const manifest = await checkArchive(archive, { signal: o.signal, onBytes });
    await rename(archive, path);
    return describeBackup(name, (await stat(path)).size, manifest);
  } finally {
    for (const left of [database, `${database}-journal`, archive]) await rm(left, { force: true });
  }
}
