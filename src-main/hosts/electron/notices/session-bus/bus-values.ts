// Values of D-Bus as bytes and back: what messages of the session bus are made of. Little-endian, as every desktop speaks it.
export type BusValue = number | string | boolean | Variant | readonly BusValue[];
export type Variant = { readonly type: string; readonly value: BusValue };

const alignments: Readonly<Record<string, number>> = {
  ...{ y: 1, g: 1, v: 1, n: 2, q: 2, b: 4, i: 4, u: 4, s: 4, o: 4, a: 4, x: 8, t: 8, d: 8, '(': 8, '{': 8 },
};
const deepest = 16;

/** The first complete type of a signature: `a{sv}i` gives `a{sv}`. Throws for anything that is none. */
export function firstType(signature: string): string {
  const [letter = ''] = signature;
  if (letter === 'a') return `a${firstType(signature.slice(1))}`;
  const close = { '(': ')', '{': '}' }[letter];
  if (close !== undefined) {
    let at = 1;
    while (at < signature.length && signature[at] !== close) at += firstType(signature.slice(at)).length;
    if (at >= signature.length) throw new Error('A type of the bus has no end.');
    return signature.slice(0, at + 1);
  }
  if (alignments[letter] === undefined) throw new Error(`The bus has no type ${letter}.`);
  return letter;
}

export function typesOf(signature: string): string[] {
  const types: string[] = [];
  for (let rest = signature; rest !== ''; rest = rest.slice(types.at(-1)?.length)) types.push(firstType(rest));
  return types;
}

const alignmentOf = (type: string) => alignments[type[0] ?? ''] ?? 1;

/** Appends to what it wrote before: the place decides how much is left free. */
export function createBusWriter() {
  let bytes = Buffer.alloc(0);
  const align = (to: number) => {
    bytes = Buffer.concat([bytes, Buffer.alloc((to - (bytes.length % to)) % to)]);
  };
  const number = (size: 1 | 4, value: number) => {
    align(size);
    const one = Buffer.alloc(size);
    if (size === 1) one.writeUInt8(value);
    else one.writeUInt32LE(value >>> 0);
    bytes = Buffer.concat([bytes, one]);
  };
  const text = (value: string, size: 1 | 4) => {
    const utf8 = Buffer.from(value);
    number(size, utf8.length);
    bytes = Buffer.concat([bytes, utf8, Buffer.alloc(1)]);
  };
  const list = (type: string, values: readonly BusValue[]) => {
    number(4, 0);
    const lengthAt = bytes.length - 4;
    align(alignmentOf(type)); // not counted, also where the list is empty
    const from = bytes.length;
    for (const value of values) write(type, value);
    bytes.writeUInt32LE(bytes.length - from, lengthAt);
  };
  const write = (type: string, value: BusValue): void => {
    const [letter] = type;
    if (letter === 'a' && Array.isArray(value)) list(type.slice(1), value);
    else if ((letter === '(' || letter === '{') && Array.isArray(value)) {
      align(8);
      for (const [at, inner] of typesOf(type.slice(1, -1)).entries()) write(inner, value[at] ?? 0);
    } else if (letter === 'v' && typeof value === 'object' && 'type' in value) {
      text(value.type, 1);
      write(value.type, value.value);
    } else if ((letter === 's' || letter === 'o') && typeof value === 'string') text(value, 4);
    else if (letter === 'g' && typeof value === 'string') text(value, 1);
    else if (letter === 'y' && typeof value === 'number') number(1, value);
    else if ((letter === 'u' || letter === 'i') && typeof value === 'number') number(4, value);
    else if (letter === 'b' && typeof value === 'boolean') number(4, value ? 1 : 0);
    else throw new Error(`This value is not of the type ${type}.`);
  };
  return { write, align, bytes: () => bytes };
}

/** Throws where the bytes end too early or lie: whoever sends such has nothing more to say. */
export function createBusReader(bytes: Buffer, start = 0) {
  let at = start;
  const take = (size: number) => {
    at = Math.ceil(at / size) * size;
    if (at + size > bytes.length) throw new Error('A message of the bus ends too early.');
    at += size;
    return at - size;
  };
  const text = (length: number) => {
    if (at + length + 1 > bytes.length) throw new Error('A message of the bus ends too early.');
    at += length + 1;
    return bytes.toString('utf8', at - length - 1, at - 1);
  };
  const list = (type: string, depth: number) => {
    const length = bytes.readUInt32LE(take(4));
    at = Math.ceil(at / alignmentOf(type)) * alignmentOf(type);
    const end = at + length;
    if (end > bytes.length) throw new Error('A message of the bus ends too early.');
    const values: BusValue[] = [];
    while (at < end) values.push(read(type, depth + 1));
    return values;
  };
  const read = (type: string, depth = 0): BusValue => {
    if (depth > deepest) throw new Error('A message of the bus is nested too deep.');
    const [letter] = type;
    switch (letter) {
      case 'a':
        return list(type.slice(1), depth);
      case '(':
      case '{':
        at = Math.ceil(at / 8) * 8;
        return typesOf(type.slice(1, -1)).map((inner) => read(inner, depth + 1));
      case 'v': {
        const inner = String(read('g'));
        return { type: inner, value: read(firstType(inner), depth + 1) };
      }
      case 'g':
        return text(bytes.readUInt8(take(1)));
      case 's':
      case 'o':
        return text(bytes.readUInt32LE(take(4)));
      case 'y':
        return bytes.readUInt8(take(1));
      case 'b':
        return bytes.readUInt32LE(take(4)) === 1;
      case 'n':
        return bytes.readInt16LE(take(2));
      case 'q':
        return bytes.readUInt16LE(take(2));
      case 'i':
        return bytes.readInt32LE(take(4));
      case 'd':
        return bytes.readDoubleLE(take(8));
      case 'x':
      case 't':
        return Number(bytes.readBigInt64LE(take(8)));
      default:
        return bytes.readUInt32LE(take(4));
    }
  };
  return { read, at: () => at };
}
