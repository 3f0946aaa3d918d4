// Contents that were there before: files named by their SHA-256 in a folder of our own, written aside and moved in whole.
// They are sealed (AES-256-GCM by a key of X25519), so that a key that stood in somebody's file is found in no plain text of ours.
import {
  createCipheriv,
  createDecipheriv,
  createHash,
  diffieHellman,
  generateKeyPairSync,
  hkdfSync,
  type KeyObject,
  randomBytes,
  randomUUID,
} from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '#main/contract/errors.ts';
import { throwIfAborted } from '#main/platform/base/abort.ts';
import type { LedgerImage } from '#main/platform/store/port/ledger.ts';
import { type ImageKeys, idBytes, keyBytes, privateKeyOf, publicKeyOf, rawPublic } from './image-keys.ts';

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
  /** `not_found` when it is gone or damaged; `unauthenticated` (`secrets_locked`) and alike while its key cannot be had. */
  read(sha256: string): Promise<Uint8Array>;
  /** Drops contents that nobody needs. Returns how many. */
  sweep(needed: ReadonlySet<string>, now: number): Promise<number>;
}

const mark = Buffer.from('LMP1');
const ivBytes = 12;
const tagBytes = 16;
const headBytes = mark.length + idBytes + keyBytes + ivBytes;

/** One key for each content, agreed on between a fresh key and the one of the person. */
const sharedKey = (secret: KeyObject, other: KeyObject) =>
  Buffer.from(hkdfSync('sha256', diffieHellman({ privateKey: secret, publicKey: other }), '', 'limpet undo', keyBytes));

/** What stands before the sealed bytes, and the cipher for them. */
async function sealing(keys: ImageKeys) {
  const { id, key } = await keys.toSeal();
  const fresh = generateKeyPairSync('x25519');
  const iv = randomBytes(ivBytes);
  const cipher = createCipheriv('aes-256-gcm', sharedKey(fresh.privateKey, key), iv);
  return { id, head: Buffer.concat([mark, Buffer.from(id, 'hex'), rawPublic(fresh.publicKey), iv]), cipher };
}

function opened(sealed: Uint8Array, key: Uint8Array, iv: Uint8Array): Uint8Array {
  const end = sealed.byteLength - tagBytes;
  const opener = createDecipheriv('aes-256-gcm', key, iv);
  opener.setAuthTag(sealed.subarray(end));
  return Buffer.concat([opener.update(sealed.subarray(0, end)), opener.final()]);
}

/** Undefined: damaged, or nobody has its key any more. Errors: as `ImageKeys.toOpen`. */
async function unseal(bytes: Buffer, keys: ImageKeys): Promise<Uint8Array | undefined> {
  const isMarked = bytes.subarray(0, mark.length).equals(mark);
  const id = bytes.subarray(mark.length, mark.length + idBytes).toString('hex');
  // Before there were pairs, the very bytes of the private half were the key.
  const secret = await keys.toOpen(isMarked ? id : undefined);
  if (secret === undefined) return undefined;
  try {
    if (!isMarked) return opened(bytes.subarray(ivBytes), secret, bytes.subarray(0, ivBytes));
    const other = publicKeyOf(bytes.subarray(mark.length + idBytes, headBytes - ivBytes));
    const key = sharedKey(privateKeyOf(secret), other);
    return opened(bytes.subarray(headBytes), key, bytes.subarray(headBytes - ivBytes, headBytes));
  } catch {
    return undefined;
  }
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

export function createImageStore(folder: string, keys: ImageKeys): ImageStore {
  const staging = join(folder, 'tmp');
  const folderOf = (sha256: string) => join(folder, sha256.slice(0, 2));
  const pathOf = (sha256: string) => join(folderOf(sha256), sha256);
  const unsynced = new Set<string>();
  const has = (sha256: string) =>
    stat(pathOf(sha256)).then(
      (found) => found.isFile(),
      () => false,
    );

  async function write(path: string, bytes: AsyncIterable<Uint8Array>, o: KeepOptions) {
    const digest = createHash('sha256');
    let sizeBytes = 0;
    const { id, head, cipher } = await sealing(keys);
    const file = await open(path, 'wx', 0o600);
    try {
      await file.writeFile(head);
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
    return { id, image: { sha256: digest.digest('hex'), sizeBytes } };
  }

  /** The same content is kept already, by a key that is still to be had. */
  async function isKept(sha256: string, id: string): Promise<boolean> {
    const file = await open(pathOf(sha256), 'r').catch(() => undefined); // not there
    if (file === undefined) return false;
    try {
      const { buffer } = await file.read(Buffer.alloc(mark.length + idBytes), 0, mark.length + idBytes, 0);
      return !buffer.subarray(0, mark.length).equals(mark) || buffer.subarray(mark.length).toString('hex') === id;
    } finally {
      await file.close();
    }
  }

  async function settle(path: string, sha256: string, id: string): Promise<void> {
    if (await isKept(sha256, id)) {
      const now = new Date();
      await utimes(pathOf(sha256), now, now); // young again: no sweep takes it before its entry is written
      await rm(path, { force: true });
      return;
    }
    await mkdir(folderOf(sha256), { recursive: true, mode: 0o700 });
    await rename(path, pathOf(sha256));
    unsynced.add(folderOf(sha256)).add(folder);
  }

  return {
    async keep(bytes, o) {
      await mkdir(staging, { recursive: true, mode: 0o700 });
      const path = join(staging, randomUUID());
      try {
        const written = await write(path, bytes, o);
        if (written !== undefined) await settle(path, written.image.sha256, written.id);
        return written?.image;
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
      const bytes = sealed === undefined ? undefined : await unseal(sealed, keys);
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
