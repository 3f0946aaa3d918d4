// Days as the person's calendar has them: 23, 24 or 25 hours long, and not always beginning at midnight.

export type LocalDay = {
  /** `2026-11-27` */
  readonly name: string;
  readonly since: number;
  readonly until: number;
};

export interface LocalDays {
  readonly timeZone: () => string;
  of(timestamp: number): LocalDay;
  /** The day of the timestamp and those before it, oldest first. */
  last(count: number, timestamp: number): LocalDay[];
}

const furthestMs = 49 * 60 * 60 * 1000;

/** The first millisecond in (from, to] for which it holds; it must hold from there on. */
function firstWhere(from: number, to: number, holds: (timestamp: number) => boolean): number {
  let before = from;
  let at = to;
  while (at - before > 1) {
    const middle = Math.floor((before + at) / 2);
    if (holds(middle)) at = middle;
    else before = middle;
  }
  return at;
}

const systemZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

export function createLocalDays(timeZone: () => string = systemZone): LocalDays {
  let zone = '';
  let format = new Intl.DateTimeFormat('en-CA');
  let newest: LocalDay | undefined;
  const settle = () => {
    const now = timeZone();
    if (now === zone) return;
    zone = now;
    newest = undefined;
    const parts = { year: 'numeric', month: '2-digit', day: '2-digit' } as const;
    format = new Intl.DateTimeFormat('en-CA', { timeZone: now, ...parts });
  };
  const find = (timestamp: number): LocalDay => {
    const name = format.format(timestamp);
    // Asked of the calendar instead of worked out from offsets: where clocks change at midnight, a day begins at one.
    return {
      name,
      since: firstWhere(timestamp - furthestMs, timestamp, (at) => format.format(at) >= name),
      until: firstWhere(timestamp, timestamp + furthestMs, (at) => format.format(at) > name),
    };
  };
  const of = (timestamp: number): LocalDay => {
    settle();
    if (newest !== undefined && timestamp >= newest.since && timestamp < newest.until) return newest;
    const found = find(timestamp);
    if (newest === undefined || found.since > newest.since) newest = found;
    return found;
  };
  return {
    timeZone,
    of,
    last(count, timestamp) {
      const days = [of(timestamp)];
      while (days.length < count) days.unshift(find((days[0]?.since ?? timestamp) - 1));
      return days;
    },
  };
}
