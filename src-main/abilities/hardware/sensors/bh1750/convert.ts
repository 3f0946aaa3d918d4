// BH1750: two bytes to lux.
import type { Reading } from '../../port/sensors.ts';
import { u16be } from '../bytes.ts';

export function bh1750Reading(raw: ArrayLike<number>): Reading {
  const count = u16be(raw);
  const about = { quantity: 'illuminance', unit: 'lx', raw: Array.from(raw) } as const;
  if (count === 0xffff) return { ...about, quality: 'out_of_range' }; // brighter than it can count
  return { ...about, quality: 'good', value: count / 1.2 };
}
