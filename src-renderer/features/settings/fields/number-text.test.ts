// Numbers are read and written the language's way.
import { describe, expect, it } from 'vitest';
import { toSettingsSection } from '../sections.ts';
import { numberText, parseNumber } from './number-text.ts';

const dollars = { min: 0.01, max: 1000, whole: false };
const tokens = { min: 1000, max: 50_000_000, whole: true };

describe('number text', () => {
  it.each([
    { text: '1,000,000', language: 'en', range: tokens, value: 1_000_000 },
    { text: '1.000.000', language: 'de', range: tokens, value: 1_000_000 },
    { text: '1 000 000', language: 'en', range: tokens, value: 1_000_000 },
    { text: '2.50', language: 'en', range: dollars, value: 2.5 },
    { text: '2,50', language: 'de', range: dollars, value: 2.5 },
  ])('reads $text in $language', ({ text, language, range, value }) => {
    expect(parseNumber(text, language, range)).toEqual({ type: 'number', value });
    const back = parseNumber(numberText(value, language), language, range);
    expect(back).toEqual({ type: 'number', value });
  });

  it.each(['', 'abc', '1e6', '-5', '1000.5', '0x10'])('refuses %j as a whole number', (text) => {
    expect(parseNumber(text, 'en', tokens)).toEqual({ type: 'wrong' });
  });

  it('tells a number that is too small or too large from no number', () => {
    expect(parseNumber('999', 'en', tokens)).toEqual({ type: 'out-of-range' });
    expect(parseNumber('0', 'en', dollars)).toEqual({ type: 'out-of-range' });
  });
});

describe('settings addresses', () => {
  it('opens a section by its name, by a familiar other name, and the first one for nonsense', () => {
    expect(toSettingsSection('secrets')).toBe('secrets');
    expect(toSettingsSection('Language')).toBe('appearance');
    expect(toSettingsSection('constructor')).toBe('models');
    expect(toSettingsSection(undefined)).toBe('models');
  });
});
