// The words that a bus of this computer is spoken to with: one order a line, one answer a line, bytes as two digits each.
//   #1 i2c 48 w 00 r 2     → #1 ok 15 80        #2 i2c scan  → #2 ok 48 50
//   #3 spi 0 m 0 h 1000000 w 01 80 00 → #3 ok 00 02 80
//   #4 gpio 17 out 1 · in · in_pullup · read → #4 ok 1
//   #5 info → #5 ok i2c transfers               an error → #6 error ENXIO

import type { BusKind } from './bus-messages.ts';
import { type GpioChip, type LineMode, openGpioChip } from './gpio-chip.ts';
import { type I2cDevice, openI2cDevice } from './i2c-device.ts';
import { type KernelCalls, KernelError } from './kernel-calls.ts';
import { maxSpiBytes, openSpiDevice, type SpiDevice } from './spi-device.ts';

export interface HeldBus {
  /** The answer to one line, without its end. Never throws. */
  answer(line: string): string;
  close(): void;
}

const firstAddress = 0x08;
const lastAddress = 0x77;
const maxI2cBytes = 256;
const maxSpeedHz = 125_000_000;

const hex = (bytes: readonly number[]) => bytes.map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
const bytesOf = (text: string | undefined) =>
  (text?.match(/[0-9a-f]{2}/g) ?? []).map((byte) => Number.parseInt(byte, 16));
const refuse = (code: string): never => {
  throw new KernelError(code);
};

const i2cOrder = /^i2c ([0-9a-f]{2})(?: w((?: [0-9a-f]{2})+))?(?: r (\d{1,3}))?$/;
function answerI2c(bus: I2cDevice, order: string): string {
  if (order === 'info') return `i2c ${bus.hasTransfers ? 'transfers' : 'smbus'}`;
  if (order === 'i2c scan') {
    const all = Array.from({ length: lastAddress - firstAddress + 1 }, (_, index) => firstAddress + index);
    return hex(all.filter((address) => bus.probe(address)));
  }
  const [, at, written, read = '0'] = i2cOrder.exec(order) ?? refuse('EINVAL');
  const [address = 0] = bytesOf(at);
  const write = bytesOf(written);
  const readLength = Number(read);
  const isSound = address >= firstAddress && address <= lastAddress && write.length + readLength > 0;
  if (!isSound || write.length > maxI2cBytes || readLength > maxI2cBytes) refuse('EINVAL');
  return hex(bus.transfer(address, write, readLength));
}

const spiOrder = /^spi (\d{1,3}) m ([0-3]) h (\d{1,9}) w((?: [0-9a-f]{2})+)$/;
function answerSpi(at: (select: string) => SpiDevice, order: string): string {
  if (order === 'info') return 'spi';
  const [, select = '', mode, speed, written] = spiOrder.exec(order) ?? refuse('EINVAL');
  const bytes = bytesOf(written);
  const speedHz = Number(speed);
  if (bytes.length > maxSpiBytes || speedHz < 1 || speedHz > maxSpeedHz) refuse('EINVAL');
  return hex(at(select).transfer(bytes, { mode: Number(mode), speedHz }));
}

const gpioOrder = /^gpio (\d{1,4}) (read|in|in_pullup|out [01])$/;
const inputs: Readonly<Record<string, Exclude<LineMode, 'output'>>> = { in: 'input', in_pullup: 'input_pullup' };
function answerGpio(chip: GpioChip, order: string): string {
  if (order === 'info') return 'gpio';
  // A name is the board's own word: what would not stand in a line is left out.
  const nameOf = (name: string) => name.replace(/[^\w.+-]/g, '').slice(0, 32);
  if (order === 'gpio pins')
    return chip.lines
      .filter(({ isUsed }) => !isUsed)
      .map(({ offset, name }) => `${offset}=${nameOf(name)}`)
      .join(' ');
  const [, number, what = ''] = gpioOrder.exec(order) ?? refuse('EINVAL');
  const offset = Number(number);
  if (!chip.lines.some((line) => line.offset === offset)) refuse('EINVAL');
  const mode = inputs[what];
  if (mode !== undefined) chip.setInput(offset, mode);
  else if (what !== 'read') chip.write(offset, what === 'out 1');
  return what === 'read' ? String(Number(chip.read(offset))) : '';
}

const codeOf = (error: unknown) => (error instanceof KernelError ? error.code : 'EIO');

function openKind(kind: BusKind, calls: KernelCalls, path: string) {
  if (kind === 'i2c') {
    const bus = openI2cDevice(calls, path);
    return { answer: (order: string) => answerI2c(bus, order), close: () => bus.close() };
  }
  if (kind === 'gpio') {
    const chip = openGpioChip(calls, path);
    return { answer: (order: string) => answerGpio(chip, order), close: () => chip.close() };
  }
  const [, bus = '', first = ''] = /^(.*)\.(\d+)$/.exec(path) ?? refuse('EINVAL');
  const open = new Map([[first, openSpiDevice(calls, path)]]);
  const at = (select: string) => {
    const known = open.get(select) ?? openSpiDevice(calls, `${bus}.${select}`);
    open.set(select, known);
    return known;
  };
  return {
    answer: (order: string) => answerSpi(at, order),
    close: () => {
      for (const device of open.values()) device.close();
    },
  };
}

/** Of an SPI bus `path` is that of one of its select lines; the others are found beside it. Errors: `KernelError`. */
export function openHeldBus(kind: BusKind, calls: KernelCalls, path: string): HeldBus {
  const bus = openKind(kind, calls, path);
  return {
    answer(line) {
      const [, number = '', order = ''] = /^(#\d{1,9} )?(.*)$/.exec(line.trim()) ?? [];
      try {
        return `${number}ok ${bus.answer(order)}`.trimEnd();
      } catch (error) {
        return `${number}error ${codeOf(error)}`;
      }
    },
    close: bus.close,
  };
}
