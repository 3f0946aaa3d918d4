// The bytes of the passphrase file: scrypt makes the key, AES-256-GCM seals all secrets as one.
import { createCipheriv, createDecipheriv, createHash, randomBytes, scrypt } from 'node:crypto';
import { z } from 'zod';
import { AppError } from '#main/contract/errors.ts';
import { parseJson, stableJson } from '#main/platform/base/json.ts';

/** 2^17, 8, 1 needs 128 MiB and some 0.3 s: what OWASP asks for. More is accepted from a file, less never. */
export const scryptCost = 131_072;
const maxScryptCost = 1_048_576;
const blockSize = 8;
const keyBytes = 32;

const base64 = z.string().regex(/^[A-Za-z0-9+/]+={0,2}$/);
const Header = z.object({
  version: z.literal(1),
  kdf: z.literal('scrypt'),
  cost: z.number().int().min(scryptCost).max(maxScryptCost),
  salt: base64,
  cipher: z.literal('aes-256-gcm'),
});
/** `sum` tells damage from a wrong passphrase; it protects nothing. */
const SealedFile = Header.extend({ iv: base64, tag: base64, sealed: base64, sum: z.string().optional() });
type SealedFile = z.infer<typeof SealedFile>;
const Entries = z.record(z.string(), z.string());

export type FileHeader = z.infer<typeof Header>;
export type FileKey = { readonly header: FileHeader; readonly key: Buffer };

function damaged(cause?: unknown): AppError {
  return new AppError('unavailable', 'The file of secrets is damaged. Put a copy back, or delete it and start anew.', {
    cause,
    details: { reason: 'secrets_file_damaged' },
    retryable: false,
  });
}

function derive(passphrase: string, header: FileHeader): Promise<Buffer> {
  const cost = { N: header.cost, r: blockSize, p: 1, maxmem: 256 * header.cost * blockSize };
  return new Promise((resolve, reject) => {
    // NFKC: the same passphrase typed on another keyboard or system gives the same bytes.
    scrypt(passphrase.normalize('NFKC'), Buffer.from(header.salt, 'base64'), keyBytes, cost, (error, key) =>
      error === null ? resolve(key) : reject(error),
    );
  });
}

/** A key of its own salt, for a file that does not exist yet. */
export async function newFileKey(passphrase: string): Promise<FileKey> {
  const salt = randomBytes(32).toString('base64');
  const header: FileHeader = { version: 1, kdf: 'scrypt', cost: scryptCost, salt, cipher: 'aes-256-gcm' };
  return { header, key: await derive(passphrase, header) };
}

const sumOf = ({ sum: _sum, ...file }: SealedFile) => createHash('sha256').update(stableJson(file)).digest('base64');

/** The header is sealed along, so nobody can weaken it unseen. Every call takes a fresh nonce. */
export function seal(fileKey: FileKey, entries: ReadonlyMap<string, string>): string {
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', fileKey.key, iv);
  cipher.setAAD(Buffer.from(JSON.stringify(fileKey.header)));
  const sealed = Buffer.concat([cipher.update(JSON.stringify(Object.fromEntries(entries)), 'utf8'), cipher.final()]);
  const tail = { iv: iv.toString('base64'), tag: cipher.getAuthTag().toString('base64') };
  const file = { ...fileKey.header, ...tail, sealed: sealed.toString('base64') };
  return `${JSON.stringify({ ...file, sum: sumOf(file) }, null, 2)}\n`;
}

function decipher(fileKey: FileKey, file: SealedFile): string | undefined {
  const opener = createDecipheriv('aes-256-gcm', fileKey.key, Buffer.from(file.iv, 'base64'), { authTagLength: 16 });
  opener.setAAD(Buffer.from(JSON.stringify(fileKey.header)));
  try {
    opener.setAuthTag(Buffer.from(file.tag, 'base64'));
    return Buffer.concat([opener.update(Buffer.from(file.sealed, 'base64')), opener.final()]).toString('utf8');
  } catch {
    return undefined; // the tag does not fit: another passphrase, or changed bytes; nobody can tell which
  }
}

function parse(text: string): SealedFile {
  const file = SealedFile.safeParse(parseJson(text));
  if (!file.success) throw damaged(file.error);
  return file.data;
}

function entriesOf(plain: string): Map<string, string> {
  const entries = Entries.safeParse(parseJson(plain));
  if (!entries.success) throw damaged();
  return new Map(Object.entries(entries.data));
}

/** With a key that has opened it before. Errors: `unavailable` with reason `secrets_file_damaged`. */
export function openWith(fileKey: FileKey, text: string): Map<string, string> {
  const plain = decipher(fileKey, parse(text));
  if (plain === undefined) throw damaged();
  return entriesOf(plain);
}

/**
 * Errors: `unauthenticated` with reason `wrong_passphrase`; `unavailable` with reason `secrets_file_damaged` for a file
 * that is not one of ours, that was changed, or that asks for a weaker key.
 */
export async function unseal(
  text: string,
  passphrase: string,
): Promise<{ fileKey: FileKey; entries: Map<string, string> }> {
  const file = parse(text);
  const header = Header.parse(file);
  const fileKey = { header, key: await derive(passphrase, header) };
  const plain = decipher(fileKey, file);
  if (plain === undefined && file.sum !== undefined && file.sum !== sumOf(file)) throw damaged();
  if (plain === undefined)
    throw new AppError('unauthenticated', 'The passphrase is wrong. Try again.', {
      details: { reason: 'wrong_passphrase' },
    });
  return { fileKey, entries: entriesOf(plain) };
}
