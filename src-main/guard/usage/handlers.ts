// Domain `usage` of the contract.
import type { Handlers } from '#main/contract/kernel.ts';
import type { Price } from '#main/contract/models.ts';
import type { usage as domain } from '#main/contract/usage.ts';
import type { Clock } from '#main/platform/base/clock.ts';
import { watchState } from '#main/platform/base/watch-state.ts';
import type { Bus } from '#main/platform/bus/port.ts';
import type { SpendingStore } from '#main/platform/store/port/spending.ts';
import { createLocalDays, type LocalDays } from './local-day.ts';
import type { SpendGuard } from './port.ts';
import { makeReport } from './report.ts';

export type UsageHandlersDeps = {
  readonly guard: Pick<SpendGuard, 'today'>;
  readonly store: Pick<SpendingStore, 'total' | 'byModel' | 'byKind' | 'bySession' | 'byMessage'>;
  readonly priceOf: (model: string) => Promise<Price | undefined>;
  /** `usage` is published whenever something was spent, a cap changes, or a day begins. */
  readonly bus: Pick<Bus, 'cursor' | 'subscribe'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly days?: LocalDays;
};

export function usageHandlers(d: UsageHandlersDeps): Handlers<typeof domain> {
  const days = d.days ?? createLocalDays();
  return {
    watch: (_input, { signal }) => watchState({ facts: d.bus, topic: 'usage', state: () => d.guard.today(), signal }),
    report: (o) => makeReport({ ...d, days, now: d.clock.now }, o),
    async session(o) {
      const { messages, total } = await d.store.byMessage(o);
      return { messages, leftOut: Math.max(0, total - messages.length) };
    },
  };
}
