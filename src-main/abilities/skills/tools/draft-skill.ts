// draft_skill: the model writes a skill down as a proposal; it counts for nothing before the person has reviewed it.
import { z } from 'zod';
import { defineTool, type Plan, type Tool } from '#main/abilities/tools/port.ts';
import { AppError } from '#main/contract/errors.ts';
import { type SkillDraft, SkillName } from '#main/contract/skills.ts';
import { checkDraft, type Drafts } from '../write/drafts.ts';

const Input = z.strictObject({
  name: SkillName,
  description: z.string().min(1).max(1_024),
  instructions: z.string().min(1).max(60_000),
  files: z
    .array(z.strictObject({ path: z.string().min(1).max(300), content: z.string().max(100_000) }))
    .max(20)
    .optional(),
});
type Input = z.infer<typeof Input>;

const toDraft = ({ name, description, instructions, files }: Input): SkillDraft => ({
  ...{ name, description, verb: '', license: '', compatibility: '', body: instructions },
  wants: { files: { read: [], write: [] }, hosts: [], tools: [], devices: [], secrets: [] },
  files: (files ?? []).map(({ path, content }) => ({ path, text: content })),
});

export function createDraftSkill(drafts: Drafts, changed: () => void): Tool {
  return defineTool<Input>({
    name: 'draft_skill',
    description: 'Propose a new skill when the person wants a way of working kept. They review it; it is not active.',
    input: Input,
    async plan(input): Promise<Plan<Input>> {
      const { problem, text } = await checkDraft(toDraft(input));
      if (problem !== undefined)
        throw new AppError('invalid_input', `This is no sound skill (${problem.key.replace('skills.problem_', '')}).`);
      const files = (input.files ?? []).map(({ path, content }) => `\n\n${path}\n${content}`).join('');
      return {
        input,
        // Put beside Limpet's own data where nothing reads it but the review: that review is the question to the person.
        effects: [{ type: 'read', target: 'skills' }],
        shown: { type: 'text', text: `${text}${files}` },
        title: { key: 'skills.title_draft', params: { name: input.name } },
        canUndo: true,
      };
    },
    async run({ input }) {
      await drafts.propose(toDraft(input), 'draft');
      changed();
      return {
        output: `Proposed. The person finds ${input.name} under Skills, to be reviewed; until then it is not active.`,
      };
    },
  });
}
