// Reading a ZIP archive of a stranger: every name, size and kind is looked at before the first byte is unpacked.
import type { Readable } from 'node:stream';
import { type Entry, open, type ZipFile } from 'yauzl';
import { AppError, isAppError } from '#main/contract/errors.ts';
import { throwIfAborted } from '../abort.ts';

export type ZipLimits = {
  readonly entries: number;
  /** Of all entries together, unpacked. */
  readonly totalBytes: number;
  /** Of the archive as a whole: how many times larger it may become. Small archives are let off. */
  readonly ratio: number;
};
export type ZipItem = { readonly name: string; readonly sizeBytes: number };

export interface ZipReader {
  /** Files only, in the order of the archive. */
  readonly items: readonly ZipItem[];
  find(name: string): ZipItem | undefined;
  /** Throws as soon as more bytes come than the archive said, or its checksum is wrong. */
  read(item: ZipItem, signal: AbortSignal): AsyncGenerator<Uint8Array>;
  close(): void;
}

const freeOfRatioBytes = 1024 * 1024;
const typeMask = 0o170000;
const regularFile = 0o100000;
const madeOnUnix = 3;

const refused = (reason: string, message: string, facts: Record<string, string | number> = {}) =>
  new AppError('invalid_input', message, { details: { reason, facts } });

const damaged = (cause: unknown) =>
  new AppError('invalid_input', 'This is not a ZIP archive, or it is damaged. Get it once more.', {
    cause,
    details: { reason: 'archive_damaged' },
  });

const unsafe = (name: string) =>
  refused('archive_unsafe', `The archive holds something that is not unpacked: ${name}. Nothing was taken from it.`, {
    name,
  });

function openFile(path: string): Promise<ZipFile> {
  return new Promise((resolve, reject) => {
    const options = { lazyEntries: true, autoClose: false, strictFileNames: true, validateEntrySizes: true };
    open(path, options, (error, zip) => (error === null ? resolve(zip) : reject(error)));
  });
}

/** A link, a device or anything else than a file; archives made elsewhere than on Unix say nothing. */
function isSpecial(entry: Entry): boolean {
  const type = (entry.externalFileAttributes >>> 16) & typeMask;
  return entry.versionMadeBy >> 8 === madeOnUnix && type !== 0 && type !== regularFile;
}

function checkSizes(entries: readonly Entry[], archiveBytes: number, limits: ZipLimits): void {
  let [packed, unpacked] = [0, 0];
  for (const entry of entries) {
    packed += entry.compressedSize;
    unpacked += entry.uncompressedSize;
  }
  // Entries that lie over one another would be counted once on the disk and many times here.
  if (packed > archiveBytes) throw unsafe('overlapping entries');
  const most = Math.min(limits.totalBytes, Math.max(freeOfRatioBytes, archiveBytes * limits.ratio));
  if (unpacked > most)
    throw refused('archive_too_large', 'Unpacked, the archive would be too large. Nothing was taken from it.', {
      megabytes: Math.ceil(unpacked / 1024 / 1024),
      limit: Math.floor(most / 1024 / 1024),
    });
}

async function readEntries(zip: ZipFile, limits: ZipLimits): Promise<Map<string, Entry>> {
  if (zip.entryCount > limits.entries)
    throw refused('archive_too_many', 'The archive holds too many files. Nothing was taken from it.', {
      files: zip.entryCount,
      limit: limits.entries,
    });
  const entries = new Map<string, Entry>();
  const folded = new Set<string>();
  for await (const entry of zip.eachEntry()) {
    const { fileName } = entry;
    if (fileName.endsWith('/')) continue;
    // Two names that some disks take for one would let the second replace the first.
    const fold = fileName.normalize('NFC').toLowerCase();
    if (isSpecial(entry) || folded.has(fold) || fileName.includes('\0')) throw unsafe(fileName);
    if (entry.isEncrypted()) throw refused('archive_locked', 'The archive is locked with a password. Unlock it first.');
    folded.add(fold);
    entries.set(fileName, entry);
  }
  checkSizes([...entries.values()], zip.fileSize, limits);
  return entries;
}

async function* unpack(zip: ZipFile, entry: Entry, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  let stream: Readable | undefined;
  let left = entry.uncompressedSize;
  try {
    throwIfAborted(signal);
    stream = await zip.openReadStreamPromise(entry);
    for await (const chunk of stream) {
      throwIfAborted(signal);
      const bytes = chunk as Uint8Array; // yauzl's streams are of bytes
      left -= bytes.byteLength;
      if (left < 0) throw unsafe(entry.fileName);
      yield bytes;
    }
  } catch (error) {
    throw isAppError(error) ? error : damaged(error);
  } finally {
    stream?.destroy();
  }
}

/** `invalid_input` for what is damaged, too large, locked, or holds anything but plain files under plain names. */
export async function openZip(path: string, limits: ZipLimits): Promise<ZipReader> {
  const zip = await openFile(path).catch((error: unknown) => {
    throw damaged(error);
  });
  try {
    const entries = await readEntries(zip, limits);
    const items = [...entries.values()].map((entry) => ({ name: entry.fileName, sizeBytes: entry.uncompressedSize }));
    const byName = new Map(items.map((item) => [item.name, item]));
    return {
      items,
      find: (name) => byName.get(name),
      read(item, signal) {
        const entry = entries.get(item.name);
        if (entry === undefined) throw damaged(undefined);
        return unpack(zip, entry, signal);
      },
      close: () => zip.close(),
    };
  } catch (error) {
    zip.close();
    throw isAppError(error) ? error : damaged(error);
  }
}
