// MPU6050: fourteen bytes to acceleration, turning and degrees.
import type { Reading } from '../../port/sensors.ts';
import { s16be } from '../bytes.ts';

const axes = ['x', 'y', 'z'] as const;

type Scale = Pick<Reading, 'quantity' | 'unit'> & { readonly perUnit: number };

function axis(bytes: ArrayLike<number>, index: number, { perUnit, ...about }: Scale & { channel: string }): Reading {
  const count = s16be(bytes, index);
  const raw = Array.from(bytes).slice(index, index + 2);
  // At its ends the converter counts no further.
  if (count === 0x7fff || count === -0x8000) return { ...about, raw, quality: 'out_of_range' };
  return { ...about, raw, quality: 'good', value: count / perUnit };
}

/** With the narrowest ranges: ±2 g and ±250 °/s. */
export function mpu6050Readings(bytes: ArrayLike<number>): readonly Reading[] {
  const acceleration = { quantity: 'acceleration', unit: 'g', perUnit: 16_384 } as const;
  const turning = { quantity: 'angular_rate', unit: '°/s', perUnit: 131 } as const;
  const raw = Array.from(bytes).slice(6, 8);
  const degrees = s16be(bytes, 6) / 340 + 36.53;
  return [
    ...axes.map((channel, index) => axis(bytes, 2 * index, { ...acceleration, channel })),
    ...axes.map((channel, index) => axis(bytes, 8 + 2 * index, { ...turning, channel })),
    { quantity: 'temperature', unit: '°C', quality: 'good', value: degrees, raw },
  ];
}
