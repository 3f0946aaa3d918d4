// Looks at an archive's table of contents before anything in it is unpacked: what it would grow to, and how many parts.
import { promisify } from 'node:util';
import type { Options, ZipFile } from 'yauzl';
import { unreadable } from '../failure.ts';
import { documentLimits } from '../port.ts';

const maxEntries = 20_000;

/** Errors: `unsupported` with `damaged`, or `too_large` for a bomb. Names of the entries otherwise. */
export async function checkArchive(bytes: Uint8Array): Promise<readonly string[]> {
  const { fromBuffer } = await import('yauzl');
  const open = promisify<Buffer, Options, ZipFile>(fromBuffer);
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const zip = await open(buffer, { lazyEntries: true }).catch((error: unknown) => {
    throw unreadable('damaged', 'This file cannot be read: its archive is damaged.', error);
  });
  const names: string[] = [];
  let unpacked = 0;
  return new Promise((resolve, reject) => {
    zip.on('entry', (entry: { fileName: string; uncompressedSize: number }) => {
      names.push(entry.fileName);
      unpacked += entry.uncompressedSize;
      if (unpacked > documentLimits.unpackedBytes || names.length > maxEntries)
        return reject(unreadable('too_large', 'This file would unpack to more than may be read at once.'));
      zip.readEntry();
    });
    zip.on('error', (error: unknown) =>
      reject(unreadable('damaged', 'This file cannot be read: its archive is damaged.', error)),
    );
    zip.on('end', () => resolve(names));
    zip.readEntry();
  });
}
