// The keys that kept contents are sealed with: anybody here may seal, only who has the person's keys may open. So a locked
// keychain stops no work of the agent and loses nothing; undo says that it wants the keychain.
import { createHash, createPrivateKey, createPublicKey, type KeyObject, randomBytes, randomUUID } from 'node:crypto';
import { link, mkdir, open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Log } from '#main/platform/base/log.ts';
import type { Secrets } from '#main/platform/secrets/port.ts';

export type ImageKeysDeps = {
  /** `public` lies in it, and `key` until there is a place for keys. */
  readonly folder: string;
  readonly secrets: Pick<Secrets, 'get' | 'set' | 'status'>;
  /** A pair was made: its private half wants to be settled. */
  readonly onMade: () => void;
  readonly log: Log;
};

export interface ImageKeys {
  /** Asks no place of keys. */
  toSeal(): Promise<{ readonly id: string; readonly key: KeyObject }>;
  /**
   * The private half, as its 32 bytes; of the newest pair when no id is given. Undefined: nobody has it any more. Errors: as
   * the place of keys, `unauthenticated` (`secrets_locked`) among them.
   */
  toOpen(id?: string): Promise<Buffer | undefined>;
  /** Brings the private half to where the person's keys are, as soon as there is such a place. */
  settle(): Promise<void>;
}

export const keyBytes = 32;
export const idBytes = 8;
// What stands before the bare 32 bytes in the standard encodings of X25519 keys (RFC 8410).
const privateHead = Buffer.from('302e020100300506032b656e04220420', 'hex');
const publicHead = Buffer.from('302a300506032b656e032100', 'hex');

export const privateKeyOf = (raw: Uint8Array): KeyObject =>
  createPrivateKey({ key: Buffer.concat([privateHead, raw]), format: 'der', type: 'pkcs8' });
export const publicKeyOf = (raw: Uint8Array): KeyObject =>
  createPublicKey({ key: Buffer.concat([publicHead, raw]), format: 'der', type: 'spki' });
export const rawPublic = (key: KeyObject): Buffer =>
  Buffer.from(key.export({ format: 'der', type: 'spki' }).subarray(publicHead.length));

const publicOf = (secret: Uint8Array) => rawPublic(createPublicKey(privateKeyOf(secret)));
const idOf = (raw: Uint8Array) =>
  createHash('sha256')
    .update(raw)
    .digest('hex')
    .slice(0, idBytes * 2);
const secretName = (id: string) => `undo.${id}`;

/** Two processes that do this at the same moment end with the same bytes; a file that was cut short counts as none. */
async function putOnce(path: string, bytes: Uint8Array): Promise<void> {
  const staged = `${path}-${randomUUID()}`;
  const file = await open(staged, 'wx', 0o600);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
  if ((await readRaw(path)) === undefined) await rm(path, { force: true });
  await link(staged, path).catch(() => undefined); // the other one's is there
  await rm(staged, { force: true });
}

async function readRaw(path: string): Promise<Buffer | undefined> {
  const found = await readFile(path).catch(() => undefined); // not there
  return found?.byteLength === keyBytes ? found : undefined;
}

export function createImageKeys({ folder, secrets, onMade, log }: ImageKeysDeps): ImageKeys {
  const paths = { key: join(folder, 'key'), public: join(folder, 'public') };

  const make = async (): Promise<Buffer> => {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    if ((await readRaw(paths.key)) === undefined) await putOnce(paths.key, randomBytes(keyBytes));
    const secret = await readRaw(paths.key);
    if (secret === undefined) throw new Error('the key for undo could not be written');
    await putOnce(paths.public, publicOf(secret));
    onMade();
    return publicOf(secret);
  };
  let isLookedFor = false;
  let pair: Promise<Buffer> | undefined;
  const current = async (): Promise<Buffer> => {
    pair ??= readRaw(paths.public).then((known) => known ?? make());
    try {
      return await pair;
    } catch (error) {
      pair = undefined;
      throw error;
    }
  };

  return {
    async toSeal() {
      const raw = await current();
      return { id: idOf(raw), key: publicKeyOf(raw) };
    },
    async toOpen(id) {
      const wanted = id ?? idOf(await current());
      const near = await readRaw(paths.key);
      if (near !== undefined && idOf(publicOf(near)) === wanted) return near;
      const kept = await secrets.get(secretName(wanted));
      return kept === undefined ? undefined : Buffer.from(kept, 'base64');
    },
    async settle() {
      const { state } = secrets.status();
      if (state === 'unset') return;
      const near = await readRaw(paths.key);
      if (near !== undefined) {
        await current(); // what is sealed from now on is sealed for it
        const name = secretName(idOf(publicOf(near)));
        const text = near.toString('base64');
        await secrets.set(name, text);
        if ((await secrets.get(name)) !== text) throw new Error('the key for undo did not read back the same');
        await rm(paths.key, { force: true });
        log.info('key for undo moved to the keys');
        return;
      }
      const known = await readRaw(paths.public);
      if (known === undefined || state !== 'ready' || isLookedFor) return;
      isLookedFor = true; // once: a keychain that asks the person to unlock it is not asked again and again
      if ((await secrets.get(secretName(idOf(known)))) !== undefined) return;
      // Taken away by the person or with the keychain: what comes from now on can be put back again.
      log.warn('key for undo is gone, a new one is made', { id: idOf(known) });
      await rm(paths.public, { force: true });
      pair = undefined;
    },
  };
}
