// What is kept of readings as they come.
import { describe, expect, it } from 'vitest';
import type { ReadingNow } from '#main/contract/readings.ts';
import { createTranslate } from '#main/platform/texts/translate.ts';
import { momentWords, seriesName, valueWords } from './series-words.ts';
import { renewMs } from './use-history.ts';
import { hear } from './use-live.ts';

const reading = (second: number, more: Partial<ReadingNow> = {}): ReadingNow => ({
  ...{ seriesId: 's', at: second * 1_000, quality: 'good', value: second },
  ...more,
});

describe('live readings', () => {
  it('keep the last minute, and take nothing twice after the stream was cut', () => {
    let heard = hear(undefined, reading(0));
    for (const second of [30, 30, 20, 60, 61]) heard = hear(heard, reading(second));
    expect(heard.recent.map(({ value }) => value)).toEqual([30, 60, 61]);
    expect(heard.newest.value).toBe(61);
  });

  it('draw no number that is not to be trusted', () => {
    const bad = reading(2, { quality: 'fault', value: undefined });
    const heard = hear(hear(undefined, reading(1)), bad);
    expect(heard.recent).toEqual([{ at: 1_000, value: 1 }]);
    expect(heard.newest).toBe(bad);
  });

  it('are asked for as often as a point more can be seen', () => {
    expect(renewMs(60_000)).toBe(500);
    expect(renewMs(3_600_000)).toBe(15_000);
  });
});

describe('a series in words', () => {
  it('has the name of its quantity, or the word on the line with nothing hidden in it', () => {
    const t = createTranslate('de');
    expect(seriesName({ quantity: 'relative_humidity' }, t)).toBe('Relative Feuchte');
    expect(seriesName({ quantity: 'acceleration', channel: 'x' }, t)).toBe('Beschleunigung x');
    expect(seriesName({ quantity: 'tank\u202e' }, t)).toBe('tank\\u{202e}');
  });

  it('has values in four digits that count, and moments as fine as the span needs', () => {
    expect(valueWords(21.4567, '°C', 'en')).toBe('21.46 °C');
    expect(valueWords(0.00431234, 'A', 'de')).toBe('0,004312 A');
    expect(valueWords(101_325.4, 'Pa', 'en')).toBe('101,325.4 Pa');
    expect(valueWords(7, '', 'en')).toBe('7');
    expect(momentWords(Date.UTC(2026, 4, 3, 12), 60_000, 'en')).not.toContain('May');
    expect(momentWords(Date.UTC(2026, 4, 3, 12), 7 * 86_400_000, 'en')).toContain('May');
  });
});
