// spi_transfer: bytes to an SPI device, where no driver knows the part. Nobody can tell a question from an order there, so each
// transfer is asked for as a write.
import { z } from 'zod';
import { defineTool, type Tool } from '#main/abilities/tools/port.ts';
import { maxSpiHz, noSuchAbility } from '../port/buses.ts';
import { type BoardAccess, boardInput, busPlan, hexBytes, mayGrant, onBoard } from './bus-access.ts';

const maxBytes = 256;
type Transfer = {
  readonly select: string;
  readonly bytes: readonly number[];
  readonly mode: number;
  readonly speedHz: number;
};

const inWords = ({ select, bytes, mode, speedHz }: Transfer) =>
  `SPI, select pin ${select}: send ${hexBytes(bytes)}, and read as many (mode ${mode}, ${speedHz} Hz)`;

export function createSpiTransfer(boards: BoardAccess): Tool {
  return defineTool({
    name: 'spi_transfer',
    description:
      'Send bytes over SPI and get as many back. Only for parts that sensor_read does not know. Example: [1, 128, 0].',
    input: z.strictObject({
      ...boardInput,
      select: z.string().min(1).max(20).describe('Select pin, or its number'),
      bytes: z.array(z.number().int().min(0).max(255)).min(1).max(maxBytes),
      mode: z.number().int().min(0).max(3).default(0),
      speedHz: z.number().int().min(1).max(maxSpiHz).default(1_000_000),
    }),
    async plan(input, ctx) {
      const board = await boards.find(input.device, ctx.signal);
      const { select, bytes, mode, speedHz } = input;
      await boards.check(board.key, { type: 'spi', select });
      return busPlan({ input, board, access: 'write' }, inWords(input), {
        title: { key: 'tools.spi_transfer', params: { device: board.name, select } },
        ...(mayGrant(board) ? { grant: `spi:${select}:${mode}:${speedHz}:${hexBytes(bytes)}` } : {}),
      });
    },
    async run(plan, ctx) {
      const { select, bytes, mode, speedHz } = plan.input;
      const back = await onBoard({ boards, plan, ctx }, async (board) => {
        if (board.spi === undefined) throw noSuchAbility('SPI');
        return (await board.spi({ select }, ctx.signal)).transfer(bytes, { mode, speedHz }, ctx.signal);
      });
      return { output: `Read: ${hexBytes(back)}` };
    },
  });
}
