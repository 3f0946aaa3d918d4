// The scripts of a release: signing and what it refuses, gathering what machines made, tag and changelog, checksums.
import { spawnSync } from 'node:child_process';
import { createHash, generateKeyPairSync } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { parse, stringify } from 'yaml';
import { appId as believed, isSigned, type Manifest } from '#main/platform/updates/manifest.ts';
import { channelOf, compareVersions } from '#main/platform/updates/versions.ts';
import { appId } from '../packaging/identity.ts';
import { allArtifactNames, artifactNames } from '../packaging/targets.ts';
import { checkTag, notesOf } from './check-tag.ts';
import { writeChecksums } from './checksums.ts';
import { collect, joinFeeds } from './collect.ts';
import { findManifestFaults, publicKeyOf, readPrivateKey, signManifest, writeManifest } from './manifest.ts';
import { findPacked, seeWindow } from './smoke.ts';

const { version } = JSON.parse(readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8'));
const pemOf = () => generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
const sha512 = (text: string) => createHash('sha512').update(text).digest('base64');

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'limpet-release-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

const fileOf = (name: string, more: object = {}): Manifest['files'][number] => ({
  ...{ name, sizeBytes: 4, sha512: sha512('here') },
  ...{ system: 'win', arch: 'x64', kind: 'nsis' },
  ...more,
});
/** Also lists that the schema would not let be written down. */
const manifest = (more: object = {}): Manifest => ({
  app: 'org.limpet.Limpet',
  version: '1.2.3',
  channel: 'stable',
  minimumVersion: '1.0.0',
  releasedAt: '2026-01-31T12:00:00.000Z',
  expiresAt: '2027-01-31T12:00:00.000Z',
  rolloutPercent: 100,
  notes: 'New: *everything*.',
  files: [fileOf('Limpet-1.2.3-win-x64.exe')],
  ...more,
});

describe('the list of a release', () => {
  it('is for the app that reads it', () => {
    expect(believed).toBe(appId);
  });

  it('has the same bytes for the same contents, whatever their order', () => {
    const files = [fileOf('b.exe'), fileOf('a.deb')];
    const bytes = writeManifest(manifest({ files }));
    expect(writeManifest(manifest({ files: files.toReversed() })).equals(bytes)).toBe(true);
    expect(Object.keys(JSON.parse(bytes.toString()))).toEqual([
      'app',
      'version',
      'channel',
      'minimumVersion',
      'releasedAt',
      'expiresAt',
      'rolloutPercent',
      'notes',
      'files',
    ]);
  });

  const wrong: readonly (readonly [string, object])[] = [
    ['it is for org.other.App', { app: 'org.other.App' }],
    ['1.2 is no version', { version: '1.2' }],
    ['01.2.3 is no version', { version: '01.2.3' }],
    ['1.2.3 does not belong to the channel beta', { channel: 'beta' }],
    ['1.2.3-beta.1 does not belong to the channel stable', { version: '1.2.3-beta.1' }],
    ['1.2.4 is newer than 1.2.3', { minimumVersion: '1.2.4' }],
    ['yesterday is no time in UTC', { releasedAt: 'yesterday' }],
    ['2026-01-31T12:00:00+01:00 is no time in UTC', { releasedAt: '2026-01-31T12:00:00+01:00' }],
    ['it expires before it is released', { expiresAt: '2026-01-31T12:00:00.000Z' }],
    ['101 is no percentage', { rolloutPercent: 101 }],
    ['it lists no file', { files: [] }],
    ['"../a" is no plain file name', { files: [fileOf('../a')] }],
    ['a.deb has no size', { files: [fileOf('a.deb', { sizeBytes: 0 })] }],
    ['a.deb has no SHA-512', { files: [fileOf('a.deb', { sha512: 'YWJj' })] }],
  ];
  it.each(wrong)('is refused: %s', (fault, more) => {
    expect(findManifestFaults(manifest(more)).join('\n')).toContain(fault);
    expect(() => writeManifest(manifest(more))).toThrow(/cannot be a release/);
  });

  it('is refused when it lists a file twice', () => {
    const [file] = manifest().files;
    if (file === undefined) throw new Error('no file');
    expect(findManifestFaults(manifest({ files: [file, file] }))).toEqual(['it lists a file twice']);
  });

  it('orders versions as semantic versioning does', () => {
    const ordered = ['0.9.9', '1.0.0-alpha', '1.0.0-alpha.1', '1.0.0-alpha.beta', '1.0.0-beta.2', '1.0.0-beta.11'];
    const all = [...ordered, '1.0.0-rc.1', '1.0.0', '1.0.1', '1.2.0', '1.10.0', '2.0.0'];
    for (const [index, one] of all.entries())
      for (const [other, two] of all.entries())
        expect(Math.sign(compareVersions(one, two)), `${one} ${two}`).toBe(Math.sign(index - other));
    expect(() => compareVersions('1', '1.0.0')).toThrow(/1 is no version/);
    expect([channelOf('1.0.0'), channelOf('1.0.0-beta.1')]).toEqual(['stable', 'beta']);
  });
});

describe('the signature of a release', () => {
  it('holds for exactly these bytes and this key', () => {
    const key = readPrivateKey(pemOf());
    const bytes = writeManifest(manifest());
    const signature = signManifest(bytes, key);
    const own = publicKeyOf(key);
    const other = publicKeyOf(readPrivateKey(pemOf()));
    expect(isSigned(bytes, signature, [own])).toBe(true);
    expect(isSigned(bytes, `${signature}\n`, [other, own])).toBe(true);
    expect(isSigned(bytes, signature, [other])).toBe(false);
    expect(isSigned(bytes, signature, [])).toBe(false);
    expect(isSigned(Buffer.concat([bytes, Buffer.from(' ')]), signature, [own])).toBe(false);
    expect(isSigned(bytes.subarray(1), signature, [own])).toBe(false);
    expect(isSigned(writeManifest(manifest({ minimumVersion: '0.1.0' })), signature, [own])).toBe(false);
    expect(isSigned(bytes, '', [own])).toBe(false);
    expect(isSigned(bytes, signature.slice(0, 40), [own])).toBe(false);
  });

  it('is made with an Ed25519 key and no other, also when it stands on one line', () => {
    const pem = pemOf();
    expect(publicKeyOf(readPrivateKey(pem.replaceAll('\n', '\\n')))).toBe(publicKeyOf(readPrivateKey(pem)));
    const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'pem', type: 'pkcs8' });
    expect(() => readPrivateKey(rsa.toString())).toThrow(/not an Ed25519 key/);
    expect(() => readPrivateKey('no key at all')).toThrow();
  });
});

