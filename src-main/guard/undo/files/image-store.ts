// Contents that were there before: files named by their SHA-256 in a folder of our own, written aside and moved in whole.
// They are sealed (AES-256-GCM), so that a key that stood in somebody's file is found in no plain text of ours.
import { createCipheriv, createDecipheriv, createHash, randomBytes, randomUUID } from 'node:crypto';
import { link, mkdir, open, readdir, readFile, rename, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '#main/contract/errors.ts';
import { throwIfAborted } from '#main/platform/base/abort.ts';
import type { LedgerImage } from '#main/platform/store/port/ledger.ts';

/** A content that no entry names yet may belong to one that is being written. */
const youngMs = 3_600_000;

export type KeepOptions = { readonly maxBytes: number; readonly signal: AbortSignal; readonly isQuick?: boolean };

export interface ImageStore {
  /**
   * On the disk once `sync` has returned, unless `isQuick`: then it survives a dead process, but not a power cut. Undefined
   * past `maxBytes`; nothing is left then.
   */
  keep(bytes: AsyncIterable<Uint8Array>, o: KeepOptions): Promise<LedgerImage | undefined>;
  sync(): Promise<void>;
  has(sha256: string): Promise<boolean>;
  /** `not_found` when it is gone or damaged. */
  read(sha256: string): Promise<Uint8Array>;
  /** Drops contents that nobody needs. Returns how many. */
  sweep(needed: ReadonlySet<string>, now: number): Promise<number>;
}

const keyBytes = 32;
const ivBytes = 12;
const tagBytes = 16;

/** Made once and kept beside the contents, 0600; another process that makes it at the same moment wins or loses whole. */
async function openKey(folder: string): Promise<Buffer> {
  const path = join(folder, 'key');
  const known = await readFile(path).catch(() => undefined); // not there yet
  if (known?.byteLength === keyBytes) return known;
  const staged = join(folder, `key-${randomUUID()}`);
  const file = await open(staged, 'wx', 0o600);
  try {
    await file.writeFile(randomBytes(keyBytes));
    await file.sync();
  } finally {
    await file.close();
  }
  if (known !== undefined) await rm(path, { force: true }); // cut short: nothing was ever sealed with it
  await link(staged, path).catch(() => undefined); // the other one's is there
  await rm(staged, { force: true });
  return readFile(path);
}

function unseal(sealed: Uint8Array, key: Buffer): Uint8Array {
  const end = sealed.byteLength - tagBytes;
  const opener = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, ivBytes));
  opener.setAuthTag(sealed.subarray(end));
  return Buffer.concat([opener.update(sealed.subarray(ivBytes, end)), opener.final()]);
}

async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return; // folders cannot be opened there, and renames are journaled
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

export function createImageStore(folder: string): ImageStore {
  const staging = join(folder, 'tmp');
  const folderOf = (sha256: string) => join(folder, sha256.slice(0, 2));
  const pathOf = (sha256: string) => join(folderOf(sha256), sha256);
  const unsynced = new Set<string>();
  const has = (sha256: string) =>
    stat(pathOf(sha256)).then(
      (found) => found.isFile(),
      () => false,
    );

  let key: Promise<Buffer> | undefined;
  const keyOf = async () => {
    key ??= mkdir(folder, { recursive: true, mode: 0o700 }).then(() => openKey(folder));
    try {
      return await key;
    } catch (error) {
      key = undefined;
      throw error;
    }
  };

  async function write(path: string, bytes: AsyncIterable<Uint8Array>, o: KeepOptions) {
    const digest = createHash('sha256');
    let sizeBytes = 0;
    const iv = randomBytes(ivBytes);
    const cipher = createCipheriv('aes-256-gcm', await keyOf(), iv);
    const file = await open(path, 'wx', 0o600);
    try {
      await file.writeFile(iv);
      for await (const chunk of bytes) {
        throwIfAborted(o.signal);
        sizeBytes += chunk.byteLength;
        if (sizeBytes > o.maxBytes) return undefined;
        digest.update(chunk);
        await file.writeFile(cipher.update(chunk));
      }
      await file.writeFile(Buffer.concat([cipher.final(), cipher.getAuthTag()]));
      if (o.isQuick !== true) await file.sync();
    } finally {
      await file.close();
    }
    return { sha256: digest.digest('hex'), sizeBytes };
  }

  async function settle(path: string, sha256: string): Promise<void> {
    if (await has(sha256)) {
      const now = new Date();
      await utimes(pathOf(sha256), now, now); // young again: no sweep takes it before its entry is written
      await rm(path, { force: true });
      return;
    }
    await mkdir(folderOf(sha256), { recursive: true, mode: 0o700 });
    await rename(path, pathOf(sha256));
    unsynced.add(folderOf(sha256)).add(folder);
  }

  const opened = async (sealed: Uint8Array): Promise<Uint8Array | undefined> => {
    try {
      return unseal(sealed, await keyOf());
    } catch {
      return undefined; // damaged, or the key is another one
    }
  };

  return {
    async keep(bytes, o) {
      await mkdir(staging, { recursive: true, mode: 0o700 });
      const path = join(staging, randomUUID());
      try {
        const image = await write(path, bytes, o);
        if (image !== undefined) await settle(path, image.sha256);
        return image;
      } finally {
        await rm(path, { force: true });
      }
    },
    async sync() {
      const folders = [...unsynced];
      unsynced.clear();
      for (const path of folders) await syncFolder(path);
    },
    has,
    async read(sha256) {
      const sealed = await readFile(pathOf(sha256)).catch(() => undefined); // missing and unreadable are told alike
      const bytes = sealed === undefined ? undefined : await opened(sealed);
      if (bytes === undefined || createHash('sha256').update(bytes).digest('hex') !== sha256)
        throw new AppError('not_found', 'What was there before is not kept any more.', {
          details: { reason: 'not_kept' },
        });
      return bytes;
    },
    async sweep(needed, now) {
      let dropped = 0;
      for (const name of await readdir(folder).catch(() => [])) {
        for (const file of await readdir(join(folder, name)).catch(() => [])) {
          if (name !== 'tmp' && needed.has(file)) continue;
          const path = join(folder, name, file);
          const found = await stat(path).catch(() => undefined); // its writer has just moved it
          if (found === undefined || now - found.mtimeMs < youngMs) continue;
          await rm(path, { force: true });
          dropped += 1;
        }
      }
      return dropped;
    },
  };
}
