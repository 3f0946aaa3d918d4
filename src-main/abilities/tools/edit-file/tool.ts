// edit_file: replaces an exact piece of a file.
import { z } from 'zod';
import { AppError } from '#main/contract/errors.ts';
import { changePlan, currentFile, writePlanned } from '../file-change.ts';
import { defineTool } from '../port.ts';

const Input = z.strictObject({
  path: z.string().min(1),
  old_text: z.string().min(1),
  new_text: z.string(),
  all: z.boolean().optional(),
});

function occurrences(text: string, wanted: string): number {
  let count = 0;
  for (let at = text.indexOf(wanted); at !== -1; at = text.indexOf(wanted, at + wanted.length)) count += 1;
  return count;
}

const wrong = (sentence: string, reason: string) => new AppError('invalid_input', sentence, { details: { reason } });

/** The file's text after the replacement. A model writes \n; a file with \r\n is matched and kept in its own way. */
function replaced(text: string, input: z.infer<typeof Input>): string {
  let { old_text: wanted, new_text: fresh } = input;
  let count = occurrences(text, wanted);
  if (count === 0 && text.includes('\r\n') && !wanted.includes('\r')) {
    wanted = wanted.replaceAll('\n', '\r\n');
    fresh = fresh.replace(/\r?\n/g, '\r\n');
    count = occurrences(text, wanted);
  }
  if (count === 0)
    throw wrong(
      `old_text does not occur in ${input.path}. Read the file and copy the piece exactly, with its spaces and breaks.`,
      'no_match',
    );
  if (count > 1 && input.all !== true)
    throw wrong(
      `old_text occurs ${count} times in ${input.path}. Give more of the lines around it, or set all.`,
      'many_matches',
    );
  return input.all === true ? text.split(wanted).join(fresh) : text.replace(wanted, () => fresh);
}

export const tool = defineTool({
  name: 'edit_file',
  description:
    'Replace a piece of a file. Copy old_text exactly from the file, with spaces and line breaks; it must occur once, or set all. Read the file first.',
  input: Input,
  async plan(input, ctx) {
    if (input.old_text === input.new_text)
      throw wrong('old_text and new_text are the same. Nothing would change.', 'no_change');
    if (/\p{Surrogate}/u.test(input.new_text))
      throw wrong('new_text is not valid text: it holds half of a character.', 'bad_text');
    const file = await currentFile(input.path, ctx);
    if (file.sha256 === null)
      throw new AppError('not_found', `There is no file ${file.path}. Use write_file to make it.`);
    if (file.text === undefined)
      throw new AppError('unsupported', `${file.path} is not UTF-8 text, so it cannot be edited piece by piece.`);
    const after = replaced(file.text, { ...input, path: file.path });
    return changePlan({ ...input, path: file.path }, file, { after, titleKey: 'tools.edit_file', ctx });
  },
  async run(plan, ctx) {
    const { path } = plan.input;
    const file = await currentFile(path, ctx);
    if (file.text === undefined || file.sha256 !== plan.basis?.sha256)
      throw new AppError('conflict', `${path} changed since the change was planned. Read it again, then edit anew.`, {
        details: { reason: 'changed_meanwhile' },
      });
    return { output: await writePlanned(plan, path, { after: replaced(file.text, plan.input), ctx }) };
  },
});
