// What a step costs, from its tokens and the model's price.
import type { Price } from '#main/contract/models.ts';
import type { Pricing, TokenUsage } from './port.ts';
import { ratesFor } from './rates.ts';

function costOf(usage: TokenUsage, price: Price): number {
  const prompt = usage.inputTokens + usage.cacheReadTokens + usage.cacheWriteTokens;
  const rates = ratesFor(price, prompt);
  // An unpublished cache rate counts as fresh input: the figure may be too high, never too low for a spending limit.
  const read = rates.cacheReadPerMTok ?? rates.inputPerMTok;
  const write = rates.cacheWritePerMTok ?? rates.inputPerMTok;
  const millionths =
    usage.inputTokens * rates.inputPerMTok +
    usage.outputTokens * rates.outputPerMTok +
    usage.cacheReadTokens * read +
    usage.cacheWriteTokens * write;
  return millionths / 1_000_000;
}

/** Prices steps. Reasoning tokens are part of the output tokens and are not counted again. */
export function createPricing(): Pricing {
  return { cost: (usage, price) => (price === undefined ? undefined : costOf(usage, price)) };
}
