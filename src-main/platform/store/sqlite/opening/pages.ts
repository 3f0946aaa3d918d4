// The pages of a database file as bytes (sqlite.org/fileformat2.html), for when SQLite itself finds no way to them.
import { closeSync, openSync, readSync, statSync } from 'node:fs';

export const pageBytes = 4096;
export const headerBytes = 100;
const freeListAt = 32;
const overflowBytes = pageBytes - 4;

export const kinds = { indexInner: 0x02, tableInner: 0x05, indexLeaf: 0x0a, tableLeaf: 0x0d } as const;

export type Page = {
  readonly kind: number;
  /** Where each cell begins. */
  readonly cells: readonly number[];
  /** Of an inner page: all of them, the last one too. */
  readonly children: readonly number[];
  readonly bytes: Buffer;
};

export interface Pages {
  readonly count: number;
  /** Undefined: not a page of a table or an index, or damaged into nonsense. */
  read(n: number): Page | undefined;
  bytes(n: number): Buffer;
  /** Pages that hold nothing; undefined when the list of them does not add up. */
  free(): ReadonlySet<number> | undefined;
  close(): void;
}

export function openPages(path: string): Pages {
  const handle = openSync(path, 'r');
  const count = Math.floor(statSync(path).size / pageBytes);
  const bytes = (n: number): Buffer => {
    const page = Buffer.alloc(pageBytes);
    if (n >= 1 && n <= count) readSync(handle, page, 0, pageBytes, (n - 1) * pageBytes);
    return page;
  };
  return {
    count,
    bytes,
    read: (n) => parsePage(bytes(n), n, count),
    free: () => readFreeList(bytes, count),
    close: () => closeSync(handle),
  };
}

function parsePage(bytes: Buffer, n: number, count: number): Page | undefined {
  const at = n === 1 ? headerBytes : 0;
  const kind = bytes.readUInt8(at);
  const isInner = kind === kinds.indexInner || kind === kinds.tableInner;
  if (!isInner && kind !== kinds.indexLeaf && kind !== kinds.tableLeaf) return undefined;
  const first = at + (isInner ? 12 : 8);
  const cellCount = bytes.readUInt16BE(at + 3);
  if (first + 2 * cellCount > pageBytes) return undefined;
  const cells = Array.from({ length: cellCount }, (_, i) => bytes.readUInt16BE(first + 2 * i));
  if (cells.some((cell) => cell < first + 2 * cellCount || cell > pageBytes - 4)) return undefined;
  const children = isInner ? [...cells.map((cell) => bytes.readUInt32BE(cell)), bytes.readUInt32BE(at + 8)] : [];
  if (children.some((child) => child < 1 || child > count)) return undefined;
  return { kind, cells, children, bytes };
}

function readFreeList(bytes: (n: number) => Buffer, count: number): ReadonlySet<number> | undefined {
  const header = bytes(1);
  const wanted = header.readUInt32BE(freeListAt + 4);
  const free = new Set<number>();
  for (let trunk = header.readUInt32BE(freeListAt); trunk !== 0; ) {
    if (trunk > count || free.has(trunk)) return undefined;
    free.add(trunk);
    const page = bytes(trunk);
    const leaves = page.readUInt32BE(4);
    if (leaves > pageBytes / 4 - 2) return undefined;
    for (let i = 0; i < leaves; i += 1) free.add(page.readUInt32BE(8 + 4 * i));
    trunk = page.readUInt32BE(0);
  }
  return free.size === wanted ? free : undefined;
}

export type Value = string | number | null | Uint8Array;
export type Cell = { readonly rowid: number; readonly values: readonly Value[] };

/** SQLite's number of variable length, and where it ends. */
function varint(bytes: Buffer, at: number): [value: number, next: number] {
  let value = 0n;
  for (let i = 0; i < 8; i += 1) {
    const byte = bytes[at + i] ?? 0;
    value = (value << 7n) | BigInt(byte & 0x7f);
    if (byte < 0x80) return [Number(BigInt.asIntN(64, value)), at + i + 1];
  }
  value = (value << 8n) | BigInt(bytes[at + 8] ?? 0);
  return [Number(BigInt.asIntN(64, value)), at + 9];
}

/** Of a payload, how much lies in the leaf itself. */
function localBytes(payload: number): number {
  if (payload <= pageBytes - 35) return payload;
  const least = Math.floor(((pageBytes - 12) * 32) / 255) - 23;
  const wanted = least + ((payload - least) % overflowBytes);
  return wanted <= pageBytes - 35 ? wanted : least;
}

/** A row of a table's leaf; undefined where it cannot be read. */
export function readCell(pages: Pages, leaf: Page, at: number): Cell | undefined {
  const [payload, afterSize] = varint(leaf.bytes, at);
  const [rowid, start] = varint(leaf.bytes, afterSize);
  const local = localBytes(payload);
  if (payload < 2 || payload > pages.count * pageBytes || start + local > pageBytes) return undefined;
  const parts = [leaf.bytes.subarray(start, start + local)];
  let left = payload - local;
  let next = left > 0 && start + local + 4 <= pageBytes ? leaf.bytes.readUInt32BE(start + local) : 0;
  for (; left > 0 && next >= 1 && next <= pages.count; left -= overflowBytes) {
    const page = pages.bytes(next);
    parts.push(page.subarray(4, 4 + Math.min(left, overflowBytes)));
    next = page.readUInt32BE(0);
  }
  const values = left > 0 ? undefined : decode(Buffer.concat(parts));
  return values === undefined ? undefined : { rowid, values };
}

function decode(record: Buffer): Value[] | undefined {
  const [headerEnd, first] = varint(record, 0);
  if (headerEnd < first || headerEnd > record.length) return undefined;
  const values: Value[] = [];
  let at = headerEnd;
  for (let next = first; next < headerEnd; ) {
    const [type, after] = varint(record, next);
    next = after;
    const size = sizeOf(type);
    if (size === undefined || at + size > record.length) return undefined;
    values.push(toValue(type, record.subarray(at, at + size)));
    at += size;
  }
  return values;
}

const numberSizes = [0, 1, 2, 3, 4, 6, 8, 8, 0, 0] as const;

function sizeOf(type: number): number | undefined {
  if (type >= 12) return Math.floor((type - 12) / 2);
  return numberSizes[type];
}

function toValue(type: number, bytes: Buffer): Value {
  if (type >= 12) return type % 2 === 0 ? bytes : bytes.toString('utf8');
  switch (type) {
    case 0:
      return null;
    case 6:
      return Number(bytes.readBigInt64BE(0));
    case 7:
      return bytes.readDoubleBE(0);
    case 8:
    case 9:
      return type - 8;
    default:
      return bytes.readIntBE(0, bytes.length);
  }
}
