// i2c_scan and i2c_transfer: the bus itself, where no driver knows the part.
import { z } from 'zod';
import { defineTool, type Tool } from '#main/abilities/tools/port.ts';
import { hexByte } from '../port/buses.ts';
import {
  addressInput,
  type BoardAccess,
  type BoardName,
  boardInput,
  busPlan,
  hexBytes,
  mayGrant,
  onI2c,
} from './bus-access.ts';

const byte = z.number().int().min(0).max(255);
/** Memories: of modules and boards, where a wrong byte may stay for good. */
const isMemory = (address: number) => address >= 0x50 && address <= 0x57;

export function createI2cScan(boards: BoardAccess): Tool {
  return defineTool({
    name: 'i2c_scan',
    description: 'List the I2C addresses that answer on a board. To learn what the parts are, use sensor_identify.',
    input: z.strictObject(boardInput),
    async plan(input, ctx) {
      const board = await boards.find(input.device, ctx.signal);
      await boards.check(board.key, { type: 'i2c_scan' });
      return busPlan({ input, board, access: 'read' }, 'I2C: ask every address from 0x08 to 0x77 whether it answers', {
        title: { key: 'tools.i2c_scan', params: { device: board.name } },
      });
    },
    async run(plan, ctx) {
      const found = await onI2c({ boards, plan, ctx }, (bus) => bus.scan(ctx.signal));
      const list = found.map(hexByte).join(' ');
      return { output: found.length === 0 ? 'Nothing answers. Check power and wiring.' : `Answering: ${list}` };
    },
  });
}

type Transfer = { readonly address: number; readonly write: readonly number[]; readonly read: number };

const isRegisterRead = ({ write, read }: Transfer) => read > 0 && write.length <= 1;
/** A byte that is a register's number to one part sets eight outputs of another, until the person says what is there. */
const accessOf = (transfer: Transfer, { limits }: BoardName) =>
  transfer.write.length === 0 || (limits !== undefined && isRegisterRead(transfer)) ? 'read' : 'write';

function inWords({ address, write, read }: Transfer): string {
  const parts = [
    ...(write.length === 0 ? [] : [`write ${hexBytes(write)}`]),
    ...(read === 0 ? [] : [`read ${read} ${read === 1 ? 'byte' : 'bytes'}`]),
  ];
  return `I2C ${hexByte(address)}: ${parts.join(', then ')}${isMemory(address) && write.length > 1 ? ' (a memory)' : ''}`;
}

export function createI2cTransfer(boards: BoardAccess): Tool {
  return defineTool({
    name: 'i2c_transfer',
    description:
      'Write bytes to an I2C address, then read some, in one transfer. Only for parts that sensor_read does not know. Example: write [0], read 2.',
    input: z
      .strictObject({
        ...boardInput,
        address: addressInput,
        write: z.array(byte).max(64).default([]),
        read: z.number().int().min(0).max(64).default(0).describe('Bytes to read afterwards'),
      })
      .refine(({ write, read }) => write.length > 0 || read > 0, 'Give bytes to write, or how many to read, or both.'),
    async plan(input, ctx) {
      const board = await boards.find(input.device, ctx.signal);
      const { address, write, read: readLength } = input;
      await boards.check(board.key, { type: 'i2c', address, write, readLength });
      const access = accessOf(input, board);
      const same = `i2c:${hexByte(input.address)}:${hexBytes(input.write)}`;
      return busPlan({ input, board, access }, inWords(input), {
        title: { key: 'tools.i2c_transfer', params: { device: board.name, address: hexByte(input.address) } },
        // The same bytes again; to a memory each time anew.
        ...(access === 'write' && !isMemory(address) && (isRegisterRead(input) || mayGrant(board))
          ? { grant: same }
          : {}),
      });
    },
    async run(plan, ctx) {
      const { address, write, read } = plan.input;
      const transfer = { address, write, readLength: read };
      const bytes = await onI2c({ boards, plan, ctx }, (bus) => bus.transfer(transfer, ctx.signal));
      return { output: read === 0 ? `Written: ${hexBytes(write)}` : `Read: ${hexBytes(bytes)}` };
    },
  });
}
