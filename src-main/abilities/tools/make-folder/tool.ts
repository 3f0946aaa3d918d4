// make_folder: an empty folder; those of new files come by themselves.
import { z } from 'zod';
import { AppError } from '#main/contract/errors.ts';
import { isWriteProtected } from '#main/guard/workspace/port.ts';
import { defineTool } from '../port.ts';

export const tool = defineTool({
  name: 'make_folder',
  description: 'Make an empty folder and the folders above it. Not needed before write_file or move_file.',
  input: z.strictObject({ path: z.string().min(1) }),
  async plan(input, ctx) {
    const path = await ctx.workspace.locate(input.path);
    if (isWriteProtected(path))
      throw new AppError('forbidden', 'Git’s own folders are never made by a tool. Leave them to the person.', {
        details: { reason: 'protected_path' },
      });
    const found = await ctx.workspace.stat(path);
    if (found !== undefined && found.kind !== 'folder')
      throw new AppError('conflict', `There is a ${path} already, and it is not a folder.`, {
        details: { reason: 'exists' },
      });
    const title = { key: 'tools.make_folder', params: { path } };
    const shown = { type: 'text' as const, text: `${path}/` };
    if (found !== undefined)
      return {
        ...{ input: { path }, shown, title, canUndo: false },
        effects: [{ type: 'read', target: path, insideWorkspace: true }],
      };
    return {
      ...{ input: { path }, shown, title, canUndo: true },
      effects: [{ type: 'write', target: path, insideWorkspace: true }],
      sessionGrant: { key: 'write:workspace', title: { key: 'tools.grant_write', params: {} } },
    };
  },
  async run(plan, ctx) {
    const { path } = plan.input;
    if (plan.effects[0]?.type === 'read') return { output: `${path} is there already.` };
    await ctx.files.makeFolder(path, { signal: ctx.signal });
    return { output: `Made the folder ${path}.` };
  },
});
