// Times of the wall clock over a machine that sleeps.
import { describe, expect, it } from 'vitest';
import { isCancelled } from '#main/contract/errors.ts';
import { neverAborts } from '#main/platform/base/abort.ts';
import type { Clock } from '#main/platform/base/clock.ts';
import { createFakeClock } from '#main/platform/base/fake-clock.ts';
import { createAlarm } from './create-alarm.ts';

const hour = 3_600_000;

/** A machine whose timers stand still while it sleeps and whose wall clock goes on. */
function machine() {
  const awake = createFakeClock();
  let sleptMs = 0;
  const clock: Clock = { ...awake, now: () => awake.now() + sleptMs };
  const sleep = (ms: number) => {
    sleptMs += ms;
  };
  return { clock, advance: awake.advance, sleep };
}

function ring(at: Promise<void>) {
  const state = { rang: false, error: undefined as unknown };
  at.then(
    () => {
      state.rang = true;
    },
    (error: unknown) => {
      state.error = error;
    },
  );
  return state;
}

describe('an alarm', () => {
  it('rings at its time, and not before', async () => {
    const { clock, advance } = machine();
    const alarm = createAlarm(clock);
    const bell = ring(alarm.until(clock.now() + 24 * hour, neverAborts));
    await advance(24 * hour - 1);
    expect(bell.rang).toBe(false);
    await advance(1);
    expect(bell.rang).toBe(true);
  });

  it('rings at once when the machine wakes after its time', async () => {
    const { clock, advance, sleep } = machine();
    const alarm = createAlarm(clock);
    const bell = ring(alarm.until(clock.now() + 24 * hour, neverAborts));
    await advance(hour);
    alarm.power('suspend');
    sleep(48 * hour);
    alarm.power('resume');
    await advance(0);
    expect(bell.rang).toBe(true);
  });

  it('notices within the hour when nobody tells that the machine woke', async () => {
    const { clock, advance, sleep } = machine();
    const bell = ring(createAlarm(clock).until(clock.now() + 24 * hour, neverAborts));
    await advance(hour / 2);
    sleep(48 * hour);
    await advance(hour);
    expect(bell.rang).toBe(true);
  });

  it('does not ring into a machine that is going to sleep, and does when it did not sleep after all', async () => {
    const { clock, advance } = machine();
    const alarm = createAlarm(clock);
    const bell = ring(alarm.until(clock.now() + 1_000, neverAborts));
    alarm.power('suspend');
    await advance(2_000);
    expect(bell.rang).toBe(false);
    await advance(60_000);
    expect(bell.rang).toBe(true);
  });

  it('ends with its signal', async () => {
    const { clock, advance } = machine();
    const stop = new AbortController();
    const bell = ring(createAlarm(clock).until(clock.now() + hour, stop.signal));
    stop.abort();
    await advance(0);
    expect(isCancelled(bell.error)).toBe(true);
  });
});
