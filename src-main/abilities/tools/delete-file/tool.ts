// delete_file: takes a file or a folder away; what goes is kept for undo.
import { z } from 'zod';
import { countOf, namesOf, surveyed } from '../file-tree.ts';
import { defineTool } from '../port.ts';

export const tool = defineTool({
  name: 'delete_file',
  description: 'Delete a file, or a folder with everything in it. The person can take it back. Use this instead of rm.',
  input: z.strictObject({ path: z.string().min(1) }),
  timeoutMs: 300_000,
  async plan(input, ctx) {
    const source = await surveyed(input.path, ctx);
    const { path, cannotKeep } = source;
    const count = countOf(source);
    const isFolder = source.kind === 'folder';
    const lost = cannotKeep.slice(0, 12).join(', ');
    return {
      input: { path },
      effects: [
        { type: 'write', target: path, insideWorkspace: true, delete: true, count, sample: [...source.sample] },
      ],
      shown: { type: 'text', text: isFolder ? [`${path}/`, ...namesOf(source)].join('\n') : path },
      title: isFolder
        ? { key: 'tools.delete_folder', params: { path, count: String(count) } }
        : { key: 'tools.delete_file', params: { path } },
      sessionGrant: { key: 'delete:workspace', title: { key: 'tools.grant_delete', params: {} } },
      canUndo: cannotKeep.length === 0,
      ...(cannotKeep.length === 0 ? {} : { cannotUndo: { key: 'undo.cannot_keep', params: { names: lost } } }),
      basis: { fingerprint: source.fingerprint },
    };
  },
  async run(plan, ctx) {
    const { path } = plan.input;
    await ctx.files.remove(path, { fingerprint: plan.basis?.fingerprint ?? '', signal: ctx.signal });
    return { output: plan.canUndo ? `Deleted ${path}. The person can take it back.` : `Deleted ${path}.` };
  },
});
