// What may be ordered of a device, and whether the person's limits allow it. Pure: the same order has the same answer.
import type { DeviceLimits, OutputLimit } from '#main/contract/device-limits.ts';
import { AppError } from '#main/contract/errors.ts';
import { hexByte } from '../port/buses.ts';
import type { ModbusTable } from '../protocols/modbus/frame.ts';
import { compileLine } from './line-pattern.ts';

export type DeviceOrder =
  /** `unended`: what stands on the line already. */
  | { readonly type: 'text'; readonly bytes: Uint8Array; readonly unended: string }
  | { readonly type: 'output'; readonly pin: string; readonly value: number }
  /** Makes it an input, digital or analog. */
  | { readonly type: 'input'; readonly pin: string }
  | { readonly type: 'i2c'; readonly address: number; readonly write: readonly number[]; readonly readLength: number }
  | { readonly type: 'i2c_scan' }
  | { readonly type: 'spi'; readonly select: string }
  | {
      readonly type: 'modbus';
      readonly unit: number;
      readonly table: ModbusTable;
      readonly address: number;
      readonly count: number;
      /** Absent: they are read. */
      readonly values?: readonly number[];
    }
  | { readonly type: 'program' };

/** Whether it can change what an output does: what a stopped bench refuses. */
export function switches(order: DeviceOrder): boolean {
  switch (order.type) {
    case 'i2c_scan':
      return false;
    case 'i2c':
      return order.write.length > 1 || order.readLength === 0;
    case 'modbus':
      return order.values !== undefined;
    case 'text':
    case 'output':
    case 'input':
    case 'spi':
    case 'program':
      return true;
  }
}

export const outsideEnvelope = (what: string) =>
  new AppError(
    'forbidden',
    `The person's limits for this device do not allow this: ${what}. Stay within them, or ask the person to change them on the page Devices.`,
    {
      details: { reason: 'outside_envelope', facts: { what } },
    },
  );

export const benchStopped = () =>
  new AppError(
    'conflict',
    'The emergency stop is on: nothing is switched until the person lets go of it. Do not try again.',
    {
      details: { reason: 'bench_stopped' },
    },
  );

/** Without limits the person is asked for what is said in another protocol. */
export function otherProtocol(
  { limits, speaks }: { readonly limits?: DeviceLimits; readonly speaks?: string },
  protocol: string,
): AppError | undefined {
  const isOther = limits !== undefined && speaks !== undefined && speaks !== protocol;
  return isOther ? outsideEnvelope(`speaking ${protocol} to it; it speaks ${speaks}`) : undefined;
}

/** Undefined where they do. Without limits nothing is refused here: the person is asked for each order. */
export function refusalOf(order: DeviceOrder, limits: DeviceLimits | undefined): AppError | undefined {
  const what = limits === undefined ? undefined : whatOf(order, limits);
  return what === undefined ? undefined : outsideEnvelope(what);
}

function whatOf(order: DeviceOrder, limits: DeviceLimits): string | undefined {
  switch (order.type) {
    case 'text':
      return textRefusal(order, limits);
    case 'output':
      return outputRefusal(order, limits);
    case 'input':
      return limits.inputs.includes(order.pin) ? undefined : `pin ${order.pin} as an input`;
    case 'i2c':
      return i2cRefusal(order, limits);
    case 'i2c_scan':
      return 'asking every I2C address';
    case 'spi':
      return limits.spi.includes(order.select) ? undefined : `SPI with select pin ${order.select}`;
    case 'modbus':
      return modbusRefusal(order, limits);
    case 'program':
      return limits.programs ? undefined : 'programs';
  }
}

/** One whole line, and nothing before it that it would go on from. */
function textRefusal({ bytes, unended }: Extract<DeviceOrder, { type: 'text' }>, limits: DeviceLimits) {
  const text = Buffer.from(bytes).toString('latin1');
  if (unended !== '') return 'a text while a line before it has no end';
  if (!text.endsWith(limits.lineEnd)) return 'a text without the end of line that is set';
  const line = text.slice(0, -limits.lineEnd.length);
  if (!/^[\x20-\x7e]*$/.test(line)) return 'more than one line, or bytes that are no visible ASCII';
  return limits.lines.some((pattern) => compileLine(pattern)?.(line) === true)
    ? undefined
    : `the line ${line.slice(0, 80)}`;
}

export const limitOf = (pin: string, limits: DeviceLimits | undefined): OutputLimit | undefined =>
  limits?.outputs.find((one) => one.pin === pin);

function outputRefusal({ pin, value }: Extract<DeviceOrder, { type: 'output' }>, limits: DeviceLimits) {
  const limit = limitOf(pin, limits);
  if (limit === undefined) return `switching pin ${pin}`;
  if (value === limit.safe) return undefined;
  if (limit.kind === 'digital' && value !== 0 && value !== 1) return `pin ${pin} by degrees`;
  return value >= limit.min && value <= limit.max
    ? undefined
    : `pin ${pin} at ${value}; from ${limit.min} to ${limit.max} is allowed`;
}

/** A write begins at the register that its first byte names and goes on from there; so does the read after it. */
function i2cRefusal({ address, write, readLength }: Extract<DeviceOrder, { type: 'i2c' }>, limits: DeviceLimits) {
  const [first, ...values] = write;
  const covers = (access: 'read' | 'write', from: number, to: number) =>
    limits.i2c.some(
      (one) =>
        one.address === address && (access === 'read' || one.access === 'write') && one.from <= from && one.to >= to,
    );
  const place = hexByte(address);
  // Where it stands is not known: only one who may have all of it may read on.
  if (first === undefined) return covers('read', 0, 255) ? undefined : `reading ${place} without naming a register`;
  if (values.length > 0 || readLength === 0) {
    const last = first + Math.max(0, values.length - 1);
    if (!covers('write', first, last)) return `writing to ${place}, register ${hexByte(first)}`;
  }
  if (readLength === 0) return undefined;
  // After a write the pointer may stand anywhere, and behind the last register it begins anew.
  const isAnywhere = values.length > 0 || first + readLength > 256;
  const [from, to] = isAnywhere ? [0, 255] : [first, first + readLength - 1];
  return covers('read', from, to) ? undefined : `reading ${place}, register ${hexByte(first)}`;
}

function modbusRefusal(order: Extract<DeviceOrder, { type: 'modbus' }>, limits: DeviceLimits) {
  const { unit, table, address, count, values } = order;
  const found = limits.modbus.find(
    (one) =>
      one.unit === unit &&
      one.table === table &&
      one.from <= address &&
      one.to >= address + count - 1 &&
      (values === undefined ||
        (one.access === 'write' && values.every((value) => value >= one.min && value <= one.max))),
  );
  const act = values === undefined ? 'reading' : 'writing to';
  return found === undefined ? `${act} ${table} of unit ${unit} from ${address}` : undefined;
}
