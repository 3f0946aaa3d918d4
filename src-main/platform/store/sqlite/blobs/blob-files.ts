// Blob contents: files named by their SHA-256, written aside first and moved in whole.
import { createHash, randomUUID } from 'node:crypto';
import { closeSync, createReadStream, existsSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync } from 'node:fs';
import { mkdir, open, readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '#main/contract/errors.ts';
import { throwIfAborted } from '#main/platform/base/abort.ts';

/** A file written and synced, but not yet in its place. */
export type StagedBlob = { readonly path: string; readonly sha256: string; readonly sizeBytes: number };

export interface BlobFiles {
  /** `invalid_input` past `maxBytes`; on any failure nothing is left. */
  stage(bytes: AsyncIterable<Uint8Array>, maxBytes: number, signal: AbortSignal): Promise<StagedBlob>;
  /** Moves a staged file in. Synchronous, so that no purge comes between it and the row that names it. */
  settle(staged: StagedBlob): void;
  discard(staged: StagedBlob): Promise<void>;
  read(sha256: string): Promise<Uint8Array>;
  stream(sha256: string): Promise<AsyncIterable<Uint8Array>>;
  path(sha256: string): string;
  remove(sha256: string): void;
  /** Deletes staged files of processes that are gone. */
  sweep(olderThanMs: number, now: number): Promise<void>;
}

const gone = (cause: unknown) =>
  new AppError('unavailable', 'The content of this attachment is missing or damaged. Attach it again.', {
    cause,
    retryable: false,
    details: { reason: 'blob_damaged' },
  });

function syncFolder(path: string): void {
  if (process.platform === 'win32') return; // folders cannot be opened there, and renames are journaled
  const handle = openSync(path, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

export function createBlobFiles(folder: string): BlobFiles {
  const staging = join(folder, 'tmp');
  const folderOf = (sha256: string) => join(folder, sha256.slice(0, 2));
  const pathOf = (sha256: string) => join(folderOf(sha256), sha256);

  async function write(path: string, bytes: AsyncIterable<Uint8Array>, o: { maxBytes: number; signal: AbortSignal }) {
    const digest = createHash('sha256');
    let sizeBytes = 0;
    const file = await open(path, 'wx', 0o600);
    try {
      for await (const chunk of bytes) {
        throwIfAborted(o.signal);
        sizeBytes += chunk.byteLength;
        if (sizeBytes > o.maxBytes) {
          throw new AppError('invalid_input', 'This file is too large. Choose a smaller one.', {
            details: { reason: 'too_large', facts: { maxBytes: o.maxBytes } },
          });
        }
        digest.update(chunk);
        await file.writeFile(chunk);
      }
      throwIfAborted(o.signal);
      await file.sync();
    } finally {
      await file.close();
    }
    return { path, sha256: digest.digest('hex'), sizeBytes };
  }
  return {
    async stage(bytes, maxBytes, signal) {
      throwIfAborted(signal);
      await mkdir(staging, { recursive: true, mode: 0o700 });
      const path = join(staging, randomUUID());
      try {
        return await write(path, bytes, { maxBytes, signal });
      } catch (error) {
        await rm(path, { force: true });
        throw error;
      }
    },
    settle({ path, sha256 }) {
      if (existsSync(pathOf(sha256))) {
        rmSync(path, { force: true });
        return;
      }
      mkdirSync(folderOf(sha256), { recursive: true, mode: 0o700 });
      renameSync(path, pathOf(sha256));
      syncFolder(folderOf(sha256));
      syncFolder(folder);
    },
    discard: ({ path }) => rm(path, { force: true }),
    async read(sha256) {
      let bytes: Uint8Array;
      try {
        bytes = await readFile(pathOf(sha256));
      } catch (error) {
        throw gone(error);
      }
      if (createHash('sha256').update(bytes).digest('hex') !== sha256) throw gone(undefined);
      return bytes;
    },
    async stream(sha256) {
      try {
        await stat(pathOf(sha256));
      } catch (error) {
        throw gone(error);
      }
      return createReadStream(pathOf(sha256));
    },
    path: pathOf,
    remove: (sha256) => rmSync(pathOf(sha256), { force: true }),
    async sweep(olderThanMs, now) {
      const names = await readdir(staging).catch(() => []); // nothing was ever staged
      for (const name of names) {
        const path = join(staging, name);
        const at = await stat(path).catch(() => undefined); // its writer has just moved it
        if (at !== undefined && now - at.mtimeMs > olderThanMs) await rm(path, { force: true });
      }
    },
  };
}
