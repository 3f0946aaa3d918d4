// NMEA 0183: a line of a receiver or an instrument to readings. The grammar is nmea-simple's, what may be trusted is decided here.
import { type Packet, parseNmeaSentence } from 'nmea-simple';
import type { Quantity, Reading } from '../../port/sensors.ts';

const metresPerSecond = { K: 1 / 3.6, M: 1, N: 1_852 / 3_600 } as const;
const maxLength = 200;

type Value = { readonly quantity: Quantity; readonly unit: string; readonly value: number | undefined };
type Decoded = { readonly isValid: boolean; readonly values: readonly Value[] };

const position = (latitude: number, longitude: number): Value[] => [
  { quantity: 'latitude', unit: '°', value: Math.abs(latitude) <= 90 ? latitude : undefined },
  { quantity: 'longitude', unit: '°', value: Math.abs(longitude) <= 180 ? longitude : undefined },
];

function decodePacket(packet: Packet): Decoded | undefined {
  switch (packet.sentenceId) {
    case 'GGA': {
      const altitude: Value = { quantity: 'altitude', unit: 'm', value: packet.altitudeMeters };
      return {
        isValid: packet.fixType !== 'none',
        values: [...position(packet.latitude, packet.longitude), altitude],
      };
    }
    case 'GLL':
      return { isValid: packet.status === 'valid', values: position(packet.latitude, packet.longitude) };
    case 'RMC': {
      const speed: Value = { quantity: 'speed', unit: 'm/s', value: packet.speedKnots * metresPerSecond.N };
      const course: Value = { quantity: 'course', unit: '°', value: packet.trackTrue };
      return {
        isValid: packet.status === 'valid',
        values: [...position(packet.latitude, packet.longitude), speed, course],
      };
    }
    case 'HDT':
      return { isValid: true, values: [{ quantity: 'course', unit: '°', value: packet.heading }] };
    case 'DBT':
      return { isValid: true, values: [{ quantity: 'depth', unit: 'm', value: packet.depthMeters }] };
    case 'MWV': {
      const wind = packet.speed * metresPerSecond[packet.units];
      return {
        isValid: packet.status === 'valid',
        values: [
          { quantity: 'wind_speed', unit: 'm/s', value: wind },
          { quantity: 'wind_angle', unit: '°', value: packet.windAngle },
        ],
      };
    }
    default:
      return undefined;
  }
}

export type NmeaLine =
  | { readonly type: 'readings'; readonly sentence: string; readonly readings: readonly Reading[] }
  /** A whole sentence without anything to measure. */
  | { readonly type: 'other'; readonly sentence: string }
  /** Damaged, cut, or no NMEA at all. */
  | { readonly type: 'damaged' };

/** Never throws. Without its checksum a sentence is not taken: the first line after connecting is usually cut. */
export function decodeNmea(line: string): NmeaLine {
  const text = line.trim();
  const head = /^\$([A-Z]{2})([A-Z]{3}),/.exec(text);
  const sentence = head?.[2];
  if (sentence === undefined || text.length > maxLength || !/\*[0-9A-F]{2}$/i.test(text)) return { type: 'damaged' };
  try {
    const decoded = decodePacket(parseNmeaSentence(text));
    if (decoded === undefined) return { type: 'other', sentence };
    const raw = [...Buffer.from(text, 'latin1')];
    const readings = decoded.values.map(({ value, ...about }): Reading => {
      if (!decoded.isValid) return { ...about, raw, quality: 'not_ready' };
      if (value === undefined || !Number.isFinite(value)) return { ...about, raw, quality: 'fault' };
      return { ...about, raw, quality: 'good', value };
    });
    return { type: 'readings', sentence, readings };
  } catch (error) {
    // The library says in words alone whether the sum is wrong or the sentence unknown.
    return error instanceof Error && error.message.startsWith('No known parser')
      ? { type: 'other', sentence }
      : { type: 'damaged' };
  }
}
