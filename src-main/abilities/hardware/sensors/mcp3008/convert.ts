// MCP3008: three bytes of SPI to volts.
import type { Reading } from '../../port/sensors.ts';

const nullBit = 0x04;

export function mcp3008Reading(raw: ArrayLike<number>, o: { channel: string; referenceVolts: number }): Reading {
  const [, high = 0, low = 0] = Array.from(raw);
  const about = { quantity: 'voltage', channel: o.channel, unit: 'V', raw: Array.from(raw) } as const;
  // The part pulls one bit low before the number; a line that nobody drives stays high.
  if ((high & nullBit) !== 0) return { ...about, quality: 'fault' };
  return { ...about, quality: 'good', value: ((((high & 3) << 8) | low) / 1_024) * o.referenceVolts };
}
