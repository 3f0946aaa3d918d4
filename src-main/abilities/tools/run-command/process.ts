// process: the commands that run in the background, what they print, and their end.
import { z } from 'zod';
import { AppError } from '#main/contract/errors.ts';
import { visibleLine } from '#main/contract/shown-text.ts';
import { markUntrusted } from '#main/contract/untrusted-text.ts';
import { defineTool, type Tool } from '../port.ts';
import { oneLine, readPlan } from '../reads.ts';
import type { Background, BackgroundProcess } from './background.ts';
import { plainOutput } from './tail-buffer.ts';

const Input = z.strictObject({
  action: z.enum(['list', 'output', 'kill']),
  id: z.string().min(1).max(20).optional(),
});

function stateOf({ exit }: BackgroundProcess): string {
  if (exit === undefined) return 'running';
  return exit.exitCode === null ? `ended by ${exit.signal ?? 'a signal'}` : `ended, exit code ${exit.exitCode}`;
}

const withOutput = (status: string, text: string) =>
  text.trim() === '' ? `${status}, no new output` : `${status}\n${markUntrusted('command output', text.trimEnd())}`;

export function createProcessTool(background: Background): Tool {
  return defineTool({
    name: 'process',
    description: 'Background commands of run_command: list them, read new output of one, kill it.',
    input: Input,
    async plan(input, ctx) {
      if (input.action === 'list')
        return readPlan({ action: input.action }, 'processes', { key: 'tools.process_list', params: {} });
      if (input.id === undefined) throw new AppError('invalid_input', 'Name the process by its id; list shows them.');
      background.get(ctx.sessionId, input.id);
      const key = input.action === 'kill' ? 'tools.command_kill' : 'tools.command_output';
      return readPlan(input, `process ${input.id}`, { key, params: { process: input.id } });
    },
    async run({ input }, ctx) {
      if (input.action === 'list') {
        const lines = background
          .list(ctx.sessionId)
          .map((one) => `${one.id}: ${stateOf(one)}: ${visibleLine(oneLine(one.command))}`);
        return { output: lines.length === 0 ? 'No command was started in the background here.' : lines.join('\n') };
      }
      const process = background.get(ctx.sessionId, input.id ?? '');
      if (input.action === 'kill' && process.exit === undefined) {
        await process.kill();
        await process.ended;
        return { output: withOutput(`${process.id} was ended`, plainOutput(process.take())) };
      }
      return { output: withOutput(`${process.id}: ${stateOf(process)}`, plainOutput(process.take())) };
    },
  });
}
