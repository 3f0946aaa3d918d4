// What a driver read, as readings to keep.
import { hexByte } from '../port/buses.ts';
import type { Measured } from '../port/readings.ts';
import type { Reading } from '../port/sensors.ts';

export type MeasuredPlace = { readonly device: string; readonly at: number };

/** `bme280@0x76`, `mcp3008@D10`. */
export const sensorSource = (id: string, place: { readonly address: number } | { readonly select: string }) =>
  `${id}@${'address' in place ? hexByte(place.address) : place.select}`;

/** A clock's time is no measurement of anything else. */
export const bySensor = (source: string, readings: readonly Reading[], place: MeasuredPlace): readonly Measured[] =>
  readings
    .filter(({ quantity }) => quantity !== 'time')
    .map(({ raw: _raw, ...reading }) => ({ ...reading, ...place, source }));

export const byConverter = (channel: string, volts: number, place: MeasuredPlace): Measured => ({
  ...{ ...place, source: 'adc', quantity: 'voltage', channel, unit: 'V', quality: 'good', value: volts },
});
