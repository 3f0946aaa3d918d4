// The data folder: nobody else's eyes, a full disk, a folder that cannot be written.
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { neverAborts } from '#main/platform/base/abort.ts';
import { openStore } from '../../create-store.ts';
import { createConversation } from '../../testing/conversation.ts';
import { bytesOf } from '../../testing/sessions-suite.ts';

const isRoot = process.getuid?.() === 0;
const nobody = 65_534;
const canSandbox =
  spawnSync('bwrap', ['--dev-bind', '/', '/', '--size', '65536', '--tmpfs', '/mnt', 'true']).status === 0;
const fullDisk = fileURLToPath(new URL('../../testing/full-disk.ts', import.meta.url));

describe('the data folder', () => {
  let root = '';
  let folder = '';
  const now = () => 1_700_000_000_000;
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'limpet-folder-'));
    folder = join(root, 'data');
  });
  afterEach(() => rm(root, { recursive: true, force: true }));
  const fill = async () => {
    const { store } = await openStore({ folder, now });
    const talk = createConversation(store);
    await talk.say((await talk.session()).id, ['secret', 'answer']);
    await store.blobs.put({
      bytes: bytesOf('secret'),
      name: 'a',
      mediaType: 'text/plain',
      maxBytes: 9,
      now: 1,
      signal: neverAborts,
    });
    await store.backup(neverAborts);
    return store;
  };
  const modes = (path: string): string[] =>
    statSync(path).isDirectory()
      ? [
          `d ${(statSync(path).mode & 0o777).toString(8)}`,
          ...readdirSync(path).flatMap((name) => modes(join(path, name))),
        ]
      : [`f ${(statSync(path).mode & 0o777).toString(8)}`];

  it.skipIf(process.platform === 'win32')('is made 0700 with files 0600, whatever the umask [T35]', async () => {
    const before = process.umask(0);
    try {
      const store = await fill();
      expect([...new Set(modes(folder))].sort()).toEqual(['d 700', 'f 600']);
      await store.close();
      expect([...new Set(modes(folder))].sort()).toEqual(['d 700', 'f 600']);
    } finally {
      process.umask(before);
    }
  });

  it.skipIf(!isRoot)('cannot be listed or read by another user [T35]', async () => {
    chmodSync(root, 0o755);
    const store = await fill();
    const other = { uid: nobody, gid: nobody };
    expect(spawnSync('ls', [folder], other).status).not.toBe(0);
    for (const name of ['limpet.db', 'limpet.db-wal', 'limpet.lock']) {
      expect(spawnSync('cat', [join(folder, name)], other).status).not.toBe(0);
    }
    expect(spawnSync('ls', [root], other).status).toBe(0);
    await store.close();
  });

  it.skipIf(process.platform === 'win32')(
    'closes a folder of ours that stood open, but not somebody’s home',
    async () => {
      const { store } = await openStore({ folder, now });
      await store.close();
      chmodSync(folder, 0o755);
      await (await openStore({ folder, now })).store.close();
      expect(statSync(folder).mode & 0o777).toBe(0o700);
      const home = join(root, 'home');
      mkdirSync(home, { mode: 0o755 });
      chmodSync(home, 0o755);
      writeFileSync(join(home, 'letter.txt'), 'x');
      await (await openStore({ folder: home, now })).store.close();
      expect(statSync(home).mode & 0o777).toBe(0o755);
      expect(statSync(join(home, 'limpet.db')).mode & 0o777).toBe(0o600);
    },
  );

  it.skipIf(!canSandbox)('says that it cannot be written to [R04]', async () => {
    await (await openStore({ folder, now })).store.close();
    const args = ['--dev-bind', '/', '/', '--ro-bind', folder, folder, process.execPath, fullDisk, 'open', folder];
    const said: unknown = JSON.parse(execFileSync('bwrap', args, { encoding: 'utf8' }));
    expect(said).toEqual({ code: 'unavailable', reason: 'read_only' });
  });

  it.skipIf(!canSandbox)('survives a full disk and goes on when there is room again [R04]', () => {
    const disk = ['--dev-bind', '/', '/', '--size', String(8 * 1024 * 1024), '--tmpfs', '/mnt'];
    const args = [...disk, process.execPath, fullDisk, 'fill', '/mnt/data'];
    const said: unknown = JSON.parse(execFileSync('bwrap', args, { encoding: 'utf8' }));
    expect(said).toEqual({
      code: 'unavailable',
      reason: 'disk_full',
      readsGoOn: true,
      blobRefused: 'disk_full',
      stagedFilesLeft: 0,
      writesAgain: true,
      ackedLost: 0,
      problems: [],
    });
  });
});
