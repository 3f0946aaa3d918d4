// TMP102: two bytes to degrees.
import type { Reading } from '../../port/sensors.ts';
import { signed, u16be } from '../bytes.ts';

/** Twelve bits of 1/16 °C, thirteen where the part says so in its lowest bit. */
export function tmp102Reading(raw: ArrayLike<number>): Reading {
  const word = u16be(raw);
  const value = (word & 1) === 1 ? signed(word >> 3, 13) / 16 : signed(word >> 4, 12) / 16;
  const about = { quantity: 'temperature', unit: '°C', raw: Array.from(raw) } as const;
  return value < -55 || value > 150 ? { ...about, quality: 'out_of_range' } : { ...about, quality: 'good', value };
}
