// The sentence with which a call is refused: which cap, how much is used, and what to do.
import { AppError } from '#main/contract/errors.ts';
import { createTranslate } from '#main/platform/texts/translate.ts';
import type { CapName, Verdict } from './caps.ts';

type Refused = Extract<Verdict, { type: 'refused' }>;

const reasons: Readonly<Record<CapName, string>> = {
  costUsdPerDay: 'cap_cost_day',
  tokensPerDay: 'cap_tokens_day',
  costUsdPerJob: 'cap_cost_job',
  tokensPerJob: 'cap_tokens_job',
};

function dollars(usd: number): string {
  return `$${usd.toFixed(usd === 0 || usd >= 0.01 ? 2 : 4)}`;
}

type Facts = Readonly<Record<string, string>>;

function refusal(reason: string, facts: Facts, retryAfterMs?: number): AppError {
  const message = createTranslate('en')(`errors.reason_${reason}`, facts);
  return new AppError('cap_reached', message, {
    details: { reason, facts, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) },
  });
}

export type RefusedCall = {
  readonly verdict: Refused;
  /** What the call could take at most. */
  readonly needed: { readonly tokens: number; readonly usd: number };
  readonly model: string;
  readonly untilMidnightMs: number;
};

export function capRefusal({ verdict, needed, model, untilMidnightMs }: RefusedCall): AppError {
  const { cap, limit, used } = verdict;
  const isMoney = cap === 'costUsdPerDay' || cap === 'costUsdPerJob';
  const write = isMoney ? dollars : (tokens: number) => String(Math.round(tokens));
  const facts = { model, cap: write(limit), used: write(used), needed: write(isMoney ? needed.usd : needed.tokens) };
  const isOfDay = cap === 'costUsdPerDay' || cap === 'tokensPerDay';
  return refusal(reasons[cap], facts, isOfDay ? Math.max(0, untilMidnightMs) : undefined);
}

export const unknownPriceRefusal = (model: string): AppError => refusal('cap_price_unknown', { model });
