// Secrets in one encrypted file of the data folder, open only while somebody has given its passphrase.
import { existsSync } from 'node:fs';
import { readFile, rename } from 'node:fs/promises';
import { AppError } from '#main/contract/errors.ts';
import { createInOrder } from '../in-order.ts';
import type { SecretStore } from '../port.ts';
import { removeFile, replaceFile } from '../replace-file.ts';
import { checkSecretName, checkSecretValue } from '../secret-name.ts';
import { type FileKey, newFileKey, openWith, seal, unseal } from './sealed-file.ts';

export interface PassphraseFile extends SecretStore {
  exists(): boolean;
  isOpen(): boolean;
  /** `conflict` with reason `secrets_file_exists` when there is one; the file is open afterwards. */
  create(passphrase: string): Promise<void>;
  /** `unauthenticated` with reason `wrong_passphrase`; `not_found` without a file. */
  unlock(passphrase: string): Promise<void>;
  /** Forgets the key and every value. */
  lock(): Promise<void>;
  /** Gives the file another name, so that a new one can be made. */
  putAside(): Promise<void>;
  /** Takes the file away; only when every key is elsewhere. */
  discard(): Promise<void>;
}

type Opened = { readonly fileKey: FileKey; readonly entries: ReadonlyMap<string, string> };

/** Changes are made one after another; the disk is ahead of what `get` tells, never behind. */
export function createPassphraseFile(path: string): PassphraseFile {
  let opened: Opened | undefined;
  const inOrder = createInOrder();
  const must = (): Opened => {
    if (opened !== undefined) return opened;
    throw new AppError('unauthenticated', 'The secrets are locked. Unlock them with the passphrase first.', {
      details: { reason: 'secrets_locked' },
    });
  };
  const forget = () => {
    opened?.fileKey.key.fill(0);
    opened = undefined;
  };
  const change = (edit: (entries: Map<string, string>) => void) =>
    inOrder(async () => {
      const { fileKey, entries } = must();
      const next = new Map(entries);
      edit(next);
      await replaceFile(path, seal(fileKey, next));
      opened = { fileKey, entries: next };
    });

  return {
    protection: 'passphrase-file',
    exists: () => existsSync(path),
    isOpen: () => opened !== undefined,
    create: (passphrase) =>
      inOrder(async () => {
        if (existsSync(path))
          throw new AppError('conflict', 'There is a file of secrets already. Unlock it with its passphrase.', {
            details: { reason: 'secrets_file_exists' },
          });
        const fileKey = await newFileKey(passphrase);
        await replaceFile(path, seal(fileKey, new Map()));
        opened = { fileKey, entries: new Map() };
      }),
    unlock: (passphrase) =>
      inOrder(async () => {
        if (!existsSync(path))
          throw new AppError('not_found', 'There is no file of secrets yet. Choose a passphrase to make one.', {
            details: { reason: 'no_secrets_file' },
          });
        opened = await unseal(await readFile(path, 'utf8'), passphrase);
      }),
    lock: () => inOrder(async () => forget()),
    putAside: () =>
      inOrder(async () => {
        await rename(path, `${path}.before`);
        forget();
      }),
    discard: () =>
      inOrder(async () => {
        await removeFile(path);
        forget();
      }),
    async get(name) {
      checkSecretName(name);
      return must().entries.get(name);
    },
    stored: (name) =>
      inOrder(async () => {
        checkSecretName(name);
        return openWith(must().fileKey, await readFile(path, 'utf8')).get(name);
      }),
    async set(name, value) {
      checkSecretName(name);
      checkSecretValue(value);
      await change((entries) => entries.set(name, value));
    },
    async remove(name) {
      checkSecretName(name);
      if (!must().entries.has(name)) return;
      await change((entries) => entries.delete(name));
    },
    async keys() {
      return [...must().entries.keys()].sort();
    },
  };
}
