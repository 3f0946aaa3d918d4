// Drivers that others wrote, over our parts: judges of our conversions. The native modules under them are answered by us.
import { createRequire } from 'node:module';
import type { Part } from './parts-bus.ts';

const require = createRequire(import.meta.url);

/** A fresh one of a package, to which another one is this; that one's own code is never run. */
function loadOver(name: string, below: string, exports: unknown): unknown {
  const path = require.resolve(below);
  require.cache[path] = Object.assign(Object.create(null), { id: path, filename: path, loaded: true, exports });
  delete require.cache[require.resolve(name)];
  return require(name);
}

type Aht20 = { readData(): Promise<{ humidity: number; temperature: number }> };

/** `aht20-sensor`, which speaks to the package i2c-bus. */
export async function foreignAht20(part: Part): Promise<Aht20> {
  const { open } = loadOver('aht20-sensor', 'i2c-bus', {
    openPromisified: async () => ({
      i2cWrite: async (_address: number, _length: number, bytes: Uint8Array) => part.write([...bytes]),
      i2cRead: async (_address: number, length: number, into: Uint8Array) => into.set(part.read(length)),
    }),
  }) as { open(): Promise<Aht20> };
  return open();
}

type Message = { sendBuffer: Uint8Array; receiveBuffer: Uint8Array }[];
type Channel = { read(done: (error: unknown, reading: { rawValue: number; value: number }) => void): void };
type McpSpiAdc = { openMcp3008(channel: number, opened: (error: unknown) => void): Channel };

/** `mcp-spi-adc`, which speaks to the package spi-device: what it reads of a channel, and its share of the reference. */
export async function foreignMcp3008(
  channel: number,
  answer: (bytes: readonly number[]) => readonly number[],
): Promise<{ rawValue: number; value: number }> {
  const { openMcp3008 } = loadOver('mcp-spi-adc', 'spi-device', {
    open(_bus: number, _device: number, opened: (error: unknown) => void) {
      setImmediate(() => opened(undefined));
      return {
        transfer(message: Message, done: (error: unknown, message: Message) => void) {
          for (const { sendBuffer, receiveBuffer } of message) receiveBuffer.set(answer([...sendBuffer]));
          done(undefined, message);
        },
      };
    },
  }) as McpSpiAdc;
  const device = await new Promise<Channel>((resolve, reject) => {
    const opening = openMcp3008(channel, (error) => (error ? reject(error) : resolve(opening)));
  });
  return new Promise((resolve, reject) => device.read((error, reading) => (error ? reject(error) : resolve(reading))));
}
