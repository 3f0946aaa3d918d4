// How sensors write numbers, and the checksum that several of them share.
import { AppError } from '#main/contract/errors.ts';
import type { I2cDevice } from '../port/sensors.ts';

type Bytes = ArrayLike<number>;
const at = (bytes: Bytes, index: number): number => bytes[index] ?? 0;

/** High byte first. */
export const u16be = (bytes: Bytes, index = 0) => (at(bytes, index) << 8) | at(bytes, index + 1);
export const s16be = (bytes: Bytes, index = 0) => (u16be(bytes, index) << 16) >> 16;
/** Low byte first. */
export const u16le = (bytes: Bytes, index = 0) => at(bytes, index) | (at(bytes, index + 1) << 8);
export const s16le = (bytes: Bytes, index = 0) => (u16le(bytes, index) << 16) >> 16;
export const s8 = (byte: number) => (byte << 24) >> 24;
/** The low `bits` bits as a two's complement number. */
export const signed = (value: number, bits: number) => (value << (32 - bits)) >> (32 - bits);
export const bcd = (byte: number) => (byte >> 4) * 10 + (byte & 15);

/** CRC-8 of Sensirion's and Aosong's parts: polynomial 0x31, begun with 0xFF. */
export function crc8(bytes: Bytes): number {
  let crc = 0xff;
  for (let index = 0; index < bytes.length; index += 1) {
    crc ^= at(bytes, index);
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 0x80 ? ((crc << 1) ^ 0x31) & 0xff : (crc << 1) & 0xff;
  }
  return crc;
}

export const readRegister = (device: I2cDevice, o: { register: number; length: number }, signal: AbortSignal) =>
  device.bus.transfer({ address: device.address, write: [o.register], readLength: o.length }, signal);

export async function send(device: I2cDevice, bytes: readonly number[], signal: AbortSignal): Promise<void> {
  await device.bus.transfer({ address: device.address, write: bytes, readLength: 0 }, signal);
}

export const receive = (device: I2cDevice, length: number, signal: AbortSignal) =>
  device.bus.transfer({ address: device.address, write: [], readLength: length }, signal);

export const wrongPart = (label: string) =>
  new AppError('not_found', `The device at this address is not a ${label}. Let Limpet find out what it is.`, {
    details: { reason: 'wrong_part', facts: { part: label } },
  });
