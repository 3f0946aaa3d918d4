// run_skill_script: a program that a skill brings along, with the folders, hosts and keys that the person granted it.
import { z } from 'zod';
import { defineTool, type Plan, type PlanContext, type Title, type Tool } from '#main/abilities/tools/port.ts';
import { AppError } from '#main/contract/errors.ts';
import { markUntrusted } from '#main/contract/untrusted-text.ts';
import { missingOf } from '../install/grants.ts';
import type { SkillKeys } from '../keys/skill-keys.ts';
import { labelOfRun } from '../label.ts';
import type { OpenSkill, Skills } from '../port.ts';
import { checkSandbox, runScript, type ScriptDeps, scriptTimeoutMs } from '../run/run-script.ts';
import { checkScript, effectsOf, shownOf } from '../run/script-plan.ts';

const Input = z.strictObject({
  skill: z.string().min(1).max(80),
  /** As use_skill lists it. */
  script: z.string().min(1).max(300),
  /** What the script reads from stdin, usually JSON. */
  input: z.string().max(1_000_000).optional(),
  args: z.array(z.string().max(4_000)).max(30).optional(),
});
type Input = z.infer<typeof Input>;

const changedMeanwhile = () =>
  new AppError('conflict', 'The skill was changed since this was asked. Look at it again with use_skill.', {
    details: { reason: 'changed_meanwhile' },
  });

const writes = ({ skill }: OpenSkill) => (skill.granted?.files.write.length ?? 0) > 0;

const undoWords = async ({ workspace, signal }: PlanContext): Promise<Title> => ({
  key: (await workspace.canWatch(signal)) ? 'undo.cannot_command' : 'undo.cannot_command_large',
  params: {},
});

type Ran = Awaited<ReturnType<typeof runScript>>;

async function outcome(skill: OpenSkill, { input, ran }: { input: Input; ran: Ran }, keys: SkillKeys) {
  const { granted, name, wants } = skill.skill;
  const unset = (await keys.states(skill.skill)).filter(({ isSet }) => !isSet);
  const missing = granted === undefined ? [] : missingOf(granted, wants);
  const notes = [
    ...(ran.timedOut ? [`It was ended after ${scriptTimeoutMs / 1_000} s.`] : []),
    ...(ran.exitCode === 0 ? [] : [`It ended with exit code ${ran.exitCode ?? 'none'}.`]),
    ...(missing.length === 0 ? [] : [`The person did not grant it: ${missing.join(', ')}.`]),
    ...unset.map(
      (key) => `The key ${key.name} for ${key.host} is missing. The person enters it under Skills > ${name}.`,
    ),
  ];
  const said = [
    ...(ran.output === '' ? [] : [markUntrusted(`${name}/${input.script}`, ran.output)]),
    ...(ran.errors === '' ? [] : [markUntrusted('stderr', ran.errors)]),
    ...notes,
  ];
  const label = labelOfRun(skill);
  return {
    ...{ output: said.join('\n'), exitCode: ran.exitCode, isError: ran.exitCode !== 0 },
    ...(label === undefined ? {} : { label }),
  };
}

export function createRunSkillScript(skills: Skills, deps: ScriptDeps & { readonly keys: SkillKeys }): Tool {
  return defineTool<Input>({
    name: 'run_skill_script',
    description: 'Run a script that a skill names, with its input. Only after use_skill.',
    input: Input,
    timeoutMs: scriptTimeoutMs + 20_000,
    async plan(input, ctx): Promise<Plan<Input>> {
      const skill = await skills.open(input.skill, { workspace: ctx.workspace.root });
      checkScript(skill, input.script);
      const tier = (await ctx.settleSandbox?.()) ?? ctx.sandboxTier;
      checkSandbox(skill, tier);
      const { key, hash, name } = skill.skill;
      const words = { name, script: input.script };
      return {
        input,
        effects: effectsOf(skill, input, tier),
        shown: { type: 'text', text: shownOf(skill, input, tier) },
        title: { key: 'skills.title_script', params: words },
        sessionGrant: {
          key: `skill:${key}:${hash}:${input.script}`,
          title: { key: 'skills.grant_script', params: words },
        },
        canUndo: false,
        ...(writes(skill) ? { cannotUndo: await undoWords(ctx) } : {}),
        basis: { hash },
      };
    },
    async run({ input, basis }, ctx) {
      const skill = await skills.open(input.skill, { workspace: ctx.workspace.root });
      // The very files that the person saw named; another version asks again.
      if (skill.skill.hash !== basis?.hash) throw changedMeanwhile();
      const { signal, progress } = ctx;
      const call = { skill, call: input, workspace: ctx.workspace.root, signal, progress };
      const record = writes(skill) ? await ctx.watchFolder() : async () => {};
      const ran = await runScript(call, deps).finally(record);
      return outcome(skill, { input, ran }, deps.keys);
    },
  });
}
