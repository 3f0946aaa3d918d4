// How often each output was switched in the last minute.
import { AppError } from '#main/contract/errors.ts';

const minuteMs = 60_000;

const tooOften = (pin: string, perMinute: number) =>
  new AppError(
    'forbidden',
    `Pin ${pin} may be switched ${perMinute} times a minute. Wait before you switch it again.`,
    {
      details: { reason: 'switched_too_often', facts: { pin, count: perMinute } },
    },
  );

export function createSwitchRate(now: () => number) {
  const times = new Map<string, number[]>();
  const recent = (place: string) => (times.get(place) ?? []).filter((at) => at > now() - minuteMs);
  return {
    refusalOf(place: string, pin: string, perMinute: number): AppError | undefined {
      return recent(place).length >= perMinute ? tooOften(pin, perMinute) : undefined;
    },
    /** At most as many are kept as may happen in a minute. */
    take(place: string): void {
      times.set(place, [...recent(place), now()]);
    },
  };
}
