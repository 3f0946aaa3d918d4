// The built desktop app takes an update from a feed on this machine; only Electron itself and the feed's address are not real.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { UpdateState } from '#main/contract/updates.ts';
import { type Feed, manifestFor, packageName, startFeed } from '#main/hosts/electron/updates/testing/feed-server.ts';
import { connectTo, type LimpetConnection } from '../support/client.ts';

const project = join(import.meta.dirname, '../..');
const fake = join(project, 'build/electron-fake/electron.sh');
const oldProgram = Buffer.from('#!/bin/sh\necho old\n');
const newProgram = Buffer.concat([Buffer.from('#!/bin/sh\necho new\n'), Buffer.alloc(2_000_000, 'n')]);
const patience = { timeout: 60_000 };

describe.skipIf(process.platform !== 'linux')('the built desktop app', () => {
  let home = '';
  let app = '';
  let feed: Feed;
  let child: ChildProcess | undefined;
  let client: LimpetConnection | undefined;
  const appImage = () => join(home, 'Limpet.AppImage');
  beforeEach(async () => {
    home = mkdtempSync(join(tmpdir(), 'limpet-desktop-'));
    mkdirSync(join(project, '.cache'), { recursive: true });
    app = mkdtempSync(join(project, '.cache/installed-'));
    feed = await startFeed();
    feed.publish(newProgram, {
      minimumVersion: '0.1.0',
      files: manifestFor(newProgram).files.map((file) => ({
        ...file,
        arch: process.arch === 'arm64' ? 'arm64' : 'x64',
      })),
    });
    writeFileSync(appImage(), oldProgram, { mode: 0o755 });
    writeFileSync(join(home, 'app-update.yml'), 'updaterCacheDirName: limpet-updater\n');
  });
  afterEach(async () => {
    client?.close();
    if (child !== undefined && child.exitCode === null && child.kill('SIGKILL')) await once(child, 'exit');
    await feed.close();
    for (const folder of [home, app]) rmSync(folder, { recursive: true, force: true });
  });

  /** As the packer lays it out: bundles beside a package.json that knows feed and keys. */
  const pack = (limpet: object) => {
    cpSync(join(project, 'out'), join(app, 'out'), { recursive: true });
    const own = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8'));
    writeFileSync(join(app, 'package.json'), JSON.stringify({ ...own, limpet }));
    symlinkSync(join(project, 'node_modules'), join(app, 'node_modules'));
  };
  const start = async () => {
    const dataFolder = join(home, 'data');
    const started = spawn(fake, [app, '--data-dir', dataFolder, '--no-update-automatic'], {
      env: {
        ...{ PATH: process.env.PATH, HOME: home },
        ...{ FAKE_ELECTRON_PACKAGED: '1', FAKE_ELECTRON_RESOURCES: home, APPIMAGE: appImage() },
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    child = started;
    for await (const line of started.stdout) if (String(line).includes('limpet:window')) break;
    client = connectTo(dataFolder);
    return { api: client.api, ended: once(started, 'exit') };
  };
  const stateOf = async (api: LimpetConnection['api']): Promise<UpdateState> => {
    for await (const { data } of api.updates.watch({})) return data;
    throw new Error('no state came');
  };

  it('is replaced by the signed new version once it has ended in order [T37]', async () => {
    pack({ appId: 'org.limpet.Limpet', feedUrl: feed.url, updateKeys: [feed.publicKey] });
    const { api, ended } = await start();
    expect(await api.updates.check({})).toMatchObject({ type: 'available', update: { version: '1.1.0' } });
    await api.updates.download({});
    await expect.poll(async () => (await stateOf(api)).type, patience).toBe('ready');
    expect(readFileSync(appImage()).equals(oldProgram)).toBe(true);
    // It may be gone before its answer, and then nobody answers any more.
    void api.updates.installNow({}).catch(() => undefined);
    await ended;
    expect(readFileSync(appImage()).equals(newProgram)).toBe(true);
    expect(feed.paths()).toEqual(['/limpet-stable.json', '/limpet-stable.json.sig', `/${packageName}`]);
  }, 120_000);

  it('refuses a list that was signed by somebody else, and asks for nothing more [T37]', async () => {
    const other = await startFeed();
    pack({ appId: 'org.limpet.Limpet', feedUrl: feed.url, updateKeys: [other.publicKey] });
    await other.close();
    const { api } = await start();
    expect(await api.updates.check({})).toMatchObject({
      type: 'failed',
      error: { details: { reason: 'update_unsigned' } },
    });
    expect(feed.paths()).not.toContain(`/${packageName}`);
    expect(existsSync(join(home, 'data/updates'))).toBe(false);
  }, 120_000);

  it('says that updates are off when it was built without a key', async () => {
    pack({ appId: 'org.limpet.Limpet', feedUrl: feed.url, updateKeys: [] });
    const { api } = await start();
    expect(await api.updates.check({})).toEqual({ type: 'off', why: 'no_key' });
    expect(feed.hits).toEqual([]);
  }, 120_000);
});
