// Anthropic's sandbox runtime behind our own rules: Seatbelt on macOS, where nothing else closes a process in.
import { existsSync } from 'node:fs';
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { SandboxManager, SandboxRuntimeConfig } from '@anthropic-ai/sandbox-runtime';
import type { EgressProxy, OpenedProxy } from '#main/guard/egress/port.ts';
import type { Backend } from './backend.ts';
import { childEnvironment, type Environment } from './child-environment.ts';
import { findProgram, pathFolders } from './find-program.ts';
import { folderAccess } from './folder-access.ts';
import { limitsFor, withLimits } from './limits.ts';
import type { SpawnSpec } from './port.ts';
import type { Launch } from './run-process.ts';
import { toolchainBinds } from './system-binds.ts';
import { type WayOut, wayOutEnvironment } from './way-out.ts';
import { writableBinds } from './workspace-binds.ts';

type Manager = typeof SandboxManager;

export type RuntimeDeps = {
  readonly environment: Environment;
  readonly home: string;
  readonly dataFolder: string;
  readonly protected: readonly string[];
  readonly platform: string;
  readonly proxy: Pick<EgressProxy, 'open'>;
};

// Its own default lets everything be read. What a program needs of the system stays; people, services and keys do not.
const closedFolders: Readonly<Record<string, string>> = {
  linux:
    '/root /home /tmp /var /run /mnt /media /srv /boot /etc/shadow /etc/shadow- /etc/gshadow /etc/gshadow- /etc/ssh /etc/ssl/private /etc/sudoers /etc/sudoers.d /etc/NetworkManager /etc/wireguard /etc/docker /etc/kubernetes',
  darwin:
    '/Users /Volumes /private/tmp /private/var/folders /private/var/db /private/var/root /private/etc/master.passwd /private/etc/sudoers /private/etc/ssh /Library/Keychains /Library/Application\u0020Support /opt/homebrew/etc /opt/homebrew/var',
};

const closedOn = (platform: string) =>
  (closedFolders[platform] ?? '').split(/ (?=\/)/).filter((path) => existsSync(path));

const defaultPath = ['/usr/local/bin', '/usr/bin', '/bin', '/usr/sbin', '/sbin'];

/** For a shell: nothing in it means anything but itself. */
export const quoted = (words: readonly string[]) => words.map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(' ');

// The parent holds the other end of descriptor 3; when it dies, however that is, the whole group goes with it.
const lifeline = `{ read -r _ <&3; kill -9 0; } >/dev/null 2>&1 & exec 3<&-; exec "$@"`;

type Places = { readonly scratch: string; readonly tools: readonly string[]; readonly own: readonly string[] };

/** A path with a star in it is a pattern to this library unless it is said to be none. */
const literal = (paths: Iterable<string>) => [...new Set(paths)].map((path) => ({ path, literal: true as const }));

async function filesystemFor(
  spec: SpawnSpec,
  deps: RuntimeDeps,
  places: Places,
): Promise<SandboxRuntimeConfig['filesystem']> {
  const writable = [spec.workspace, ...(spec.write ?? [])];
  const access = folderAccess(await Promise.all(writable.map((folder) => writableBinds(folder, deps.protected))));
  const open = [...writable, ...(spec.read ?? []), places.scratch];
  const closed = [
    ...closedOn(deps.platform),
    deps.home,
    deps.dataFolder,
    ...deps.protected.filter((path) => existsSync(path)),
  ];
  return {
    denyRead: literal([...closed, ...access.hidden]),
    allowRead: literal([...open, ...(spec.path ?? []), ...places.tools, ...places.own]),
    allowWrite: literal([...writable, places.scratch]),
    denyWrite: literal([...access.readOnly.filter((path) => !writable.includes(path)), ...access.hidden]),
  };
}

async function start(manager: Manager, deps: RuntimeDeps, port: number): Promise<void> {
  await manager.reset(); // it is one for the whole program: what an earlier one of ours set is gone
  await manager.initialize({
    // Its own proxy is not started: ours knows each process, and keeps to the rules of every other fetch.
    network: { allowedDomains: [], deniedDomains: [], httpProxyPort: port, socksProxyPort: port },
    filesystem: { denyRead: closedOn(deps.platform), allowWrite: [], denyWrite: [] },
  });
}

/** On Linux a relay of the library's own leads to our proxy, from a port that nobody chooses. */
const bridgedPort = 3128;
const seenFrom = (platform: string, way: WayOut): WayOut =>
  platform === 'linux' ? { ...way, url: way.url.replace(`:${way.port}`, `:${bridgedPort}`) } : way;

