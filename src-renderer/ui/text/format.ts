// Numbers, sizes, times and money as a person reads them, by language.
import type { Language } from '#main/platform/texts/translate.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** "just now" style up to a week ("5 minutes ago", "yesterday"), then the date. */
export function formatAgo(timestamp: number, now: number, language: Language): string {
  const past = Math.max(0, now - timestamp);
  if (past >= 7 * day) return formatDate(timestamp, now, language);
  const relative = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });
  if (past < minute) return relative.format(0, 'second');
  if (past < hour) return relative.format(-Math.floor(past / minute), 'minute');
  if (past < day) return relative.format(-Math.floor(past / hour), 'hour');
  return relative.format(-Math.floor(past / day), 'day');
}

/** Day and month, with the year only when it is another one. */
export function formatDate(timestamp: number, now: number, language: Language): string {
  const sameYear = new Date(timestamp).getFullYear() === new Date(now).getFullYear();
  const format: Intl.DateTimeFormatOptions = { day: 'numeric', month: 'short' };
  return new Intl.DateTimeFormat(language, sameYear ? format : { ...format, year: 'numeric' }).format(timestamp);
}

export function formatDateTime(timestamp: number, language: Language): string {
  return new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' }).format(timestamp);
}

/** The signs of units are the same in Latin script; other scripts have words of their own. */
const writesUnits = (language: Language): boolean => language === 'zh' || language === 'ar';

type Unit = 'millisecond' | 'second' | 'minute' | 'hour' | 'byte' | 'kilobyte' | 'megabyte' | 'gigabyte';

function withUnit(value: number, unit: Unit, { language, sign, digits = 0 }: UnitText): string {
  const format: Intl.NumberFormatOptions = { maximumFractionDigits: digits };
  if (!writesUnits(language)) return `${new Intl.NumberFormat(language, format).format(value)} ${sign}`;
  return new Intl.NumberFormat(language, { ...format, style: 'unit', unit, unitDisplay: 'short' }).format(value);
}

type UnitText = { readonly language: Language; readonly sign: string; readonly digits?: number };

/** 840 ms, 4.2 s, 1 min 5 s, 2 h 3 min. */
export function formatDuration(ms: number, language: Language): string {
  const hours = (value: number) => withUnit(value, 'hour', { language, sign: 'h' });
  const minutes = (value: number) => withUnit(value, 'minute', { language, sign: 'min' });
  const seconds = (value: number, digits = 0) => withUnit(value, 'second', { language, sign: 's', digits });
  if (ms < 1_000) return withUnit(Math.max(0, Math.round(ms)), 'millisecond', { language, sign: 'ms' });
  if (ms < minute) return seconds(ms / 1_000, ms < 10_000 ? 1 : 0);
  const whole = Math.round(ms / 1_000);
  const inMinutes = Math.floor(whole / 60);
  const two = (large: string, rest: number, small: (value: number) => string) =>
    rest === 0 ? large : `${large} ${small(rest)}`;
  if (inMinutes < 60) return two(minutes(inMinutes), whole % 60, seconds);
  return two(hours(Math.floor(inMinutes / 60)), inMinutes % 60, minutes);
}

/** 1:05 for countdowns. */
export function formatClock(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / 1_000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

const sizes = [
  { unit: 'byte', sign: 'B' },
  { unit: 'kilobyte', sign: 'KB' },
  { unit: 'megabyte', sign: 'MB' },
  { unit: 'gigabyte', sign: 'GB' },
] as const;

export function formatBytes(bytes: number, language: Language): string {
  let value = bytes;
  let step = 0;
  while (value >= 1024 && step < sizes.length - 1) {
    value /= 1024;
    step += 1;
  }
  const { unit, sign } = sizes[step] ?? sizes[0];
  return withUnit(value, unit, { language, sign, digits: step === 0 || value >= 100 ? 0 : 1 });
}

/** 980, 12.4k, 1.2M. */
export function formatCount(count: number, language: Language): string {
  if (count < 10_000) return new Intl.NumberFormat(language).format(count);
  if (writesUnits(language))
    return new Intl.NumberFormat(language, { notation: 'compact', maximumFractionDigits: 1 }).format(count);
  const [value, unit] = count < 1_000_000 ? [count / 1_000, 'k'] : [count / 1_000_000, 'M'];
  return `${new Intl.NumberFormat(language, { maximumFractionDigits: value >= 100 ? 0 : 1 }).format(value)}${unit}`;
}

/** US dollars; small amounts keep their leading digits. */
export function formatCost(usd: number, language: Language): string {
  const digits = usd >= 1 || usd === 0 ? 2 : usd >= 0.01 ? 3 : 4;
  return new Intl.NumberFormat(language, {
    style: 'currency',
    currency: 'USD',
    minimumFractionDigits: 2,
    maximumFractionDigits: digits,
  }).format(usd);
}