function run(script: string, args: readonly string[], environment: Readonly<Record<string, string>> = {}) {
  return spawnSync(process.execPath, [join(import.meta.dirname, script), ...args], {
    encoding: 'utf8',
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...environment },
  });
}

/** A folder with every file of this version, and notes beside it. */
function release(): { path: string; notes: string } {
  const path = folder();
  for (const name of allArtifactNames(version)) writeFileSync(join(path, name), `contents of ${name}`);
  const notes = join(folder(), 'notes.md');
  writeFileSync(notes, '- Everything is new.\n');
  return { path, notes };
}

describe('signing a release', () => {
  it('writes the list and its signature, which the key in the app confirms', () => {
    const { path, notes } = release();
    const pem = pemOf();
    const publicKey = publicKeyOf(readPrivateKey(pem));
    const args = ['--from', path, '--notes', notes, '--time', '2026-01-31T12:00:00.000Z'];
    const done = run('sign-manifest.mjs', args, {
      LIMPET_UPDATE_PRIVATE_KEY: pem,
      LIMPET_UPDATE_PUBLIC_KEY: publicKey,
    });
    expect(done.stderr).toBe('');
    const name = `limpet-${channelOf(version)}.json`;
    const bytes = readFileSync(join(path, name));
    expect(isSigned(bytes, readFileSync(join(path, `${name}.sig`), 'utf8'), [publicKey])).toBe(true);
    const list = JSON.parse(bytes.toString());
    expect(list).toMatchObject({ version, notes: '- Everything is new.', releasedAt: '2026-01-31T12:00:00.000Z' });
    expect(list.files.map((file: { name: string }) => file.name)).toEqual(allArtifactNames(version).toSorted());
    const first = list.files.find((file: { kind: string; arch: string }) => file.kind === 'deb' && file.arch === 'x64');
    expect(first).toMatchObject({ system: 'linux', arch: 'x64', kind: 'deb' });
    expect(list).toMatchObject({ rolloutPercent: 100, expiresAt: '2027-01-31T12:00:00.000Z' });
    expect(first.sha512).toBe(sha512(`contents of ${first.name}`));
    expect(first.sizeBytes).toBe(`contents of ${first.name}`.length);
  });

  it.each([
    ['without a key', {}, /LIMPET_UPDATE_PRIVATE_KEY is not set/],
    ['with an empty key', { LIMPET_UPDATE_PRIVATE_KEY: '' }, /LIMPET_UPDATE_PRIVATE_KEY is not set/],
    [
      'with a key that copies in the field do not know',
      { LIMPET_UPDATE_PRIVATE_KEY: pemOf(), LIMPET_UPDATE_PUBLIC_KEY: publicKeyOf(readPrivateKey(pemOf())) },
      /does not belong to LIMPET_UPDATE_PUBLIC_KEY/,
    ],
    [
      'for a release whose public key nobody named',
      { LIMPET_UPDATE_PRIVATE_KEY: pemOf(), LIMPET_RELEASE: '1' },
      /is needed/,
    ],
  ])('is refused %s, and nothing is written', (_when, environment, why) => {
    const { path, notes } = release();
    const before = readdirSync(path);
    const done = run('sign-manifest.mjs', ['--from', path, '--notes', notes], environment as Record<string, string>);
    expect(done.status).toBe(1);
    expect(done.stderr).toMatch(why);
    expect(readdirSync(path)).toEqual(before);
  });

  it('is refused for half a release', () => {
    const { path, notes } = release();
    const [gone] = artifactNames('mac', 'arm64', version);
    rmSync(join(path, gone ?? ''));
    const done = run('sign-manifest.mjs', ['--from', path, '--notes', notes], { LIMPET_UPDATE_PRIVATE_KEY: pemOf() });
    expect(done.status).toBe(1);
    expect(done.stderr).toContain(gone);
  });

  it('can be looked at without a key', () => {
    const { path, notes } = release();
    const before = readdirSync(path);
    const done = run('sign-manifest.mjs', ['--from', path, '--notes', notes, '--dry-run']);
    expect(done.status).toBe(0);
    expect(JSON.parse(done.stdout)).toMatchObject({ app: 'org.limpet.Limpet', version });
    expect(readdirSync(path)).toEqual(before);
  });
});

