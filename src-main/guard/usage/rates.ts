// Which of a model's rates hold for a prompt.
import type { Price } from '#main/contract/models.ts';

export type Rates = Omit<Price, 'asOf' | 'longPrompt'>;

/** The rates that hold for a prompt of this length: the long ones apply to the whole request, not to the excess. */
export function ratesFor(price: Price, promptTokens: number): Rates {
  const long = price.longPrompt;
  return long !== undefined && promptTokens > long.aboveTokens ? long : price;
}
