// Docker as a back end: one fixed list of arguments, whatever is asked; run against a recording stand-in that closes in by bubblewrap.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { neverAborts } from '#main/platform/base/abort.ts';
import { systemClock } from '#main/platform/base/clock.ts';
import { silentLog } from '#main/platform/base/log.ts';
import { orderOf } from './choose-backend.ts';
import { type CreatedSandbox, createSandbox } from './create-sandbox.ts';
import { createDockerBackend, dockerArguments, mountOf } from './docker-backend.ts';
import type { SpawnSpec } from './port.ts';
import { commandsIn, finish, makeFolders, type SuiteFolders } from './testing/sandbox-suite.ts';

const given = { name: 'limpet-x', way: undefined, inputFile: undefined };
const deps = { environment: { LANG: 'C.UTF-8' }, protected: [], image: 'node:24-bookworm' };

// Options that take a value of ours, and what they may be. Whatever is not here is not in the list.
const allowed: Readonly<Record<string, RegExp>> = {
  '--pull': /^never$/,
  '--name': /^limpet-[a-z0-9]+$/,
  '--label': /^org\.limpet\.process=1$/,
  '--network': /^none$/,
  '--ipc': /^private$/,
  '--cap-drop': /^ALL$/,
  '--security-opt': /^no-new-privileges$/,
  '--user': /^[1-9]\d*:\d+$/,
  '--hostname': /^limpet$/,
  '--tmpfs': /^\/[^,"\n]*:(rw,nosuid,nodev,size=\dg,mode=1777|ro,size=4k)$/,
  '--pids-limit': /^\d+$/,
  '--memory': /^\d+k$/,
  '--memory-swap': /^\d+k$/,
  '--ulimit': /^(nofile|fsize|cpu|core)=\d+$/,
  '--mount': /^type=bind,source=\/[^,"\n]*,target=\/[^,"\n]*(,readonly)?$/,
  '--env': /^[A-Za-z_][A-Za-z0-9_]*=/,
  '--workdir': /^\//,
  '--entrypoint': /^\/bin\/sh$/,
};
const flags = new Set(['--rm', '--init', '--interactive', '--read-only']);

/** Reads the list as docker would; throws where anything is not what it has to be. */
function check(args: readonly string[], spec: SpawnSpec): void {
  expect(args[0]).toBe('run');
  let at = 1;
  for (; args[at]?.startsWith('-') === true; at += 1) {
    const flag = args[at] ?? '';
    if (flags.has(flag)) continue;
    expect(Object.hasOwn(allowed, flag), flag).toBe(true);
    at += 1;
    expect(args[at], flag).toMatch(allowed[flag] ?? /^$/);
  }
  expect(args[at]).toBe('node:24-bookworm');
  expect(args.slice(at + 1, at + 2)).toEqual(['-c']);
  expect(args.slice(-spec.argv.length)).toEqual([...spec.argv]);
  const sources = args.flatMap((arg) => /^type=bind,source=([^,]*)/.exec(arg)?.[1] ?? []);
  expect(sources.filter((source) => /docker\.sock|^\/$|^\/(run|var\/run|proc|sys|dev)(\/|$)/.test(source))).toEqual([]);
}

describe('the arguments', () => {
  it('are the same fixed list for every command, folder, variable and limit [T17] [T19]', async () => {
    const word = fc.oneof(
      fc.string(),
      fc.constantFrom('--privileged', '-v', '/:/host', '--network=host', '--security-opt', '$(id)', '\n'),
    );
    const folder = fc
      .string({ unit: fc.constantFrom('a', 'B', '-', ' ', "'", '$', ':', 'ü', '='), minLength: 1, maxLength: 12 })
      .map((name) => `/srv/${name}`);
    const specs = fc.record({
      argv: fc
        .tuple(
          word.filter((text) => text !== ''),
          fc.array(word),
        )
        .map(([first, rest]): [string, ...string[]] => [first, ...rest]),
      workspace: folder,
      read: fc.array(folder, { maxLength: 2 }),
      env: fc.dictionary(
        fc.stringMatching(/^MY_[A-Z]{1,5}$/),
        fc.string({ unit: 'grapheme' }).map((text) => text.replaceAll('\0', '')),
      ),
      limits: fc.record({ processes: fc.double(), memoryBytes: fc.double(), openFiles: fc.integer() }),
      timeoutMs: fc.integer({ min: 1, max: 86_400_000 }),
      stdin: fc.option(fc.constantFrom('text'), { nil: undefined }),
    });
    await fc.assert(
      fc.asyncProperty(specs, async ({ stdin, ...drawn }) => {
        const spec: SpawnSpec = {
          ...drawn,
          cwd: drawn.workspace,
          network: false,
          ...(stdin === undefined ? {} : { stdin }),
        };
        check(await dockerArguments(spec, deps, given), spec);
      }),
      { numRuns: 300 },
    );
  });

  it('holds no path that could be read as more than one, and no image that could be an option', async () => {
    for (const path of ['/a,readonly=false', '/a"b', '/a\nb', 'relative', '/a\0'])
      expect(() => mountOf({ source: path, target: '/x', readOnly: true })).toThrow('without commas');
    for (const image of ['--privileged', '-v', 'A B', '', 'a;b', '../x', 'x\n'])
      expect((await createDockerBackend({ ...deps, image })).backend, image).toBeUndefined();
  });

  it('never runs as root of the container, and never more than one way of input', async () => {
    const spec: SpawnSpec = { argv: ['id'], cwd: '/w', workspace: '/w', network: false, timeoutMs: 1_000 };
    const args = await dockerArguments(spec, deps, given);
    expect(args[args.indexOf('--user') + 1]).not.toMatch(/^0:|:0$/);
    expect(args.join(' ')).not.toMatch(/--privileged|docker\.sock|--device|--add-host|--volume|seccomp=|apparmor=/);
  });
});

/** Takes the same list, writes it down, and closes in as the list says, without a daemon. */
const standIn = (log: string) => `#!/bin/bash
printf '%s\\0' "$@" >> ${log}; printf '\\n' >> ${log}
case "$1" in
version) echo 27.0.1; exit;;
image) [ "$5" = docker.io/library/node:24-bookworm ] && echo sha256:1 && exit; exit 1;;
ps) exit;;
kill) exit;;
esac
shift; b=(--unshare-all --unshare-user --disable-userns --uid 65534 --gid 65534 --cap-drop ALL --new-session --die-with-parent --clearenv
  --ro-bind /usr /usr --symlink usr/bin /bin --symlink usr/lib /lib --symlink usr/lib64 /lib64 --dev /dev --proc /proc)
while [ "\${1#-}" != "$1" ]; do case "$1" in
  --rm|--init|--interactive|--read-only) shift;;
  --mount) s=\${2#*source=}; s=\${s%%,*}; t=\${2#*target=}; t=\${t%%,*}; case "$2" in *,readonly) b+=(--ro-bind "$s" "$t");; *) b+=(--bind "$s" "$t");; esac; shift 2;;
  --tmpfs) b+=(--tmpfs "\${2%%:*}"); shift 2;;
  --env) b+=(--setenv "\${2%%=*}" "\${2#*=}"); shift 2;;
  --workdir) b+=(--chdir "$2"); shift 2;;
  *) shift 2;;
esac; done
shift
exec bwrap "\${b[@]}" --remount-ro / -- /bin/sh "$@"
`;

describe.skipIf(!existsSync('/usr/bin/bwrap'))('a container', () => {
  let folders: SuiteFolders;
  let sandbox: CreatedSandbox;
  let commands: ReturnType<typeof commandsIn>;
  let log: string;
  const make = (dockerPath: string) =>
    createSandbox({
      ...{
        clock: systemClock,
        log: silentLog,
        dataFolder: folders.data,
        home: folders.home,
        platform: 'linux',
        dockerPath,
      },
      environment: { PATH: '/usr/local/bin:/usr/bin:/bin', OPENAI_API_KEY: 'canary' },
      choice: () => 'docker',
    });
  beforeAll(async () => {
    folders = makeFolders();
    log = join(folders.base, 'docker.log');
    const docker = join(folders.base, 'docker');
    writeFileSync(docker, standIn(log), { mode: 0o755 });
    sandbox = make(docker);
    commands = commandsIn(sandbox, folders.work);
    execFileSync('chmod', ['777', folders.work]);
  });
  afterAll(async () => {
    await sandbox.close();
    rmSync(folders.base, { recursive: true, force: true });
  });

  it('is believed after the sixteen checks, like every other [T19]', async () => {
    const state = await sandbox.probe(neverAborts);
    expect(state.probes.filter((probe) => !probe.refused)).toEqual([]);
    expect(state).toMatchObject({
      tier: 'docker',
      version: '27.0.1',
      reason: 'tools.sandbox_on_docker',
      limits: { per: 'command' },
    });
  });

  it('gives a command its input, its arguments, its exit code, and nothing of ours', async () => {
    const done = await commands.run('cat; echo "$0 $*"; env; exit 7', { stdin: 'given\n' });
    expect([done.out.split('\n')[0], done.exit.exitCode]).toEqual(['given', 7]);
    expect(done.out).not.toContain('canary');
    const quiet = await commands.run('cat; echo end');
    expect(quiet.out).toBe('end\n');
    const open = await commands.start('read -r x; echo "got $x"', { stdin: { type: 'open' }, profile: 'server' });
    await open.stdin?.write('line\n');
    expect((await finish(open)).out).toBe('got line\n');
    expect(readFileSync(log, 'utf8')).not.toContain('canary');
  });

  it('ends its container by its own name, also when only the client is left to end [T42]', async () => {
    const running = await commands.start('sleep 30');
    await running.kill();
    await systemClock.sleep(200, neverAborts);
    const calls = readFileSync(log, 'utf8')
      .split('\n')
      .map((line) => line.split('\0'));
    const names = calls.filter((call) => call[0] === 'run').map((call) => call[call.indexOf('--name') + 1]);
    expect(calls.filter((call) => call[0] === 'kill').map((call) => call[1])).toContain(names.at(-1));
  });

  it('asks every time where Docker or its image is missing, and says which was chosen [T19]', async () => {
    const none = make('/nonexistent/docker');
    expect(await none.probe(neverAborts)).toMatchObject({
      tier: 'none',
      reason: 'tools.sandbox_none_docker',
      probes: [],
    });
    await none.close();
  });
});

describe.skipIf(!hasDaemon())('with a real Docker', () => {
  it('refuses all sixteen attacks [T19]', async () => {
    const folders = makeFolders();
    execFileSync('chmod', ['777', folders.work]);
    const sandbox = createSandbox({
      ...{ clock: systemClock, log: silentLog, dataFolder: folders.data, home: folders.home, platform: 'linux' },
      environment: { PATH: '/usr/local/bin:/usr/bin:/bin' },
      choice: () => 'docker',
    });
    const state = await sandbox.probe(neverAborts);
    expect(state.probes.filter((probe) => !probe.refused)).toEqual([]);
    expect((await commandsIn(sandbox, folders.work).run('echo ran')).out).toBe('ran\n');
    await sandbox.close();
    rmSync(folders.base, { recursive: true, force: true });
  });
});

/** A daemon that answers, with the image that we would use. */
function hasDaemon(): boolean {
  try {
    execFileSync('docker', ['image', 'inspect', 'docker.io/library/node:24-bookworm'], {
      stdio: 'ignore',
      timeout: 5_000,
    });
    return true;
  } catch {
    return false; // nothing to try it on
  }
}

it('tries what is strongest and quickest first, and only what was chosen', () => {
  expect(orderOf('auto', 'linux')).toEqual(['bubblewrap', 'docker']);
  expect(orderOf('auto', 'darwin')).toEqual(['sandbox-runtime', 'docker']);
  expect(orderOf('auto', 'win32')).toEqual(['docker']);
  expect(orderOf('docker', 'linux')).toEqual(['docker']);
});
