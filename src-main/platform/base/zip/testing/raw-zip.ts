// ZIP archives byte by byte, also such as no honest program writes.
import { crc32, deflateRawSync } from 'node:zlib';

export type RawEntry = {
  readonly name: string;
  readonly content?: string | Uint8Array;
  readonly isDeflated?: boolean;
  /** What the archive says about its size, instead of the truth. */
  readonly saysBytes?: number;
  /** Rights and kind as Unix has them, e.g. 0o120777 for a link. */
  readonly unixMode?: number;
  readonly flags?: number;
  /** Lies where this other entry lies, instead of having bytes of its own. */
  readonly over?: string;
  readonly crc?: number;
};

type Placed = RawEntry & {
  readonly offset: number;
  readonly packed: Uint8Array;
  readonly size: number;
  readonly sum: number;
};

function header(entry: Placed, isCentral: boolean): Buffer {
  const name = Buffer.from(entry.name);
  const common = Buffer.alloc(26);
  common.writeUInt16LE(20, 0);
  common.writeUInt16LE(entry.flags ?? 0x800, 2);
  common.writeUInt16LE(entry.isDeflated === true ? 8 : 0, 4);
  common.writeUInt16LE(0, 6);
  common.writeUInt16LE(0x5a21, 8);
  common.writeUInt32LE(entry.sum, 10);
  common.writeUInt32LE(entry.packed.length, 14);
  common.writeUInt32LE(entry.size, 18);
  common.writeUInt16LE(name.length, 22);
  if (!isCentral) return Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), common, name]);
  const more = Buffer.alloc(14);
  more.writeUInt32LE(((entry.unixMode ?? 0o100644) * 0x10000) >>> 0, 6);
  more.writeUInt32LE(entry.offset, 10);
  const madeBy = Buffer.from([20, 3]);
  return Buffer.concat([Buffer.from('PK\x01\x02', 'latin1'), madeBy, common, more, name]);
}

export function rawZip(entries: readonly RawEntry[]): Buffer {
  const parts: Buffer[] = [];
  const placed: Placed[] = [];
  let offset = 0;
  for (const entry of entries) {
    const content = Buffer.from(entry.content ?? '');
    const twin = placed.find(({ name }) => name === entry.over);
    const packed = twin?.packed ?? (entry.isDeflated === true ? deflateRawSync(content, { level: 9 }) : content);
    const size = entry.saysBytes ?? twin?.size ?? content.length;
    const sum = entry.crc ?? twin?.sum ?? crc32(content);
    const one: Placed = { ...entry, packed, size, sum, offset: twin?.offset ?? offset };
    placed.push(one);
    if (twin !== undefined) continue;
    const local = Buffer.concat([header(one, false), packed]);
    parts.push(local);
    offset += local.length;
  }
  const central = Buffer.concat(placed.map((entry) => header(entry, true)));
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 0, 'latin1');
  end.writeUInt16LE(placed.length, 8);
  end.writeUInt16LE(placed.length, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, central, end]);
}
