// Runs one script of a skill in the sandbox: text in on stdin, text out, nothing but what was granted within reach.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '#main/contract/errors.ts';
import type { Skill } from '#main/contract/skills.ts';
import type { Sandbox } from '#main/guard/sandbox/port.ts';
import { hashOf } from '#main/platform/base/json.ts';
import { packagesOf, withPackages } from '../plugins/packages.ts';
import type { OpenSkill } from '../port.ts';
import type { RunCopies } from './run-copy.ts';
import { checkScript, reachOf, runtimeOf, type ScriptCall } from './script-plan.ts';

export const scriptTimeoutMs = 120_000;
const maxOutput = 1024 * 1024;
const keptErrors = 8 * 1024;
const limits = {
  processes: 64,
  openFiles: 512,
  fileBytes: 512 * 1024 ** 2,
  memoryBytes: 2 * 1024 ** 3,
  cpuSeconds: 120,
};

export type ScriptResult = {
  readonly output: string;
  readonly errors: string;
  readonly exitCode: number | null;
  readonly timedOut: boolean;
};

export type ScriptDeps = {
  readonly sandbox: Pick<Sandbox, 'spawn' | 'state' | 'probe'>;
  readonly copies: RunCopies;
  readonly dataFolder: string;
};

export type ScriptRun = {
  readonly skill: OpenSkill;
  readonly call: ScriptCall;
  readonly workspace: string;
  readonly signal: AbortSignal;
  readonly progress?: (text: string) => void;
};

/** What a skill keeps from one run to the next; its own, whatever else has its name, and the home of its programs. */
export const stateFolder = (dataFolder: string, { key, name }: Pick<Skill, 'key' | 'name'>) =>
  join(dataFolder, 'skills', 'state', `${name}-${hashOf(key).slice(0, 12)}`);

const held = new Set(['bubblewrap', 'sandbox-runtime', 'docker']);

/**
 * Without a sandbox nothing of what was declared could be enforced, so only what came with Limpet runs then. `unsupported`
 * with reason `skill_needs_sandbox`, `unavailable` with `sandbox_off`.
 */
export function checkSandbox(skill: OpenSkill, tier: string): void {
  if (held.has(tier) || (tier === 'none' && skill.skill.source === 'built-in')) return;
  if (tier === 'off')
    throw new AppError('unavailable', 'Commands are off: the sandbox of this machine did not hold. See Settings.', {
      details: { reason: 'sandbox_off' },
      retryable: false,
    });
  throw new AppError('unsupported', 'Programs of skills run in a sandbox only, and this machine has none.', {
    details: { reason: 'skill_needs_sandbox' },
  });
}

export async function runScript({ skill, call, ...o }: ScriptRun, d: ScriptDeps): Promise<ScriptResult> {
  checkScript(skill, call.script);
  const { tier } = d.sandbox.state();
  checkSandbox(skill, tier === 'probing' ? (await d.sandbox.probe(o.signal)).tier : tier);
  const { program, flags } = runtimeOf(call.script);
  const state = stateFolder(d.dataFolder, skill.skill);
  await mkdir(state, { recursive: true, mode: 0o700 });
  const copy = await d.copies.of(skill);
  const reach = await reachOf(skill, { workspace: o.workspace, state });
  const script = join(copy, ...call.script.split('/'));
  const packages = program === 'python3' ? packagesOf(d.dataFolder, skill.skill.plugin) : undefined;
  const child = await d.sandbox.spawn(
    {
      argv: [
        program,
        ...flags,
        ...(packages === undefined ? [] : withPackages(packages)),
        script,
        ...(call.args ?? []),
      ],
      ...{ cwd: reach.cwd, workspace: state, home: state, write: reach.write, network: reach.network, limits },
      read: [copy, ...reach.read, ...(packages === undefined ? [] : [packages])],
      env: { SKILL_STATE: state, SKILL_FOLDER: copy },
      ...{ stdin: call.input ?? '', timeoutMs: scriptTimeoutMs, profile: 'script' },
    },
    o.signal,
  );
  let [output, errors] = ['', ''];
  for await (const { stream, text } of child.output) {
    if (stream === 'stdout' && output.length < maxOutput) output += text.slice(0, maxOutput - output.length);
    if (stream === 'stderr') {
      errors = (errors + text).slice(-keptErrors);
      o.progress?.(text);
    }
  }
  const { exitCode, timedOut } = await child.exit;
  if (exitCode === 127 || /execvp .*: No such file/.test(errors))
    throw new AppError('unavailable', `Running this needs ${program}, which this machine does not have.`, {
      retryable: false,
      details: { reason: 'no_runtime', facts: { program } },
    });
  return { output, errors, exitCode, timedOut };
}
