// NMEA lines as receivers send them; the judge of the numbers is another library, gps.
import fc from 'fast-check';
import GPS from 'gps';
import { describe, expect, it } from 'vitest';
import { decodeNmea } from './decode.ts';

const valuesOf = (line: string) => {
  const decoded = decodeNmea(line);
  if (decoded.type !== 'readings') throw new Error(decoded.type);
  return Object.fromEntries(decoded.readings.map(({ quantity, value }) => [quantity, value]));
};

describe('NMEA', () => {
  it.each([
    '$GPGGA,123519,4807.038,N,01131.000,E,1,08,0.9,545.4,M,46.9,M,,*47',
    '$GPRMC,123519,A,4807.038,N,01131.000,E,022.4,084.4,230394,003.1,W*6A',
    '$GPGLL,4916.45,N,12311.12,W,225444,A,*1D',
  ])('reads the position of %s as the package gps does', (line) => {
    const theirs = GPS.Parse(line) as { lat: number; lon: number; alt?: number };
    const ours = valuesOf(line);
    expect(ours.latitude).toBeCloseTo(theirs.lat, 6);
    expect(ours.longitude).toBeCloseTo(theirs.lon, 6);
    if (theirs.alt !== undefined) expect(ours.altitude).toBe(theirs.alt);
  });

  it('gives speed in metres per second', () => {
    const line = '$GPRMC,123519,A,4807.038,N,01131.000,E,022.4,084.4,230394,003.1,W*6A';
    const theirs = GPS.Parse(line) as { speed: number; track: number };
    expect(valuesOf(line).speed).toBeCloseTo(theirs.speed / 3.6, 3);
    expect(valuesOf(line).course).toBe(theirs.track);
  });

  it('has no position before there is a fix: no ocean off Africa', () => {
    const decoded = decodeNmea('$GPGGA,235947.000,0000.0000,N,00000.0000,E,0,00,0.0,0.0,M,,,,0000*00');
    expect(decoded).toMatchObject({ type: 'readings' });
    if (decoded.type === 'readings')
      for (const reading of decoded.readings) {
        expect(reading.quality).toBe('not_ready');
        expect(reading).not.toHaveProperty('value');
      }
  });

  it('takes no line that is cut, damaged or without its checksum', () => {
    const whole = '$GPGLL,4916.45,N,12311.12,W,225444,A,*1D';
    expect(decodeNmea(`${whole}\r\n`).type).toBe('readings');
    for (const bad of [whole.slice(8), whole.replace('4916', '4917'), whole.slice(0, -3), '', 'hello', '$GPGLL,*ZZ'])
      expect(decodeNmea(bad)).toEqual({ type: 'damaged' });
  });

  it('throws at nothing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (noise) => {
        decodeNmea(noise);
        decodeNmea(`$GPGGA,${noise}`);
      }),
    );
  });
});
