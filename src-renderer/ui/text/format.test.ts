import { describe, expect, it } from 'vitest';
import { formatAgo, formatBytes, formatClock, formatCost, formatCount, formatDuration } from './format.ts';

const day = 86_400_000;

describe('numbers for people', () => {
  it('says times relatively up to a week, then as a date', () => {
    const now = Date.UTC(2026, 5, 20, 12);
    expect(formatAgo(now - 30_000, now, 'en')).toBe('now');
    expect(formatAgo(now - 5 * 60_000, now, 'en')).toBe('5 minutes ago');
    expect(formatAgo(now - day, now, 'de')).toBe('gestern');
    expect(formatAgo(now - 8 * day, now, 'en')).toBe('Jun 12');
    expect(formatAgo(now - 400 * day, now, 'en')).toContain('2025');
  });

  it.each([
    [840, '840 ms'],
    [4_200, '4.2 s'],
    [42_000, '42 s'],
    [65_000, '1 min 5 s'],
    [7_380_000, '2 h 3 min'],
  ])('says %i ms as %s', (ms, text) => {
    expect(formatDuration(ms, 'en')).toBe(text);
  });

  it('says units in the words of languages with another script', () => {
    expect(formatDuration(65_000, 'zh')).toBe('1分钟 5秒');
    expect(formatDuration(4_200, 'ar')).toMatch(/^4\.2 \p{Script=Arabic}+$/u);
    expect(formatBytes(1_536, 'ar')).toMatch(/^1\.5 \p{Script=Arabic}+$/u);
    expect(formatCount(12_400, 'zh')).toBe('1.2万');
  });

  it('writes sizes, counts, money and countdowns short', () => {
    expect(formatBytes(1_536, 'de')).toBe('1,5 KB');
    expect(formatCount(12_400, 'en')).toBe('12.4k');
    expect(formatCost(0.00312, 'en')).toBe('$0.0031');
    expect(formatClock(65_000)).toBe('1:05');
  });
});
