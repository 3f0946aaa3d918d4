// What work in the background is expected to take, and from what that is worked out.
import type { Forecast, UsageReport } from '#main/contract/usage.ts';
import { Card } from '#renderer/ui/display/card.tsx';
import { formatCost } from '#renderer/ui/text/format.ts';
import { useText } from '#renderer/ui/text/text-context.tsx';

export function ForecastCard({ report }: { readonly report: UsageReport }) {
  const { t, language } = useText();
  const money = (usd: number | undefined) => (usd === undefined ? t('usage.unknown') : formatCost(usd, language));
  const words = ({ kind, basis, restOfTodayUsd, costUsdPerDay, costUsdPerRun, days }: Forecast) =>
    t(`usage.forecast_${basis}`, {
      kind: t(`usage.kind_${kind}`),
      rest: money(restOfTodayUsd),
      perDay: money(costUsdPerDay),
      perRun: money(costUsdPerRun),
      days,
    });
  return (
    <Card title={t('usage.forecast')} detail={t('usage.forecast_text')}>
      <ul className="flex flex-col gap-2">
        {report.forecast.map((one) => (
          <li key={one.kind} className="text-pretty">
            {words(one)}
            {one.unpricedCalls > 0 && (
              <span className="text-ink-soft"> {t('usage.forecast_unpriced', { count: one.unpricedCalls })}</span>
            )}
          </li>
        ))}
      </ul>
    </Card>
  );
}
