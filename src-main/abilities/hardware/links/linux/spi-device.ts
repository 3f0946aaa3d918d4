// One SPI device as Linux gives it, /dev/spidevB.C: bytes out and in at once, behind the select line of its name.
import type { KernelCalls } from './kernel-calls.ts';

// As linux/spi/spidev.h numbers it: one message of one spi_ioc_transfer.
const transferRequest = 0x4020_6b00;
const writeModeRequest = 0x4001_6b01;
const structBytes = 32;
const header = 0;
const out = 1_024;
const into = 16_384;

/** What spidev takes at once unless it was told otherwise. */
export const maxSpiBytes = 1_024;

export interface SpiDevice {
  /** Errors: `KernelError`. */
  transfer(bytes: readonly number[], o: { mode: number; speedHz: number }): readonly number[];
  close(): void;
}

export function openSpiDevice(calls: KernelCalls, path: string): SpiDevice {
  const { memory } = calls;
  const descriptor = calls.open(path);
  return {
    transfer(bytes, { mode, speedHz }) {
      memory[header] = mode;
      calls.ioctl(descriptor, writeModeRequest, calls.address(header));
      memory.fill(0, header, header + structBytes);
      memory.set(bytes, out);
      memory.fill(0, into, into + bytes.length);
      memory.writeBigUInt64LE(calls.address(out), header);
      memory.writeBigUInt64LE(calls.address(into), header + 8);
      memory.writeUInt32LE(bytes.length, header + 16);
      memory.writeUInt32LE(speedHz, header + 20);
      memory[header + 26] = 8; // bits of a word
      calls.ioctl(descriptor, transferRequest, calls.address(header));
      return [...memory.subarray(into, into + bytes.length)];
    },
    close: () => calls.close(descriptor),
  };
}
