// Between a provider and its vendor: what is asked for, what is cut, and what is put on record at each kind of end.
import { describe, expect, it } from 'vitest';
import { AppError } from '#main/contract/errors.ts';
import type { PlannedCall, SpendGuard, TokenUsage } from '#main/guard/usage/port.ts';
import { neverAborts } from '#main/platform/base/abort.ts';
import { guardProvider } from './guard-provider.ts';
import type { ModelEvent, ModelRequest, Provider } from './port.ts';
import { collect, lastOf, makeRequest } from './testing/make-config.ts';

const told: TokenUsage = {
  inputTokens: 50,
  outputTokens: 7,
  cacheReadTokens: 0,
  cacheWriteTokens: 0,
  reasoningTokens: 0,
};
const none: TokenUsage = { ...told, inputTokens: 0, outputTokens: 0 };
const finish = (usage: TokenUsage, stopReason: 'end' | 'cancelled' = 'end'): ModelEvent => ({
  ...{ type: 'finish', parts: [], stopReason, usage },
});
const error = (code: 'rate_limited' | 'timeout' | 'provider_failed', reason: string): ModelEvent => ({
  ...{ type: 'error', error: { code, message: 'No.', retryable: true, details: { reason } }, parts: [], usage: none },
});

function make(events: readonly ModelEvent[], o: { grant?: number; maxOutputTokens?: number; refuse?: boolean } = {}) {
  const asked: ModelRequest[] = [];
  const planned: PlannedCall[] = [];
  const settled: { usage: TokenUsage; isEstimate: boolean }[] = [];
  const provider: Provider = {
    id: 'p',
    listModels: async () => [],
    async *stream(request, signal) {
      asked.push(request);
      for (const event of events) {
        if (signal.aborted) return yield finish(none, 'cancelled');
        yield event;
      }
    },
  };
  const spending: SpendGuard = {
    async admit(call) {
      planned.push(call);
      if (o.refuse === true) throw new AppError('cap_reached', 'No more.');
      return {
        outputTokens: o.grant ?? call.outputTokens,
        settle: async (end) => void settled.push(end),
      };
    },
    today: () => Promise.reject(new Error('not asked')),
  };
  const max = o.maxOutputTokens === undefined ? {} : { maxOutputTokens: o.maxOutputTokens };
  const guarded = guardProvider(provider, {
    spending,
    info: (name) => ({ ref: `p/${name}`, name, label: name, ...max }),
  });
  return { asked, planned, settled, run: (signal = neverAborts) => collect(guarded.stream(makeRequest(), signal)) };
}

describe('a guarded provider', () => {
  it('asks for no more than is set aside, where the limit of the model is known', async () => {
    const { asked, planned, run } = make([finish(told)], { maxOutputTokens: 64_000 });
    await run();
    expect(planned).toMatchObject([{ model: 'p/test-model', outputTokens: 32_000 }]);
    expect(asked[0]?.maxOutputTokens).toBe(32_000);
    expect(planned[0]?.inputTokens).toBeGreaterThan(40);
  });

  it('names no number to a vendor whose limit nobody knows, unless a cap is near', async () => {
    const far = make([finish(told)]);
    await far.run();
    expect(far.asked[0]?.maxOutputTokens).toBeUndefined();
    const near = make([finish(told)], { grant: 2_000 });
    await near.run();
    expect(near.asked[0]?.maxOutputTokens).toBe(2_000);
  });

  it('ends an answer that writes more than was set aside', async () => {
    const endless = Array.from({ length: 100 }, (): ModelEvent => ({ type: 'text-delta', text: 'x'.repeat(2_000) }));
    const { settled, run } = make(endless, { grant: 1_100 });
    const events = await run();
    expect(lastOf(events)).toMatchObject({ type: 'finish', stopReason: 'max_output' });
    expect(events.length).toBeLessThan(10);
    expect(settled[0]).toMatchObject({ isEstimate: true });
    expect(settled[0]?.usage.outputTokens).toBeGreaterThan(1_100);
  });

  it('sends nothing after a refusal', async () => {
    const { asked, run } = make([finish(told)], { refuse: true });
    expect(lastOf(await run())).toMatchObject({ type: 'error', error: { code: 'cap_reached' } });
    expect(asked).toEqual([]);
  });

  it.each([
    ['as told by the vendor', [finish(told)], { usage: told, isEstimate: false }],
    [
      'nothing for a refusal of the vendor',
      [error('rate_limited', 'rate_limited')],
      { usage: none, isEstimate: false },
    ],
    ['nothing for a request that was not understood', [error('provider_failed', 'bad_request')], { usage: none }],
    ['the question of a vendor that fell silent', [error('timeout', 'model_silent')], { isEstimate: true }],
    ['the question of an answer without any account', [finish(none)], { isEstimate: true }],
  ] as const)('puts on record: %s', async (_what, events, expected) => {
    const { settled, run } = make(events);
    await run();
    expect(settled[0]).toMatchObject(expected);
    if (!('usage' in expected)) expect(settled[0]?.usage.inputTokens).toBeGreaterThan(40);
  });

  it('counts what was shown of an answer that the person stopped', async () => {
    const stop = new AbortController();
    const { settled, run } = make([
      { type: 'text-delta', text: 'x'.repeat(250) },
      finish({ ...told, outputTokens: 1 }, 'cancelled'),
    ]);
    const running = run(stop.signal);
    await running;
    expect(settled[0]).toEqual({ usage: { ...told, outputTokens: 100 }, isEstimate: true });
  });
});
