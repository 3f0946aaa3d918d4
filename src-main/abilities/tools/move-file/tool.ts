// move_file: gives a file or a folder another name or place.
import { z } from 'zod';
import { AppError } from '#main/contract/errors.ts';
import { countOf, namesOf, surveyed } from '../file-tree.ts';
import { defineTool } from '../port.ts';

export const tool = defineTool({
  name: 'move_file',
  description:
    'Move or rename a file or folder. `to` is its whole new path and must not exist; missing folders come by themselves.',
  input: z.strictObject({ from: z.string().min(1), to: z.string().min(1) }),
  timeoutMs: 300_000,
  async plan(input, ctx) {
    const source = await surveyed(input.from, ctx);
    const to = await ctx.workspace.locate(input.to);
    const goal = await ctx.workspace.survey(to, ctx.signal);
    const isSpelling = source.path.normalize('NFC').toLowerCase() === to.normalize('NFC').toLowerCase();
    if (source.path === to || to.startsWith(`${source.path}/`))
      throw new AppError('invalid_input', `${source.path} cannot move there. Name another place for it.`);
    if (goal.kind !== 'absent' && !isSpelling)
      throw new AppError('conflict', `There is a ${to} already. Choose another name, or move that one away first.`, {
        details: { reason: 'exists' },
      });
    const count = countOf(source);
    const names = source.kind === 'folder' ? namesOf(source) : [];
    const inside = { insideWorkspace: true, count };
    return {
      input: { from: source.path, to },
      effects: [
        { type: 'write', target: source.path, delete: true, sample: [...source.sample], ...inside },
        { type: 'write', target: to, ...inside },
      ],
      shown: { type: 'text', text: [`${source.path} → ${to}`, ...names].join('\n') },
      title: { key: 'tools.move_file', params: { from: source.path, to } },
      sessionGrant: { key: 'write:workspace', title: { key: 'tools.grant_write', params: {} } },
      canUndo: true,
      basis: { fingerprint: source.fingerprint },
    };
  },
  async run(plan, ctx) {
    const { from, to } = plan.input;
    await ctx.files.move(from, to, { fingerprint: plan.basis?.fingerprint ?? '', signal: ctx.signal });
    return { output: `Moved ${from} to ${to}.` };
  },
});
