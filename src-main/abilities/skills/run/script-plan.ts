// How a script of a skill will run: which program, which folders, which hosts and keys; only what was granted.
import { mkdir, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '#main/contract/errors.ts';
import type { Effect } from '#main/contract/messages.ts';
import { visibleLine, visibleLines } from '#main/contract/shown-text.ts';
import type { SkillCapabilities } from '#main/contract/skills.ts';
import type { SpawnNetwork } from '#main/guard/sandbox/port.ts';
import { missingOf } from '../install/grants.ts';
import { storedName } from '../keys/skill-keys.ts';
import type { OpenSkill } from '../port.ts';

export type ScriptCall = {
  readonly skill: string;
  readonly script: string;
  readonly input?: string | undefined;
  readonly args?: readonly string[] | undefined;
};

/** `program` and what goes before the script's path. */
const runtimes: readonly { readonly ends: RegExp; readonly program: string; readonly flags: readonly string[] }[] = [
  { ends: /\.py$/, program: 'python3', flags: ['-B'] },
  { ends: /\.(js|mjs|cjs)$/, program: 'node', flags: [] },
  { ends: /\.sh$/, program: 'sh', flags: [] },
];

export type Runtime = { readonly program: string; readonly flags: readonly string[] };

export function runtimeOf(script: string): Runtime {
  const found = runtimes.find(({ ends }) => ends.test(script));
  if (found === undefined) throw new AppError('unsupported', `${script} is no Python, JavaScript or shell script.`);
  return found;
}

export function checkScript(skill: OpenSkill, script: string): void {
  if (skill.skill.scripts.includes(script)) return;
  const { name, scripts } = skill.skill;
  const list = scripts.length === 0 ? 'It has none' : `It has: ${scripts.join(', ')}`;
  throw new AppError('not_found', `The skill ${name} declares no script ${visibleLine(script)}. ${list}.`, {
    details: { reason: 'no_script', facts: { name, script } },
  });
}

export type ScriptReach = {
  readonly read: readonly string[];
  readonly write: readonly string[];
  readonly network: SpawnNetwork;
  /** The workspace, where all of it may be read; else the skill's own folder for what it keeps. */
  readonly cwd: string;
};

/** Inside the workspace by its real path, and there; a folder to read that is missing is left out. */
async function folderIn(workspace: string, path: string): Promise<string | undefined> {
  const full = join(workspace, ...path.split(/[\\/]/));
  const real = await realpath(full).catch(() => undefined); // not there
  if (real === undefined) return undefined;
  const root = await realpath(workspace);
  if (real !== root && !real.startsWith(`${root}/`) && !real.startsWith(`${root}\\`)) return undefined;
  return (await stat(real)).isDirectory() ? real : undefined;
}

/** A granted folder that is not there yet is made, where nothing on the way leads out of the workspace. */
async function writableIn(workspace: string, path: string): Promise<string | undefined> {
  let at = '';
  for (const part of path.split(/[\\/]/)) {
    at = at === '' ? part : `${at}/${part}`;
    if ((await folderIn(workspace, at)) !== undefined) continue;
    // Also a link that leads nowhere is there, and then this fails.
    await mkdir(join(workspace, at)).catch(() => undefined); // told below
    if ((await folderIn(workspace, at)) === undefined) return undefined;
  }
  return folderIn(workspace, path);
}

const variableOf = (name: string) => name.toUpperCase().replaceAll(/[^A-Z0-9_]/g, '_');

function networkOf(skill: OpenSkill['skill'], granted: SkillCapabilities): SpawnNetwork {
  if (granted.hosts.length === 0) return false;
  const secrets = granted.secrets
    .filter((secret) => granted.hosts.includes(secret.host))
    .map((secret) => ({ ...secret, name: storedName(skill, secret), variable: variableOf(secret.name) }));
  return { hosts: granted.hosts, secrets, purpose: `skill:${skill.name}` };
}

export async function reachOf(skill: OpenSkill, o: { workspace: string; state: string }): Promise<ScriptReach> {
  const granted = skill.skill.granted;
  if (granted === undefined) return { read: [], write: [], network: false, cwd: o.state };
  const all = async (paths: readonly string[], find: typeof folderIn) => {
    const found = await Promise.all(paths.map((path) => find(o.workspace, path)));
    return found.filter((path) => path !== undefined);
  };
  const write = await all(granted.files.write, writableIn);
  const read = await all(granted.files.read, folderIn);
  const isOpen = granted.files.read.includes('.') || granted.files.write.includes('.');
  const root = isOpen ? await folderIn(o.workspace, '.') : undefined;
  return {
    read: read.filter((path) => !write.includes(path)),
    write,
    network: networkOf(skill.skill, granted),
    cwd: root ?? o.state,
  };
}

/** Honest: what the policy decides from. */
export function effectsOf(skill: OpenSkill, call: ScriptCall, tier: string): Effect[] {
  const { granted, name } = skill.skill;
  const folder = (type: 'read' | 'write', target: string): Effect => ({ type, target, insideWorkspace: true });
  return [
    { type: 'execute', target: `skill:${name}/${call.script}` },
    ...(granted?.files.read ?? []).map((target) => folder('read', target)),
    ...(granted?.files.write ?? []).map((target) => folder('write', target)),
    ...(granted?.hosts ?? []).map((host): Effect => ({ type: 'network', target: `https://${host}` })),
    // Nothing holds it back from any host then.
    ...(tier === 'none' ? [{ type: 'network', target: '*' } as const] : []),
  ];
}

/** Everything that the approval binds to, as a person reads it. */
export function shownOf(skill: OpenSkill, call: ScriptCall, tier: string): string {
  const { granted, name, wants } = skill.skill;
  const { program } = runtimeOf(call.script);
  const list = (words: readonly string[]) => (words.length === 0 ? '–' : words.map(visibleLine).join(', '));
  const secrets = (granted?.secrets ?? []).map((secret) => `${secret.name} → ${secret.host}`);
  return [
    `${program} ${name}/${call.script}`,
    ...(call.args ?? []).map((argument) => `  ${visibleLine(argument)}`),
    `read: ${list(granted?.files.read ?? [])}`,
    `write: ${list(granted?.files.write ?? [])}`,
    `hosts: ${list(granted?.hosts ?? [])}`,
    `secrets: ${list(secrets)}`,
    ...(skill.skill.plugin === undefined ? [] : [`packages: of the plugin ${visibleLine(skill.skill.plugin)}`]),
    `sandbox: ${tier}`,
    `files: ${skill.skill.hash === '' ? '–' : skill.skill.hash.slice(0, 16)}`,
    ...(granted === undefined ? [] : missingOf(granted, wants).map((what) => `not granted: ${visibleLine(what)}`)),
    ...(call.input === undefined ? [] : ['input:', ...visibleLines(call.input)]),
  ].join('\n');
}
