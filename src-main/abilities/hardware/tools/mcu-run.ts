// mcu_run: a program of the model's own on a board with MicroPython. It is asked for each time: it can do anything there.
import { z } from 'zod';
import { defineTool, type Tool } from '#main/abilities/tools/port.ts';
import { markUntrusted } from '#main/contract/untrusted-text.ts';
import { noSuchAbility } from '../port/buses.ts';
import { type BoardAccess, busPlan, onBoard } from './bus-access.ts';
import { deviceInput } from './device-call.ts';

export function createMcuRun(boards: BoardAccess): Tool {
  return defineTool({
    name: 'mcu_run',
    description:
      'Run a MicroPython program on a board and get what it prints. It must end by itself; nothing stays on the board but what it writes. Prefer sensor_read, pin_read and the like where they do.',
    input: z.strictObject({
      device: deviceInput,
      code: z.string().min(1).max(8_000),
      seconds: z.number().min(1).max(30).default(5).describe('How long it may take'),
    }),
    async plan(input, ctx) {
      const board = await boards.find(input.device, ctx.signal);
      await boards.check(board.key, { type: 'program' });
      return busPlan(
        { input, board: { ...board, runs: 'micropython' }, access: 'write' },
        `Run there:\n${input.code}`,
        {
          title: { key: 'tools.mcu_run', params: { device: board.name } },
        },
      );
    },
    async run(plan, ctx) {
      const { code, seconds } = plan.input;
      const printed = await onBoard({ boards, plan, ctx }, (board) => {
        if (board.run === undefined) throw noSuchAbility('programs');
        return board.run(code, { timeoutMs: seconds * 1_000 }, ctx.signal);
      });
      return { output: printed === '' ? 'It printed nothing.' : markUntrusted('board', printed) };
    },
  });
}
