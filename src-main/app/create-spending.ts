// What calls of models may take: the guard, and the news of it for every page.
import { createSpendGuard } from '#main/guard/usage/create-spend-guard.ts';
import { createPricing } from '#main/guard/usage/create-usage.ts';
import { createUsageNews, type UsageNews } from '#main/guard/usage/create-usage-news.ts';
import type { SpendGuard } from '#main/guard/usage/port.ts';
import type { Clock } from '#main/platform/base/clock.ts';
import type { Log } from '#main/platform/base/log.ts';
import type { Bus } from '#main/platform/bus/port.ts';
import type { SettingsSource } from '#main/platform/settings/port.ts';
import type { Store } from '#main/platform/store/port.ts';

export type SpendingDeps = {
  readonly store: Pick<Store, 'spending'>;
  readonly settings: SettingsSource;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly log: Log;
};

export function createSpending(d: SpendingDeps): { readonly spending: SpendGuard; readonly usageNews: UsageNews } {
  const { settings, clock, log } = d;
  const usageNews = createUsageNews({ publish: () => d.bus.publish('usage', '', { type: 'changed' }), clock });
  settings.onChange(usageNews.changed);
  const spending = createSpendGuard({
    ...{ store: d.store.spending, settings, pricing: createPricing(), clock, log },
    onChange: usageNews.changed,
  });
  return { spending, usageNews };
}
