// use_skill: the instructions of a skill, and the files that go with them, one at a time and only when they are needed.
import { z } from 'zod';
import { defineTool, type Plan, type Tool } from '#main/abilities/tools/port.ts';
import { AppError } from '#main/contract/errors.ts';
import { visibleLine } from '#main/contract/shown-text.ts';
import { labelOfText, readEffectOf } from '../label.ts';
import type { OpenSkill, Skills } from '../port.ts';

const maxTextBytes = 256 * 1024;
const listedFiles = 60;

const Input = z.strictObject({
  name: z.string().max(80).optional(),
  /** A file of the skill; absent: its instructions. */
  file: z.string().min(1).max(300).optional(),
});
type Input = z.infer<typeof Input>;

/** A skill cannot end its own block and go on as somebody else. */
const fence = (text: string) => text.toWellFormed().replaceAll(/<(\/?)(instructions|untrusted)/gi, '<\\$1$2');
const block = (name: string, text: string) => `<instructions skill="${name}">\n${fence(text)}\n</instructions>`;

async function fileOf(skill: OpenSkill, path: string): Promise<string> {
  const bytes = await skill.read(path);
  if (bytes.byteLength > maxTextBytes)
    throw new AppError('unsupported', `${path} is larger than 256 KiB. A script of the skill can read it.`);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new AppError('unsupported', `${path} holds no text. A script of the skill can read it.`);
  }
}

function whole(skill: OpenSkill): string {
  const { name, scripts } = skill.skill;
  const others = skill.files
    .map(({ path }) => path)
    .filter((path) => !['SKILL.md', 'limpet.json', 'manifest.json'].includes(path) && !scripts.includes(path));
  const more = others.length > listedFiles ? ` and ${others.length - listedFiles} more` : '';
  const notes = [
    ...(others.length === 0
      ? []
      : [`Its files (read with use_skill and file): ${others.slice(0, listedFiles).join(', ')}${more}`]),
    ...(scripts.length === 0 ? [] : [`Its scripts (run with run_skill_script): ${scripts.join(', ')}`]),
  ];
  return [block(name, skill.body), ...notes].join('\n\n');
}

async function ready(skills: Skills, workspace: string): Promise<string> {
  const known = (await skills.list({ workspace })).filter((skill) => skill.state === 'ready');
  const lines = known.map(({ name, description }) => visibleLine(`- ${name}: ${description.slice(0, 300)}`));
  return lines.length === 0 ? 'There are no skills.' : lines.join('\n');
}

export function createUseSkill(skills: Skills): Tool {
  return defineTool<Input>({
    name: 'use_skill',
    description: 'Read the instructions of a skill before you do what it is for; with file, one of its files.',
    input: Input,
    async plan(input, ctx): Promise<Plan<Input>> {
      const { name, file } = input;
      const skill = name === undefined ? undefined : await skills.open(name, { workspace: ctx.workspace.root });
      if (skill === undefined && file !== undefined)
        throw new AppError('invalid_input', 'Name the skill that the file belongs to.');
      const target = name === undefined ? 'skills' : `skill:${name}`;
      const effect =
        skill === undefined ? ({ type: 'read', target } as const) : readEffectOf(skill, ctx.workspace.root);
      const title =
        file === undefined
          ? { key: name === undefined ? 'skills.title_list' : 'skills.title_use', params: { name: name ?? '' } }
          : { key: 'skills.title_file', params: { name: name ?? '', file } };
      const text = file === undefined ? target : `${target}/${file}`;
      return { input, effects: [effect], shown: { type: 'text', text }, title, canUndo: false };
    },
    async run({ input: { name, file } }, ctx) {
      const workspace = ctx.workspace.root;
      if (name === undefined)
        return {
          output: await ready(skills, workspace),
          label: { trust: 'owner', secrecy: 'public', source: 'skills' },
        };
      const skill = await skills.open(name, { workspace });
      const label = labelOfText(skill);
      const output = file === undefined ? whole(skill) : block(`${name}/${file}`, await fileOf(skill, file));
      return { output, ...(label === undefined ? {} : { label }) };
    },
  });
}
