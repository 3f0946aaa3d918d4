// Python packages of a plugin: ready-made ones alone, put by pip in the sandbox into a folder that only this plugin's scripts read.
import { existsSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '#main/contract/errors.ts';
import type { Sandbox } from '#main/guard/sandbox/port.ts';
import { hashOf } from '#main/platform/base/json.ts';

const timeoutMs = 300_000;
const keptOutput = 8_000;
/** A name, maybe with extras and versions; no path, no address, no option. */
const requirement =
  /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}(\[[A-Za-z0-9._,-]{1,100}\])?((==|>=|<=|~=|!=|<|>)[A-Za-z0-9.*+!_-]{1,40}(,(?=[=<>~!]))?){0,6}$/;

/** Where the index and its files are. */
export const indexHosts = ['pypi.org', 'files.pythonhosted.org'] as const;

const folderOf = (dataFolder: string, id: string) =>
  join(dataFolder, 'skills', 'plugins', `${id.toLowerCase().slice(0, 40)}-${hashOf(id).slice(0, 12)}`);

/** Read by scripts of the plugin's skills, written by nobody but pip. */
export const packagesFolder = (dataFolder: string, id: string) => join(folderOf(dataFolder, id), 'python');

export const dropPackages = (dataFolder: string, id: string) =>
  rm(folderOf(dataFolder, id), { recursive: true, force: true });

/** Undefined: nothing was installed for it. */
export function packagesOf(dataFolder: string, plugin: string | undefined): string | undefined {
  const folder = plugin === undefined ? undefined : packagesFolder(dataFolder, plugin);
  return folder !== undefined && existsSync(folder) ? folder : undefined;
}

export function pipArguments(wanted: string, to: string): [string, ...string[]] {
  if (!requirement.test(wanted))
    throw new AppError('invalid_input', `${wanted} is no plain name of a Python package.`, {
      details: { reason: 'plugin_requirement', facts: { name: wanted } },
    });
  const quiet = ['--no-input', '--disable-pip-version-check', '--no-cache-dir', '--quiet'];
  // A package that must be built would run its own program to do so.
  const how = ['--isolated', '--only-binary', ':all:', '--upgrade', '--target', to];
  return ['python3', '-m', 'pip', 'install', ...quiet, ...how, '--', wanted];
}

export const stepFailed = (said: string) =>
  new AppError('unavailable', `The step did not work: ${said}`, {
    retryable: false,
    details: { reason: 'plugin_step_failed', facts: { said } },
  });

export type RunDeps = { readonly sandbox: Pick<Sandbox, 'spawn'>; readonly dataFolder: string };
type Running = { readonly argv: readonly [string, ...string[]]; readonly hosts: readonly string[] };

/** What it said, and how it ended, of a program in the folder of the plugin. */
async function run(id: string, { argv, hosts }: Running, o: RunDeps & { signal: AbortSignal }) {
  const folder = folderOf(o.dataFolder, id);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const child = await o.sandbox.spawn(
    {
      ...{ argv, cwd: folder, workspace: folder, home: folder, timeoutMs, profile: 'script' },
      network: hosts.length === 0 ? false : { hosts, purpose: `plugin:${id}` },
    },
    o.signal,
  );
  let said = '';
  for await (const { text } of child.output) said = (said + text).slice(-keptOutput);
  const { exitCode } = await child.exit;
  return { said: said.trim(), exitCode };
}

const lastLine = (text: string) => text.split('\n').at(-1)?.slice(0, 300) ?? '';

/** Errors: `invalid_input` (`plugin_requirement`), `unavailable` (`plugin_step_failed`). */
export async function installPackage(
  id: string,
  wanted: string,
  o: RunDeps & { signal: AbortSignal },
): Promise<string> {
  const argv = pipArguments(wanted, packagesFolder(o.dataFolder, id));
  const { said, exitCode } = await run(id, { argv, hosts: indexHosts }, o);
  if (exitCode !== 0) throw stepFailed(lastLine(said));
  return said;
}

/** Where the sandbox finds the program. Errors: `unavailable` (`no_runtime`). */
export async function findInSandbox(
  id: string,
  program: string,
  o: RunDeps & { signal: AbortSignal },
): Promise<string> {
  const argv = ['sh', '-c', 'command -v -- "$1"', 'sh', program] as const;
  const { said, exitCode } = await run(id, { argv, hosts: [] }, o);
  if (exitCode === 0) return said;
  throw new AppError('unavailable', `${program} is not on this machine.`, {
    retryable: false,
    details: { reason: 'no_runtime', facts: { program } },
  });
}

/** Instead of the script's path: the same script, with the packages at the end of where Python looks. */
export const withPackages = (folder: string): string[] => [
  '-c',
  'import os,runpy,sys; p=sys.argv[1]; del sys.argv[:2]; sys.path[0]=os.path.dirname(sys.argv[0]); sys.path.append(p); runpy.run_path(sys.argv[0], run_name="__main__")',
  folder,
];
