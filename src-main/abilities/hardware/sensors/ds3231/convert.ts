// DS3231: its clock and its thermometer.
import type { Reading } from '../../port/sensors.ts';
import { bcd, s8 } from '../bytes.ts';

const stopped = 0x80;

function hourOf(byte: number): number {
  if ((byte & 0x40) === 0) return bcd(byte & 0x3f);
  return (bcd(byte & 0x1f) % 12) + ((byte & 0x20) === 0 ? 0 : 12);
}

/** Seconds since 1970 of a clock that is set to UTC; undefined where the registers hold no date. */
export function clockSeconds(registers: ArrayLike<number>): number | undefined {
  const [second = 0, minute = 0, hour = 0, , day = 0, month = 0, year = 0] = Array.from(registers);
  const fields = [bcd(second & 0x7f), bcd(minute), hourOf(hour), bcd(day), bcd(month & 0x1f)] as const;
  const fullYear = 2_000 + ((month & 0x80) === 0 ? 0 : 100) + bcd(year);
  const [s, m, h, d, mo] = fields;
  const ms = Date.UTC(fullYear, mo - 1, d, h, m, s);
  const date = new Date(ms);
  const same = date.getUTCMonth() === mo - 1 && date.getUTCDate() === d && h < 24 && m < 60 && s < 60;
  return same ? ms / 1_000 : undefined;
}

export function ds3231Temperature(raw: ArrayLike<number>): Reading {
  const value = s8(raw[0] ?? 0) + ((raw[1] ?? 0) >> 6) / 4;
  return { quantity: 'temperature', unit: '°C', quality: 'good', value, raw: Array.from(raw) };
}

export function ds3231Time(registers: ArrayLike<number>, status: number): Reading {
  const about = { quantity: 'time', unit: 's', raw: [...Array.from(registers), status] } as const;
  const value = clockSeconds(registers);
  // It says so itself when it has stood still since it was set.
  if (value === undefined || (status & stopped) !== 0) return { ...about, quality: 'fault' };
  return { ...about, quality: 'good', value };
}
