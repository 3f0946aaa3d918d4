// pin_read, pin_write and analog_read: the pins of a board.
import { z } from 'zod';
import { defineTool, type Tool } from '#main/abilities/tools/port.ts';
import { type BoardAccess, boardInput, busPlan, onBoard } from './bus-access.ts';

const pin = z.string().min(1).max(20).describe('As the board calls it: 13, LED, GP5');

export function createPinRead(boards: BoardAccess): Tool {
  return defineTool({
    name: 'pin_read',
    description:
      'Read the level of a pin of a board. `mode` makes it an input first; left out, the pin stays as it is.',
    input: z.strictObject({ ...boardInput, pin, mode: z.enum(['input', 'input_pullup']).optional() }),
    async plan(input, ctx) {
      const board = await boards.find(input.device, ctx.signal);
      // An output that becomes an input lets go of what it held.
      const access = input.mode === undefined ? 'read' : 'write';
      const say =
        input.mode === undefined ? `Pin ${input.pin}: read` : `Pin ${input.pin}: make it an ${input.mode}, read`;
      return busPlan({ input, board, access }, say, {
        title: { key: 'tools.pin_read', params: { pin: input.pin, device: board.name } },
        ...(input.mode === undefined ? {} : { grant: `pin:${input.pin}:${input.mode}` }),
      });
    },
    async run(plan, ctx) {
      const { pin: id, mode } = plan.input;
      const level = await onBoard({ boards, plan, ctx }, async (board) => {
        const gpio = await board.gpio(ctx.signal);
        if (mode !== undefined) await gpio.setMode(id, mode, ctx.signal);
        return gpio.read(id, ctx.signal);
      });
      return { output: `Pin ${id} is ${level ? 'high' : 'low'}.` };
    },
  });
}

export function createPinWrite(boards: BoardAccess): Tool {
  return defineTool({
    name: 'pin_write',
    description: 'Switch a pin of a board: it becomes an output with this level.',
    input: z.strictObject({ ...boardInput, pin, level: z.enum(['high', 'low']) }),
    async plan(input, ctx) {
      const board = await boards.find(input.device, ctx.signal);
      return busPlan({ input, board, access: 'write' }, `Pin ${input.pin}: switch to ${input.level}`, {
        title: { key: `tools.pin_${input.level}`, params: { pin: input.pin, device: board.name } },
        grant: `pin:${input.pin}:${input.level}`,
      });
    },
    async run(plan, ctx) {
      const { pin: id, level } = plan.input;
      await onBoard({ boards, plan, ctx }, async (board) =>
        (await board.gpio(ctx.signal)).write(id, level === 'high', ctx.signal),
      );
      return { output: `Pin ${id} is switched to ${level}.` };
    },
  });
}

export function createAnalogRead(boards: BoardAccess): Tool {
  return defineTool({
    name: 'analog_read',
    description:
      'Measure the voltage at an analog input of a board, against the reference that it has (often 5 or 3.3 V).',
    input: z.strictObject({ ...boardInput, channel: pin, reference: z.number().positive().max(10) }),
    async plan(input, ctx) {
      const board = await boards.find(input.device, ctx.signal);
      return busPlan({ input, board, access: 'read' }, `Analog input ${input.channel}: measure`, {
        title: { key: 'tools.analog_read', params: { channel: input.channel, device: board.name } },
      });
    },
    async run(plan, ctx) {
      const { channel, reference } = plan.input;
      const { raw, fullScale, volts } = await onBoard({ boards, plan, ctx }, async (board) =>
        (await board.adc({ referenceVolts: reference }, ctx.signal)).read(channel, ctx.signal),
      );
      return { output: `Input ${channel}: ${volts.toFixed(4)} V [${raw} of ${fullScale}, against ${reference} V]` };
    },
  });
}
