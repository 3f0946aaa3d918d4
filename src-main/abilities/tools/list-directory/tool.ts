// list_directory: what is in a folder.
import { z } from 'zod';
import { AppError } from '#main/contract/errors.ts';
import { visibleLine } from '#main/contract/shown-text.ts';
import { defineTool } from '../port.ts';
import { readPlan, sizeInWords } from '../reads.ts';

const maxEntries = 500;

export const tool = defineTool({
  name: 'list_directory',
  description: 'List a folder of the workspace with sizes; without path the workspace itself.',
  input: z.strictObject({ path: z.string().optional() }),
  async plan(input, ctx) {
    const path = await ctx.workspace.resolve(input.path ?? '.');
    const found = await ctx.workspace.stat(path);
    if (found === undefined) throw new AppError('not_found', `There is no folder ${path}. List the folder above it.`);
    if (found.kind !== 'folder')
      throw new AppError('invalid_input', `${path} is not a folder. Use read_file to read a file.`);
    return readPlan({ path }, path, { key: 'tools.list_directory', params: { path: path === '.' ? './' : path } });
  },
  async run({ input }, ctx) {
    const path = input.path ?? '.';
    const { entries, more } = await ctx.files.list(path, { limit: maxEntries, signal: ctx.signal });
    if (entries.length === 0) return { output: path === '.' ? 'The workspace is empty.' : `${path} is empty.` };
    const lines = entries.map((entry) => {
      const name = visibleLine(entry.path.slice(entry.path.lastIndexOf('/') + 1));
      if (entry.kind === 'folder') return `${name}/`;
      return entry.kind === 'file' ? `${name} (${sizeInWords(entry.sizeBytes)})` : `${name} (${entry.kind})`;
    });
    if (more) lines.push(`[more than ${maxEntries} entries: the rest is left out; find_files narrows it down]`);
    return { output: lines.join('\n') };
  },
});
