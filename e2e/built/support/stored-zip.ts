// A zip archive of a folder, nothing compressed: the form in which Electron arrives.
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { crc32 } from 'node:zlib';

type Entry = { readonly name: Buffer; readonly bytes: Buffer; readonly mode: number };

function readEntries(folder: string): Entry[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({
      name: Buffer.from(relative(folder, path).split(sep).join('/')),
      bytes: readFileSync(path),
      mode: statSync(path).mode,
    }));
}

/** The fields that the local header and the directory have in common, from "version needed" to the length of the extra. */
function commonFields({ name, bytes }: Entry): Buffer {
  const fields = Buffer.alloc(26);
  fields.writeUInt16LE(20, 0);
  fields.writeUInt16LE(0x0800, 2); // names are UTF-8
  fields.writeUInt16LE(0x21, 8); // 1 January 1980
  fields.writeUInt32LE(crc32(bytes), 10);
  fields.writeUInt32LE(bytes.length, 14);
  fields.writeUInt32LE(bytes.length, 18);
  fields.writeUInt16LE(name.length, 22);
  return fields;
}

function directoryEntry(entry: Entry, offset: number): Buffer {
  const head = Buffer.alloc(6);
  head.writeUInt32LE(0x02014b50, 0);
  head.writeUInt16LE(0x0314, 4); // made on Unix, so that the mode counts
  const tail = Buffer.alloc(14);
  tail.writeUInt32LE(entry.mode * 0x10000, 6);
  tail.writeUInt32LE(offset, 10);
  return Buffer.concat([head, commonFields(entry), tail, entry.name]);
}

export function zipFolder(folder: string, file: string): void {
  const signature = Buffer.from([0x50, 0x4b, 3, 4]);
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const entry of readEntries(folder)) {
    directory.push(directoryEntry(entry, offset));
    const local = Buffer.concat([signature, commonFields(entry), entry.name, entry.bytes]);
    locals.push(local);
    offset += local.length;
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(directory.length, 8);
  end.writeUInt16LE(directory.length, 10);
  end.writeUInt32LE(Buffer.concat(directory).length, 12);
  end.writeUInt32LE(offset, 16);
  writeFileSync(file, Buffer.concat([...locals, ...directory, end]));
}
