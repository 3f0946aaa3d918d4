// Today against its two caps, and what is not known for sure about it.
import { type SpentToday, tokensOf } from '#main/contract/usage.ts';
import { Card } from '#renderer/ui/display/card.tsx';
import { Meter } from '#renderer/ui/display/meter.tsx';
import { formatCost, formatCount } from '#renderer/ui/text/format.ts';
import { countedWords } from '#renderer/ui/text/spent-words.ts';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { useDayWords } from './day-words.ts';

export function TodayCard({ today }: { readonly today: SpentToday }) {
  const { t, language } = useText();
  const dayWords = useDayWords();
  const { spent, caps } = today;
  const tokens = tokensOf(spent);
  const rows = [
    {
      ...{ name: t('usage.money'), used: spent.countedUsd, limit: caps.costUsdPerDay },
      words: { used: countedWords(spent, language), cap: formatCost(caps.costUsdPerDay, language) },
    },
    {
      ...{ name: t('usage.tokens_word'), used: tokens, limit: caps.tokensPerDay },
      words: { used: formatCount(tokens, language), cap: formatCount(caps.tokensPerDay, language) },
    },
  ];
  return (
    <Card
      title={t('usage.today')}
      detail={t('usage.today_until', { day: dayWords(today.day), zone: today.timeZone })}
      action={<span className="shrink-0 text-ink-soft tabular-nums">{t('usage.calls', { count: spent.calls })}</span>}
    >
      {rows.map(({ name, used, limit, words }) => (
        <div key={name} className="flex flex-col gap-1.5">
          <span className="flex justify-between gap-4">
            <span className="text-ink-soft">{name}</span>
            <span className="tabular-nums">{t('usage.of_cap', words)}</span>
          </span>
          <Meter label={name} text={t('usage.of_cap', words)} used={used} limit={limit} />
        </div>
      ))}
      {spent.unpricedCalls > 0 && (
        <p className="text-sm text-pretty text-ink-soft">
          {t('usage.unpriced', {
            count: spent.unpricedCalls,
            counted: formatCost(Math.max(0, spent.countedUsd - spent.costUsd), language),
          })}
        </p>
      )}
      {spent.estimatedCalls > 0 && (
        <p className="text-sm text-pretty text-ink-soft">{t('usage.estimated', { count: spent.estimatedCalls })}</p>
      )}
    </Card>
  );
}
