// Costs against examples worked out by hand from published prices.
import { describe, expect, it } from 'vitest';
import type { Price } from '#main/contract/models.ts';
import { createPricing } from './create-usage.ts';
import type { TokenUsage } from './port.ts';

const pricing = createPricing();
const usage = (change: Partial<TokenUsage>): TokenUsage => ({
  inputTokens: 0,
  outputTokens: 0,
  cacheReadTokens: 0,
  cacheWriteTokens: 0,
  reasoningTokens: 0,
  ...change,
});
const sonnet: Price = {
  inputPerMTok: 3,
  outputPerMTok: 15,
  cacheReadPerMTok: 0.3,
  cacheWritePerMTok: 3.75,
  asOf: '2026-11-05',
};

describe('createPricing', () => {
  it('adds up fresh input and output', () => {
    expect(pricing.cost(usage({ inputTokens: 1_000_000, outputTokens: 1_000_000 }), sonnet)).toBeCloseTo(18, 9);
    expect(pricing.cost(usage({ inputTokens: 1_200, outputTokens: 350 }), sonnet)).toBeCloseTo(0.00885, 9);
  });

  it('prices cache reads and writes by their own rates', () => {
    const step = usage({ inputTokens: 200, outputTokens: 100, cacheReadTokens: 10_000, cacheWriteTokens: 2_000 });
    expect(pricing.cost(step, sonnet)).toBeCloseTo(0.0006 + 0.0015 + 0.003 + 0.0075, 9);
  });

  it('counts reasoning once, as output', () => {
    const step = usage({ outputTokens: 1_000, reasoningTokens: 900 });
    expect(pricing.cost(step, sonnet)).toBeCloseTo(0.015, 9);
  });

  it('takes the input rate where a cache rate is unpublished, so a limit is never passed unseen', () => {
    const bare: Price = { inputPerMTok: 2, outputPerMTok: 10, asOf: '2026-11-05' };
    const step = usage({ cacheReadTokens: 500_000, cacheWriteTokens: 500_000 });
    expect(pricing.cost(step, bare)).toBeCloseTo(2, 9);
  });

  it('charges the whole request at the long rates once its prompt is past the threshold', () => {
    const tiered: Price = {
      inputPerMTok: 2,
      outputPerMTok: 10,
      cacheReadPerMTok: 0.1,
      longPrompt: { aboveTokens: 272_000, inputPerMTok: 4, outputPerMTok: 15, cacheReadPerMTok: 0.2 },
      asOf: '2026-10-27',
    };
    const at = usage({ inputTokens: 72_000, cacheReadTokens: 200_000, outputTokens: 1_000 });
    const past = usage({ inputTokens: 72_001, cacheReadTokens: 200_000, outputTokens: 1_000 });
    expect(pricing.cost(at, tiered)).toBeCloseTo(0.144 + 0.02 + 0.01, 9);
    expect(pricing.cost(past, tiered)).toBeCloseTo(0.288004 + 0.04 + 0.015, 9);
  });

  it('does not know the cost of a model without a price, and a local one is free', () => {
    expect(pricing.cost(usage({ inputTokens: 5 }), undefined)).toBeUndefined();
    const free: Price = { inputPerMTok: 0, outputPerMTok: 0, asOf: '2026-11-05' };
    expect(pricing.cost(usage({ inputTokens: 5_000, outputTokens: 5_000 }), free)).toBe(0);
  });
});
