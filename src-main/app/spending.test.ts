// The whole app against a vendor that counts: what caps forbid is never sent, however many ask, and by whichever way.
import { afterEach, describe, expect, it } from 'vitest';
import { status } from '#main/agent/providers/testing/fault-server.ts';
import { toErrorData } from '#main/contract/errors.ts';
import { tokensOf } from '#main/contract/usage.ts';
import { neverAborts } from '#main/platform/base/abort.ts';
import { type AppKit, type AppKitOptions, answerWith, createAppKit, pricedModel } from './testing/app-kit.ts';

const noon = Date.UTC(2026, 5, 15, 10);
let kit: AppKit;
const start = async (environment: Readonly<Record<string, string>> = {}, more: AppKitOptions = {}) => {
  kit = await createAppKit({ environment, startAt: noon, ...more });
};
afterEach(() => kit.close());
const today = async () => (await kit.during(kit.api.usage.report({ days: 1 }))).today;

describe('a cap', { timeout: 120_000 }, () => {
  it('is not passed by 64 chats that ask at once [T41]', async () => {
    await start({ LIMPET_CAPS_COST_USD_PER_DAY: '0.5' });
    kit.vendor.answer(answerWith('Hello.', { input: 10_000, output: 500 }));
    const chats = [];
    for (let n = 0; n < 64; n += 1) chats.push(await kit.newChat());
    const answers = await kit.during(
      Promise.all(
        chats.map(async (sessionId) => {
          await kit.api.chat.send({ sessionId, text: 'x'.repeat(40_000) });
          for (;;) {
            const { messages } = await kit.api.chat.history({ sessionId, from: 0 });
            const last = messages.at(-1);
            if (last?.role === 'assistant' && last.status !== 'streaming') return last;
            await new Promise((resolve) => setTimeout(resolve, 5));
          }
        }),
      ),
    );
    const { spent } = await today();
    expect(spent.countedUsd).toBeLessThanOrEqual(0.5);
    const done = answers.filter(({ status: state }) => state === 'done');
    const refused = answers.filter(({ error }) => error?.code === 'cap_reached');
    expect(done.length + refused.length).toBe(64);
    expect(kit.asked()).toBe(done.length);
    expect(spent.calls).toBe(done.length);
    // Each call took $0.025 while ten times as much was set aside for it: they waited for each other instead of giving up.
    expect(done.length).toBeGreaterThan(10);
    expect(refused.length).toBeGreaterThan(20);
  });

  it('says which one it is, how much was used and what to do, and sends nothing', async () => {
    await start({ LIMPET_CAPS_COST_USD_PER_DAY: '0' });
    const answer = await kit.say(await kit.newChat(), 'Hello?');
    expect(answer).toMatchObject({ status: 'failed', error: { code: 'cap_reached', retryable: false } });
    expect(answer.error?.details).toMatchObject({ reason: 'cap_cost_day', facts: { used: '$0.00', cap: '$0.00' } });
    expect(answer.error?.message).toMatch(/Raise the cap in Settings.*midnight\.$/);
    expect(answer.error?.details?.retryAfterMs).toBeGreaterThan(0);
    expect(kit.asked()).toBe(0);
  });

  it('stands before the test of a connection, the OpenAI-compatible address and a summary too', async () => {
    await start();
    const sessionId = await kit.newChat();
    for (const text of ['one', 'two', 'three']) await kit.say(sessionId, text);
    const before = kit.asked();
    await kit.during(kit.api.settings.set({ patch: { caps: { costUsdPerDay: 0 } } }));
    const test = await kit.during(kit.api.models.test({ connectionId: 'openai', model: 'gpt-6-sol' }));
    expect(test).toMatchObject({ ok: false, error: { code: 'cap_reached' } });
    const refusal = kit.api.chat.compact({ sessionId }).catch(toErrorData);
    expect(await kit.during(refusal)).toMatchObject({ code: 'cap_reached' });
    const facts: unknown[] = [];
    const turn = kit.app.api.runTurn({ text: 'hi', model: pricedModel, sessionKey: undefined, signal: neverAborts });
    await kit.during(
      (async () => {
        for await (const fact of turn) facts.push(fact);
      })(),
    );
    expect(facts).toMatchObject([{ type: 'error', error: { code: 'cap_reached' } }]);
    expect(kit.asked()).toBe(before);
    // The person's own word is no fault of the connection.
    const { connections } = await kit.during(kit.api.models.state({}));
    expect(connections.find(({ id }) => id === 'openai')?.lastError).toBeUndefined();
  });

  it('is asked before every try and every stand-in, and a refusal is not passed on to another model', async () => {
    await start();
    await kit.during(kit.api.models.setFallback({ model: 'openai/gpt-6-luna' }));
    kit.vendor.answer(status(503, { error: { message: 'overloaded' } }));
    const sessionId = await kit.newChat();
    const failed = await kit.say(sessionId, 'Hello?');
    expect(failed.status).toBe('failed');
    const tries = kit.asked();
    expect(tries).toBeGreaterThan(2);
    const { spent } = await today();
    // A vendor that refused has taken nothing: known to be nothing, not unknown.
    expect(spent).toMatchObject({ calls: tries, costUsd: 0, unpricedCalls: 0, countedUsd: 0 });
    await kit.during(kit.api.settings.set({ patch: { caps: { tokensPerJob: 10 } } }));
    expect(await kit.say(sessionId, 'Again?')).toMatchObject({ error: { details: { reason: 'cap_tokens_job' } } });
    expect(kit.asked()).toBe(tries);
  });

  it('of a job counts its summaries and steps, and leaves the next job alone', async () => {
    await start({ LIMPET_CAPS_TOKENS_PER_JOB: '20000' });
    kit.vendor.answer(answerWith('Done.', { input: 15_000, output: 3_000 }));
    const sessionId = await kit.newChat();
    expect(await kit.say(sessionId, 'one')).toMatchObject({ status: 'done' });
    expect(await kit.say(sessionId, 'two')).toMatchObject({ status: 'done' });
  });

  it('set from outside cannot be raised in the app', async () => {
    await start({ LIMPET_CAPS_COST_USD_PER_DAY: '1' });
    const raise = kit.api.settings.set({ patch: { caps: { costUsdPerDay: 1_000 } } }).catch(toErrorData);
    expect(await kit.during(raise)).toMatchObject({ code: 'conflict', details: { reason: 'set_outside' } });
    expect((await today()).caps.costUsdPerDay).toBe(1);
  });

  it('lets calls pass again after midnight', async () => {
    await start({ LIMPET_CAPS_TOKENS_PER_DAY: '12000' });
    kit.vendor.answer(answerWith('Done.', { input: 9_000, output: 2_500 }));
    const sessionId = await kit.newChat();
    expect((await kit.say(sessionId, 'one')).status).toBe('done');
    expect((await kit.say(sessionId, 'two')).error?.details?.reason).toBe('cap_tokens_day');
    const { until, since } = await today();
    expect(until - since).toBeGreaterThan(22 * 3_600_000);
    await kit.clock.advance(until - kit.clock.now() + 1_000);
    expect((await kit.say(sessionId, 'three')).status).toBe('done');
    expect(tokensOf((await today()).spent)).toBe(11_500);
  });
});

