// The sandbox on this machine: what it holds back, when it is believed, and what happens without one.
import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { neverAborts } from '#main/platform/base/abort.ts';
import { systemClock } from '#main/platform/base/clock.ts';
import { silentLog } from '#main/platform/base/log.ts';
import type { Environment } from './child-environment.ts';
import { type CreatedSandbox, createSandbox } from './create-sandbox.ts';
import { probeIds } from './probe-script.ts';
import { commandsIn, describeCommands, finish, makeFolders, type SuiteFolders } from './testing/sandbox-suite.ts';

const systemPath = '/usr/local/bin:/usr/bin:/bin';
const hasBubblewrap = existsSync('/usr/bin/bwrap');
const isRoot = process.getuid?.() === 0;

function make(folders: SuiteFolders, o: { bwrapPath?: string; environment?: Environment } = {}): CreatedSandbox {
  const payload = join(folders.base, 'payload.sh');
  writeFileSync(payload, `touch ${join(folders.work, 'payload-ran')}\n`);
  return createSandbox({
    clock: systemClock,
    log: silentLog,
    dataFolder: folders.data,
    home: folders.home,
    platform: process.platform,
    environment: {
      PATH: systemPath,
      LANG: 'C.UTF-8',
      OPENAI_API_KEY: 'canary',
      LD_AUDIT: 'canary',
      BASH_ENV: payload,
      ENV: payload,
      GITHUB_TOKEN: 'canary',
      ...o.environment,
    },
    ...(o.bwrapPath === undefined ? {} : { bwrapPath: o.bwrapPath }),
  });
}

/** A stand-in on disk that passes its arguments to the real bubblewrap after changing them. */
function fakeBubblewrap(folders: SuiteFolders, name: string, script: string): string {
  const path = join(folders.base, name);
  writeFileSync(path, `#!/bin/bash\n${script}\n`, { mode: 0o755 });
  return path;
}

