// modbus_read and modbus_write: devices on a Modbus RTU line behind a serial adapter.
import { z } from 'zod';
import { defineTool, type Tool } from '#main/abilities/tools/port.ts';
import type { Clock } from '#main/platform/base/clock.ts';
import { withModbus } from '../protocols/registry.ts';
import { type BoardAccess, busPlan, mayGrant, orderOf } from './bus-access.ts';
import { deviceInput } from './device-call.ts';

const lineInput = {
  device: deviceInput,
  unit: z.number().int().min(1).max(247),
  address: z.number().int().min(0).max(65_535).describe('Counted from 0'),
};

export function createModbusRead(boards: BoardAccess, clock: Clock): Tool {
  return defineTool({
    name: 'modbus_read',
    description: 'Read from a Modbus RTU device behind a serial adapter. Speed and parity are set with the device.',
    input: z.strictObject({
      ...lineInput,
      table: z.enum(['coils', 'discrete_inputs', 'holding_registers', 'input_registers']),
      count: z.number().int().min(1).max(125).default(1),
    }),
    async plan(input, ctx) {
      const board = await boards.find(input.device, ctx.signal);
      const { device: _device, ...asked } = input;
      await boards.check(board.key, { type: 'modbus', ...asked });
      const say = `Modbus unit ${input.unit}: read ${input.count} of ${input.table} from ${input.address}`;
      return busPlan({ input, board, access: 'read', isBareLink: true }, say, {
        title: { key: 'tools.modbus_read', params: { unit: String(input.unit), device: board.name } },
      });
    },
    async run(plan, ctx) {
      const { unit, table, address, count } = plan.input;
      const request = { unit, table, address, count };
      const values = await boards.withLink(
        orderOf(plan, ctx),
        (link) => withModbus({ link, clock }, (modbus) => modbus.read(request, ctx.signal)),
        ctx.signal,
      );
      return { output: values.map((value, index) => `${address + index}: ${value}`).join('\n') };
    },
  });
}

export function createModbusWrite(boards: BoardAccess, clock: Clock): Tool {
  return defineTool({
    name: 'modbus_write',
    description: 'Write to a Modbus RTU device behind a serial adapter; coils are 0 or 1, registers 0 to 65535.',
    input: z.strictObject({
      ...lineInput,
      table: z.enum(['coils', 'holding_registers']),
      values: z.array(z.number().int().min(0).max(65_535)).min(1).max(123),
    }),
    async plan(input, ctx) {
      const board = await boards.find(input.device, ctx.signal);
      const { unit, table, address, values } = input;
      await boards.check(board.key, { type: 'modbus', unit, table, address, values, count: values.length });
      const say = `Modbus unit ${unit}: write ${values.join(', ')} to ${table} from ${address}`;
      return busPlan({ input, board, access: 'write', isBareLink: true }, say, {
        title: { key: 'tools.modbus_write', params: { unit: String(unit), device: board.name } },
        ...(mayGrant(board) ? { grant: `modbus:${unit}:${table}:${address}:${values.join(',')}` } : {}),
      });
    },
    async run(plan, ctx) {
      const { unit, table, address, values } = plan.input;
      const request = { unit, table, address, values };
      await boards.withLink(
        orderOf(plan, ctx),
        (link) => withModbus({ link, clock }, (modbus) => modbus.write(request, ctx.signal)),
        ctx.signal,
      );
      return { output: `Written: ${values.join(', ')}` };
    },
  });
}
