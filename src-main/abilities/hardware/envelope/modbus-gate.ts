// A line with Modbus devices as the model's tools get it: each frame is read again as it leaves, and only a known order does.
import type { Link } from '../port/link.ts';
import { crc16, type ModbusTable } from '../protocols/modbus/frame.ts';
import { type DeviceOrder, outsideEnvelope } from './device-order.ts';
import type { CheckOrder } from './guard-board.ts';

const tables: Readonly<Record<number, ModbusTable>> = {
  1: 'coils',
  2: 'discrete_inputs',
  3: 'holding_registers',
  4: 'input_registers',
  5: 'coils',
  6: 'holding_registers',
  15: 'coils',
  16: 'holding_registers',
};

/** The order that a frame is; undefined where it is none that we send. */
export function orderInFrame(frame: Uint8Array): Extract<DeviceOrder, { type: 'modbus' }> | undefined {
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
  const [unit = 0, code = 0] = frame;
  const table = tables[code];
  if (frame.length < 8 || table === undefined || unit < 1 || unit > 247 || crc16(frame) !== 0) return undefined;
  const place = { type: 'modbus', unit, table, address: view.getUint16(2) } as const;
  const third = view.getUint16(4);
  if (code <= 4) return frame.length === 8 ? { ...place, count: third } : undefined;
  if (code === 5) {
    const isKnown = frame.length === 8 && (third === 0 || third === 0xff00);
    return isKnown ? { ...place, count: 1, values: [third === 0 ? 0 : 1] } : undefined;
  }
  if (code === 6) return frame.length === 8 ? { ...place, count: 1, values: [third] } : undefined;
  const bytes = frame[6] ?? 0;
  const wanted = code === 15 ? Math.ceil(third / 8) : 2 * third;
  if (third < 1 || bytes !== wanted || frame.length !== 9 + bytes) return undefined;
  const values = Array.from({ length: third }, (_, index) =>
    code === 15 ? ((frame[7 + (index >> 3)] ?? 0) >> (index & 7)) & 1 : view.getUint16(7 + 2 * index),
  );
  return { ...place, count: third, values };
}

export const guardModbusLink = (link: Link, check: CheckOrder): Link => ({
  ...{ identity: link.identity, data: link.data, closed: link.closed, close: () => link.close() },
  async write(bytes, signal) {
    const order = orderInFrame(bytes);
    if (order === undefined) throw outsideEnvelope('bytes that are no Modbus order');
    await check(order);
    await link.write(bytes, signal);
  },
});
