// Writes and signs the list of a release's files: `node build/release/sign-manifest.mjs --from release --notes notes.md`.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isSigned } from '#main/platform/updates/manifest.ts';
import { channelOf } from '#main/platform/updates/versions.ts';
import { readManifest } from '../licences/read-package.ts';
import { appId, readReleaseFacts } from '../packaging/identity.ts';
import { allArtifacts } from '../packaging/targets.ts';
import { needed, runCommand } from './command.ts';
import { describeFile, publicKeyOf, readPrivateKey, signManifest, writeManifest } from './manifest.ts';

const project = join(import.meta.dirname, '../..');
const usage = `node build/release/sign-manifest.mjs --from FOLDER --notes FILE [options]
Lists every installer in the folder with size and SHA-512, and signs the list with the Ed25519 key in
LIMPET_UPDATE_PRIVATE_KEY (PEM). Writes limpet-stable.json or limpet-beta.json, and its signature beside it as .sig.
  --minimum VERSION  the oldest version that can go straight to this one; 0.1.0 by default
  --rollout PERCENT  how many of a hundred copies take it; 100 by default. Sign again to raise it
  --days N           how long copies believe the list; 365 by default
  --time ISO         when it was released; now by default
  --dry-run          prints the list, needs no key, writes nothing`;

/** Throws when there is none, or when copies in the field would not believe it. */
function readKey() {
  const text = process.env.LIMPET_UPDATE_PRIVATE_KEY ?? '';
  if (text === '') throw new Error('LIMPET_UPDATE_PRIVATE_KEY is not set: nothing was signed and nothing was written');
  const key = readPrivateKey(text);
  const { updateKeys } = readReleaseFacts(process.env);
  if (updateKeys.length > 0 && !updateKeys.includes(publicKeyOf(key)))
    throw new Error('LIMPET_UPDATE_PRIVATE_KEY does not belong to LIMPET_UPDATE_PUBLIC_KEY, which the app carries');
  return key;
}

/** Throws for a time or a number of days that is none. */
function expiryOf(releasedAt, days) {
  const time = Date.parse(releasedAt) + days * 86_400_000;
  if (Number.isNaN(time)) throw new Error(`${releasedAt} and ${days} days are no time`);
  return new Date(time).toISOString();
}

/** Half a release is none; only to look at, it may be. */
async function listFiles(folder, version, isToLookAt) {
  const present = readdirSync(folder);
  const artifacts = allArtifacts(version);
  const missing = artifacts.filter(({ name }) => !present.includes(name)).map(({ name }) => name);
  if (missing.length > 0 && !isToLookAt) throw new Error(`Missing in ${folder}: ${missing.join(', ')}`);
  const found = artifacts.filter(({ name }) => present.includes(name));
  return Promise.all(found.map(async (one) => ({ ...one, ...(await describeFile(join(folder, one.name))) })));
}

await runCommand({
  usage,
  options: {
    from: { type: 'string' },
    notes: { type: 'string' },
    minimum: { type: 'string', default: '0.1.0' },
    rollout: { type: 'string', default: '100' },
    days: { type: 'string', default: '365' },
    time: { type: 'string' },
    'dry-run': { type: 'boolean', default: false },
  },
  async run(values) {
    const folder = needed(values.from, usage);
    const notesFile = needed(values.notes, usage);
    if (!existsSync(notesFile)) throw new Error(`${notesFile} is not there`);
    const key = values['dry-run'] ? undefined : readKey();
    const version = String(readManifest(project).version);
    const channel = channelOf(version);
    const releasedAt = values.time === undefined ? new Date().toISOString() : values.time;
    const bytes = writeManifest({
      app: appId,
      version,
      channel,
      minimumVersion: values.minimum,
      releasedAt,
      expiresAt: expiryOf(releasedAt, Number(values.days)),
      rolloutPercent: Number(values.rollout),
      notes: readFileSync(notesFile, 'utf8').trim(),
      files: await listFiles(folder, version, key === undefined),
    });
    if (key === undefined) return void process.stdout.write(bytes);
    const signature = signManifest(bytes, key);
    if (!isSigned(bytes, signature, [publicKeyOf(key)])) throw new Error('the signature does not hold');
    const path = join(folder, `limpet-${channel}.json`);
    writeFileSync(path, bytes);
    writeFileSync(`${path}.sig`, `${signature}\n`);
    console.log(`Signed ${path}`);
  },
});
