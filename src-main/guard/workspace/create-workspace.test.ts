// Confinement and atomic writes on a real disk.
import { chmod, link, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isAppError } from '#main/contract/errors.ts';
import { neverAborts as signal } from '#main/platform/base/abort.ts';
import { createWorkspaces } from './create-workspace.ts';
import type { Workspace } from './port.ts';

let base = '';
let outside = '';
let root = '';
let home = '';
let workspace: Workspace;
const open = () => createWorkspaces({ dataFolder: join(base, 'data'), home, platform: process.platform });

beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), 'limpet-ws-'));
  outside = join(base, 'outside');
  home = join(base, 'home');
  root = join(home, 'work');
  for (const folder of [outside, root, join(base, 'data'), join(home, '.ssh')])
    await mkdir(folder, { recursive: true });
  await writeFile(join(outside, 'secret.txt'), 'secret');
  await writeFile(join(home, '.ssh', 'id_test'), 'key');
  await writeFile(join(base, 'data', 'limpet.db'), 'db');
  workspace = await open().open(root);
});
afterEach(() => rm(base, { recursive: true, force: true }));

const bytes = (text: string) => new TextEncoder().encode(text);
const refusal = (promise: Promise<unknown>) =>
  promise.then(
    () => 'done',
    (error: unknown) => (isAppError(error) ? (error.details?.reason ?? error.code) : String(error)),
  );
const write = (path: string, text = 'new') => workspace.write(path, bytes(text), { expectedSha256: null, signal });
const read = async (path: string) =>
  new TextDecoder().decode((await workspace.read(path, { maxBytes: 1e6, signal })).bytes);

