// SHT30, SHT31, SHT35: two words, each with its checksum, to degrees and humidity.
import type { Reading } from '../../port/sensors.ts';
import { crc8, u16be } from '../bytes.ts';

const wordOf = (bytes: ArrayLike<number>, index: number) => Array.from(bytes).slice(index, index + 3);

export const isWhole = (word: ArrayLike<number>) => crc8([word[0] ?? 0, word[1] ?? 0]) === word[2];

function reading(
  about: Pick<Reading, 'quantity' | 'unit'>,
  raw: readonly number[],
  toValue: (s: number) => number,
): Reading {
  if (!isWhole(raw)) return { ...about, raw, quality: 'bad_checksum' };
  return { ...about, raw, quality: 'good', value: toValue(u16be(raw) / 65_535) };
}

export function sht3xReadings(bytes: ArrayLike<number>): readonly Reading[] {
  return [
    reading({ quantity: 'temperature', unit: '°C' }, wordOf(bytes, 0), (share) => -45 + 175 * share),
    reading({ quantity: 'relative_humidity', unit: '%' }, wordOf(bytes, 3), (share) => 100 * share),
  ];
}
