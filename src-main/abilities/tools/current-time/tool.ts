// current_time: date, time and time zone of the person's machine.
import { z } from 'zod';
import { defineTool } from '../port.ts';
import { readPlan } from '../reads.ts';

/** E.g. `Saturday 2026-11-21 04:10:30 (Europe/Berlin, UTC+01:00)`. */
export function timeInWords(ms: number, timeZone: string): string {
  const parts = new Map(
    new Intl.DateTimeFormat('en-GB', {
      timeZone,
      weekday: 'long',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
      timeZoneName: 'longOffset',
    })
      .formatToParts(ms)
      .map((part) => [part.type, part.value]),
  );
  const get = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? '';
  const date = `${get('year')}-${get('month')}-${get('day')}`;
  const time = `${get('hour')}:${get('minute')}:${get('second')}`;
  return `${get('weekday')} ${date} ${time} (${timeZone}, ${get('timeZoneName').replace('GMT', 'UTC')})`;
}

export const tool = defineTool({
  name: 'current_time',
  description: 'Date, time and time zone of the person, now.',
  input: z.strictObject({}),
  plan: async (input) => readPlan(input, 'clock', { key: 'tools.current_time', params: {} }),
  run: async (_plan, ctx) => ({
    output: timeInWords(ctx.clock.now(), Intl.DateTimeFormat().resolvedOptions().timeZone),
    label: { trust: 'owner', secrecy: 'public', source: 'clock' },
  }),
});
