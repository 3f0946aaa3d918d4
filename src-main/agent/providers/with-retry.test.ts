// Tries again within bounds, hands over to the second model, and neither once anything was shown.
import { describe, expect, it } from 'vitest';
import type { ErrorCode, ErrorDetails } from '#main/contract/errors.ts';
import { neverAborts } from '#main/platform/base/abort.ts';
import { createFakeClock } from '#main/platform/base/fake-clock.ts';
import { noUsage } from './answer.ts';
import type { ModelEvent } from './port.ts';
import { collect, lastOf } from './testing/make-config.ts';
import { withFailover } from './with-failover.ts';
import { withRetry } from './with-retry.ts';

const fail = (code: ErrorCode, details: ErrorDetails = {}, retryable = true): ModelEvent => ({
  type: 'error',
  error: { code, message: 'x', retryable, details },
  parts: [],
});
const word: ModelEvent = { type: 'text-delta', text: 'hi' };
const done: ModelEvent = { type: 'finish', parts: [{ type: 'text', text: 'hi' }], stopReason: 'end', usage: noUsage };

async function* play(events: readonly ModelEvent[]): AsyncIterable<ModelEvent> {
  yield* events;
}

function script(...tries: ModelEvent[][]) {
  let opened = 0;
  const open = () => {
    const events = tries[Math.min(opened, tries.length - 1)] ?? [];
    opened += 1;
    return play(events);
  };
  return { open, count: () => opened };
}

async function run(open: () => AsyncIterable<ModelEvent>, o: { random?: number; signal?: AbortSignal } = {}) {
  const clock = createFakeClock();
  const running = collect(withRetry(open, { clock, random: () => o.random ?? 0.5 }, o.signal ?? neverAborts));
  const started = clock.now();
  let ended = false;
  void running.finally(() => {
    ended = true;
  });
  for (let step = 0; step < 2_000 && !ended; step += 1) await clock.advance(100);
  return { events: await running, tookMs: clock.now() - started };
}

describe('withRetry', () => {
  it('tries again after a failure that passes, and tells before each wait [R07]', async () => {
    const { open, count } = script([fail('unavailable')], [fail('rate_limited')], [word, done]);
    const { events } = await run(open);
    expect(events.map((event) => event.type)).toEqual(['retry', 'retry', 'text-delta', 'finish']);
    expect(events[0]).toMatchObject({ attempt: 2 });
    expect(count()).toBe(3);
  });

  it('gives up after five tries and two minutes at most [R07]', async () => {
    const { open, count } = script([fail('unavailable')]);
    const { events, tookMs } = await run(open, { random: 0.999 });
    expect(count()).toBe(5);
    expect(events.filter((event) => event.type === 'retry')).toHaveLength(4);
    expect(lastOf(events)).toMatchObject({ type: 'error', error: { code: 'unavailable' } });
    expect(tookMs).toBeLessThanOrEqual(120_000);
  });

  it('waits as long as the vendor asks, and not at all when that is too long [R07]', async () => {
    const asked = script([fail('rate_limited', { retryAfterMs: 20_000 })], [word, done]);
    const { events } = await run(asked.open);
    expect(events[0]).toMatchObject({ type: 'retry' });
    expect(events[0]?.type === 'retry' && events[0].delayMs).toBeGreaterThanOrEqual(20_000);
    const tooLong = script([fail('rate_limited', { retryAfterMs: 3_600_000 })]);
    const late = await run(tooLong.open);
    expect(late.events).toHaveLength(1);
    expect(tooLong.count()).toBe(1);
  });

  it('spreads the waits, so that many sessions do not come back at once [R07]', async () => {
    const delays = await Promise.all(
      [0, 0.25, 0.75].map(async (random) => {
        const { events } = await run(script([fail('unavailable')], [done]).open, { random });
        return events[0]?.type === 'retry' ? events[0].delayMs : 0;
      }),
    );
    expect(new Set(delays).size).toBe(3);
    expect(Math.min(...delays)).toBeGreaterThanOrEqual(500);
    expect(Math.max(...delays)).toBeLessThanOrEqual(1_000);
  });

  it('never tries again once anything was shown', async () => {
    const { open, count } = script([word, fail('unavailable')]);
    const { events } = await run(open);
    expect(events.map((event) => event.type)).toEqual(['text-delta', 'error']);
    expect(count()).toBe(1);
  });

  it('does not retry what will not pass: a wrong key, an empty account, a full context [R07]', async () => {
    for (const code of ['unauthenticated', 'forbidden', 'context_overflow', 'not_found'] as const) {
      const { open, count } = script([fail(code, {}, false)]);
      await run(open);
      expect(count()).toBe(1);
    }
  });

  it('asks a model that answers nothing only once more', async () => {
    const { open, count } = script([fail('provider_failed', { reason: 'empty_answer' })]);
    await run(open);
    expect(count()).toBe(2);
  });

  it('ends as cancelled when stopped while it waits', async () => {
    const stop = new AbortController();
    const clock = createFakeClock();
    const running = collect(withRetry(script([fail('unavailable')]).open, { clock, random: () => 0 }, stop.signal));
    await clock.advance(1);
    stop.abort();
    expect(lastOf(await running)).toMatchObject({ type: 'finish', stopReason: 'cancelled' });
  });
});

describe('withFailover', () => {
  const second = async () => ({ ref: 'b/two', open: () => play([word, done]) });
  const first = (...events: ModelEvent[]) => ({ ref: 'a/one', open: () => play(events) });

  it('lets the second model answer when the first vendor fails before the first token [R07]', async () => {
    const events = await collect(withFailover(first(fail('unavailable')), second));
    expect(events.map((event) => event.type)).toEqual(['failover', 'text-delta', 'finish']);
    expect(events[0]).toMatchObject({ from: 'a/one', to: 'b/two', error: { code: 'unavailable' } });
  });

  it('stays with the first model once anything was shown [R07]', async () => {
    const events = await collect(withFailover(first(word, fail('unavailable')), second));
    expect(events.map((event) => event.type)).toEqual(['text-delta', 'error']);
  });

  it.each(['unauthenticated', 'forbidden', 'context_overflow', 'not_found', 'cancelled', 'invalid_input'] as const)(
    'tells the person about %s instead of hiding it behind another model',
    async (code) => {
      const events = await collect(withFailover(first(fail(code, {}, false)), second));
      expect(events.map((event) => event.type)).toEqual(['error']);
    },
  );

  it('passes the first failure on when the second model cannot be had', async () => {
    const gone = async () => Promise.reject(new Error('gone'));
    expect(await collect(withFailover(first(fail('timeout')), gone))).toMatchObject([
      { type: 'error', error: { code: 'timeout' } },
    ]);
  });

  it('passes the failure on when no second model was chosen', async () => {
    expect(await collect(withFailover(first(fail('timeout')), undefined))).toMatchObject([{ type: 'error' }]);
  });
});
