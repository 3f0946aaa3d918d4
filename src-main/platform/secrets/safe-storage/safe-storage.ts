// Secrets in a file of the data folder whose values the desktop shell encrypts with a key that the system keeps.
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { AppError } from '#main/contract/errors.ts';
import { parseJson } from '#main/platform/base/json.ts';
import { createInOrder } from '../in-order.ts';
import type { SafeStorageSlice, SecretStore } from '../port.ts';
import { removeFile, replaceFile } from '../replace-file.ts';
import { checkSecretName, checkSecretValue } from '../secret-name.ts';

const SealedEntries = z.object({
  version: z.literal(1),
  /** Who kept the key when the file was last written, as Electron names it. */
  backend: z.string(),
  entries: z.record(z.string(), z.string().regex(/^[A-Za-z0-9+/]+={0,2}$/)),
});
type SealedEntries = z.infer<typeof SealedEntries>;
/** What is encrypted: a value cannot be put under another name, and what was damaged does not pass for a value. */
const Sealed = z.object({ name: z.string(), value: z.string(), sum: z.string() });

export type SafeStorageTrouble = 'safe_storage_missing' | 'safe_storage_plain';

export interface SafeStorage extends SecretStore {
  exists(): boolean;
  /** Why it cannot be used now. */
  trouble(): SafeStorageTrouble | undefined;
  /** Takes the file away; only when every key is elsewhere. */
  discard(): Promise<void>;
}

const sentences: Readonly<Record<SafeStorageTrouble, string>> = {
  safe_storage_missing: 'Only the desktop app can open these keys. Start it, or enter the key anew.',
  safe_storage_plain:
    'The system would keep these keys in plain text, so they are not kept there. Choose a passphrase for an encrypted file.',
};

// Electron's words for "no keyring: a fixed password that everybody knows", and for "not known yet".
const plainBackends = new Set(['basic_text', 'unknown']);

function damaged(): AppError {
  return new AppError('unavailable', 'The file of secrets is damaged. Put a copy back, or delete it and start anew.', {
    details: { reason: 'secrets_file_damaged' },
    retryable: false,
  });
}

const unreadable = (cause?: unknown) =>
  new AppError(
    'unavailable',
    'The system cannot open this key: it was kept by another account or computer. Enter it anew.',
    { cause, details: { reason: 'safe_storage_unreadable' }, retryable: false },
  );

const sumOf = (name: string, value: string) =>
  createHash('sha256').update(`${name}\0${value}`).digest('base64').slice(0, 24);

function seal(slice: SafeStorageSlice, name: string, value: string): string {
  const bytes = slice.encryptString(JSON.stringify({ name, value, sum: sumOf(name, value) }));
  return Buffer.from(bytes).toString('base64');
}

function unseal(slice: SafeStorageSlice, name: string, sealed: string): string {
  let text: string;
  try {
    text = slice.decryptString(Buffer.from(sealed, 'base64'));
  } catch (error) {
    throw unreadable(error);
  }
  const parsed = Sealed.safeParse(parseJson(text));
  if (!parsed.success || parsed.data.name !== name || parsed.data.sum !== sumOf(name, parsed.data.value))
    throw unreadable();
  return parsed.data.value;
}

/**
 * Every read is of the disk. Without the slice, before the app is ready, and where the system would use a password that
 * everybody knows, each method rejects with `unavailable` and the trouble as reason. A damaged file is never written over.
 */
export function createSafeStorage(path: string, slice: SafeStorageSlice | undefined): SafeStorage {
  const inOrder = createInOrder();
  const trouble = (): SafeStorageTrouble | undefined => {
    if (slice?.isEncryptionAvailable() !== true) return 'safe_storage_missing';
    return plainBackends.has(slice.getSelectedStorageBackend()) ? 'safe_storage_plain' : undefined;
  };
  const must = (): SafeStorageSlice => {
    const why = trouble();
    if (slice !== undefined && why === undefined) return slice;
    const reason = why ?? 'safe_storage_missing';
    throw new AppError('unavailable', sentences[reason], { details: { reason }, retryable: false });
  };
  const readEntries = async (): Promise<SealedEntries['entries']> => {
    if (!existsSync(path)) return {};
    const parsed = SealedEntries.safeParse(parseJson(await readFile(path, 'utf8')));
    if (!parsed.success) throw damaged();
    return parsed.data.entries;
  };
  const change = (edit: (entries: Map<string, string>, slice: SafeStorageSlice) => void) =>
    inOrder(async () => {
      const open = must();
      const entries = new Map(Object.entries(await readEntries()));
      edit(entries, open);
      const file = { version: 1, backend: open.getSelectedStorageBackend(), entries: Object.fromEntries(entries) };
      await replaceFile(path, `${JSON.stringify(file, null, 2)}\n`);
    });
  return {
    protection: 'safe-storage',
    exists: () => existsSync(path),
    trouble,
    discard: () => inOrder(() => removeFile(path)),
    async get(name) {
      checkSecretName(name);
      const open = must();
      const sealed = new Map(Object.entries(await readEntries())).get(name);
      return sealed === undefined ? undefined : unseal(open, name, sealed);
    },
    async set(name, value) {
      checkSecretName(name);
      checkSecretValue(value);
      await change((entries, open) => entries.set(name, seal(open, name, value)));
    },
    async remove(name) {
      checkSecretName(name);
      await change((entries) => entries.delete(name));
    },
    async keys() {
      must();
      return Object.keys(await readEntries()).sort();
    },
  };
}
