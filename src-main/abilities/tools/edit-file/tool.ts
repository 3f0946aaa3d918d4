// edit_file: replaces an exact piece of a file.
import { z } from 'zod';
import { AppError } from '#main/contract/errors.ts';
import { changePlan, currentFile, writePlanned } from '../file-change.ts';
import { defineTool } from '../port.ts';
import { checkReplacement, replaced } from '../replace-text.ts';

const Input = z.strictObject({
  path: z.string().min(1),
  old_text: z.string().min(1),
  new_text: z.string(),
  all: z.boolean().optional(),
});

const whole = (input: z.infer<typeof Input>) => ({ ...input, all: input.all === true });

export const tool = defineTool({
  name: 'edit_file',
  description:
    'Replace a piece of a file. Copy old_text exactly from the file, with spaces and line breaks; it must occur once, or set all. Read the file first.',
  input: Input,
  async plan(input, ctx) {
    checkReplacement(input);
    const file = await currentFile(input.path, ctx);
    if (file.sha256 === null)
      throw new AppError('not_found', `There is no file ${file.path}. Use write_file to make it.`);
    if (file.text === undefined)
      throw new AppError('unsupported', `${file.path} is not UTF-8 text, so it cannot be edited piece by piece.`);
    const after = replaced(file.text, file.path, whole(input));
    return changePlan({ ...input, path: file.path }, file, { after, titleKey: 'tools.edit_file', ctx });
  },
  async run(plan, ctx) {
    const { path } = plan.input;
    const file = await currentFile(path, ctx);
    if (file.text === undefined || file.sha256 !== plan.basis?.sha256)
      throw new AppError('conflict', `${path} changed since the change was planned. Read it again, then edit anew.`, {
        details: { reason: 'changed_meanwhile' },
      });
    const after = replaced(file.text, path, whole(plan.input));
    return { output: await writePlanned(plan, path, { after, ctx }) };
  },
});
