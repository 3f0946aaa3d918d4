// The sandbox runtime as a back end, held to what every other is held to. On macOS it is the only one; here it is tried on Linux.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEgressProxy } from '#main/guard/egress/create-egress-proxy.ts';
import type { EgressProxy } from '#main/guard/egress/port.ts';
import { createPublicHosts, type PublicHosts } from '#main/guard/egress/testing/public-hosts.ts';
import { neverAborts } from '#main/platform/base/abort.ts';
import { systemClock } from '#main/platform/base/clock.ts';
import { silentLog } from '#main/platform/base/log.ts';
import { type CreatedSandbox, createSandbox } from './create-sandbox.ts';
import { probeIds } from './probe-script.ts';
import { quoted } from './runtime-backend.ts';
import { commandsIn, finish, makeFolders, type SuiteFolders } from './testing/sandbox-suite.ts';

const canary = 'canary-91f7a3c0e5d2b846';
const isThere = existsSync('/usr/bin/bwrap') && existsSync('/usr/bin/socat');

describe.skipIf(!isThere)('the sandbox runtime', () => {
  let folders: SuiteFolders;
  let hosts: PublicHosts;
  let proxy: EgressProxy;
  let sandbox: CreatedSandbox;
  let commands: ReturnType<typeof commandsIn>;
  beforeAll(async () => {
    folders = makeFolders();
    hosts = await createPublicHosts();
    const network = { clock: systemClock, log: silentLog, ownPorts: () => [], trust: hosts.trust, ...hosts.guard };
    proxy = createEgressProxy({ ...network, readSecret: async () => canary });
    sandbox = createSandbox({
      ...{ clock: systemClock, log: silentLog, dataFolder: folders.data, home: folders.home, platform: 'linux', proxy },
      environment: {
        PATH: '/usr/local/bin:/usr/bin:/bin',
        OPENAI_API_KEY: 'canary',
        BASH_ENV: '/tmp/x',
        GITHUB_TOKEN: 'x',
      },
      choice: () => 'sandbox-runtime',
    });
    commands = commandsIn(sandbox, folders.work);
  });
  afterAll(async () => {
    await sandbox.close();
    await proxy.close();
    await hosts.close();
    rmSync(folders.base, { recursive: true, force: true });
  });

  it('refuses all sixteen attacks of the probe and leaves nothing behind [T19]', async () => {
    const state = await sandbox.probe(neverAborts);
    expect(state.probes.filter((probe) => !probe.refused)).toEqual([]);
    expect(state.probes.map((probe) => probe.id)).toEqual([...probeIds]);
    expect(state).toMatchObject({ tier: 'sandbox-runtime', reason: 'tools.sandbox_on_runtime', version: '0.0.83' });
    expect([readdirSync(folders.data), readdirSync(folders.home)]).toEqual([[], []]);
  });

  it('passes arguments as they are, however they look, and its exit code and streams [T25]', async () => {
    const argv = [
      'printf',
      '%s|',
      'a b',
      '$(id)',
      '; rm -rf x',
      '"',
      "'",
      '*',
      '',
      'ü\n',
      '`id`',
      '\\',
      "'\\''",
    ] as const;
    const spec = { argv, cwd: folders.work, workspace: folders.work, network: false, timeoutMs: 20_000 };
    const done = await finish(await sandbox.spawn(spec, neverAborts));
    expect(done.out).toBe(
      argv
        .slice(2)
        .map((part) => `${part}|`)
        .join(''),
    );
    const other = await commands.run('cat; echo err >&2; exit 7', { stdin: 'given' });
    expect([other.out, other.err, other.exit.exitCode]).toEqual(['given', 'err\n', 7]);
  });

  it('shows neither keys nor our data nor the home, and writes only to the workspace [T19] [T33]', async () => {
    mkdirSync(join(folders.home, '.ssh'));
    writeFileSync(join(folders.home, '.ssh', 'id_test'), 'KEY');
    writeFileSync(join(folders.data, 'limpet.db'), 'DB');
    mkdirSync(join(folders.work, '.git', 'hooks'), { recursive: true });
    writeFileSync(join(folders.work, '.git', 'config'), '[core]\n');
    const script = `cat ${folders.home}/.ssh/id_test ${folders.data}/limpet.db /etc/shadow; env; echo x > inside; echo x > ${folders.base}/out; echo x > ~/mine && cat ~/mine; echo x > .git/hooks/pre-commit; echo x >> .git/config; true`;
    const done = await commands.run(script);
    expect(done.out).not.toMatch(/KEY|DB|root:|canary|GITHUB|BASH_ENV|JAVA_TOOL|SANDBOX_RUNTIME|CLAUDE|_PROXY/i);
    expect(readFileSync(join(folders.work, 'inside'), 'utf8')).toBe('x\n');
    expect(existsSync(join(folders.base, 'out'))).toBe(false);
    expect(readFileSync(join(folders.work, '.git', 'config'), 'utf8')).toBe('[core]\n');
    expect(readdirSync(join(folders.work, '.git', 'hooks'))).toEqual([]);
  });

  it('leads to chosen hosts through our own proxy, with keys put in there, and to every public one when allowed [D9] [T22]', async () => {
    const api = await hosts.https('api.test', (seen, response) => response.end(`sent ${seen.headers.authorization}`));
    const plain = await hosts.http();
    const secrets = [
      { name: 'github', host: `api.test:${api.port}`, header: 'authorization', template: 'Bearer {secret}' },
    ];
    const network = { hosts: [`api.test:${api.port}`], secrets };
    const script = `curl -s https://api.test:${api.port}/; echo; curl -s -m 5 http://other.test:${plain.port}/`;
    const done = await commands.run(script, { network });
    expect(done.out).toMatch(/^sent Bearer \[redacted\]\nLimpet: /);
    expect(api.seen[0]?.headers.authorization).toBe(`Bearer ${canary}`);
    const open = await commands.run(`curl -s http://other.test:${plain.port}/; curl -s http://10.0.0.1/`, {
      network: true,
    });
    expect(open.out).toMatch(/^okLimpet: /);
    const closed = await commands.run(
      `curl -s -m 3 -x http://127.0.0.1:3128 http://other.test:${plain.port}/; echo $?`,
    );
    expect(closed.out).toContain('another program');
    expect(plain.seen).toHaveLength(1);
  });

  it('has no effect 200 ms after Stop, and ends when its lifeline is cut [T42]', async () => {
    const stop = new AbortController();
    const file = join(folders.work, 'effects');
    const running = await commands.start(
      `trap '' TERM; while :; do echo x >> ${file}; sleep 0.02; done`,
      {},
      stop.signal,
    );
    while (!existsSync(file)) await systemClock.sleep(10, neverAborts);
    stop.abort();
    await systemClock.sleep(200, neverAborts);
    const before = readFileSync(file, 'utf8').length;
    await running.exit;
    expect(readFileSync(file, 'utf8').length).toBe(before);
  });
});

it('quotes words so that a shell takes each for itself', () => {
  expect(quoted(['a', "b'c", '$d', ''])).toBe(`'a' 'b'\\''c' '$d' ''`);
});
