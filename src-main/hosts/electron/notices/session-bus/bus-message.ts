// Messages of the session bus: calls, answers and signals.
import { type BusValue, createBusReader, createBusWriter, typesOf, type Variant } from './bus-values.ts';

export type BusMessage = {
  readonly type: 'call' | 'answer' | 'error' | 'signal';
  readonly serial: number;
  readonly path?: string | undefined;
  readonly interface?: string | undefined;
  readonly member?: string | undefined;
  readonly replySerial?: number | undefined;
  readonly destination?: string | undefined;
  readonly sender?: string | undefined;
  readonly signature?: string | undefined;
  readonly body: readonly BusValue[];
};

const types = ['call', 'answer', 'error', 'signal'] as const;
const fields = { path: [1, 'o'], interface: [2, 's'], member: [3, 's'], replySerial: [5, 'u'] } as const;
const moreFields = { destination: [6, 's'], signature: [8, 'g'] } as const;
const noReplyExpected = 1;
const mostBytes = 1024 * 1024;

export function encodeMessage(message: BusMessage): Buffer {
  const body = createBusWriter();
  for (const [at, type] of typesOf(message.signature ?? '').entries()) body.write(type, message.body[at] ?? 0);
  const named = Object.entries({ ...fields, ...moreFields }).flatMap(([name, [code, type]]) => {
    const value = message[name as keyof typeof fields | keyof typeof moreFields];
    return value === undefined || value === '' ? [] : [[code, { type, value } satisfies Variant]];
  });
  const header = createBusWriter();
  header.write('y', 'l'.charCodeAt(0));
  header.write('y', types.indexOf(message.type) + 1);
  header.write('y', message.type === 'signal' ? noReplyExpected : 0);
  header.write('y', 1);
  header.write('u', body.bytes().length);
  header.write('u', message.serial);
  header.write('a(yv)', named);
  header.align(8);
  return Buffer.concat([header.bytes(), body.bytes()]);
}

/** The first message and how many bytes it took; undefined while it is not whole. Throws for what is none. */
export function decodeMessage(bytes: Buffer): { message: BusMessage; size: number } | undefined {
  if (bytes.length < 16) return undefined;
  if (bytes[0] !== 'l'.charCodeAt(0)) throw new Error('The bus speaks another byte order.');
  const bodySize = bytes.readUInt32LE(4);
  const bodyAt = Math.ceil((16 + bytes.readUInt32LE(12)) / 8) * 8;
  const size = bodyAt + bodySize;
  if (size > mostBytes) throw new Error('A message of the bus is too large.');
  if (bytes.length < size) return undefined;
  const whole = bytes.subarray(0, size);
  const named = new Map<number, BusValue>();
  const entries = createBusReader(whole, 12).read('a(yv)');
  for (const entry of Array.isArray(entries) ? entries : []) {
    const [code, variant] = Array.isArray(entry) ? entry : [];
    if (typeof code === 'number' && typeof variant === 'object' && 'value' in variant) named.set(code, variant.value);
  }
  const text = (code: number) => {
    const value = named.get(code);
    return typeof value === 'string' ? value : undefined;
  };
  const replySerial = named.get(5);
  const reader = createBusReader(whole, bodyAt);
  const message: BusMessage = {
    type: types[(bytes[1] ?? 1) - 1] ?? 'signal',
    serial: bytes.readUInt32LE(8),
    ...{
      path: text(1),
      interface: text(2),
      member: text(3),
      destination: text(6),
      sender: text(7),
      signature: text(8),
    },
    replySerial: typeof replySerial === 'number' ? replySerial : undefined,
    body: typesOf(text(8) ?? '').map((type) => reader.read(type)),
  };
  return { message, size };
}
