// LM75 and its kin: two bytes to degrees.
import type { Reading } from '../../port/sensors.ts';
import { signed, u16be } from '../bytes.ts';

/** Eleven bits of 1/8 °C; parts with nine leave the lowest two at zero. */
export function lm75Reading(raw: ArrayLike<number>): Reading {
  const value = signed(u16be(raw) >> 5, 11) / 8;
  const about = { quantity: 'temperature', unit: '°C', raw: Array.from(raw) } as const;
  return value < -55 || value > 127.5 ? { ...about, quality: 'out_of_range' } : { ...about, quality: 'good', value };
}
