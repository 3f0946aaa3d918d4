// Picking folders and finding files by typed letters.
import { chmod, mkdir, mkdtemp, readdir, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SessionId } from '#main/contract/ids.ts';
import type { Ctx } from '#main/contract/kernel.ts';
import type { Session } from '#main/contract/messages.ts';
import { neverAborts } from '#main/platform/base/abort.ts';
import { systemClock } from '#main/platform/base/clock.ts';
import { createWorkspaces } from './create-workspace.ts';
import { matchScore } from './file-search.ts';
import { workspaceHandlers } from './handlers.ts';

let home = '';
const ctx = { signal: neverAborts } as Ctx;
const handlers = () => {
  const dataFolder = join(home, 'data');
  return workspaceHandlers({
    workspaces: createWorkspaces({ dataFolder, home, platform: process.platform }),
    store: { sessions: { get: async () => ({ workspace: join(home, 'work') }) as Session } },
    home,
    dataFolder,
    clock: systemClock,
  });
};

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'limpet-wh-'));
  for (const folder of ['work/src', 'data', '.ssh', 'music']) await mkdir(join(home, folder), { recursive: true });
  for (const file of ['work/readme.md', 'work/src/session-lane.ts', 'work/src/lane.ts', 'work/src/plane.txt'])
    await writeFile(join(home, file), '');
});
afterAll(() => rm(home, { recursive: true, force: true }));

describe('workspace.folders', () => {
  it('shows the folders of the home, without hidden ones and our own data', async () => {
    const shown = await handlers().folders({}, ctx);
    expect(shown.folders.map((folder) => folder.name)).toEqual(['music', 'work']);
    expect(shown.parent).toBe(join(home, '..'));
  });

  it('refuses folders of keys and says when one is not there', async () => {
    await expect(handlers().folders({ path: join(home, '.ssh') }, ctx)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(handlers().folders({ path: join(home, 'x') }, ctx)).rejects.toMatchObject({ code: 'not_found' });
    await expect(handlers().folders({ path: 'work' }, ctx)).rejects.toMatchObject({ code: 'invalid_input' });
  });
});

describe('workspace.prepare', () => {
  const prepare = (path: string) => handlers().prepare({ path }, ctx);

  it('makes the folder, and leaves nothing in it', async () => {
    const path = join(home, 'new/deep');
    expect(await prepare(path)).toEqual({ path: await realpath(path), created: true });
    expect(await readdir(path)).toEqual([]);
    expect(await prepare(` ${path} `)).toMatchObject({ created: false });
  });

  it('understands the home folder as people write it', async () => {
    expect((await prepare('~/music')).path).toBe(await realpath(join(home, 'music')));
  });

  it('refuses what is too wide, holds keys, is a file, or has no whole path', async () => {
    const refused = (path: string, code: string, reason: string) =>
      expect(prepare(path)).rejects.toMatchObject({ code, details: { reason } });
    await refused('~', 'forbidden', 'workspace_too_wide');
    await refused('/', 'forbidden', 'workspace_too_wide');
    await refused('/etc', 'forbidden', 'workspace_too_wide');
    await refused('~/.ssh/x', 'forbidden', 'protected_path');
    await refused(join(home, 'data/x'), 'forbidden', 'protected_path');
    await refused(join(home, 'work/readme.md'), 'invalid_input', 'not_a_folder');
    await refused('work', 'invalid_input', 'relative_path');
    await symlink(home, join(home, 'link'));
    await refused(join(home, 'link'), 'forbidden', 'workspace_too_wide');
    expect(await readdir(home)).not.toContain('x');
  });

  it.skipIf(process.platform === 'win32')('refuses what cannot be written to', async () => {
    const locked = join(home, 'locked');
    await mkdir(locked);
    await chmod(locked, 0o500);
    // Rights do not hold root back; the kernel's own folder does.
    const path = process.getuid?.() === 0 ? '/sys/kernel' : locked;
    await expect(prepare(path)).rejects.toMatchObject({ code: 'forbidden' });
    await chmod(locked, 0o700);
  });

  it.runIf(process.platform === 'linux')('refuses a disk that takes no folders', async () => {
    // A file system of the kernel: even root makes nothing there.
    await expect(prepare('/proc/limpet')).rejects.toMatchObject({ code: 'forbidden' });
  });
});

describe('workspace.files', () => {
  it('puts a hit in the name first, then letters in order', async () => {
    const find = async (text: string) =>
      (await handlers().files({ sessionId: 's' as SessionId, text, limit: 5 }, ctx)).files;
    expect(await find('lane')).toEqual(['src/lane.ts', 'src/plane.txt', 'src/session-lane.ts']);
    expect(await find('sesl')).toEqual(['src/session-lane.ts']);
    expect(await find('zzz')).toEqual([]);
    expect((await find('')).length).toBe(4);
  });

  it('scores an exact name above scattered letters', () => {
    expect(matchScore('a/notes.md', 'notes')).toBeGreaterThan(matchScore('n/o/t/e/s.md', 'notes') ?? 0);
    expect(matchScore('a/b', 'ba')).toBeUndefined();
  });
});
