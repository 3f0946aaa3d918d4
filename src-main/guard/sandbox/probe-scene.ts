// Sets up real targets for the probe on this machine, counts who reached them, and cleans up.
import { randomBytes } from 'node:crypto';
import { lstat, mkdir, mkdtemp, readdir, readFile, realpath, rm, stat, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { neverAborts } from '#main/platform/base/abort.ts';
import type { Clock } from '#main/platform/base/clock.ts';
import type { RunningProcess } from './port.ts';
import type { ProbeId, ProbeScene } from './probe-script.ts';
import { runProcess } from './run-process.ts';

export type SceneDeps = {
  readonly clock: Clock;
  readonly home: string;
  readonly dataFolder: string;
  /** Ports and sockets of our own gateway, besides those that the probe opens itself. */
  readonly ports: readonly number[];
  readonly sockets: readonly string[];
};

export type BuiltScene = {
  readonly scene: ProbeScene;
  readonly workspace: string;
  /** What was reached or changed out here, whatever the script inside believed. */
  breaches(): Promise<ReadonlyMap<ProbeId, string>>;
  dispose(): Promise<void>;
};

type Trap = { readonly server: Server; readonly port: number; visits(): number };

async function openTrap(at: { port: 0; host: string } | { path: string }): Promise<Trap | undefined> {
  let visits = 0;
  const server = createServer((socket) => {
    visits += 1;
    socket.destroy();
  });
  const listening = await new Promise<boolean>((resolve) => {
    server.once('error', () => resolve(false));
    server.listen(at, () => resolve(true));
  });
  if (!listening) return undefined; // no IPv6 here, or the path is too long for a socket
  server.unref();
  const address = server.address();
  return { server, port: typeof address === 'object' && address !== null ? address.port : 0, visits: () => visits };
}

const exists = (path: string) =>
  stat(path).then(
    () => true,
    () => false,
  );

const leftoverAgeMs = 10 * 60_000;
const gitConfig = '[core]\n';
const hookText = '#!/bin/sh\n';

/** What a probe left that was killed in the middle: only our own, and only when no probe can still be using it. */
async function removeLeftovers(folder: string, pattern: RegExp): Promise<void> {
  const names = (await readdir(folder).catch(() => [])).filter((name) => pattern.test(name));
  for (const name of names) {
    const path = join(folder, name);
    const found = await lstat(path).catch(() => undefined); // gone meanwhile
    if (found === undefined || found.uid !== process.getuid?.() || Date.now() - found.mtimeMs < leftoverAgeMs) continue;
    await rm(path, { recursive: true, force: true }).catch(() => {}); // tried again at the next probe
  }
}

async function probeWorkspace(): Promise<{ workspace: string; hook: string }> {
  const workspace = await mkdtemp(join(await realpath(tmpdir()), 'limpet-probe-'));
  const hook = join(workspace, '.git', 'hooks', 'pre-commit');
  await mkdir(join(workspace, '.git', 'hooks'), { recursive: true });
  await writeFile(join(workspace, '.git', 'config'), gitConfig);
  await writeFile(hook, hookText);
  return { workspace, hook };
}

async function startOutsider(mark: string, clock: Clock): Promise<RunningProcess> {
  const launch = {
    file: '/bin/sh',
    args: ['-c', 'exec sleep 30'],
    env: { LIMPET_PROBE: mark, PATH: '/usr/bin:/bin' },
    cwd: '/',
    timeoutMs: 30_000,
    watcher: false,
  };
  return runProcess(launch, { clock, signal: neverAborts });
}

export async function buildScene(deps: SceneDeps): Promise<BuiltScene> {
  const mark = `lp${randomBytes(8).toString('hex')}`;
  const home = await realpath(deps.home).catch(() => deps.home);
  await Promise.all([
    removeLeftovers(tmpdir(), /^limpet-probe-\w{6}$/),
    removeLeftovers(deps.dataFolder, /^lp[0-9a-f]{16}\.(probe|sock)$/),
  ]);
  const dataFile = join(deps.dataFolder, `${mark}.probe`);
  await writeFile(dataFile, mark, { mode: 0o600 }).catch(() => {}); // a read-only data folder is listed instead
  const socketPath = join(deps.dataFolder, `${mark}.sock`);
  const abstract = `\0${mark}`;
  const [ip4, ip6, proxy, pathTrap, abstractTrap] = await Promise.all([
    openTrap({ port: 0, host: '127.0.0.1' }),
    openTrap({ port: 0, host: '::1' }),
    openTrap({ port: 0, host: '127.0.0.1' }),
    openTrap({ path: socketPath }),
    openTrap({ path: abstract }),
  ]);
  const { workspace, hook } = await probeWorkspace();
  const outsider = await startOutsider(mark, deps.clock);
  const scene: ProbeScene = {
    mark,
    home,
    dataFolder: deps.dataFolder,
    dataFile,
    outsidePid: outsider.pid,
    ports: [...deps.ports, ...[ip4, ip6].flatMap((trap) => (trap === undefined ? [] : [trap.port]))],
    proxyPort: proxy?.port ?? 9,
    sockets: [...deps.sockets, socketPath, `@${mark}`],
    hook,
  };
  const strayFiles: readonly (readonly [ProbeId, string])[] = [
    ['write_etc', `/etc/limpet-probe-${mark}`],
    ['write_etc', `/usr/limpet-probe-${mark}`],
    ['write_home', join(home, `.limpet-probe-${mark}`)],
  ];

  const breaches = async () => {
    const found = new Map<ProbeId, string>();
    for (const [id, path] of strayFiles) if (await exists(path)) found.set(id, 'a file appeared outside');
    if ((await readFile(hook, 'utf8').catch(() => '')) !== hookText) found.set('write_git_hooks', 'the hook changed');
    if ((ip4?.visits() ?? 0) + (ip6?.visits() ?? 0) > 0) found.set('loopback_gateway', 'loopback was reached');
    if ((proxy?.visits() ?? 0) > 0) found.set('net_proxy', 'a local proxy was reached');
    if ((pathTrap?.visits() ?? 0) + (abstractTrap?.visits() ?? 0) > 0) found.set('unix_socket', 'a socket was reached');
    return found;
  };
  const dispose = async () => {
    for (const trap of [ip4, ip6, proxy, pathTrap, abstractTrap]) trap?.server.close();
    await outsider.kill();
    for (const path of [dataFile, socketPath, ...strayFiles.map(([, stray]) => stray)]) await rm(path, { force: true });
    await rm(workspace, { recursive: true, force: true });
  };
  return { scene, workspace, breaches, dispose };
}
