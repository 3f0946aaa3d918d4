// Per model, with the price that is known now and the day on which it was checked; and what the calls were for.
import type { ModelsState, Price } from '#main/contract/models.ts';
import type { UsageReport } from '#main/contract/usage.ts';
import { Card } from '#renderer/ui/display/card.tsx';
import { formatCost } from '#renderer/ui/text/format.ts';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { useDayWords } from './day-words.ts';
import { SpentTable } from './spent-table.tsx';

export type ModelsCardProps = { readonly report: UsageReport; readonly models: ModelsState };

export const modelLabel = ({ models }: ModelsState, ref: string): string =>
  models.find((model) => model.ref === ref)?.label ?? ref;

export function ModelsCard({ report, models }: ModelsCardProps) {
  const { t, language } = useText();
  const dayWords = useDayWords();
  if (report.models.length === 0) return null;
  const priceWords = (price: Price | undefined) => {
    if (price === undefined) return `${t('usage.price')}: ${t('usage.unknown')}`;
    if (price.inputPerMTok + price.outputPerMTok === 0) return t('usage.price_free');
    return t('usage.price_of', {
      input: formatCost(price.inputPerMTok, language),
      output: formatCost(price.outputPerMTok, language),
      date: dayWords(price.asOf),
    });
  };
  const { prices } = report;
  const dates = () => {
    if (prices === undefined) return t('usage.prices_none');
    const days = { newest: dayWords(prices.newest), oldest: dayWords(prices.oldest) };
    return t(prices.newest === prices.oldest ? 'usage.prices' : 'usage.prices_span', days);
  };
  return (
    <Card title={t('usage.models')} detail={dates()}>
      <SpentTable
        label={t('usage.models')}
        head={t('usage.model')}
        rows={report.models.map(({ model, spent, price }) => ({
          id: model,
          name: modelLabel(models, model),
          detail: priceWords(price),
          spent,
        }))}
      />
      <SpentTable
        label={t('usage.kinds')}
        head={t('usage.kinds')}
        rows={report.kinds.map(({ kind, spent }) => ({ id: kind, name: t(`usage.kind_${kind}`), spent }))}
      />
    </Card>
  );
}
