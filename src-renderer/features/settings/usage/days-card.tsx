// The days of the span: bars for the eye, the same as a table for everybody.
import { tokensOf, type UsageReport } from '#main/contract/usage.ts';
import { Card } from '#renderer/ui/display/card.tsx';
import { formatCount } from '#renderer/ui/text/format.ts';
import { costWords } from '#renderer/ui/text/spent-words.ts';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { Disclosure } from '../disclosure.tsx';
import { useDayWords } from './day-words.ts';
import { SpentTable } from './spent-table.tsx';

type Day = UsageReport['days'][number];

export function DaysCard({ report }: { readonly report: UsageReport }) {
  const { t, language } = useText();
  const dayWords = useDayWords();
  const { days, total } = report;
  if (total.calls === 0) return <Card title={t('usage.days')} detail={t('usage.nothing')} />;
  // Money where there is any; otherwise tokens, or days of free models would look like days without calls.
  const byMoney = total.countedUsd > 0;
  const heightOf = ({ spent }: Day) => (byMoney ? spent.countedUsd : tokensOf(spent));
  const highest = days.reduce((most, day) => (heightOf(day) > heightOf(most) ? day : most));
  const words = ({ spent }: Pick<Day, 'spent'>) =>
    byMoney ? costWords(spent, t, language) : t('usage.tokens', { count: formatCount(tokensOf(spent), language) });
  const summary = t('usage.days_chart', {
    total: words({ spent: total }),
    count: days.length,
    day: dayWords(highest.day),
    most: words(highest),
  });
  const first = days[0];
  const last = days.at(-1);
  return (
    <Card title={t('usage.days')} detail={summary}>
      <div aria-hidden="true" className="flex flex-col gap-1">
        <div className="flex h-24 items-end gap-px border-b border-edge">
          {days.map((day) => (
            <div
              key={day.day}
              title={`${dayWords(day.day)}: ${words(day)}`}
              className="min-w-0 flex-1 rounded-t-xs bg-tide"
              style={{
                height: day.spent.calls === 0 ? 0 : `${Math.max(2, (heightOf(day) / heightOf(highest)) * 100)}%`,
              }}
            />
          ))}
        </div>
        <div className="flex justify-between text-xs text-ink-faint tabular-nums">
          <span>{first === undefined ? '' : dayWords(first.day)}</span>
          <span>{last === undefined ? '' : dayWords(last.day)}</span>
        </div>
      </div>
      <Disclosure summary={t('usage.days_table')}>
        <SpentTable
          label={t('usage.days')}
          head={t('usage.day')}
          rows={days.toReversed().map(({ day, spent }) => ({ id: day, name: dayWords(day), spent }))}
        />
      </Disclosure>
    </Card>
  );
}
