// What was spent, for component tests: a report that stands still.
import type { contract } from '#main/contract/contract.ts';
import { SessionId } from '#main/contract/ids.ts';
import type { Handlers } from '#main/contract/kernel.ts';
import type { SessionSpent, Spent, SpentToday, UsageReport } from '#main/contract/usage.ts';
import { createLiveValue } from './live-value.ts';

export const sampleSpent = (change: Partial<Spent> = {}): Spent => ({
  calls: 0,
  inputTokens: 0,
  outputTokens: 0,
  cacheReadTokens: 0,
  cacheWriteTokens: 0,
  reasoningTokens: 0,
  costUsd: 0,
  unpricedCalls: 0,
  countedUsd: 0,
  estimatedCalls: 0,
  ...change,
});

export const sampleToday: SpentToday = {
  day: '2026-11-27',
  timeZone: 'Europe/Berlin',
  since: Date.UTC(2026, 10, 26, 23),
  until: Date.UTC(2026, 10, 27, 23),
  spent: sampleSpent({ calls: 4, inputTokens: 12_000, outputTokens: 3_000, costUsd: 1.5, countedUsd: 1.5 }),
  caps: { costUsdPerDay: 20, tokensPerDay: 100_000_000 },
};

export const sampleReport: UsageReport = {
  today: sampleToday,
  days: [
    { day: '2026-11-26', since: Date.UTC(2026, 10, 25, 23), spent: sampleSpent() },
    { day: '2026-11-27', since: sampleToday.since, spent: sampleToday.spent },
  ],
  models: [
    {
      model: 'anthropic/claude-sonnet-4-5',
      spent: sampleToday.spent,
      price: { inputPerMTok: 3, outputPerMTok: 15, asOf: '2026-11-05' },
    },
  ],
  kinds: [{ kind: 'answer', spent: sampleToday.spent }],
  sessions: [{ sessionId: SessionId.parse('session-1'), title: 'Tide times', spent: sampleToday.spent }],
  sessionsLeftOut: 0,
  total: sampleToday.spent,
  prices: { newest: '2026-11-05', oldest: '2026-11-05' },
  forecast: [{ kind: 'summary', runs: 0, basis: 'none', days: 0, unpricedCalls: 0 }],
};

export type SampleUsage = { readonly report?: Partial<UsageReport>; readonly session?: SessionSpent };

export function sampleUsageHandlers({ report, session }: SampleUsage = {}): Handlers<typeof contract.usage> {
  const whole = { ...sampleReport, ...report };
  const today = createLiveValue(whole.today);
  return {
    watch: (_input, { signal }) => today.follow(signal),
    report: async () => whole,
    session: async () => session ?? { messages: [], leftOut: 0 },
  };
}
