// BME280: the coefficients that each part carries, and raw counts to degrees, pascal and humidity.
import type { Reading } from '../../port/sensors.ts';
import { s8, s16le, u16le } from '../bytes.ts';

export type Calibration = {
  readonly t: readonly [number, number, number];
  readonly p: readonly [number, number, number, number, number, number, number, number, number];
  readonly h: readonly [number, number, number, number, number, number];
};

/** `low`: 26 bytes from 0x88. `high`: 7 bytes from 0xE1. */
export function calibrationOf(low: ArrayLike<number>, high: ArrayLike<number>): Calibration {
  const p = (index: number) => s16le(low, 6 + 2 * index);
  const [, , , e4 = 0, e5 = 0, e6 = 0, e7 = 0] = Array.from(high);
  return {
    t: [u16le(low, 0), s16le(low, 2), s16le(low, 4)],
    p: [u16le(low, 6), p(1), p(2), p(3), p(4), p(5), p(6), p(7), p(8)],
    h: [low[25] ?? 0, s16le(high, 0), high[2] ?? 0, (s8(e4) << 4) | (e5 & 15), (s8(e6) << 4) | (e5 >> 4), s8(e7)],
  };
}

/** A temperature on the part's own fine scale, which the other two are corrected with: 5120 to the degree. */
export function fineTemperature(raw: number, { t: [t1, t2, t3] }: Calibration): number {
  return (raw / 16_384 - t1 / 1_024) * t2 + (raw / 131_072 - t1 / 8_192) ** 2 * t3;
}

export function pressureOf(raw: number, fine: number, { p }: Calibration): number | undefined {
  const [p1, p2, p3, p4, p5, p6, p7, p8, p9] = p;
  const half = fine / 2 - 64_000;
  const offset = ((half * half * p6) / 32_768 + half * p5 * 2) / 4 + p4 * 65_536;
  const slope = (1 + ((p3 * half * half) / 524_288 + p2 * half) / 524_288 / 32_768) * p1;
  if (slope === 0) return undefined;
  const pascal = ((1_048_576 - raw - offset / 4_096) * 6_250) / slope;
  return pascal + ((p9 * pascal * pascal) / 2_147_483_648 + (pascal * p8) / 32_768 + p7) / 16;
}

export function humidityOf(raw: number, fine: number, { h: [h1, h2, h3, h4, h5, h6] }: Calibration): number {
  const warm = fine - 76_800;
  const scaled =
    (raw - (h4 * 64 + (h5 / 16_384) * warm)) *
    ((h2 / 65_536) * (1 + (h6 / 67_108_864) * warm * (1 + (h3 / 67_108_864) * warm)));
  return Math.min(100, Math.max(0, scaled * (1 - (h1 * scaled) / 524_288)));
}

type Part = Omit<Reading, 'quality' | 'value'>;
const skipped = 0x80000;

function judged(part: Part, value: number | undefined, [low, high]: readonly [number, number]): Reading {
  if (value === undefined) return { ...part, quality: 'not_ready' };
  return value < low || value > high ? { ...part, quality: 'out_of_range' } : { ...part, quality: 'good', value };
}

/** `bytes`: 8 from 0xF7: pressure, temperature, humidity. What was not measured has the value it wakes up with. */
export function bme280Readings(bytes: ArrayLike<number>, calibration: Calibration): readonly Reading[] {
  const raw = Array.from(bytes);
  const [p0 = 0, p1 = 0, p2 = 0, t0 = 0, t1 = 0, t2 = 0, h0 = 0, h1 = 0] = raw;
  const pressure = (p0 << 12) | (p1 << 4) | (p2 >> 4);
  const temperature = (t0 << 12) | (t1 << 4) | (t2 >> 4);
  const humidity = (h0 << 8) | h1;
  // Without a temperature there is nothing to correct the others with.
  const fine = temperature === skipped ? undefined : fineTemperature(temperature, calibration);
  const pascal = fine === undefined || pressure === skipped ? undefined : pressureOf(pressure, fine, calibration);
  const percent = fine === undefined || humidity === 0x8000 ? undefined : humidityOf(humidity, fine, calibration);
  return [
    judged({ quantity: 'temperature', unit: '°C', raw: raw.slice(3, 6) }, fine && fine / 5_120, [-40, 85]),
    judged({ quantity: 'pressure', unit: 'Pa', raw: raw.slice(0, 3) }, pascal, [30_000, 110_000]),
    judged({ quantity: 'relative_humidity', unit: '%', raw: raw.slice(6, 8) }, percent, [0, 100]),
  ];
}
