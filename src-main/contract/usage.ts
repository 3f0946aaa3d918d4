// What model calls took: tokens and money per day, model, chat and message, the caps on them, and what is to be expected.
import { z } from 'zod';
import { MessageId, SessionId, Timestamp } from './ids.ts';
import { query, stream } from './kernel.ts';
import { Price } from './models.ts';

/** Why a model was called. `other`: a caller that did not say. */
export const CallKind = z.enum(['answer', 'summary', 'test', 'other']);
export type CallKind = z.infer<typeof CallKind>;

/** A sum over calls. Calls that are under way are in it with what was set aside for them. */
export const Spent = z.object({
  calls: z.number().int().nonnegative(),
  inputTokens: z.number().int().nonnegative(),
  outputTokens: z.number().int().nonnegative(),
  cacheReadTokens: z.number().int().nonnegative(),
  cacheWriteTokens: z.number().int().nonnegative(),
  reasoningTokens: z.number().int().nonnegative(),
  /** US dollars of the calls whose price is known, and of no others. */
  costUsd: z.number().nonnegative(),
  /** Calls whose price nobody knows: their cost is in no sum. */
  unpricedCalls: z.number().int().nonnegative(),
  /** What counts against the caps on money: known cost, and the assumed one of unpriced calls. */
  countedUsd: z.number().nonnegative(),
  /** Calls that their vendor gave no full account of: estimated, or still under way. */
  estimatedCalls: z.number().int().nonnegative(),
});
export type Spent = z.infer<typeof Spent>;

/** Input and output, with what vendors read from and wrote to their caches: what the caps on tokens count. */
export const tokensOf = (
  spent: Pick<Spent, 'inputTokens' | 'outputTokens' | 'cacheReadTokens' | 'cacheWriteTokens'>,
): number => spent.inputTokens + spent.outputTokens + spent.cacheReadTokens + spent.cacheWriteTokens;

export const SpentToday = z.object({
  /** `2026-11-27`, in the time zone of the machine that Limpet runs on. */
  day: z.string(),
  timeZone: z.string(),
  since: Timestamp,
  /** The next midnight there. */
  until: Timestamp,
  spent: Spent,
  caps: z.object({ costUsdPerDay: z.number(), tokensPerDay: z.number() }),
});
export type SpentToday = z.infer<typeof SpentToday>;

/** What work that nobody waits for is expected to take. */
export const Forecast = z.object({
  kind: CallKind,
  /** Finished runs in the days looked at. */
  runs: z.number().int().nonnegative(),
  costUsdPerRun: z.number().nonnegative().optional(),
  costUsdPerDay: z.number().nonnegative().optional(),
  /** From now to midnight; absent where there is nothing to go by yet. */
  restOfTodayUsd: z.number().nonnegative().optional(),
  /** `today`: at the pace of today. `days`: at the pace of the days before. `none`: it has not run yet. */
  basis: z.enum(['today', 'days', 'none']),
  /** Full days before today that were looked at. */
  days: z.number().int().nonnegative(),
  /** Runs of models without a known price are in none of the figures. */
  unpricedCalls: z.number().int().nonnegative(),
});
export type Forecast = z.infer<typeof Forecast>;

export const UsageReport = z.object({
  today: SpentToday,
  /** Oldest first, every day of the span, also those without a call. */
  days: z.array(z.object({ day: z.string(), since: Timestamp, spent: Spent })),
  /** Of the span, dearest first; `price` as it is known now. */
  models: z.array(z.object({ model: z.string(), spent: Spent, price: Price.optional() })),
  kinds: z.array(z.object({ kind: CallKind, spent: Spent })),
  /** Of the span, dearest first, at most 50. `title` is absent for a chat that is gone, both for calls without a chat. */
  sessions: z.array(z.object({ sessionId: SessionId.optional(), title: z.string().optional(), spent: Spent })),
  sessionsLeftOut: z.number().int().nonnegative(),
  total: Spent,
  /** Newest and oldest day on which a price of these models was checked. */
  prices: z.object({ newest: z.string(), oldest: z.string() }).optional(),
  forecast: z.array(Forecast),
});
export type UsageReport = z.infer<typeof UsageReport>;

export const SessionSpent = z.object({
  /** Newest first. Without `messageId`: summaries. */
  messages: z.array(
    z.object({
      messageId: MessageId.optional(),
      kind: CallKind,
      model: z.string(),
      at: Timestamp,
      spent: Spent,
    }),
  ),
  leftOut: z.number().int().nonnegative(),
});
export type SessionSpent = z.infer<typeof SessionSpent>;

export const usage = {
  /** Today and its caps, again after every call. */
  watch: stream(z.object({}), SpentToday),
  report: query(z.object({ days: z.number().int().min(1).max(92).default(30) }), UsageReport),
  session: query(z.object({ sessionId: SessionId, limit: z.number().int().min(1).max(200).default(50) }), SessionSpent),
};
