// A bus of plain memory for tests: each part answers with bytes that were put there, and knows no formula.
import { throwIfAborted } from '#main/platform/base/abort.ts';
import { checkTransfer, firstAddress, type I2cBus, type I2cTransfer, lastAddress, noAnswer } from '../port/buses.ts';

export type Part = {
  write(bytes: readonly number[]): void;
  read(length: number): readonly number[];
};

/** Registers of one byte that count up, as most parts have them. */
export function bytePart(content: Readonly<Record<number, readonly number[]>>): Part & { readonly memory: Uint8Array } {
  const memory = new Uint8Array(256);
  for (const [start, bytes] of Object.entries(content)) memory.set(bytes, Number(start));
  let pointer = 0;
  return {
    memory,
    write([register, ...bytes]) {
      pointer = register ?? pointer;
      for (const byte of bytes) memory[pointer++ & 255] = byte;
    },
    read: (length) => Array.from({ length }, () => memory[pointer++ & 255] ?? 0),
  };
}

/** Registers of two bytes that stay where they are, as thermometers and converters have them. */
export function wordPart(content: Readonly<Record<number, readonly [number, number]>>): Part {
  const words = new Map(Object.entries(content).map(([register, word]) => [Number(register), word]));
  let pointer = 0;
  return {
    write([register, high, low]) {
      pointer = register ?? pointer;
      if (high !== undefined && low !== undefined) words.set(pointer, [high, low]);
    },
    read: (length) => Array.from({ length }, (_, index) => words.get(pointer)?.[index % 2] ?? 0),
  };
}

/** Answers to a command, with what was recorded for it; before the first one, with `idle`. */
export function commandPart(
  answers: Readonly<Record<string, readonly number[]>>,
  idle: readonly number[] = [],
): Part & { readonly commands: string[] } {
  const commands: string[] = [];
  let answer = idle;
  return {
    commands,
    write(bytes) {
      const command = Buffer.from(bytes).toString('hex');
      commands.push(command);
      answer = answers[command] ?? idle;
    },
    read: (length) => Array.from({ length }, (_, index) => answer[index] ?? 0xff),
  };
}

const info = { label: 'parts', maxWriteBytes: 64, maxReadBytes: 64, noticesUnansweredWrites: true };

export type PartsBus = I2cBus & { readonly sent: I2cTransfer[] };

export function createPartsBus(parts: Readonly<Record<number, Part>>): PartsBus {
  const sent: I2cTransfer[] = [];
  return {
    info,
    sent,
    async scan(signal) {
      throwIfAborted(signal);
      const addresses = Object.keys(parts).map(Number);
      return addresses.filter((address) => address >= firstAddress && address <= lastAddress).sort((a, b) => a - b);
    },
    async transfer(transfer, signal) {
      throwIfAborted(signal);
      checkTransfer(transfer, info);
      const part = parts[transfer.address];
      if (part === undefined) throw noAnswer(transfer.address);
      sent.push(transfer);
      if (transfer.write.length > 0) part.write(transfer.write);
      return Uint8Array.from(transfer.readLength > 0 ? part.read(transfer.readLength) : []);
    },
    close: async () => {},
  };
}
