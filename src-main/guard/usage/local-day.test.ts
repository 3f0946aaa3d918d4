// Days of the calendar where clocks change, at midnight too.
import { describe, expect, it } from 'vitest';
import { createLocalDays } from './local-day.ts';

const hours = ({ since, until }: { since: number; until: number }) => (until - since) / 3_600_000;
const at = (iso: string) => Date.parse(iso);

describe('local days', () => {
  it.each([
    { zone: 'UTC', time: '2026-06-15T12:00:00Z', name: '2026-06-15', length: 24 },
    { zone: 'Europe/Berlin', time: '2026-03-29T12:00:00Z', name: '2026-03-29', length: 23 },
    { zone: 'Europe/Berlin', time: '2026-10-25T12:00:00Z', name: '2026-10-25', length: 25 },
    // Midnight did not exist: the clocks went from 23:59 to 01:00.
    { zone: 'America/Sao_Paulo', time: '2018-11-04T12:00:00Z', name: '2018-11-04', length: 23 },
    { zone: 'Asia/Kathmandu', time: '2026-06-15T18:20:00Z', name: '2026-06-16', length: 24 },
    { zone: 'Pacific/Auckland', time: '2026-06-15T13:00:00Z', name: '2026-06-16', length: 24 },
  ])('in $zone, $time lies in $name, which has $length hours', ({ zone, time, name, length }) => {
    const day = createLocalDays(() => zone).of(at(time));
    expect(day.name).toBe(name);
    expect(hours(day)).toBe(length);
    expect(day.since).toBeLessThanOrEqual(at(time));
    expect(day.until).toBeGreaterThan(at(time));
  });

  it('begin where the last one ended', () => {
    const days = createLocalDays(() => 'Europe/Berlin').last(400, at('2026-11-27T11:00:00Z'));
    expect(days.at(-1)?.name).toBe('2026-11-27');
    for (const [index, day] of days.entries()) if (index > 0) expect(day.since).toBe(days[index - 1]?.until);
    expect(new Set(days.map(({ name }) => name)).size).toBe(400);
  });

  it('follow a change of the zone', () => {
    let zone = 'UTC';
    const days = createLocalDays(() => zone);
    expect(days.of(at('2026-06-15T23:30:00Z')).name).toBe('2026-06-15');
    zone = 'Europe/Berlin';
    expect(days.of(at('2026-06-15T23:30:00Z')).name).toBe('2026-06-16');
  });
});