describe('gathering a release', () => {
  /** What six machines leave: each its own files and its own list. */
  function machines(): string {
    const from = folder();
    for (const system of ['mac', 'win', 'linux'] as const)
      for (const arch of ['x64', 'arm64'] as const) {
        const place = join(from, `${system}-${arch}`);
        mkdirSync(place);
        const files = artifactNames(system, arch, version).map((name) => {
          writeFileSync(join(place, name), `contents of ${name}`);
          return { url: name, sha512: sha512(`contents of ${name}`), size: 10 };
        });
        writeFileSync(join(place, `${files[0]?.url}.blockmap`), 'blocks');
        const feed = {
          mac: 'latest-mac',
          win: 'latest',
          linux: arch === 'x64' ? 'latest-linux' : 'latest-linux-arm64',
        };
        const releaseDate = `2026-01-31T12:00:0${arch === 'x64' ? 1 : 0}.000Z`;
        const list = { version, files, path: files[0]?.url, sha512: files[0]?.sha512, releaseDate };
        writeFileSync(join(place, `${feed[system]}.yml`), stringify(list));
        writeFileSync(join(place, 'builder-debug.yml'), 'x: 1\n');
      }
    return from;
  }

  it('puts every file into one folder and joins the lists of a system, x64 first', async () => {
    const to = join(folder(), 'release');
    const names = await collect(machines(), to, version);
    expect(names).toEqual(expect.arrayContaining(allArtifactNames(version)));
    expect(names.filter((name) => name.endsWith('.blockmap')).length).toBe(6);
    expect(names.filter((name) => name.endsWith('.yml'))).toEqual([
      'latest-linux-arm64.yml',
      'latest-linux.yml',
      'latest-mac.yml',
      'latest.yml',
    ]);
    const feed = parse(readFileSync(join(to, 'latest-mac.yml'), 'utf8'));
    expect(feed.files.length).toBe(4);
    expect(feed.path).toBe(feed.files[0].url);
    expect(feed.files.map(({ url }: { url: string }) => url.includes('arm64'))).toEqual([false, false, true, true]);
    expect(feed.releaseDate).toBe('2026-01-31T12:00:01.000Z');
  });

  const [exe = ''] = artifactNames('win', 'x64', version);
  it.each<[string, (from: string) => void, RegExp]>([
    ['a file is missing', (from) => rmSync(join(from, 'win-x64', exe)), /Missing: /],
    ['a file was made twice', (from) => writeFileSync(join(from, 'mac-x64', exe), 'x'), /was made twice/],
    ['a file is not the one listed', (from) => writeFileSync(join(from, 'win-x64', exe), 'x'), /is not the file that/],
    ['a list is of another version', (from) => changeFeed(from, { version: '9.9.9' }), /different versions/],
    [
      'a list names a file of nobody',
      (from) => changeFeed(from, { files: [{ url: 'evil.exe', sha512: 'x' }] }),
      /no machine made/,
    ],
    ['a list is none', (from) => writeFileSync(join(from, 'win-x64/latest.yml'), 'a: b\n'), /is no list of files/],
  ])('is refused when %s', async (_when, spoil, why) => {
    const from = machines();
    spoil(from);
    const to = join(folder(), 'release');
    await expect(collect(from, to, version)).rejects.toThrow(why);
    expect(existsSync(to)).toBe(false);
  });

  function changeFeed(from: string, more: object): void {
    const path = join(from, 'win-x64/latest.yml');
    writeFileSync(path, stringify({ ...parse(readFileSync(path, 'utf8')), ...more }));
  }

  it('is refused when two machines listed the same file', () => {
    const feed = { version, files: [{ url: 'a', sha512: 'b', size: 1 }], path: 'a', sha512: 'b', releaseDate: '' };
    expect(() => joinFeeds([feed, feed])).toThrow(/same file/);
    expect(() => joinFeeds([])).toThrow(/no list/);
  });
});