/** Undefined with a reason when this machine lacks what it needs. */
export async function createRuntimeBackend(
  deps: RuntimeDeps,
): Promise<{ backend: Backend } | { backend?: undefined; note: string }> {
  const { SandboxManager: manager } = await import('@anthropic-ai/sandbox-runtime');
  if (!manager.isSupportedPlatform()) return { note: 'this system is not supported' };
  const { errors } = manager.checkDependencies();
  if (errors.length > 0) return { note: errors.join('; ').slice(0, 300) };
  // A way that leads nowhere: its port is the only one that the profile lets anybody reach.
  const nowhere: OpenedProxy = await deps.proxy.open({ hosts: [], purpose: 'sandbox' });
  await start(manager, deps, nowhere.port);
  const home = await realpath(deps.home).catch(() => deps.home);
  // Its relay leads to sockets of its own, in a folder that is closed otherwise.
  const sockets = [manager.getLinuxHttpSocketPath(), manager.getLinuxSocksSocketPath()];
  const own = [
    ...(deps.platform === 'linux' ? await ownFolders() : []),
    ...sockets.filter((path) => path !== undefined),
  ];

  const launch = async (spec: SpawnSpec, way?: WayOut): Promise<Launch> => {
    const scratch = await mkdtemp(join(await realpath(tmpdir()), 'limpet-run-'));
    const path = [...new Set([...(spec.path ?? []), ...pathFolders(deps.environment), ...defaultPath])].join(':');
    const binds = await toolchainBinds({ PATH: path }, { home, protected: deps.protected });
    const tools = binds.filter((_part, index) => binds[index - 1] === '--ro-bind' || binds[index - 2] === '--ro-bind');
    const places = { scratch, tools, own: [...own, ...(way?.caFile === undefined ? [] : [dirname(way.caFile)])] };
    const extra = spec.env === undefined ? {} : { extra: spec.env };
    const env = {
      ...childEnvironment(deps.environment, { ...extra, network: false, windows: false }),
      ...{ PATH: path, HOME: spec.home ?? scratch, TMPDIR: scratch, SHELL: '/bin/sh' },
      ...(way === undefined ? {} : wayOutEnvironment(seenFrom(deps.platform, way), way.caFile)),
    };
    const assigned = Object.entries(env).map(([name, value]) => `${name}=${value}`);
    const command = [
      'env',
      '-i',
      ...assigned,
      ...(await withoutRights(deps.platform)),
      ...withLimits(spec.argv, limitsFor(spec)),
    ];
    const { argv } = await manager.wrapWithSandboxArgv(
      `exec ${quoted(['/bin/sh', '-c', lifeline, 'sh', ...command])}`,
      '/bin/sh',
      { filesystem: await filesystemFor(spec, { ...deps, home }, places) },
      undefined,
      spec.cwd,
    );
    const [file = '/bin/sh', ...args] = argv;
    return {
      ...{ file, args, cwd: spec.cwd, timeoutMs: spec.timeoutMs, env: { PATH: defaultPath.join(':') } },
      watcher: deps.platform === 'linux',
      lifeline: 'descriptor',
      cleanUp: () => rm(scratch, { recursive: true, force: true }),
      ...(spec.stdin === undefined ? {} : { stdin: spec.stdin }),
      ...(spec.stdout === undefined ? {} : { stdout: spec.stdout }),
    };
  };

  return {
    backend: {
      ...{ tier: 'sandbox-runtime', version: runtimeVersion, isOld: false, listen: 'loopback', sharesNetwork: false },
      launch,
      async close() {
        await manager.reset();
        await nowhere.close();
      },
    },
  };
}

/** Of the package that package.json pins. */
const runtimeVersion = '0.0.83';

/** Inside its namespace a process of root holds every right over that namespace; none of them is needed. */
async function withoutRights(platform: string): Promise<string[]> {
  if (platform !== 'linux') return [];
  const setpriv = await findProgram('setpriv', { PATH: '/usr/bin:/bin' });
  return setpriv === undefined ? [] : [setpriv, '--bounding-set=-all', '--inh-caps=-all', '--no-new-privs'];
}

/** Where its filter for sockets lies, which runs inside. */
async function ownFolders(): Promise<string[]> {
  try {
    return [dirname(dirname(new URL(import.meta.resolve('@anthropic-ai/sandbox-runtime')).pathname))];
  } catch {
    return []; // packed with us: then it goes without
  }
}