describe('confinement', () => {
  it('refuses sixty nasty paths for reading and writing and touches nothing outside [T21] [R16]', async () => {
    await symlink(outside, join(root, 'out'));
    await symlink(join(outside, 'secret.txt'), join(root, 'leak.txt'));
    await symlink(join(outside, 'later.txt'), join(root, 'dangling'));
    await symlink('out', join(root, 'chain'));
    await symlink('/', join(root, 'slash'));
    await symlink('/proc/self/root', join(root, 'procroot'));
    await symlink('loop', join(root, 'loop'));
    await symlink(join(home, '.ssh'), join(root, 'keys'));
    await symlink('../../data', join(root, 'data'));
    await mkdir(join(root, '.git', 'hooks'), { recursive: true });
    const ups = Array.from({ length: 20 }, (_, index) => `${'../'.repeat(index + 1)}outside/secret.txt`);
    const nasty = [
      ...ups,
      ...['/etc/passwd', '/etc/shadow', '/', '//etc/passwd', '/proc/self/environ', '/dev/null', '/dev/kmem'],
      ...['a/../../outside/secret.txt', './../outside/secret.txt', 'x/y/z/../../../../outside/secret.txt', '..'],
      ...['out/secret.txt', 'out/../out/secret.txt', 'leak.txt', 'dangling', 'chain/secret.txt', 'chain/new/file.txt'],
      ...['slash/etc/passwd', 'procroot/etc/passwd', 'loop', 'loop/x', 'keys/id_test', 'data/limpet.db'],
      ...['~/.ssh/id_test', '~', '~/', `${join(base, 'data')}/limpet.db`, `${root}/../../outside/secret.txt`],
      ...[`${root}x/secret.txt`, `${root}/../work2`, '~/../outside/secret.txt', 'a\0b', 'a\0/../../outside/secret.txt'],
      ...['nul\u0000', 'a\nb', 'a\rb', 'a\u001b[31m', 'txt.\u202Eexe', '\u2066hidden', '\uD800.txt', '\uDFFF'],
      ...['x'.repeat(300), `${'deep/'.repeat(1000)}x`],
    ];
    expect(nasty.length).toBeGreaterThanOrEqual(60);
    for (const path of nasty) {
      expect(await refusal(workspace.read(path, { maxBytes: 100, signal })), `read ${path}`).not.toBe('done');
      expect(await refusal(write(path)), `write ${path}`).not.toBe('done');
    }
    expect(await readdir(outside)).toEqual(['secret.txt']);
    expect(await readFile(join(outside, 'secret.txt'), 'utf8')).toBe('secret');
    expect(await readdir(join(base, 'data'))).toEqual(['limpet.db']);
  });

  it('writes nothing outside while a folder is swapped for a link ten thousand times [T21]', async () => {
    // The link is not the last part of the path, where O_NOFOLLOW alone would stop it.
    await mkdir(join(root, 'target', 'sub'), { recursive: true });
    await mkdir(join(outside, 'sub'));
    await writeFile(join(outside, 'sub', 'secret.txt'), 'secret');
    const code = `
      const { renameSync, rmSync, symlinkSync, unlinkSync } = require('node:fs');
      const { workerData: d, parentPort } = require('node:worker_threads');
      const target = d.root + '/target', aside = d.root + '/aside';
      // A write may make the missing folder in between: then it is cleared away and the swap goes on.
      const clear = () => { try { rmSync(target, { recursive: true, force: true }); } catch { clear(); } };
      const force = (swap) => { try { swap(); } catch { clear(); force(swap); } };
      const pause = () => { const until = performance.now() + Math.random() * 0.1; while (performance.now() < until); };
      for (let i = 0; i < 10000; i += 1) {
        renameSync(target, aside);
        force(() => symlinkSync(d.outside, target));
        pause();
        unlinkSync(target);
        force(() => renameSync(aside, target));
        pause();
      }
      parentPort.postMessage('done');`;
    let swapping = true;
    const worker = new Worker(code, { eval: true, workerData: { root, outside } });
    const ended = new Promise<void>((resolve, reject) => {
      worker.once('message', () => resolve());
      worker.once('error', reject);
    }).finally(() => {
      swapping = false;
    });
    let tries = 0;
    const attack = async () => {
      while (swapping) {
        tries += 1;
        await refusal(write(`target/sub/new-${tries}.txt`));
        await refusal(write(`target/sub/made-${tries}/inner.txt`));
        const got = await workspace.read('target/sub/secret.txt', { maxBytes: 100, signal }).catch(() => undefined);
        expect(got).toBeUndefined();
        await refusal(workspace.list('target/sub', { limit: 10, signal }));
      }
    };
    await Promise.all([attack(), attack(), attack(), attack(), ended]);
    await worker.terminate();
    expect(tries).toBeGreaterThan(50);
    expect(await readdir(outside, { recursive: true })).toEqual(['secret.txt', 'sub', 'sub/secret.txt']);
  });

  it('follows links that stay inside and names the real place', async () => {
    await mkdir(join(root, 'packages'));
    await symlink('packages', join(root, 'current'));
    await write('current/a.txt');
    expect(await workspace.resolve('current/a.txt')).toBe('packages/a.txt');
    expect(await read('current/a.txt')).toBe('new');
    expect(await workspace.resolve(join(root, 'packages/a.txt'))).toBe('packages/a.txt');
    expect(await workspace.resolve('~/work')).toBe('.');
  });

  it('finds a file under its other Unicode form instead of making a twin [R16]', async () => {
    await writeFile(join(root, 'café.txt'.normalize('NFD')), 'nfd');
    expect(await read('café.txt'.normalize('NFC'))).toBe('nfd');
    expect(await refusal(write('café.txt'.normalize('NFC')))).toBe('changed_meanwhile');
    expect(await readdir(root)).toHaveLength(1);
  });

  it('never waits for a pipe and refuses sockets', async () => {
    const server = createServer().listen(join(root, 's.sock'));
    await new Promise((resolve) => server.once('listening', resolve));
    expect(await refusal(workspace.read('s.sock', { maxBytes: 10, signal }))).not.toBe('done');
    await new Promise((resolve) => server.close(resolve));
  });

  it('refuses Git hooks and settings, in submodules and in any case [T20]', async () => {
    await mkdir(join(root, '.git', 'hooks'), { recursive: true });
    await writeFile(join(root, '.git', 'config'), '');
    for (const path of ['.git/hooks/pre-commit', '.git/config', '.git', 'sub/.git', '.git/modules/a/hooks/x'])
      expect(await refusal(write(path))).toBe('protected_path');
    expect(await refusal(write('.git/description'))).toBe('done');
  });

  it.each(['home', 'home/..', 'data', 'data/blobs', 'home/.ssh'])(
    'does not open %s as a workspace [T20]',
    async (name) => {
      expect(await refusal(open().open(join(base, name)))).toMatch(/workspace_too_wide|protected_path/);
      expect(await refusal(open().open(join(base, name), { create: true }))).toMatch(
        /workspace_too_wide|protected_path/,
      );
    },
  );

  it('does not open system folders, and makes a new folder only when asked', async () => {
    for (const path of ['/', '/etc', '/proc/self', '/tmp', '/usr/'])
      expect(await refusal(open().open(path))).toBe('workspace_too_wide');
    expect(await refusal(open().open(join(home, 'fresh')))).toBe('no_workspace');
    expect((await open().open(join(home, 'fresh', 'deep'), { create: true })).root).toBe(join(home, 'fresh/deep'));
    await symlink(join(base, 'data'), join(home, 'shortcut'));
    expect(await refusal(open().open(join(home, 'shortcut', 'new'), { create: true }))).toBe('protected_path');
    expect(await readdir(join(base, 'data'))).toEqual(['limpet.db']);
  });
});