describe('the tag of a release', () => {
  it('belongs to the version', () => {
    expect(() => checkTag('v1.2.3', '1.2.3')).not.toThrow();
    expect(() => checkTag('1.2.3', '1.2.3')).toThrow(/v1\.2\.3 fits/);
    expect(() => checkTag('v1.2.4', '1.2.3')).toThrow(/v1\.2\.3 fits/);
    expect(() => checkTag('v1.2', '1.2')).toThrow(/no version/);
  });

  const changelog =
    '# Changelog\n\n## 1.2.3 (2026-01-31)\n\n- One.\n- Two.\n\n## 1.2.2 (unreleased)\n\n- Old.\n\n## 1.2.1 (2025-01-01)\n';
  it('has its notes in the changelog, with a date', () => {
    expect(notesOf(changelog, '1.2.3')).toBe('- One.\n- Two.');
    expect(() => notesOf(changelog, '1.2.2')).toThrow(/write the date of 1\.2\.2/);
    expect(() => notesOf(changelog, '1.2')).toThrow(/says nothing about 1\.2/);
    expect(() => notesOf(changelog, '1.2.1')).toThrow(/under the heading of 1\.2\.1/);
  });

  it('is checked against this project', () => {
    const done = run('check-tag.ts', ['v9.9.9']);
    expect(done.status).toBe(1);
    expect(done.stderr).toContain(`v${version} fits`);
  });
});

describe('the checksums', () => {
  it('are what sha256sum expects, over every file but themselves', async () => {
    const path = folder();
    writeFileSync(join(path, 'b.deb'), 'b');
    writeFileSync(join(path, 'a.deb'), 'a');
    const text = await writeChecksums(path);
    expect(text).toBe(await writeChecksums(path));
    expect(readFileSync(join(path, 'SHA256SUMS'), 'utf8')).toBe(text);
    const hash = createHash('sha256').update('a').digest('hex');
    expect(text.split('\n')[0]).toBe(`${hash}  a.deb`);
    const done = spawnSync('sha256sum', ['--check', '--strict', 'SHA256SUMS'], { cwd: path, encoding: 'utf8' });
    expect(done.stdout).toBe('a.deb: OK\nb.deb: OK\n');
    await expect(writeChecksums(folder())).rejects.toThrow(/no file/);
  });
});

describe('the look at a packed app', () => {
  const script = (body: string) => {
    const path = folder();
    mkdirSync(join(path, 'linux-unpacked'));
    writeFileSync(join(path, 'linux-unpacked/limpet'), `#!/bin/sh\n${body}\n`, { mode: 0o755 });
    return path;
  };

  it('waits for its window and ends it', async () => {
    const path = script('echo limpet:window\ntrap "exit 0" TERM\nwhile true; do sleep 0.05; done');
    await expect(seeWindow(findPacked(path), 5_000)).resolves.toBeUndefined();
  });

  it.each([
    ['says why it does not start', 'echo "limpet:failed The disk is full."\nexec sleep 30', /The disk is full/],
    ['ends by itself', 'echo no display >&2\nexit 3', /ended with 3 .*\nno display/],
    ['shows no window in time', 'exec sleep 30', /no window after 3 s/],
  ])('fails when the app %s', async (_what, body, why) => {
    await expect(seeWindow(findPacked(script(body)), 3_000)).rejects.toThrow(why);
  });

  it('fails where nothing was packed', () => {
    expect(() => findPacked(folder())).toThrow(/no packed app/);
  });
});
