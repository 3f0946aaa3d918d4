// A series and its values as a person reads them.
import type { Series } from '#main/contract/readings.ts';
import { visibleLine } from '#main/contract/shown-text.ts';
import type { Language, Translate } from '#main/platform/texts/translate.ts';

const quantities = [
  ...(['acceleration', 'altitude', 'angular_rate', 'course', 'current', 'depth', 'duty_cycle'] as const),
  ...(['frequency', 'illuminance', 'latitude', 'longitude', 'power', 'pressure', 'relative_humidity'] as const),
  ...(['speed', 'temperature', 'time', 'voltage', 'wind_angle', 'wind_speed'] as const),
] as const;

/** What it measures: a quantity that is known, else the word on the line. */
export function seriesName({ quantity, channel }: Pick<Series, 'quantity' | 'channel'>, t: Translate): string {
  const known = quantities.find((one) => one === quantity);
  const name = known === undefined ? visibleLine(quantity) : t(`live.quantity_${known}`);
  return channel === undefined ? name : `${name} ${visibleLine(channel)}`;
}

/** Four digits that count: 21.46, 0.004312, 101 300. */
export function numberWords(value: number, language: Language): string {
  const isWhole = Math.abs(value) >= 1_000;
  const format = new Intl.NumberFormat(
    language,
    isWhole ? { maximumFractionDigits: 1 } : { maximumSignificantDigits: 4 },
  );
  return format.format(value);
}

export function valueWords(value: number, unit: string, language: Language): string {
  const number = numberWords(value, language);
  return unit === '' ? number : `${number} ${visibleLine(unit)}`;
}

/** A moment within a span of this length. */
export function momentWords(at: number, spanMs: number, language: Language): string {
  const time: Intl.DateTimeFormatOptions = {
    ...{ hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' },
  };
  const isLong = spanMs > 20 * 3_600_000;
  const format = isLong ? { ...time, day: 'numeric' as const, month: 'short' as const } : time;
  return new Intl.DateTimeFormat(language, format).format(at);
}
