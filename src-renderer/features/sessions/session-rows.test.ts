// The side bar's headings follow the person's own calendar.
import { describe, expect, it } from 'vitest';
import type { Session } from '#main/contract/messages.ts';
import { sampleSession } from '#renderer/testing/sample-data.ts';
import { neighbour, sessionRows } from './session-rows.ts';

const at = (...day: [number, number, number, number?, number?]) =>
  new Date(day[0], day[1], day[2], day[3] ?? 12, day[4] ?? 0).getTime();

const session = (id: string, updatedAt: number, pinned = false) => sampleSession(id, { updatedAt, pinned });

const shape = (sessions: readonly Session[], now: number) =>
  sessionRows(sessions, now).map((row) => (row.type === 'heading' ? `# ${row.group}` : row.session.id));

describe('session rows', () => {
  it('groups by calendar day, not by hours passed', () => {
    const now = at(2026, 2, 12, 0, 30);
    const sessions = [
      session('just-now', at(2026, 2, 12, 0, 10)),
      session('half-an-hour-ago', at(2026, 2, 11, 23, 50)),
      session('six-days', at(2026, 2, 6, 0, 0)),
      session('seven-days', at(2026, 2, 5, 23, 59)),
    ];
    expect(shape(sessions, now)).toEqual([
      '# today',
      'just-now',
      '# yesterday',
      'half-an-hour-ago',
      '# week',
      'six-days',
      '# older',
      'seven-days',
    ]);
  });

  it('shows pinned ones first, once, however old', () => {
    const now = at(2026, 2, 12);
    expect(shape([session('new', now), session('old', 1, true)], now)).toEqual(['# pinned', 'old', '# today', 'new']);
  });

  it('steps over headings and stays at the ends', () => {
    const now = at(2026, 2, 12);
    const rows = sessionRows([session('a', now), session('b', 1)], now);
    expect(neighbour(rows, 1, 1)).toBe(3);
    expect(neighbour(rows, 3, -1)).toBe(1);
    expect(neighbour(rows, 1, -1)).toBe(1);
    expect(neighbour(rows, 3, 1)).toBe(3);
  });
});
