// One series over time: its curve, what it was at least and at most, and the same as a table.
import { Table } from 'lucide-react';
import { useMemo, useState } from 'react';
import type { LimpetClient } from '#main/contract/contract.ts';
import { Button } from '#renderer/ui/controls/button.tsx';
import { Plot } from '#renderer/ui/plot/plot.tsx';
import type { PlotPoint } from '#renderer/ui/plot/plot-points.ts';
import { describeError } from '#renderer/ui/text/describe-error.ts';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { PlotTable } from './plot-table.tsx';
import { momentWords, seriesName, valueWords } from './series-words.ts';
import { useHistory } from './use-history.ts';
import type { LiveSeries } from './use-live.ts';

export type SeriesPlotProps = {
  readonly client: Pick<LimpetClient, 'readings'>;
  readonly live: LiveSeries;
  readonly spanMs: number;
  readonly pausedAt: number | undefined;
};

export function SeriesPlot({ client, live, spanMs, pausedAt }: SeriesPlotProps) {
  const { t, language } = useText();
  const [isTable, setIsTable] = useState(false);
  const { series } = live;
  const { unit } = series;
  const name = seriesName(series, t);
  const { history, error } = useHistory({ client, seriesId: series.id, spanMs, pausedAt });
  const points = useMemo<readonly PlotPoint[]>(
    () => history?.bins.map(({ at, ms, mean, min, max }) => ({ at: at + ms / 2, mean, min, max })) ?? [],
    [history],
  );
  const inUnit = (value: number) => valueWords(value, unit, language);
  const wordsOf = (point: PlotPoint) =>
    t('live.point', { value: inUnit(point.mean), time: momentWords(point.at, spanMs, language) });
  const summary = history?.summary;
  return (
    <section className="flex flex-col gap-2 border-t border-edge pt-3 first:border-t-0 first:pt-0" aria-label={name}>
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h4 className="font-medium wrap-anywhere">{name}</h4>
        <Button
          size="sm"
          variant="plain"
          icon={<Table aria-hidden="true" />}
          aria-expanded={isTable}
          onClick={() => setIsTable(!isTable)}
        >
          {t('live.table')}
        </Button>
      </div>
      {error !== undefined && (
        <p role="alert" className="text-stop-ink">
          {describeError(error, t)}
        </p>
      )}
      {history !== undefined && (
        <Plot
          label={t('live.plot_of', { name })}
          {...{ points, wordsOf, from: history.from, to: history.to }}
          emptyText={t('live.none_in_span')}
        />
      )}
      {summary !== undefined && summary !== null && (
        <p className="text-sm text-ink-soft tabular-nums">
          {t('live.summary', {
            ...{ low: inUnit(summary.min), mean: inUnit(summary.mean), high: inUnit(summary.max) },
            count: summary.count,
          })}
        </p>
      )}
      {isTable && <PlotTable {...{ name, points, unit, spanMs }} />}
    </section>
  );
}
