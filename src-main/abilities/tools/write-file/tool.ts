// write_file: makes a file, or replaces all of one.
import { z } from 'zod';
import { AppError } from '#main/contract/errors.ts';
import { changePlan, currentFile, writePlanned } from '../file-change.ts';
import { defineTool } from '../port.ts';

const maxChars = 1_000_000;

export const tool = defineTool({
  name: 'write_file',
  description:
    'Create a file (its folders come by themselves) or replace all of it. To change part of a file use edit_file.',
  input: z.strictObject({ path: z.string().min(1), content: z.string() }),
  async plan(input, ctx) {
    if (input.content.length > maxChars)
      throw new AppError(
        'invalid_input',
        'The content is longer than a million characters. Write it in several files.',
      );
    if (/\p{Surrogate}/u.test(input.content))
      throw new AppError('invalid_input', 'The content is not valid text: it holds half of a character.');
    const file = await currentFile(input.path, ctx);
    return changePlan({ ...input, path: file.path }, file, { after: input.content, titleKey: 'tools.write_file', ctx });
  },
  async run(plan, ctx) {
    const { path, content } = plan.input;
    return { output: await writePlanned(plan, path, { after: content, ctx }) };
  },
});
