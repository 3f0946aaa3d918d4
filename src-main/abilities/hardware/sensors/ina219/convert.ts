// INA219: the voltage across its resistor and of the bus, and what follows from both.
import type { Reading } from '../../port/sensors.ts';
import { s16be, u16be } from '../bytes.ts';

const overflow = 0x0001;
const converted = 0x0002;
const voltsPerShuntStep = 10e-6;
const voltsPerBusStep = 4e-3;

export type Ina219Bytes = { readonly shunt: ArrayLike<number>; readonly bus: ArrayLike<number> };

/** Current and power are worked out here, from the resistor, so the part's own calibration cannot be wrong. */
export function ina219Readings({ shunt, bus }: Ina219Bytes, shuntOhms: number): readonly Reading[] {
  const word = u16be(bus);
  const steps = s16be(shunt);
  const raw = { shunt: Array.from(shunt), bus: Array.from(bus) };
  // At 320 mV across the resistor the converter is at its end.
  const isOver = (word & overflow) !== 0 || Math.abs(steps) >= 32_000;
  const ready = (word & converted) !== 0;
  const quality = ready ? (isOver ? 'out_of_range' : 'good') : 'not_ready';
  const volts = (word >> 3) * voltsPerBusStep;
  const amperes = (steps * voltsPerShuntStep) / shuntOhms;
  const both = [...raw.bus, ...raw.shunt];
  const busVoltage = { quantity: 'voltage', channel: 'bus', unit: 'V', raw: raw.bus } as const;
  const current = { quantity: 'current', unit: 'A', quality, raw: raw.shunt } as const;
  const power = { quantity: 'power', unit: 'W', quality, raw: both } as const;
  return [
    ready ? { ...busVoltage, quality: 'good', value: volts } : { ...busVoltage, quality: 'not_ready' },
    quality === 'good' ? { ...current, value: amperes } : current,
    quality === 'good' ? { ...power, value: volts * amperes } : power,
  ];
}
