// Bundles of strangers: what they ask for is read as data, and nothing that would leave its folder or fill the disk is unpacked.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isAppError } from '#main/contract/errors.ts';
import { BlobId } from '#main/contract/ids.ts';
import { McpServerId } from '#main/contract/mcp.ts';
import { neverAborts } from '#main/platform/base/abort.ts';
import { type RawEntry, rawZip } from '#main/platform/base/zip/testing/raw-zip.ts';
import { createFakeServers } from '../testing/fake-servers.ts';
import { createMcpKit, type McpKit } from '../testing/mcp-kit.ts';

const bundle = BlobId.parse('b1');
const tides = McpServerId.parse('tides');
const manifest = {
  ...{ manifest_version: '0.3', name: 'Tides', version: '1.2.0' },
  server: {
    type: 'node',
    entry_point: 'server/index.js',
    mcp_config: {
      command: 'node',
      args: ['$\u007b__dirname}/server/index.js', '$\u007buser_config.folder}'],
      env: { GITHUB_TOKEN: '$\u007buser_config.token}', PLACE: '$\u007bHOME}/tides' },
    },
  },
  user_config: {
    token: { type: 'string', title: 'GitHub token', sensitive: true, required: true },
    folder: { type: 'directory', default: '$\u007bHOME}/Documents' },
  },
};
const own: RawEntry = { name: 'manifest.json', content: JSON.stringify(manifest) };
const index: RawEntry = { name: 'server/index.js', content: 'console.log(1)' };

let kit: McpKit;
beforeEach(async () => {
  kit = await createMcpKit({ transports: createFakeServers().open });
});
afterEach(() => kit.close());

const put = (...entries: RawEntry[]) => writeFileSync(join(kit.base, `blob-${bundle}`), rawZip(entries));
const propose = () => kit.servers.propose({ bundle }, neverAborts);
const add = () =>
  kit.servers.save(
    {
      id: tides,
      transport: {
        type: 'stdio',
        command: 'node',
        args: ['$\u007b__dirname}/server/index.js'],
        env: [],
        read: [],
        write: [],
        network: false,
      },
      ...{ inputs: {}, replace: false, bundle },
    },
    neverAborts,
  );
const reasonOf = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: unknown) => (isAppError(error) ? (error.details?.reason ?? error.code) : String(error)),
  );
const ownFolder = () => join(kit.data, 'servers/tides');
/** Whatever of it was unpacked. */
const left = () => (existsSync(ownFolder()) ? readdirSync(ownFolder()) : []);

describe('a bundle', () => {
  it('is shown as a proposal with what it asks for, its key on the way to a host that is known', async () => {
    put(own, index);
    const [proposal] = await propose();
    expect(proposal).toMatchObject({
      ...{ id: 'tides', bundle: { name: 'Tides', version: '1.2.0', files: 2 } },
      inputs: [
        { id: 'token', label: 'GitHub token', secret: true, required: true },
        { id: 'folder', secret: false, value: `${kit.home}/Documents` },
      ],
      transport: {
        write: ['$\u007binput:folder}'],
        ...{ network: true, hosts: ['api.github.com'] },
        env: [
          { name: 'GITHUB_TOKEN', secret: true, into: { host: 'api.github.com', header: 'authorization' } },
          { name: 'PLACE', secret: false, value: `${kit.home}/tides` },
        ],
      },
    });
    expect(left()).toEqual([]);
  });

  it('is unpacked into a folder of its own, and goes with its server', async () => {
    put(own, index);
    await add();
    const [folder = ''] = left();
    expect(readFileSync(join(ownFolder(), folder, 'server/index.js'), 'utf8')).toBe('console.log(1)');
    await kit.servers.remove(tides);
    expect(existsSync(ownFolder())).toBe(false);
  });

  it('keeps a key that it asked for out of everything but the secret store', async () => {
    put(own, index);
    const [proposal] = await propose();
    if (proposal === undefined) throw new Error('no proposal');
    const inputs = { token: { value: 'canary-4711', secret: true }, folder: { value: '/srv/tides', secret: false } };
    await kit.servers.save({ id: tides, transport: proposal.transport, inputs, replace: false, bundle }, neverAborts);
    expect(JSON.stringify([...kit.values])).not.toContain('canary-4711');
    expect([...kit.secrets.values]).toEqual([[expect.stringMatching(/^mcp\.tides\.env\.github_token/), 'canary-4711']]);
    expect(JSON.stringify([...kit.values])).toContain('/srv/tides');
  });
});

