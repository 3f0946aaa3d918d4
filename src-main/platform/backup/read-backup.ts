// Reading a backup: its manifest, every byte against it, and its files into the place of a restore.
import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { isAppError } from '#main/contract/errors.ts';
import { openZip, type ZipLimits, type ZipReader } from '#main/platform/base/zip/read-zip.ts';
import { damagedBackup, type Manifest, manifestName, readManifest } from './manifest.ts';

/** A backup is as large as what was said and attached; a database of much of the same packs very well. */
const limits: ZipLimits = { entries: 1_100_002, totalBytes: 512 * 1024 ** 3, ratio: 400 };
const manifestBytesLimit = 256 * 1024 * 1024;

type Watch = { readonly signal: AbortSignal; readonly onBytes: (done: number, total: number) => void };

/** What an archive refuses is damage here, unless it is about its size. */
function asDamage(error: unknown): unknown {
  return isAppError(error) && error.details?.reason?.startsWith('archive_') === true ? damagedBackup(error) : error;
}

async function manifestOf(zip: ZipReader, signal: AbortSignal): Promise<Manifest> {
  const item = zip.find(manifestName);
  if (item === undefined || item.sizeBytes > manifestBytesLimit) throw damagedBackup('it has no manifest');
  const chunks: Uint8Array[] = [];
  for await (const chunk of zip.read(item, signal)) chunks.push(chunk);
  const manifest = readManifest(Buffer.concat(chunks).toString('utf8'));
  const isComplete = manifest.files.every((file) => zip.find(file.name)?.sizeBytes === file.sizeBytes);
  if (!isComplete || zip.items.length !== manifest.files.length + 1)
    throw damagedBackup('its files are not those of the manifest');
  return manifest;
}

async function withArchive<T>(path: string, work: (zip: ZipReader) => Promise<T>): Promise<T> {
  let zip: ZipReader | undefined;
  try {
    zip = await openZip(path, limits);
    return await work(zip);
  } catch (error) {
    throw asDamage(error);
  } finally {
    zip?.close();
  }
}

export const readBackup = (path: string, signal: AbortSignal): Promise<Manifest> =>
  withArchive(path, (zip) => manifestOf(zip, signal));

type Sink = { write(chunk: Uint8Array): Promise<unknown> };

/** Reads every file to its end and compares it. `sink` takes what is read. */
async function readAll(
  zip: ZipReader,
  o: Watch & { sinkOf?: (name: string, use: (sink: Sink) => Promise<void>) => Promise<void> },
) {
  const manifest = await manifestOf(zip, o.signal);
  const total = manifest.files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  let done = 0;
  for (const file of manifest.files) {
    const item = zip.find(file.name);
    if (item === undefined) throw damagedBackup(`${file.name} is missing`);
    const digest = createHash('sha256');
    const read = async (sink?: Sink) => {
      for await (const chunk of zip.read(item, o.signal)) {
        digest.update(chunk);
        await sink?.write(chunk);
        done += chunk.byteLength;
        o.onBytes(done, total);
      }
    };
    await (o.sinkOf === undefined ? read() : o.sinkOf(file.name, read));
    if (digest.digest('hex') !== file.sha256) throw damagedBackup(`${file.name} is not what it was`);
  }
  return manifest;
}

/** Every file against its hash. The database's own structure is another question: see `RestoreDesk.inspect`. */
export const checkArchive = (path: string, watch: Watch): Promise<Manifest> =>
  withArchive(path, (zip) => readAll(zip, watch));

/** Unpacks to where `pathOf` says; each file is on the disk and is what the manifest says when this returns. */
export function unpackBackup(
  path: string,
  o: Watch & { readonly pathOf: (name: string) => string },
): Promise<Manifest> {
  const sinkOf = async (name: string, use: (sink: Sink) => Promise<void>) => {
    const file = await open(o.pathOf(name), 'wx', 0o600);
    try {
      await use({ write: (chunk) => file.writeFile(chunk) });
      await file.sync();
    } finally {
      await file.close();
    }
  };
  return withArchive(path, (zip) => readAll(zip, { ...o, sinkOf }));
}
