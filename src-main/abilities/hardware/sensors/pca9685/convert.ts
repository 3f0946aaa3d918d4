// PCA9685: what its sixteen outputs do, from its registers.
import type { Reading } from '../../port/sensors.ts';
import { u16le } from '../bytes.ts';

const always = 0x1000;
const steps = 4_096;
const oscillatorHz = 25e6;

export const pca9685Frequency = (prescale: number): Reading => ({
  quantity: 'frequency',
  unit: 'Hz',
  quality: 'good',
  value: oscillatorHz / (steps * (prescale + 1)),
  raw: [prescale],
});

/** The part of each period that an output is on, in per cent. `raw`: where it goes on and off, two bytes each. */
export function pca9685Duty(raw: ArrayLike<number>, channel: number): Reading {
  const on = u16le(raw, 0);
  const off = u16le(raw, 2);
  const about = { quantity: 'duty_cycle', channel: String(channel), unit: '%', raw: Array.from(raw) } as const;
  if ((off & always) !== 0) return { ...about, quality: 'good', value: 0 }; // wholly off wins over wholly on
  if ((on & always) !== 0) return { ...about, quality: 'good', value: 100 };
  const width = ((off & 0xfff) - (on & 0xfff) + steps) % steps;
  return { ...about, quality: 'good', value: (width / steps) * 100 };
}
