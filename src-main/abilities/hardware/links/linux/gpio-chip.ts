// The pins of this computer as Linux gives them, /dev/gpiochipN. A pin that was set is held as long as the process lives.
import type { KernelCalls } from './kernel-calls.ts';

// As linux/gpio.h numbers and lays them out, second version.
const requests = {
  chip: 0x8044_b401,
  lineInfo: 0xc100_b405,
  line: 0xc250_b407,
  configure: 0xc110_b40d,
  getValues: 0xc010_b40e,
};
const flags = { used: 1n << 0n, input: 1n << 2n, output: 1n << 3n, pullUp: 1n << 8n };
const nameBytes = 32;
const chipLines = 64;
const infoBytes = 256;
const lineInfo = { offset: 64, flags: 72 };
const lineBytes = 592;
const line = { consumer: 256, config: 288, count: 560, descriptor: 588 };
const configBytes = 272;
const config = { attributes: 8, attribute: 32 };
const attribute = { id: 0, value: 8, mask: 16 };
const outputValues = 2;
const header = 0;

const modes = { input: flags.input, input_pullup: flags.input | flags.pullUp, output: flags.output };
export type LineMode = keyof typeof modes;
export type GpioLine = { readonly offset: number; readonly name: string; readonly isUsed: boolean };

export interface GpioChip {
  readonly lines: readonly GpioLine[];
  /** Errors: `KernelError`, `EBUSY` where a driver or another program holds the pin. */
  setInput(offset: number, mode: Exclude<LineMode, 'output'>): void;
  write(offset: number, level: boolean): void;
  /** Leaves the pin as it is. */
  read(offset: number): boolean;
  close(): void;
}

export function openGpioChip(calls: KernelCalls, path: string): GpioChip {
  const { memory } = calls;
  const chip = calls.open(path);
  const held = new Map<number, number>();
  const ask = (descriptor: number, request: number) => calls.ioctl(descriptor, request, calls.address(header));
  const textAt = (start: number) => memory.toString('latin1', start, start + nameBytes).replace(/\0.*$/s, '');

  const describe = (offset: number): GpioLine => {
    memory.fill(0, header, header + infoBytes);
    memory.writeUInt32LE(offset, lineInfo.offset);
    ask(chip, requests.lineInfo);
    return { offset, name: textAt(header), isUsed: (memory.readBigUInt64LE(lineInfo.flags) & flags.used) !== 0n };
  };
  const layConfig = (start: number, wanted: bigint, level: boolean | undefined) => {
    memory.writeBigUInt64LE(wanted, start);
    if (level === undefined) return;
    memory.writeUInt32LE(1, start + config.attributes);
    const at = start + config.attribute;
    memory.writeUInt32LE(outputValues, at + attribute.id);
    memory.writeBigUInt64LE(level ? 1n : 0n, at + attribute.value);
    memory.writeBigUInt64LE(1n, at + attribute.mask);
  };
  const request = (offset: number, wanted: bigint, level?: boolean): number => {
    memory.fill(0, header, header + lineBytes);
    memory.writeUInt32LE(offset, header);
    memory.write('Limpet', line.consumer);
    layConfig(line.config, wanted, level);
    memory.writeUInt32LE(1, line.count);
    ask(chip, requests.line);
    return memory.readInt32LE(line.descriptor);
  };
  const set = (offset: number, wanted: bigint, level?: boolean) => {
    const descriptor = held.get(offset);
    if (descriptor === undefined) {
      held.set(offset, request(offset, wanted, level));
      return;
    }
    memory.fill(0, header, header + configBytes);
    layConfig(header, wanted, level);
    ask(descriptor, requests.configure);
  };
  const levelOf = (descriptor: number) => {
    memory.writeBigUInt64LE(0n, header);
    memory.writeBigUInt64LE(1n, header + 8);
    ask(descriptor, requests.getValues);
    return (memory.readBigUInt64LE(header) & 1n) === 1n;
  };

  ask(chip, requests.chip);
  const count = memory.readUInt32LE(chipLines);
  return {
    lines: Array.from({ length: count }, (_, offset) => describe(offset)),
    setInput: (offset, mode) => set(offset, modes[mode]),
    write: (offset, level) => set(offset, modes.output, level),
    read(offset) {
      const descriptor = held.get(offset);
      if (descriptor !== undefined) return levelOf(descriptor);
      const asItIs = request(offset, 0n);
      try {
        return levelOf(asItIs);
      } finally {
        calls.close(asItIs);
      }
    },
    close() {
      for (const descriptor of held.values()) calls.close(descriptor);
      held.clear();
      calls.close(chip);
    },
  };
}
