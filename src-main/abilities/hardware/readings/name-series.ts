// Which series a measured value belongs to: the same name of the same part of the same device in the same unit.
import { hashOf } from '#main/platform/base/json.ts';
import type { SeriesName, StoredReading } from '#main/platform/store/port/readings.ts';
import type { Measured } from '../port/readings.ts';

const maxChars = { source: 80, quantity: 80, channel: 40, unit: 20 } as const;
/** Beyond any instrument, and far from where sums end. */
const maxValue = 1e100;

/** Names come from devices: one line without what a terminal or a page would obey. */
const named = (text: string, most: number) =>
  text
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '')
    .trim()
    .slice(0, most);

/** Its id follows from its name, so it is the same after a restart, and after everything was forgotten. */
export function nameSeries({ device, source, quantity, channel, unit }: Measured): SeriesName {
  const name = {
    deviceKey: device,
    ...{ source: named(source, maxChars.source), quantity: named(quantity, maxChars.quantity) },
    ...(channel === undefined || channel === '' ? {} : { channel: named(channel, maxChars.channel) }),
    unit: named(unit, maxChars.unit),
  };
  return { id: hashOf(name).slice(0, 20), ...name };
}

/** A good one has a number; one without is none. */
export function toStoredReading({ at, quality, value }: Measured): StoredReading {
  if (quality !== 'good') return { at: Math.round(at), quality };
  const isNumber = value !== undefined && Number.isFinite(value) && Math.abs(value) <= maxValue;
  return isNumber ? { at: Math.round(at), quality, value } : { at: Math.round(at), quality: 'fault' };
}
