// MCP3008: eight channels of ten bits over SPI.
import type { Reading, SpiSensor } from '../../port/sensors.ts';
import { mcp3008Reading } from './convert.ts';

/** What the part manages at its lowest supply. */
const settings = { mode: 0, speedHz: 1_000_000 } as const;

export const mcp3008: SpiSensor = {
  id: 'mcp3008',
  label: 'MCP3008',
  bus: 'spi',
  open: ({ bus, referenceVolts }) => ({
    read: async (signal) => {
      const readings: Reading[] = [];
      for (let channel = 0; channel < 8; channel += 1) {
        const raw = await bus.transfer([0x01, 0x80 | (channel << 4), 0x00], settings, signal);
        readings.push(mcp3008Reading(raw, { channel: String(channel), referenceVolts }));
      }
      return readings;
    },
  }),
};
