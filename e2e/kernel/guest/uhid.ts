// An MCP2221A on the HID bus of the kernel, with the chip of the unit tests behind it: the kernel asks, the chip answers.
import { open } from 'node:fs/promises';
import { bytePart, wordPart } from '#main/abilities/hardware/testing/parts-bus.ts';
import { createMcp2221Chip, type Mcp2221Chip } from '#main/abilities/hardware/testing/peers/mcp2221-chip.ts';

/** Reports of 64 bytes both ways, without numbers. */
const descriptor = Buffer.from('0600ff0901a101090215002' + '6ff0075089540810209031500' + '26ff00750895409102c0', 'hex');
const events = { destroy: 1, output: 6, create: 11, input: 12 } as const;
const usb = 3;
const eventBytes = 4_380;

function createEvent(): Buffer {
  const event = Buffer.alloc(4 + 128 + 64 + 64 + 2 + 2 + 16 + 4_096);
  event.writeUInt32LE(events.create, 0);
  event.write('Microchip Technology Inc. MCP2221 USB-I2C/UART Combo', 4);
  event.write('bench/0', 4 + 128);
  event.write('0001', 4 + 128 + 64);
  let at = 4 + 128 + 64 + 64;
  at = event.writeUInt16LE(descriptor.length, at);
  at = event.writeUInt16LE(usb, at);
  for (const number of [0x04d8, 0x00dd, 0x100, 0]) at = event.writeUInt32LE(number, at);
  descriptor.copy(event, at);
  return event;
}

/** The report in what the kernel handed over; with its number before it where the kernel puts one. */
function questionOf(event: Buffer): Uint8Array {
  const size = event.readUInt16LE(4 + 4_096);
  const bytes = event.subarray(4, 4 + size);
  const report = new Uint8Array(64);
  report.set(size === 65 ? bytes.subarray(1) : bytes);
  return report;
}

function inputEvent(report: Uint8Array): Buffer {
  const event = Buffer.alloc(6 + report.length);
  event.writeUInt32LE(events.input, 0);
  event.writeUInt16LE(report.length, 4);
  event.set(report, 6);
  return event;
}

export type PluggedChip = { readonly chip: Mcp2221Chip; unplug(): Promise<void> };

/** `setUp`: of its pins; left out: as it comes from the factory. */
export async function plugChip(setUp?: readonly number[]): Promise<PluggedChip> {
  const parts = { 72: wordPart({ 0: [0x15, 0x80], 1: [0x60, 0xa0] }), 80: bytePart({ 0: [0xab] }) };
  const chip = createMcp2221Chip(parts, setUp);
  const file = await open('/dev/uhid', 'r+');
  await file.write(createEvent());
  let isThere = true;
  const serve = async () => {
    const event = Buffer.alloc(eventBytes);
    while (isThere) {
      await file.read(event, 0, eventBytes, null);
      if (event.readUInt32LE(0) === events.output) await file.write(inputEvent(chip.answer(questionOf(event))));
    }
  };
  void serve().catch(() => {}); // its end is that of the file
  return {
    chip,
    async unplug() {
      isThere = false;
      const event = Buffer.alloc(4);
      event.writeUInt32LE(events.destroy, 0);
      await file.write(event);
    },
  };
}
