// A container for each process, where Docker and its image are there: one fixed argument list, in which nobody's words are options.
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppError } from '#main/contract/errors.ts';
import type { Backend } from './backend.ts';
import { childEnvironment, type Environment } from './child-environment.ts';
import { findProgram } from './find-program.ts';
import { folderAccess } from './folder-access.ts';
import { limitsFor } from './limits.ts';
import type { SpawnSpec } from './port.ts';
import type { Launch } from './run-process.ts';
import { insidePaths, type WayOut, wayOutEnvironment, withRelay } from './way-out.ts';
import { writableBinds } from './workspace-binds.ts';

export type DockerDeps = {
  readonly environment: Environment;
  readonly protected: readonly string[];
  /** Never pulled by itself: what is not there is not used. */
  readonly image: string;
};

const defaultImage = 'docker.io/library/node:24-bookworm';
/** A name in a registry, and nothing that a command line could take for an option. */
const imageName = /^[a-z0-9][a-z0-9._/:@-]{0,200}$/;
const label = 'org.limpet.process=1';
const insideHome = '/home/limpet';
const insidePath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
const askTimeoutMs = 5_000;

function ask(docker: string, args: readonly string[]): Promise<string | undefined> {
  return new Promise((resolve) => {
    const env = { PATH: insidePath, HOME: '/nonexistent' };
    execFile(docker, [...args], { env, timeout: askTimeoutMs }, (error, stdout) =>
      resolve(error === null ? stdout.trim() : undefined),
    );
  });
}