describe('writing', () => {
  it('keeps the mode, replaces the whole and leaves no temporary file', async () => {
    await writeFile(join(root, 'run.sh'), 'old and longer');
    await chmod(join(root, 'run.sh'), 0o750);
    const before = await workspace.read('run.sh', { maxBytes: 0, signal });
    await workspace.write('run.sh', bytes('new'), { expectedSha256: before.sha256, signal });
    expect(await readFile(join(root, 'run.sh'), 'utf8')).toBe('new');
    expect((await stat(join(root, 'run.sh'))).mode & 0o777).toBe(0o750);
    expect(await readdir(root)).toEqual(['run.sh']);
  });

  it('refuses when the file changed, appeared or went away since it was read', async () => {
    await write('a.txt', 'one');
    const before = await workspace.read('a.txt', { maxBytes: 0, signal });
    await writeFile(join(root, 'a.txt'), 'two');
    const again = () => workspace.write('a.txt', bytes('x'), { expectedSha256: before.sha256, signal });
    expect(await refusal(again())).toBe('changed_meanwhile');
    expect(await refusal(write('a.txt'))).toBe('changed_meanwhile');
    await rm(join(root, 'a.txt'));
    expect(await refusal(again())).toBe('changed_meanwhile');
    expect(await readdir(root)).toEqual([]);
  });

  it('replaces a hard link instead of writing through it', async () => {
    await link(join(outside, 'secret.txt'), join(root, 'hard.txt'));
    const before = await workspace.read('hard.txt', { maxBytes: 0, signal });
    await workspace.write('hard.txt', bytes('mine'), { expectedSha256: before.sha256, signal });
    expect(await readFile(join(outside, 'secret.txt'), 'utf8')).toBe('secret');
  });

  it('writes nothing once it was aborted', async () => {
    const abort = new AbortController();
    abort.abort();
    const late = workspace.write('a.txt', bytes('x'), { expectedSha256: null, signal: abort.signal });
    expect(await refusal(late)).toBe('cancelled');
    expect(await readdir(root)).toEqual([]);
  });
});

describe('reading', () => {
  it('cuts at the limit and still knows the whole file by its hash', async () => {
    await write('big.txt', 'x'.repeat(600_000));
    const part = await workspace.read('big.txt', { maxBytes: 10, signal });
    expect([part.bytes.length, part.sizeBytes, part.truncated]).toEqual([10, 600_000, true]);
    expect(part.sha256).toBe((await workspace.read('big.txt', { maxBytes: 1e6, signal })).sha256);
  });

  it('says what is missing and what is a folder', async () => {
    expect(await refusal(workspace.read('none.txt', { maxBytes: 1, signal }))).toBe('no_such_file');
    expect(await refusal(workspace.read('.', { maxBytes: 1, signal }))).toBe('is_folder');
    expect(await workspace.stat('none/x')).toBeUndefined();
    expect(await workspace.stat('.')).toMatchObject({ kind: 'folder' });
  });

  it('lists folders first and says when there is more', async () => {
    await write('b.txt');
    await write('z/inner.txt');
    await symlink(outside, join(root, 'a-link'));
    const all = await workspace.list('.', { limit: 10, signal });
    expect(all.entries.map((entry) => [entry.path, entry.kind])).toEqual([
      ['z', 'folder'],
      ['a-link', 'link'],
      ['b.txt', 'file'],
    ]);
    expect(await workspace.list('.', { limit: 1, signal })).toMatchObject({ more: true });
  });

  it('walks by .gitignore at every level, skips .git and node_modules, never follows links', async () => {
    for (const path of ['src/a.ts', 'src/b.log', 'src/keep.log', 'dist/x.js', 'node_modules/m/i.js', 'deep/one/two.md'])
      await write(path);
    await mkdir(join(root, '.git'));
    await writeFile(join(root, '.git', 'HEAD'), 'ref');
    await writeFile(join(root, '.gitignore'), 'dist/\n*.log\n');
    await writeFile(join(root, 'src', '.gitignore'), '!keep.log\n');
    await symlink(outside, join(root, 'link'));
    const seen: string[] = [];
    for await (const entry of workspace.walk('.', signal)) if (entry.kind === 'file') seen.push(entry.path);
    expect(seen.sort()).toEqual(['.gitignore', 'deep/one/two.md', 'src/.gitignore', 'src/a.ts', 'src/keep.log']);
  });

  it('stops walking when it is aborted', async () => {
    for (let index = 0; index < 20; index += 1) await write(`f${index}.txt`);
    const abort = new AbortController();
    const visit = async () => {
      for await (const _ of workspace.walk('.', abort.signal)) abort.abort();
    };
    expect(await refusal(visit())).toBe('cancelled');
  });
});
