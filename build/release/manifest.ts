// Writing and signing the list of a release, in the form that the app reads (src-main/platform/updates/manifest.ts).
import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto';
import { createReadStream, statSync } from 'node:fs';
import { basename } from 'node:path';
import { Manifest, type ManifestFile } from '#main/platform/updates/manifest.ts';
import { channelOf, compareVersions, isVersion } from '#main/platform/updates/versions.ts';
import { appId } from '../packaging/identity.ts';

const plainName = /^[A-Za-z0-9][\w.-]*$/;

export type FileFacts = Pick<ManifestFile, 'name' | 'sizeBytes' | 'sha512'>;

export async function describeFile(path: string): Promise<FileFacts> {
  const hash = createHash('sha512');
  for await (const bytes of createReadStream(path)) hash.update(bytes);
  return { name: basename(path), sizeBytes: statSync(path).size, sha512: hash.digest('base64') };
}

/** What is wrong with it, one sentence each. */
export function findManifestFaults(manifest: Manifest): string[] {
  const { app, version, channel, minimumVersion, files, rolloutPercent } = manifest;
  const faults: string[] = [];
  const expect = (isRight: boolean, fault: string) => {
    if (!isRight) faults.push(fault);
  };
  expect(app === appId, `it is for ${app}, not for ${appId}`);
  expect(isVersion(version), `${version} is no version`);
  expect(isVersion(minimumVersion), `${minimumVersion} is no version`);
  expect(channel === channelOf(version), `${version} does not belong to the channel ${channel}`);
  if (isVersion(version) && isVersion(minimumVersion))
    expect(compareVersions(minimumVersion, version) <= 0, `${minimumVersion} is newer than ${version}`);
  for (const instant of [manifest.releasedAt, manifest.expiresAt]) {
    const time = Date.parse(instant);
    expect(!Number.isNaN(time) && new Date(time).toISOString() === instant, `${instant} is no time in UTC`);
  }
  expect(manifest.expiresAt > manifest.releasedAt, 'it expires before it is released');
  expect(
    Number.isInteger(rolloutPercent) && rolloutPercent >= 0 && rolloutPercent <= 100,
    `${rolloutPercent} is no percentage`,
  );
  expect(files.length > 0, 'it lists no file');
  expect(new Set(files.map(({ name }) => name)).size === files.length, 'it lists a file twice');
  for (const { name, sizeBytes, sha512 } of files) {
    expect(plainName.test(name), `${JSON.stringify(name)} is no plain file name`);
    expect(Number.isSafeInteger(sizeBytes) && sizeBytes > 0, `${name} has no size`);
    expect(Buffer.from(sha512, 'base64').length === 64, `${name} has no SHA-512`);
  }
  return faults;
}

/** The same contents give the same bytes. Throws when something is wrong with them. */
export function writeManifest(manifest: Manifest): Buffer {
  const faults = findManifestFaults(manifest);
  if (faults.length > 0) throw new Error(`This cannot be a release: ${faults.join('; ')}`);
  const files = manifest.files.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  // What the app would not read is no list either; reading also puts everything in the schema's order.
  const ordered = Manifest.parse({ ...manifest, files });
  return Buffer.from(`${JSON.stringify(ordered, null, 2)}\n`);
}

/** PEM as openssl writes it; a secret on one line has its line breaks as `\n`. Throws for a key of another kind. */
export function readPrivateKey(text: string): KeyObject {
  const key = createPrivateKey(text.replaceAll('\\n', '\n'));
  if (key.asymmetricKeyType !== 'ed25519') throw new Error('the key is not an Ed25519 key');
  return key;
}

/** SPKI, base64: the form in which the app carries it. */
export function publicKeyOf(privateKey: KeyObject): string {
  return createPublicKey(privateKey).export({ format: 'der', type: 'spki' }).toString('base64');
}

/** Base64. */
export function signManifest(bytes: Buffer, privateKey: KeyObject): string {
  return sign(null, bytes, privateKey).toString('base64');
}
