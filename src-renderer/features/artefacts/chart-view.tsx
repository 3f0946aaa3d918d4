// A chart, and beside it the numbers that it is drawn from, for eyes and for screen readers.
import { ChartSpec } from '#main/contract/artefacts.ts';
import { EmptyState } from '#renderer/ui/display/empty-state.tsx';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { FrameView } from './frame-view.tsx';
import { Grid } from './table-view.tsx';

/** The numbers as a table: a row for each label, or for each point. */
export function chartRows(spec: ChartSpec, words: { readonly x: string; readonly y: string; readonly series: string }) {
  const unit = spec.y?.unit === undefined ? '' : ` (${spec.y.unit})`;
  if (spec.type === 'scatter') {
    const rows = spec.series.flatMap(({ name, points = [] }) => points.map(([x, y]) => [name, String(x), String(y)]));
    return [[words.series, spec.x?.label ?? words.x, `${spec.y?.label ?? words.y}${unit}`], ...rows];
  }
  const head = [spec.x?.label ?? words.x, ...spec.series.map(({ name }) => `${name}${unit}`)];
  const rows = (spec.labels ?? []).map((label, index) => [
    label,
    ...spec.series.map(({ values = [] }) => (values[index] === null ? '' : String(values[index] ?? ''))),
  ]);
  return [head, ...rows];
}

function parsed(content: string): ChartSpec | undefined {
  try {
    return ChartSpec.safeParse(JSON.parse(content)).data;
  } catch {
    return undefined; // shown as such
  }
}

export function ChartView({ content, title }: { readonly content: string; readonly title: string }) {
  const { t } = useText();
  const spec = parsed(content);
  if (spec === undefined) return <EmptyState title={t('artefacts.no_chart')} text={t('artefacts.see_source')} />;
  const words = { x: t('artefacts.chart_label'), y: t('artefacts.chart_value'), series: t('artefacts.chart_series') };
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <div className="flex min-h-72 flex-3">
        <FrameView frame="chart" kind="chart" content={content} title={title} />
      </div>
      <div className="flex min-h-40 flex-2 border-t border-edge">
        <Grid rows={chartRows(spec, words)} title={t('artefacts.numbers', { title })} />
      </div>
    </div>
  );
}
