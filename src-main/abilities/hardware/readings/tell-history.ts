// What was measured, in words for a model.
import type { Bin, Series, Summary } from '#main/contract/readings.ts';
import { visibleLine } from '#main/contract/shown-text.ts';

export type SeriesHistory = {
  readonly series: Series;
  readonly bins: readonly Bin[];
  readonly summary: Summary | null;
};

const digits = (value: number) => String(Number(value.toPrecision(6)));

/** In the person's time: `2026-03-05 07:41`. */
export function shortTime(at: number): string {
  const date = new Date(at);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} ${two(date.getHours())}:${two(date.getMinutes())}`;
}

const withUnit = (value: number, unit: string) => `${digits(value)}${unit === '' ? '' : ` ${unit}`}`;

export const nameOf = ({ quantity, channel }: Pick<Series, 'quantity' | 'channel'>) =>
  visibleLine(channel === undefined ? quantity : `${quantity} ${channel}`).replaceAll('_', ' ');

export function tellSeries(series: Series): string {
  const { newest, unit, deviceName, source } = series;
  const now = newest?.value === undefined ? 'no value' : withUnit(newest.value, unit);
  const at = newest === undefined ? '' : `, ${shortTime(newest.at)}`;
  return `${nameOf(series)} of ${visibleLine(deviceName)} (${visibleLine(source)}): newest ${now}${at}`;
}

const tellBin = ({ at, mean }: Bin) => `${shortTime(at).slice(-5)} ${digits(mean)}`;

export function tellHistory({ series, bins, summary }: SeriesHistory): string {
  const { unit } = series;
  if (summary === null) return `${tellSeries(series)}; nothing good in this span.`;
  const when = (wanted: (bin: Bin) => boolean) => {
    const bin = bins.find(wanted);
    return bin === undefined || bins.length < 2 ? '' : ` about ${shortTime(bin.at)}`;
  };
  const lines = [
    `${nameOf(series)} of ${visibleLine(series.deviceName)} (${visibleLine(series.source)}), ${summary.count} readings:`,
    `mean ${withUnit(summary.mean, unit)},`,
    `lowest ${withUnit(summary.min, unit)}${when(({ min }) => min === summary.min)},`,
    `highest ${withUnit(summary.max, unit)}${when(({ max }) => max === summary.max)},`,
    `first ${withUnit(summary.first.value, unit)} (${shortTime(summary.first.at)}),`,
    `last ${withUnit(summary.last.value, unit)} (${shortTime(summary.last.at)}).`,
  ];
  const course = bins.length < 2 ? '' : ` Means: ${bins.map(tellBin).join(', ')}.`;
  return `${lines.join(' ')}${course}`;
}
