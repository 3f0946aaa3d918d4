// Quiet hours on the clock of the person's zone, also on the two days of a year on which it jumps.
import type { QuietHours } from '#main/contract/reflexes.ts';

export interface Quiet {
  /** The same moment outside of quiet hours, otherwise their end. */
  after(at: number): number;
}

const minuteMs = 60_000;
const dayMinutes = 1_440;
/** Every zone changes its offset at a full quarter of an hour of UTC, so within one the clock runs evenly. */
const quarterMs = 15 * minuteMs;

const minutesOf = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

export function createQuiet({ from, to, zone }: QuietHours): Quiet {
  const format = new Intl.DateTimeFormat('en-GB', {
    ...{ timeZone: zone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  });
  const [begin, end] = [minutesOf(from), minutesOf(to)];
  const minuteAt = (at: number) => minutesOf(format.format(at));
  const isQuiet = (minute: number) => (begin < end ? minute >= begin && minute < end : minute >= begin || minute < end);
  const seek = (from: number): number => {
    for (let at = from; ; ) {
      const minute = minuteAt(at);
      if (!isQuiet(minute)) return at;
      const left = (end - minute + dayMinutes) % dayMinutes;
      const endAt = (Math.floor(at / minuteMs) + left) * minuteMs;
      const quarterAt = (Math.floor(at / quarterMs) + 1) * quarterMs;
      at = Math.min(endAt, quarterAt);
    }
  };
  let known: { readonly from: number; readonly to: number } | undefined; // one night is asked about many times
  return {
    after(at) {
      if (known !== undefined && at >= known.from && at < known.to) return known.to;
      const end = seek(at);
      if (end > at) known = { from: at, to: end };
      return end;
    },
  };
}