describe('a hostile bundle [T30]', () => {
  const zeros = (bytes: number) => Buffer.alloc(bytes);
  const mib = 1024 * 1024;
  const many = (count: number) => Array.from({ length: count }, (_, at): RawEntry => ({ name: `f/${at}` }));

  it.each<[string, readonly RawEntry[], string]>([
    ['climbs out of its folder', [own, { name: '../evil.js' }], 'archive_damaged'],
    ['climbs out with a backslash', [own, { name: '..\\evil.js' }], 'archive_damaged'],
    ['names an absolute path', [own, { name: '/etc/cron.d/evil' }], 'archive_damaged'],
    ['names a drive', [own, { name: 'C:/evil.js' }], 'archive_damaged'],
    ['hides a stream behind a name', [own, { name: 'server/index.js:evil' }], 'archive_unsafe'],
    ['names a device', [own, { name: 'server/NUL.js' }], 'archive_unsafe'],
    ['ends a name with a dot', [own, { name: 'server/index.js.' }], 'archive_unsafe'],
    ['holds a control character', [own, { name: 'server/\u0007.js' }], 'archive_unsafe'],
    ['is nested without end', [own, { name: `${'d/'.repeat(40)}x` }], 'archive_unsafe'],
    ['holds a link', [own, { name: 'server/link', content: '/etc/passwd', unixMode: 0o120777 }], 'archive_unsafe'],
    ['holds a device file', [own, { name: 'server/sda', unixMode: 0o060666 }], 'archive_unsafe'],
    ['holds two names that are one on some disks', [own, index, { name: 'server/INDEX.js' }], 'archive_unsafe'],
    ['is a bomb', [own, { name: 'bomb', content: zeros(60 * mib), isDeflated: true }], 'archive_too_large'],
    ['packs too well', [own, { name: 'bomb', content: zeros(30 * mib), isDeflated: true }], 'archive_too_large'],
    [
      'lays its files over one another',
      [own, { name: 'a', content: zeros(mib) }, ...many(3).map((one) => ({ ...one, over: 'a' }))],
      'archive_unsafe',
    ],
    ['holds too many files', [own, ...many(8_001)], 'archive_too_many'],
  ])('that %s is refused whole, before it is shown and before it is added', async (_what, entries, reason) => {
    put(...entries);
    expect(await reasonOf(propose())).toBe(reason);
    expect(await reasonOf(add())).toBe(reason);
    expect(left()).toEqual([]);
    expect(await kit.servers.list()).toEqual([]);
  });

  it('that lies about a size is stopped while it is unpacked, and leaves nothing', async () => {
    put(own, { name: 'big', content: zeros(8 * mib), isDeflated: true, saysBytes: 10 });
    expect(await reasonOf(add())).toMatch(/^archive_/);
    expect(left()).toEqual([]);
    expect(await kit.servers.list()).toEqual([]);
  });

  it('that inflates a megabyte to a gigabyte is refused at once, by what it says', async () => {
    const from = performance.now();
    put(own, { name: 'bomb', content: zeros(mib), isDeflated: true, saysBytes: 1024 * mib });
    expect(await reasonOf(propose())).toBe('archive_too_large');
    expect(performance.now() - from).toBeLessThan(500);
  });

  it.each([
    ['no manifest', [index]],
    ['a manifest that is no JSON', [{ name: 'manifest.json', content: '{' }, index]],
    ['a manifest without a server', [{ name: 'manifest.json', content: '{"name":"x","version":"1"}' }]],
    ['a manifest of megabytes', [{ name: 'manifest.json', content: Buffer.alloc(2 * mib, 32) }]],
  ])('with %s is none', async (_what, entries) => {
    put(...entries);
    expect(await reasonOf(propose())).toBe('mcp_bundle');
  });

  it('cannot choose a name that stands for another server’s tools', async () => {
    put({ name: 'manifest.json', content: JSON.stringify({ ...manifest, name: 'git__hub/../x_' }) }, index);
    expect((await propose())[0]?.id).toBe('git-hub-x');
  });
});