describe.skipIf(!hasBubblewrap)('with bubblewrap', () => {
  describeCommands('commands in the sandbox', (folders) => make(folders));

  let folders: SuiteFolders;
  let sandbox: CreatedSandbox;
  let commands: ReturnType<typeof commandsIn>;
  beforeAll(async () => {
    folders = makeFolders();
    sandbox = make(folders);
    commands = commandsIn(sandbox, folders.work);
  });
  afterAll(async () => {
    await sandbox.close();
    rmSync(folders.base, { recursive: true, force: true });
  });

  it('refuses all sixteen attacks of the probe and leaves nothing behind [T19]', async () => {
    let changes = 0;
    sandbox.onChange(() => {
      changes += 1;
    });
    expect(sandbox.state().tier).toBe('probing');
    const state = await sandbox.probe(neverAborts);
    expect(state.probes.filter((probe) => !probe.refused)).toEqual([]);
    expect(state.probes.map((probe) => probe.id)).toEqual([...probeIds]);
    expect(state).toMatchObject({ tier: 'bubblewrap', reason: 'tools.sandbox_on' });
    expect(changes).toBe(1);
    expect(readdirSync(folders.data)).toEqual([]);
    expect(readdirSync(folders.home)).toEqual([]);
  });

  it('lets a first command wait for the probe instead of running unproved [T19]', async () => {
    const fresh = make(folders);
    expect((await commandsIn(fresh, folders.work).run('echo ran')).out).toBe('ran\n');
    expect(fresh.state().tier).toBe('bubblewrap');
    await fresh.close();
  });

  it('clears away what a probe left that was killed in the middle', async () => {
    const left = join(folders.data, 'lp0123456789abcdef.probe');
    const fresh = join(folders.data, 'lp0123456789abcde0.probe');
    for (const path of [left, fresh]) writeFileSync(path, '');
    const longAgo = new Date(Date.now() - 3_600_000);
    utimesSync(left, longAgo, longAgo);
    await sandbox.probe(neverAborts);
    expect(readdirSync(folders.data)).toEqual(['lp0123456789abcde0.probe']);
    rmSync(fresh);
  });

  it('shows neither home nor data folder nor other processes, and writes only to the workspace [T19] [T33]', async () => {
    mkdirSync(join(folders.home, '.ssh'), { recursive: true });
    writeFileSync(join(folders.home, '.ssh', 'id_test'), 'KEY');
    writeFileSync(join(folders.data, 'limpet.db'), 'DB');
    const seen = await commands.run(
      `cat ~/.ssh/id_test ${folders.data}/limpet.db /etc/shadow; ls -A ~; ls /proc | grep -c '^[0-9]'; id -u`,
    );
    expect(seen.out).not.toMatch(/KEY|DB|root:/);
    expect(Number(seen.out.split('\n')[0])).toBeLessThan(8);
    await commands.run(`echo a > inside.txt; echo a > ~/lost; echo a > /tmp/lost; echo a > ${folders.base}/out`);
    expect(readFileSync(join(folders.work, 'inside.txt'), 'utf8')).toBe('a\n');
    expect(readdirSync(folders.home)).toEqual(['.ssh']);
    expect(existsSync(join(folders.base, 'out'))).toBe(false);
    rmSync(join(folders.data, 'limpet.db'));
  });

  it('keeps Git hooks and settings of the workspace and of repositories inside it read-only [T20]', async () => {
    for (const repository of ['.', 'nested/repo', 'bare-hooks'])
      mkdirSync(join(folders.work, repository, '.git', 'objects'), { recursive: true });
    for (const repository of ['.', 'nested/repo']) {
      mkdirSync(join(folders.work, repository, '.git', 'hooks'));
      writeFileSync(join(folders.work, repository, '.git', 'config'), '[core]\n');
    }
    const attack = ['.', 'nested/repo', 'bare-hooks'].map(
      (repository) => `cd $W/${repository}; echo x > .git/hooks/pre-commit; echo x >> .git/config; mv .git .moved;
        mkdir -p .git/hooks; echo x > .git/hooks/pre-commit; rm -rf .git/hooks; ln -sf /tmp .git/hooks; touch .git/objects/ok`,
    );
    await commands.run(`W=$PWD\n${attack.join('\n')}`);
    for (const repository of ['.', 'nested/repo']) {
      expect(readdirSync(join(folders.work, repository, '.git', 'hooks'))).toEqual([]);
      expect(readFileSync(join(folders.work, repository, '.git', 'config'), 'utf8')).toBe('[core]\n');
      expect(readdirSync(join(folders.work, repository, '.git', 'objects'))).toEqual(['ok']);
    }
    expect(readdirSync(join(folders.work, 'bare-hooks', '.git', 'hooks'))).toEqual([]);
    expect(readFileSync(join(folders.work, 'bare-hooks', '.git', 'config'), 'utf8')).toBe('');
  });

  it('hides a data folder that lies inside the workspace [T20]', async () => {
    const data = join(folders.work, 'private');
    mkdirSync(data);
    writeFileSync(join(data, 'limpet.db'), 'DB');
    const other = make({ ...folders, data });
    const done = await commandsIn(other, folders.work).run(
      'cat private/limpet.db; ls private; echo x > private/y; echo end',
    );
    expect(done.out).toBe('end\n');
    expect(readdirSync(data)).toEqual(['limpet.db']);
    await other.close();
  });

  it('ends a fork bomb, whoever we are, and the machine goes on [T19]', async () => {
    const from = performance.now();
    // Its children sleep: what is tried is that it is ended, not how a machine fares with a thousand that compute.
    const bomb = 'while :; do sleep 20 & done';
    const running = await commands.start(bomb, { argv: ['bash', '-c', bomb], limits: { processes: 60 } });
    const { exit } = await finish(running);
    expect(performance.now() - from).toBeLessThan(10_000);
    // Root is held by no limit of the system, so the whole is ended; anybody else cannot fork any more.
    if (isRoot) expect(exit.overLimit).toBe('processes');
    expect((await commands.run('echo goes on')).out).toBe('goes on\n');
  });

  it('ends what takes too much memory, by itself or in several processes together', async () => {
    const hog = 'perl -e \'$x = "x" x ($ARGV[0] * 1048576); print length $x; sleep 5\'';
    const limits = { memoryBytes: 200 * 1024 * 1024 };
    const one = await commands.run(`${hog} 400; echo " $?"`, { limits });
    expect(one.out).not.toContain('419430400');
    const many = await commands.run(`for i in 1 2 3 4; do ${hog} 80 & done; wait; echo survived`, { limits });
    expect(many.exit.overLimit).toBe('memory');
    expect(many.out).not.toContain('survived');
  });

  it('bounds its scratch space and every file, so that it cannot fill the disk [R04]', async () => {
    const sizes = await commands.run("df -Pk /tmp ~ | tail -n +2 | tr -s ' ' | cut -d' ' -f2");
    expect(sizes.out.trim().split('\n').map(Number)).toEqual([2 * 1024 * 1024, 1024 * 1024]);
    const limits = { fileBytes: 1024 * 1024 };
    const filled = await commands.run('yes > filler; wc -c < filler; rm filler', { limits });
    expect(Number(filled.out)).toBeLessThanOrEqual(2 * 1024 * 1024);
  });

  it('never runs a command beside the sandbox while it is being checked again [T19]', async () => {
    const again = sandbox.probe(neverAborts);
    const meanwhile = await commands.run(`ls -A ${folders.home}/.ssh 2>&1; echo x > ${folders.base}/beside; echo end`);
    expect(meanwhile.out).toMatch(/end\n$/);
    expect(existsSync(join(folders.base, 'beside'))).toBe(false);
    await again;
  });

  it.skipIf(!isRoot)('refuses all sixteen attacks as an ordinary user too [T19]', () => {
    const base = mkdtempSync(join(tmpdir(), 'limpet-sbu-'));
    for (const name of ['home', 'data', 'work']) mkdirSync(join(base, name), { mode: 0o777 });
    execFileSync('chown', ['-R', '65534:65534', base]);
    const here = import.meta.dirname;
    const script = `
      import { createSandbox } from '${here}/create-sandbox.ts';
      import { systemClock } from '${here}/../../platform/base/clock.ts';
      import { silentLog } from '${here}/../../platform/base/log.ts';
      const sandbox = createSandbox({ clock: systemClock, log: silentLog, dataFolder: '${base}/data', home: '${base}/home',
        platform: 'linux', environment: { PATH: '${systemPath}' } });
      const never = new AbortController().signal;
      const { tier, probes } = await sandbox.probe(never);
      const running = await sandbox.spawn({ argv: ['sh', '-c', 'id -u; echo x > made'], cwd: '${base}/work',
        workspace: '${base}/work', network: false, timeoutMs: 20000 }, never);
      let out = '';
      for await (const piece of running.output) out += piece.text;
      const bomb = await sandbox.spawn({ argv: ['bash', '-c', 'bomb() { bomb | bomb & }; bomb; sleep 2'], cwd: '${base}/work',
        workspace: '${base}/work', network: false, timeoutMs: 5000, limits: { processes: 40 } }, never);
      let told = '';
      for await (const piece of bomb.output) told += piece.text;
      out += /retry|unavailable|cannot fork/i.test(told) || (await bomb.exit).overLimit === 'processes' ? 'bomb held' : told;
      console.log(JSON.stringify({ tier, failed: probes.filter((p) => !p.refused), count: probes.length, out }));
      await sandbox.close();`;
    const privileges = ['--reuid=65534', '--regid=65534', '--clear-groups', process.execPath];
    const argv = [...privileges, '--input-type=module-typescript', '-e', script];
    const out = execFileSync('setpriv', argv, { encoding: 'utf8', cwd: here, env: { PATH: systemPath } });
    expect(JSON.parse(out)).toEqual({ tier: 'bubblewrap', failed: [], count: 16, out: '65534\nbomb held' });
    expect(existsSync(join(base, 'work', 'made'))).toBe(true);
    rmSync(base, { recursive: true, force: true });
  });

  const without = (test: string) =>
    `for a in "$@"; do shift; ${test} || set -- "$@" "$a"; done; exec /usr/bin/bwrap "$@"`;
  const commandOnly = 'while [ "$1" != -- ]; do shift; done; shift;';
  it.each([
    [
      'shares the network',
      without('[ "$a" = --unshare-all ] && set -- "$@" --unshare-pid --unshare-ipc'),
      'net_direct',
    ],
    [
      'keeps its rights',
      without('case "$a" in --cap-drop|ALL|--unshare-user|--disable-userns) ;; *) false;; esac'),
      'mknod',
    ],
    ['outlives its parent', without('[ "$a" = --die-with-parent ]'), 'survives_parent'],
    [
      'shows the disk',
      `${commandOnly} exec /usr/bin/bwrap --bind / / --dev /dev --proc /proc --unshare-pid "$@"`,
      'read_data',
    ],
    ['is no sandbox at all', `${commandOnly} exec "$@"`, 'write_git_hooks'],
  ])('turns commands off when the sandbox %s [T19]', async (_what, script, expected) => {
    const honest = 'case "$1" in --version|--help) exec /usr/bin/bwrap "$1";; esac';
    const broken = make(folders, { bwrapPath: fakeBubblewrap(folders, 'broken-bwrap', `${honest}\n${script}`) });
    const state = await broken.probe(neverAborts);
    expect(state).toMatchObject({ tier: 'off', reason: 'tools.sandbox_off' });
    expect(state.probes.filter((probe) => !probe.refused).map((probe) => probe.id)).toContain(expected);
    await expect(commandsIn(broken, folders.work).start('true')).rejects.toMatchObject({
      code: 'unavailable',
      details: { reason: 'sandbox_off' },
    });
    await broken.close();
  });

  it('holds an old bubblewrap to the same proof by a filter of its own [T19]', async () => {
    const script = `case "$1" in --version) echo 'bubblewrap 0.6.1'; exit;; --help) /usr/bin/bwrap --help | grep -v disable-userns; exit;; esac
      for a in "$@"; do [ "$a" = --disable-userns ] && exit 1; done; exec /usr/bin/bwrap "$@"`;
    const old = make(folders, { bwrapPath: fakeBubblewrap(folders, 'old-bwrap', script) });
    const state = await old.probe(neverAborts);
    expect(state.probes.filter((probe) => !probe.refused)).toEqual([]);
    expect(state.tier).toBe('bubblewrap');
    const done = await commandsIn(old, folders.work).run('unshare -U true || echo no; (echo thread) & wait');
    expect(done.out).toBe('no\nthread\n');
    await old.close();
  });

  it('counts a bubblewrap that the system does not let start as none [T19]', async () => {
    const script = `[ "$1" = --version ] && exec /usr/bin/bwrap --version; [ "$1" = --help ] && exec /usr/bin/bwrap --help
      echo 'bwrap: setting up uid map: Permission denied' >&2; exit 1`;
    const blocked = make(folders, { bwrapPath: fakeBubblewrap(folders, 'blocked-bwrap', script) });
    expect(await blocked.probe(neverAborts)).toMatchObject({ tier: 'none', reason: 'tools.sandbox_none_blocked' });
    await blocked.close();
  });
});

describeCommands('commands without a sandbox', (folders) => make(folders, { bwrapPath: '/nonexistent/bwrap' }));

it('says that there is none, and on other systems why [T19]', async () => {
  const folders = makeFolders();
  const missing = make(folders, { bwrapPath: '/nonexistent/bwrap' });
  expect(await missing.probe(neverAborts)).toMatchObject({
    tier: 'none',
    reason: 'tools.sandbox_none_missing',
    probes: [],
  });
  expect((await missing.shell())[1]).toBe('-c');
  await missing.close();
  rmSync(folders.base, { recursive: true, force: true });
});
