// One I2C bus as Linux gives it, /dev/i2c-N: whole transfers where its driver can, the calls of SMBus where it has only these.
// Not by the package i2c-bus: it is compiled for one version of Node alone, not for Electron's, and ends a transfer between
// what it writes and what it reads.
import { type KernelCalls, KernelError } from './kernel-calls.ts';

// As linux/i2c-dev.h and linux/i2c.h number them.
const requests = { slave: 0x0703, functions: 0x0705, transfer: 0x0707, smbus: 0x0720 };
const functionBits = { transfers: 0x1, quick: 0x0001_0000, readByte: 0x0002_0000, readWord: 0x0020_0000 };
const readFlag = 1;
const sizes = { quick: 0, byte: 1, byteData: 2, wordData: 3, blockData: 8 };
const smbusRead = 1;
const smbusWrite = 0;

// Where things stand in the shared memory.
const header = 0;
const messages = 64;
const out = 1_024;
const into = 8_192;

export const maxSmbusBlock = 32;

export interface I2cDevice {
  /** Whether any bytes can be written and read in one transfer; otherwise only what SMBus knows. */
  readonly hasTransfers: boolean;
  /** Whether somebody answers, asked as gently as i2cdetect asks. */
  probe(address: number): boolean;
  /** Errors: `KernelError`; `EBUSY` where a driver of the kernel owns the address, `EOPNOTSUPP` where the bus cannot. */
  transfer(address: number, write: readonly number[], readLength: number): readonly number[];
  close(): void;
}

/** Memories and clocks for which a quick write is a write: asked by a read, as i2cdetect does. */
const isReadToProbe = (address: number) => (address >= 0x30 && address <= 0x37) || (address >= 0x50 && address <= 0x5f);

type Smbus = {
  readonly read: boolean;
  readonly command: number;
  readonly size: number;
  readonly bytes?: readonly number[];
};

/** What SMBus has for a transfer; undefined: nothing. `take` says where the answer begins. */
function toSmbus(
  write: readonly number[],
  readLength: number,
  canReadWord: boolean,
): (Smbus & { take: number }) | undefined {
  const [command = 0, ...bytes] = write;
  if (readLength === 0) {
    if (bytes.length === 0) return { read: false, command, size: sizes.byte, take: 0 };
    if (bytes.length === 1) return { read: false, command, size: sizes.byteData, bytes, take: 0 };
    if (bytes.length === 2) return { read: false, command, size: sizes.wordData, bytes, take: 0 };
    return { read: false, command, size: sizes.blockData, bytes: [bytes.length, ...bytes], take: 0 };
  }
  if (write.length === 0) return readLength === 1 ? { read: true, command: 0, size: sizes.byte, take: 0 } : undefined;
  if (write.length > 1 || readLength > maxSmbusBlock) return undefined;
  if (readLength === 1) return { read: true, command, size: sizes.byteData, take: 0 };
  // Two bytes as a word: its low byte is the first one on the wire.
  if (readLength === 2 && canReadWord) return { read: true, command, size: sizes.wordData, take: 0 };
  return { read: true, command, size: sizes.blockData, bytes: [readLength], take: 1 };
}

export function openI2cDevice(calls: KernelCalls, path: string): I2cDevice {
  const { memory } = calls;
  const descriptor = calls.open(path);
  const select = (address: number) => calls.ioctl(descriptor, requests.slave, BigInt(address));

  memory.fill(0, header, header + 8);
  calls.ioctl(descriptor, requests.functions, calls.address(header));
  const functions = memory.readUInt32LE(header);
  const has = (bits: number) => (functions & bits) === bits;

  const smbus = ({ read, command, size, bytes = [] }: Smbus): void => {
    memory.fill(0, into, into + maxSmbusBlock + 2);
    memory.set(bytes, into);
    memory[header] = read ? smbusRead : smbusWrite;
    memory[header + 1] = command;
    memory.writeUInt32LE(size, header + 4);
    calls.writeAddress(header + 8, into);
    calls.ioctl(descriptor, requests.smbus, calls.address(header));
  };

  const whole = (address: number, write: readonly number[], readLength: number): readonly number[] => {
    const parts = [
      ...(write.length > 0 ? [{ flags: 0, length: write.length, at: out }] : []),
      ...(readLength > 0 ? [{ flags: readFlag, length: readLength, at: into }] : []),
    ];
    memory.set(write, out);
    memory.fill(0, into, into + readLength);
    const messageBytes = 8 + calls.addressBytes;
    for (const [index, { flags, length, at }] of parts.entries()) {
      const start = messages + index * messageBytes;
      memory.writeUInt16LE(address, start);
      memory.writeUInt16LE(flags, start + 2);
      memory.writeUInt16LE(length, start + 4);
      calls.writeAddress(start + 8, at);
    }
    calls.writeAddress(header, messages);
    memory.writeUInt32LE(parts.length, header + calls.addressBytes);
    calls.ioctl(descriptor, requests.transfer, calls.address(header));
    return [...memory.subarray(into, into + readLength)];
  };

  return {
    hasTransfers: has(functionBits.transfers),
    probe(address) {
      try {
        select(address);
        if (has(functionBits.quick) && !(isReadToProbe(address) && has(functionBits.readByte)))
          smbus({ read: false, command: 0, size: sizes.quick });
        else smbus({ read: true, command: 0, size: sizes.byte });
        return true;
      } catch (error) {
        if (error instanceof KernelError && error.code !== 'ETIMEDOUT') return false;
        throw error;
      }
    },
    transfer(address, write, readLength) {
      // Whole transfers pass by the kernel's own drivers; this asks whether one of them owns the address.
      select(address);
      if (has(functionBits.transfers)) return whole(address, write, readLength);
      const call = toSmbus(write, readLength, has(functionBits.readWord));
      if (call === undefined) throw new KernelError('EOPNOTSUPP');
      smbus(call);
      return [...memory.subarray(into + call.take, into + call.take + readLength)];
    },
    close: () => calls.close(descriptor),
  };
}
