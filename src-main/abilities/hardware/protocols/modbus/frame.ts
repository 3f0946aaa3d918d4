// Modbus RTU's frames: what goes out, and how to find the answer in what comes in.

export type ModbusTable = 'coils' | 'discrete_inputs' | 'holding_registers' | 'input_registers';

const readFunctions: Readonly<Record<ModbusTable, number>> = {
  coils: 1,
  discrete_inputs: 2,
  holding_registers: 3,
  input_registers: 4,
};
export const isBits = (table: ModbusTable) => table === 'coils' || table === 'discrete_inputs';
/** What one frame holds. */
export const limits = { readBits: 2_000, readWords: 125, writeBits: 1_968, writeWords: 123 };

export function crc16(bytes: ArrayLike<number>): number {
  let crc = 0xffff;
  for (let index = 0; index < bytes.length; index += 1) {
    crc ^= bytes[index] ?? 0;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >> 1) ^ 0xa001 : crc >> 1;
  }
  return crc;
}

const word = (value: number) => [(value >> 8) & 0xff, value & 0xff];

function withCrc(bytes: readonly number[]): Uint8Array {
  const crc = crc16(bytes);
  return Uint8Array.from([...bytes, crc & 0xff, crc >> 8]);
}

export type ReadRequest = {
  readonly unit: number;
  readonly table: ModbusTable;
  readonly address: number;
  readonly count: number;
};
export type WriteRequest = {
  readonly unit: number;
  readonly table: 'coils' | 'holding_registers';
  readonly address: number;
  readonly values: readonly number[];
};

/** A frame, and the length that a good answer to it has. */
export type Question = { readonly frame: Uint8Array; readonly answerLength: number };

export function readQuestion({ unit, table, address, count }: ReadRequest): Question {
  const frame = withCrc([unit, readFunctions[table], ...word(address), ...word(count)]);
  return { frame, answerLength: 5 + (isBits(table) ? Math.ceil(count / 8) : 2 * count) };
}

function packBits(values: readonly number[]): number[] {
  const bytes = Array<number>(Math.ceil(values.length / 8)).fill(0);
  for (const [index, value] of values.entries())
    if (value !== 0) bytes[index >> 3] = (bytes[index >> 3] ?? 0) | (1 << (index & 7));
  return bytes;
}

/** One value is written by the function for one: some devices know no other. */
export function writeQuestion({ unit, table, address, values }: WriteRequest): Question {
  const isCoils = table === 'coils';
  const [only = 0] = values;
  if (values.length === 1) {
    const value = isCoils ? (only === 0 ? 0x0000 : 0xff00) : only;
    return { frame: withCrc([unit, isCoils ? 5 : 6, ...word(address), ...word(value)]), answerLength: 8 };
  }
  const body = isCoils ? packBits(values) : values.flatMap(word);
  const head = [unit, isCoils ? 15 : 16, ...word(address), ...word(values.length), body.length];
  return { frame: withCrc([...head, ...body]), answerLength: 8 };
}

const exceptionFlag = 0x80;
const exceptionLength = 5;

/** Where a whole answer to the question begins and ends, whatever noise is before it. */
export function findAnswer(
  { frame, answerLength }: Question,
  bytes: Uint8Array,
): readonly [number, number] | undefined {
  const [unit = 0, code = 0] = frame;
  for (let start = 0; start + exceptionLength <= bytes.length; start += 1) {
    if (bytes[start] !== unit) continue;
    const isException = bytes[start + 1] === (code | exceptionFlag);
    if (!isException && bytes[start + 1] !== code) continue;
    const end = start + (isException ? exceptionLength : answerLength);
    if (end <= bytes.length && crc16(bytes.subarray(start, end)) === 0) return [start, end];
  }
  return undefined;
}

/** The exception's number, where the answer is one. */
export const exceptionOf = (answer: Uint8Array) =>
  ((answer[1] ?? 0) & exceptionFlag) === 0 ? undefined : (answer[2] ?? 0);

export function valuesOf(table: ModbusTable, count: number, answer: Uint8Array): readonly number[] {
  const body = answer.subarray(3, -2);
  if (isBits(table)) return Array.from({ length: count }, (_, index) => ((body[index >> 3] ?? 0) >> (index & 7)) & 1);
  return Array.from({ length: count }, (_, index) => ((body[2 * index] ?? 0) << 8) | (body[2 * index + 1] ?? 0));
}
