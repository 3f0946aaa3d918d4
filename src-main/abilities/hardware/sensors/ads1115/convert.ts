// ADS1115: two bytes to volts.
import type { Reading } from '../../port/sensors.ts';
import { s16be } from '../bytes.ts';

export function ads1115Reading(raw: ArrayLike<number>, o: { channel: string; fullScaleVolts: number }): Reading {
  const count = s16be(raw);
  const about = { quantity: 'voltage', channel: o.channel, unit: 'V', raw: Array.from(raw) } as const;
  // At its ends the converter counts no further.
  if (count === 0x7fff || count === -0x8000) return { ...about, quality: 'out_of_range' };
  return { ...about, quality: 'good', value: (count / 0x8000) * o.fullScaleVolts };
}
