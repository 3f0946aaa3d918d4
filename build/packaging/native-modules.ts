// Which system and processor a native module is made for, read from its first bytes: what is packed for Windows on ARM
// must not be what the building machine happened to have.
import { closeSync, openSync, readSync } from 'node:fs';
import type { ArchName, SystemName } from './targets.ts';

export type NativeKind = { readonly system: SystemName; readonly archs: readonly ArchName[] };

const elfMachines: Readonly<Record<number, ArchName>> = { 62: 'x64', 183: 'arm64' };
const machCpus: Readonly<Record<number, ArchName>> = { 16777223: 'x64', 16777228: 'arm64' };
const peMachines: Readonly<Record<number, ArchName>> = { 34404: 'x64', 43620: 'arm64' };

const known = (arch: ArchName | undefined): ArchName[] => (arch === undefined ? [] : [arch]);

function readHead(path: string): Buffer {
  const file = openSync(path, 'r');
  try {
    const head = Buffer.alloc(4_096);
    return head.subarray(0, readSync(file, head, 0, head.length, 0));
  } finally {
    closeSync(file);
  }
}

/** A universal binary of macOS lists one processor after the other. */
function readFat(head: Buffer): ArchName[] {
  const count = Math.min(head.readUInt32BE(4), 16);
  return Array.from({ length: count }, (_, index) => machCpus[head.readUInt32BE(8 + index * 20)]).flatMap(known);
}

export function kindOfBytes(head: Buffer): NativeKind | undefined {
  if (head.length < 64) return undefined;
  if (head.readUInt32BE(0) === 0x7f454c46) return { system: 'linux', archs: known(elfMachines[head.readUInt16LE(18)]) };
  if (head.readUInt32LE(0) === 0xfeedfacf) return { system: 'mac', archs: known(machCpus[head.readUInt32LE(4)]) };
  if (head.readUInt32BE(0) === 0xcafebabe) return { system: 'mac', archs: readFat(head) };
  const at = head.readUInt32LE(0x3c);
  const isPe = head.toString('latin1', 0, 2) === 'MZ' && at + 6 <= head.length;
  if (!isPe || head.toString('latin1', at, at + 4) !== 'PE\0\0') return undefined;
  return { system: 'win', archs: known(peMachines[head.readUInt16LE(at + 4)]) };
}

/** Undefined for what is no native module. */
export function kindOfNative(path: string): NativeKind | undefined {
  return kindOfBytes(readHead(path));
}

/** Undefined when it runs on that system and processor, else why not. */
export function whyNotFor(path: string, system: SystemName, arch: ArchName): string | undefined {
  const kind = kindOfNative(path);
  if (kind === undefined) return `${path} is no native module`;
  if (kind.system === system && kind.archs.includes(arch)) return undefined;
  return `${path} is for ${kind.system} on ${kind.archs.join(' and ') || 'another processor'}, not for ${system} on ${arch}`;
}
