// The signed list of a release: what an installed copy checks before it believes in an update. Signed are the exact bytes
// of the file, so a reader verifies first and parses afterwards.
import { createPublicKey, verify } from 'node:crypto';
import { z } from 'zod';
import { parseJson } from '#main/platform/base/json.ts';
import { channelOf, compareVersions, isVersion } from './versions.ts';

/** Never changes: another id is another app. */
export const appId = 'org.limpet.Limpet';

const Version = z.string().max(100).refine(isVersion, 'no version');
const Instant = z.iso.datetime({ offset: false });

export const ManifestFile = z.object({
  name: z
    .string()
    .max(200)
    .regex(/^[A-Za-z0-9][\w.-]*$/, 'no plain file name'),
  sizeBytes: z.number().int().positive(),
  /** Base64, as the builder's own lists have it. */
  sha512: z.string().refine((text) => Buffer.from(text, 'base64').length === 64, 'no SHA-512'),
  system: z.enum(['mac', 'win', 'linux']),
  arch: z.enum(['x64', 'arm64']),
  /** The builder's name of the kind of file: `zip`, `nsis`, `AppImage`, `deb`. */
  kind: z.string().max(40),
});
export type ManifestFile = z.infer<typeof ManifestFile>;

export const Manifest = z
  .object({
    /** The key signs nothing else, but should it ever, another app's list is not ours. */
    app: z.literal(appId),
    version: Version,
    channel: z.enum(['stable', 'beta']),
    /** The oldest version that can go straight to this one. */
    minimumVersion: Version,
    /** UTC; a copy that has seen a newer list refuses an older one. */
    releasedAt: Instant,
    /** After this nobody believes the list: who holds back newer ones cannot hold a copy at an old version for ever. */
    expiresAt: Instant,
    /** How many of a hundred copies take it. */
    rolloutPercent: z.number().int().min(0).max(100),
    /** Markdown. */
    notes: z.string().max(100_000),
    files: z.array(ManifestFile).min(1).max(100),
  })
  .refine((list) => list.channel === channelOf(list.version), 'the version does not belong to the channel')
  .refine((list) => compareVersions(list.minimumVersion, list.version) <= 0, 'the minimum is newer than the version')
  .refine((list) => list.expiresAt > list.releasedAt, 'it expires before it is released')
  .refine((list) => new Set(list.files.map(({ name }) => name)).size === list.files.length, 'it lists a file twice');
export type Manifest = z.infer<typeof Manifest>;

/** Larger ones are no lists. */
export const maxManifestBytes = 512 * 1024;

/** True when one of the keys made the signature over exactly these bytes. Keys are SPKI, signatures bytes, in base64. */
export function isSigned(bytes: Uint8Array, signature: string, publicKeys: readonly string[]): boolean {
  const given = Buffer.from(signature.trim(), 'base64');
  if (given.length !== 64) return false;
  return publicKeys.some((key) => {
    const read = createPublicKey({ key: Buffer.from(key, 'base64'), format: 'der', type: 'spki' });
    return read.asymmetricKeyType === 'ed25519' && verify(null, bytes, read, given);
  });
}

/** Undefined for bytes that none of the keys has signed, and for a list in another form. */
export function readManifest(
  bytes: Uint8Array,
  signature: string,
  publicKeys: readonly string[],
): Manifest | undefined {
  if (bytes.length > maxManifestBytes || !isSigned(bytes, signature, publicKeys)) return undefined;
  return Manifest.safeParse(parseJson(Buffer.from(bytes).toString('utf8'))).data;
}