describe('a model without a known price', () => {
  it('counts at the assumed price, and its cost is said to be unknown', async () => {
    await start();
    await kit.say(await kit.newChat('openai/no-such-model-7'), 'Hello?');
    const report = await kit.during(kit.api.usage.report({ days: 7 }));
    expect(report.total).toMatchObject({ calls: 1, costUsd: 0, unpricedCalls: 1 });
    expect(report.total.countedUsd).toBeCloseTo((1_100 * 5) / 1_000_000, 9);
    expect(report.models).toEqual([{ model: 'openai/no-such-model-7', spent: report.total }]);
    expect(report.prices).toBeUndefined();
  });

  it('is not called where the person says so', async () => {
    await start({ LIMPET_CAPS_UNKNOWN_PRICE: 'refuse' });
    const answer = await kit.say(await kit.newChat('openai/no-such-model-7'), 'Hello?');
    expect(answer.error?.details?.reason).toBe('cap_price_unknown');
    expect(kit.asked()).toBe(0);
    expect((await kit.say(await kit.newChat(), 'Hello?')).status).toBe('done');
  });
});

describe('the account', () => {
  it('holds every call per day, model, chat and message, with the date of the prices', async () => {
    await start();
    const sessionId = await kit.newChat();
    const answer = await kit.say(sessionId, 'Hello?');
    const report = await kit.during(kit.api.usage.report({ days: 7 }));
    const cost = (1_000 * 2 + 100 * 10) / 1_000_000;
    expect(report.days).toHaveLength(7);
    expect(report.days.at(-1)?.spent).toMatchObject({ calls: 1, inputTokens: 1_000, outputTokens: 100 });
    expect(report.days.slice(0, -1).every(({ spent }) => spent.calls === 0)).toBe(true);
    expect(report.models).toMatchObject([{ model: pricedModel, price: { inputPerMTok: 2, outputPerMTok: 10 } }]);
    expect(report.models[0]?.spent.costUsd).toBeCloseTo(cost, 9);
    expect(report.sessions).toMatchObject([{ sessionId, title: 'Hello?', spent: { calls: 1 } }]);
    expect(report.prices).toEqual({ newest: '2026-10-27', oldest: '2026-10-27' });
    expect(await kit.during(kit.api.usage.session({ sessionId }))).toMatchObject({
      messages: [{ messageId: answer.id, kind: 'answer', model: pricedModel, spent: { calls: 1, estimatedCalls: 0 } }],
      leftOut: 0,
    });
    expect(answer.usage?.costUsd).toBeCloseTo(cost, 9);
  });

  it('is sent again when something was spent, and when a day begins', async () => {
    await start();
    const stop = new AbortController();
    const seen: { day: string; calls: number }[] = [];
    const watch = (async () => {
      for await (const { data } of kit.api.usage.watch({}, { signal: stop.signal }))
        seen.push({ day: data.day, calls: data.spent.calls });
    })().catch(() => {});
    await kit.say(await kit.newChat(), 'Hello?');
    await kit.clock.advance(1_000);
    const { day, until } = await today();
    expect(seen.at(-1)).toEqual({ day, calls: 1 });
    await kit.clock.advance(until - kit.clock.now() + 3_600_000);
    while (seen.at(-1)?.day === day) await kit.during(kit.api.usage.report({ days: 1 }));
    expect(seen.at(-1)?.calls).toBe(0);
    stop.abort();
    await watch;
  });
});