/** One entry of `--mount`: its parts are parted by commas, so no path with one (or a quote or line end) is mounted. */
export function mountOf(o: { source: string; target: string; readOnly: boolean }): string[] {
  for (const path of [o.source, o.target])
    if (!path.startsWith('/') || /[,"\r\n\0]/.test(path))
      throw new AppError(
        'unsupported',
        `A container cannot be given ${JSON.stringify(path)}. Use a folder without commas and quotes.`,
        {
          details: { reason: 'protected_path', facts: { path } },
        },
      );
  return ['--mount', `type=bind,source=${o.source},target=${o.target}${o.readOnly ? ',readonly' : ''}`];
}

const same = (path: string, readOnly: boolean) => mountOf({ source: path, target: path, readOnly });

async function folderMounts(spec: SpawnSpec, deps: DockerDeps): Promise<string[]> {
  const writable = [spec.workspace, ...(spec.write ?? [])];
  const access = folderAccess(await Promise.all(writable.map((folder) => writableBinds(folder, deps.protected))));
  const own = new Set(access.write);
  return [
    ...[...own].flatMap((path) => same(path, false)),
    ...(spec.read ?? []).flatMap((path) => same(path, true)),
    ...access.readOnly.filter((path) => !own.has(path)).flatMap((path) => same(path, true)),
    ...access.hidden.flatMap((path) => [
      '--tmpfs',
      `${mountOf({ source: path, target: path, readOnly: true }) && path}:ro,size=4k`,
    ]),
  ];
}

// The client holds the input of the container for as long as we live; when it closes, everything inside ends.
// By descriptor 3, because a shell gives what runs behind it an empty input.
const watched = 'exec 3<&0; { cat <&3; kill -9 -1; } >/dev/null 2>&1 & exec 3<&-; exec "$@"';
const onItsOwn = `${watched} </dev/null`;
const withText = `${watched} </run/limpet/input`;
const withInput = 'exec "$@"';

type Given = { readonly name: string; readonly way: WayOut | undefined; readonly inputFile: string | undefined };

/** The whole argument list; nothing in it but paths that were checked, numbers, names of variables, and the command itself. */
export async function dockerArguments(spec: SpawnSpec, deps: DockerDeps, given: Given): Promise<string[]> {
  const { name, way, inputFile } = given;
  const limits = limitsFor(spec);
  const extra = spec.env === undefined ? {} : { extra: spec.env };
  const env = {
    ...childEnvironment(deps.environment, { ...extra, network: false, windows: false }),
    ...{ PATH: insidePath, HOME: spec.home ?? insideHome, TMPDIR: '/tmp' },
    ...(way === undefined ? {} : wayOutEnvironment(way, way.caFile === undefined ? undefined : insidePaths.trust)),
  };
  const reachable = [
    ...(way?.socketPath === undefined
      ? []
      : mountOf({ source: way.socketPath, target: insidePaths.socket, readOnly: true })),
    ...(way?.caFile === undefined ? [] : mountOf({ source: way.caFile, target: insidePaths.trust, readOnly: true })),
    ...(inputFile === undefined ? [] : mountOf({ source: inputFile, target: '/run/limpet/input', readOnly: true })),
  ];
  const script = inputFile !== undefined ? withText : spec.stdin === undefined ? onItsOwn : withInput;
  // The image is a Debian with perl; what is on this machine says nothing about it.
  const relayed =
    way === undefined ? spec.argv : withRelay(spec.argv, { name: 'perl', file: '/usr/bin/perl' }, way.port);
  const user = `${process.getuid?.() ?? 1000}:${process.getgid?.() ?? 1000}`;
  return [
    ...['run', '--rm', '--init', '--interactive', '--pull', 'never', '--name', name, '--label', label],
    ...['--network', 'none', '--ipc', 'private', '--cap-drop', 'ALL', '--security-opt', 'no-new-privileges'],
    ...['--read-only', '--user', user === '0:0' ? '65534:65534' : user, '--hostname', 'limpet'],
    ...[
      '--tmpfs',
      '/tmp:rw,nosuid,nodev,size=2g,mode=1777',
      '--tmpfs',
      `${insideHome}:rw,nosuid,nodev,size=1g,mode=1777`,
    ],
    ...[
      '--pids-limit',
      String(limits.processes),
      '--memory',
      `${limits.dataKiB}k`,
      '--memory-swap',
      `${limits.dataKiB}k`,
    ],
    ...['--ulimit', `nofile=${limits.openFiles}`, '--ulimit', `fsize=${limits.fileKiB * 1024}`],
    ...['--ulimit', `cpu=${limits.cpuSeconds}`, '--ulimit', 'core=0'],
    ...(await folderMounts(spec, deps)),
    ...reachable,
    ...Object.entries(env).flatMap(([variable, value]) => ['--env', `${variable}=${value}`]),
    ...['--workdir', spec.cwd, '--entrypoint', '/bin/sh', deps.image, '-c', script, 'sh', ...relayed],
  ];
}

/** Undefined with a note when Docker, its daemon or the image is not there. */
export async function createDockerBackend(
  given: Omit<DockerDeps, 'image'> & { readonly image?: string; readonly dockerPath?: string },
): Promise<{ backend: Backend } | { backend?: undefined; note: string }> {
  const deps: DockerDeps = { ...given, image: given.image ?? defaultImage };
  if (!imageName.test(deps.image)) return { note: 'the name of the image is none' };
  const docker = await findProgram(given.dockerPath ?? 'docker', given.environment);
  if (docker === undefined) return { note: 'docker is not installed' };
  const version = await ask(docker, ['version', '--format', '{{.Server.Version}}']);
  if (version === undefined || version === '') return { note: 'its daemon does not answer' };
  if ((await ask(docker, ['image', 'inspect', '--format', '{{.Id}}', deps.image])) === undefined)
    return { note: `the image ${deps.image} is not there` };
  await removeLeft(docker);

  const launch = async (spec: SpawnSpec, way?: WayOut): Promise<Launch> => {
    const name = `limpet-${randomBytes(12).toString('hex')}`;
    const folder =
      typeof spec.stdin === 'string' ? await mkdtemp(join(await realpath(tmpdir()), 'limpet-in-')) : undefined;
    const inputFile = folder === undefined ? undefined : join(folder, 'input');
    if (inputFile !== undefined && typeof spec.stdin === 'string')
      await writeFile(inputFile, spec.stdin, { mode: 0o644 });
    const stdin = typeof spec.stdin === 'string' ? undefined : spec.stdin;
    return {
      ...{ file: docker, args: await dockerArguments(spec, deps, { name, way, inputFile }) },
      ...{ env: { PATH: insidePath, HOME: '/nonexistent' }, cwd: '/', timeoutMs: spec.timeoutMs, watcher: false },
      lifeline: 'stdin',
      // The client may be gone without its container: the name is ours, so nobody else's is ended.
      async cleanUp() {
        await ask(docker, ['kill', name]);
        if (folder !== undefined) await rm(folder, { recursive: true, force: true });
      },
      ...(stdin === undefined ? {} : { stdin }),
      ...(spec.stdout === undefined ? {} : { stdout: spec.stdout }),
    };
  };
  return {
    backend: {
      ...{ tier: 'docker', version, isOld: false, listen: 'socket', sharesNetwork: false },
      launch,
      close: () => removeLeft(docker),
    },
  };
}

/** Containers that a killed run of ours left behind. */
async function removeLeft(docker: string): Promise<void> {
  const left = await ask(docker, ['ps', '--quiet', '--filter', `label=${label}`]);
  const ids = (left ?? '').split('\n').filter((id) => /^[0-9a-f]{12,64}$/.test(id));
  if (ids.length > 0) await ask(docker, ['kill', ...ids]);
}
