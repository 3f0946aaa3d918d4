// Reads a file's beginning and knows the whole by its hash.
import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { throwIfAborted } from '#main/platform/base/abort.ts';
import type { FileContent } from './port.ts';

const chunkBytes = 256 * 1024;
const smallestRead = 1024;
// Past this a file is known by size, time and inode: hashing gigabytes for ten lines would make the person wait.
const hashedBytes = 64 * 1024 * 1024;

export async function readContent(
  handle: FileHandle,
  o: { maxBytes: number; signal: AbortSignal },
): Promise<FileContent> {
  const stat = await handle.stat({ bigint: true });
  const hashWhole = stat.size <= BigInt(hashedBytes);
  const hash = createHash('sha256');
  const kept: Buffer[] = [];
  let keptBytes = 0;
  let position = 0;
  for (;;) {
    throwIfAborted(o.signal);
    const size = Math.min(chunkBytes, Math.max(smallestRead, Number(stat.size) - position + 1));
    const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafe(size), 0, size, position);
    if (bytesRead === 0) break;
    position += bytesRead;
    const chunk = buffer.subarray(0, bytesRead);
    if (hashWhole) hash.update(chunk);
    if (keptBytes < o.maxBytes) kept.push(chunk.subarray(0, o.maxBytes - keptBytes));
    keptBytes += Math.min(bytesRead, o.maxBytes - keptBytes);
    if (keptBytes >= o.maxBytes && !hashWhole) break;
  }
  if (!hashWhole) hash.update(`size ${stat.size} time ${stat.mtimeNs} inode ${stat.ino}`);
  const sizeBytes = hashWhole ? position : Number(stat.size);
  return {
    bytes: Buffer.concat(kept, keptBytes),
    sizeBytes,
    truncated: sizeBytes > keptBytes,
    sha256: hash.digest('hex'),
  };
}
