// AHT20: a status, twice twenty bits and a checksum to humidity and degrees.
import type { Quality, Reading } from '../../port/sensors.ts';
import { crc8 } from '../bytes.ts';

const busy = 0x80;
const calibrated = 0x08;

export const isCalibrated = (status: number) => (status & calibrated) !== 0;

function qualityOf(bytes: readonly number[]): Quality {
  if (crc8(bytes.slice(0, 6)) !== bytes[6]) return 'bad_checksum';
  const status = bytes[0] ?? 0;
  if ((status & busy) !== 0) return 'not_ready';
  return isCalibrated(status) ? 'good' : 'fault';
}

export function aht20Readings(raw: ArrayLike<number>): readonly Reading[] {
  const bytes = Array.from(raw);
  const [, b1 = 0, b2 = 0, b3 = 0, b4 = 0, b5 = 0] = bytes;
  const quality = qualityOf(bytes);
  const about = { quality, raw: bytes };
  const humidity = { ...about, quantity: 'relative_humidity', unit: '%' } as const;
  const temperature = { ...about, quantity: 'temperature', unit: '°C' } as const;
  if (quality !== 'good') return [temperature, humidity];
  return [
    { ...temperature, value: ((((b3 & 15) << 16) | (b4 << 8) | b5) / 2 ** 20) * 200 - 50 },
    { ...humidity, value: (((b1 << 12) | (b2 << 4) | (b3 >> 4)) / 2 ** 20) * 100 },
  ];
}
