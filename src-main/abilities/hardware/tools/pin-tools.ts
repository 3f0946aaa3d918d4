// pin_read, pin_write and analog_read: the pins of a board.
import { z } from 'zod';
import { defineTool, type Tool } from '#main/abilities/tools/port.ts';
import type { Readings } from '../port/readings.ts';
import { byConverter } from '../readings/measured-by.ts';
import {
  type BoardAccess,
  type BoardName,
  boardInput,
  busPlan,
  mayGrant,
  onBoard,
  orderOf,
  viaOf,
} from './bus-access.ts';

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
      if (input.mode !== undefined) await boards.check(board.key, { type: 'input', pin: input.pin });
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

type Switch = { readonly pin: string; readonly level?: 'high' | 'low' | undefined; readonly duty?: number | undefined };

const shareOf = ({ level, duty }: Switch) => duty ?? (level === 'high' ? 1 : 0);
const inWords = (value: number) => (value === 1 ? 'high' : value === 0 ? 'low' : `${Math.round(value * 1_000) / 10} %`);

/** The pin that is meant, by its own name or by the one that the person gave the output. */
function outputOf({ limits }: BoardName, pin: string) {
  const same = (name: string | undefined) => name?.toLowerCase() === pin.trim().toLowerCase();
  return limits?.outputs.find((one) => one.pin === pin) ?? limits?.outputs.find(({ name }) => same(name));
}

export function createPinWrite(boards: BoardAccess): Tool {
  return defineTool({
    name: 'pin_write',
    description:
      'Switch an output of a board, by pin or by the name that the person gave it: level, or duty (0 to 1) for part of the time.',
    input: z
      .strictObject({
        ...boardInput,
        pin: z.string().min(1).max(40).describe('13, LED, GP5, or a name: fan'),
        level: z.enum(['high', 'low']).optional(),
        duty: z.number().min(0).max(1).optional().describe('Share of the time that it is high'),
      })
      .refine(({ level, duty }) => (level === undefined) !== (duty === undefined), 'Give level or duty, one of them.'),
    async plan(input, ctx) {
      const board = await boards.find(input.device, ctx.signal);
      const output = outputOf(board, input.pin);
      const id = output?.pin ?? input.pin;
      const value = shareOf(input);
      await boards.check(board.key, { type: 'output', pin: id, value });
      const name = output?.name === undefined ? id : `${id} (${output.name})`;
      const title = value === 0 || value === 1 ? `tools.pin_${inWords(value)}` : 'tools.pin_duty';
      const isSafe = value === (output?.safe ?? 0);
      return busPlan(
        { input: { ...input, pin: id }, board, access: 'write' },
        `Pin ${name}: switch to ${inWords(value)}`,
        {
          title: { key: title, params: { pin: name, device: board.name, share: inWords(value) } },
          ...(isSafe || mayGrant(board) ? { grant: `pin:${id}:${value}` } : {}),
        },
      );
    },
    async run(plan, ctx) {
      const { pin: id } = plan.input;
      const value = shareOf(plan.input);
      await boards.set({ ...orderOf(plan, ctx), via: viaOf(plan), pin: id, value }, ctx.signal);
      return { output: `Pin ${id} is switched to ${inWords(value)}.` };
    },
  });
}

/** What is measured is kept, too. */
export function createAnalogRead(boards: BoardAccess, note: Readings['note']): Tool {
  return defineTool({
    name: 'analog_read',
    description:
      'Measure the voltage at an analog input of a board, against the reference that it has (often 5 or 3.3 V).',
    input: z.strictObject({ ...boardInput, channel: pin, reference: z.number().positive().max(10) }),
    async plan(input, ctx) {
      const board = await boards.find(input.device, ctx.signal);
      if (board.limits !== undefined) await boards.check(board.key, { type: 'input', pin: input.channel });
      return busPlan({ input, board, access: 'read' }, `Analog input ${input.channel}: measure`, {
        title: { key: 'tools.analog_read', params: { channel: input.channel, device: board.name } },
      });
    },
    async run(plan, ctx) {
      const { channel, reference } = plan.input;
      const { raw, fullScale, volts } = await onBoard({ boards, plan, ctx }, async (board) =>
        (await board.adc({ referenceVolts: reference }, ctx.signal)).read(channel, ctx.signal),
      );
      note([byConverter(channel, volts, { device: orderOf(plan, ctx).key, at: ctx.clock.now() })]);
      return { output: `Input ${channel}: ${volts.toFixed(4)} V [${raw} of ${fullScale}, against ${reference} V]` };
    },
  });
}
