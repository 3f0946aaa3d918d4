// The bubblewrap found on this machine and the command line that confines one command.
import { execFile } from 'node:child_process';
import { realpath } from 'node:fs/promises';
import type { Backend } from './backend.ts';
import { childEnvironment, type Environment } from './child-environment.ts';
import { pathFolders } from './find-program.ts';
import { limitsFor, withLimits } from './limits.ts';
import { noNamespacesFilter } from './no-namespaces-filter.ts';
import type { SpawnSpec } from './port.ts';
import type { Launch } from './run-process.ts';
import { networkBinds, systemBinds, toolchainBinds } from './system-binds.ts';
import { findRelay, insidePaths, noRelay, type WayOut, wayOutEnvironment, withRelay } from './way-out.ts';
import { writableBinds } from './workspace-binds.ts';

export type Bubblewrap = {
  readonly path: string;
  readonly version: string;
  /** `--disable-userns`, from 0.8 on. */
  readonly forbidsNamespaces: boolean;
  /** `--size` for a bounded scratch folder. */
  readonly boundsScratch: boolean;
};

const scratchBytes = { tmp: 2 * 1024 ** 3, home: 1024 ** 3 } as const;

function ask(path: string, flag: string): Promise<string> {
  return new Promise((resolve) => {
    execFile(path, [flag], { env: {}, timeout: 5_000 }, (_error, stdout, stderr) => resolve(`${stdout}${stderr}`));
  });
}

/** What this bubblewrap can do, by its own words. Undefined when it does not answer like one. */
export async function inspectBubblewrap(path: string): Promise<Bubblewrap | undefined> {
  const [version, help] = await Promise.all([ask(path, '--version'), ask(path, '--help')]);
  const number = /\d+\.\d+(\.\d+)?/.exec(version)?.[0];
  if (number === undefined || !help.includes('--unshare-all')) return undefined;
  return {
    path,
    version: number,
    forbidsNamespaces: help.includes('--disable-userns'),
    boundsScratch: help.includes('--size'),
  };
}

export type ConfineDeps = {
  readonly environment: Environment;
  readonly home: string;
  readonly protected: readonly string[];
};

const defaultPath = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin'];

/** Builds launches; what the machine looks like is read once, the workspace at every launch. */
export function createBubblewrapBackend(bubblewrap: Bubblewrap, deps: ConfineDeps): Backend {
  const shared = async () => {
    const real = await realpath(deps.home).catch(() => deps.home);
    const home = real === '/' ? '/home/limpet' : real; // a fresh folder over `/` would hide everything
    return { home, system: await systemBinds(), network: await networkBinds(), relay: await findRelay() };
  };
  let known: ReturnType<typeof shared> | undefined;
  const tools = new Map<string, Promise<readonly string[]>>();
  const toolsOn = (path: string, home: string) => {
    const binds = tools.get(path) ?? toolchainBinds({ PATH: path }, { home, protected: deps.protected });
    tools.set(path, binds);
    return binds;
  };
  const folderBinds = async (spec: SpawnSpec): Promise<string[]> => {
    const writable = [spec.workspace, ...(spec.write ?? [])];
    const folders = await Promise.all(writable.map((folder) => writableBinds(folder, deps.protected)));
    const read = (spec.read ?? []).flatMap((path) => ['--ro-bind', path, path]);
    const [own = [], ...more] = folders.map(({ binds }) => binds);
    return [...own, ...read, ...more.flat(), ...folders.flatMap(({ closing }) => closing)];
  };
  const scratch = (bytes: number, path: string) => [
    ...(bubblewrap.boundsScratch ? ['--size', String(bytes)] : []),
    '--tmpfs',
    path,
  ];

  const wayBinds = ({ socketPath, caFile }: WayOut) => [
    ...(socketPath === undefined ? [] : ['--ro-bind', socketPath, insidePaths.socket]),
    ...(caFile === undefined ? [] : ['--ro-bind', caFile, insidePaths.trust]),
  ];

  return {
    ...{ tier: 'bubblewrap', version: bubblewrap.version, isOld: !bubblewrap.forbidsNamespaces },
    ...{ listen: 'socket', sharesNetwork: true, close: async () => {} },
    async launch(spec: SpawnSpec, way?: WayOut): Promise<Launch> {
      known ??= shared();
      const machine = await known;
      const extra = spec.env === undefined ? {} : { extra: spec.env };
      const path = [...new Set([...(spec.path ?? []), ...pathFolders(deps.environment)])].join(':');
      const network = spec.network === true;
      const env = {
        ...childEnvironment(deps.environment, { ...extra, network, windows: false }),
        PATH: [...new Set([...path.split(':').filter(Boolean), ...defaultPath])].join(':'),
        HOME: spec.home ?? machine.home,
        TMPDIR: '/tmp',
        SHELL: '/bin/sh',
        ...(way === undefined ? {} : wayOutEnvironment(way, way.caFile === undefined ? undefined : insidePaths.trust)),
      };
      const limited = withLimits(spec.argv, limitsFor(spec));
      if (way !== undefined && machine.relay === undefined) throw noRelay();
      const argv =
        way === undefined || machine.relay === undefined ? limited : withRelay(limited, machine.relay, way.port);
      const filter = bubblewrap.forbidsNamespaces ? undefined : noNamespacesFilter(process.arch);
      const args = [
        ...machine.system,
        ...(network ? machine.network : []),
        ...scratch(scratchBytes.tmp, '/tmp'),
        ...['--symlink', '/tmp', '/var/tmp', '--dir', '/run', '--dev', '/dev', '--proc', '/proc'],
        ...scratch(scratchBytes.home, machine.home),
        ...(await toolsOn(path, machine.home)),
        ...(await folderBinds(spec)),
        ...(way === undefined ? [] : wayBinds(way)),
        ...['--remount-ro', '/'],
        ...['--unshare-all', '--unshare-user', ...(network ? ['--share-net'] : [])],
        ...(bubblewrap.forbidsNamespaces ? ['--disable-userns'] : []),
        ...(filter === undefined ? [] : ['--seccomp', '3']),
        ...['--cap-drop', 'ALL', '--new-session', '--die-with-parent', '--clearenv'],
        ...Object.entries(env).flatMap(([name, value]) => ['--setenv', name, value]),
        ...['--chdir', spec.cwd, '--'],
        ...argv,
      ];
      return {
        file: bubblewrap.path,
        args,
        env: {},
        cwd: '/',
        timeoutMs: spec.timeoutMs,
        watcher: true,
        ...(spec.stdin === undefined ? {} : { stdin: spec.stdin }),
        ...(spec.stdout === undefined ? {} : { stdout: spec.stdout }),
        ...(filter === undefined ? {} : { extraInput: filter }),
      };
    },
  };
}
