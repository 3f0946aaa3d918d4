// What a plot shows, as numbers: the newest first.

import { visibleLine } from '#main/contract/shown-text.ts';
import { ScrollRegion } from '#renderer/ui/layout/scroll-region.tsx';
import type { PlotPoint } from '#renderer/ui/plot/plot-points.ts';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { momentWords, numberWords } from './series-words.ts';

export type PlotTableProps = {
  readonly name: string;
  readonly unit: string;
  readonly points: readonly PlotPoint[];
  readonly spanMs: number;
};

export function PlotTable({ name, unit, points, spanMs }: PlotTableProps) {
  const { t, language } = useText();
  const heads = [t('live.time'), t('live.low'), t('live.mean'), t('live.high')];
  return (
    <ScrollRegion label={t('live.table_of', { name })} className="max-h-64 rounded-control border border-edge">
      <table className="w-full text-sm tabular-nums">
        <caption className="px-3 py-1 text-start text-ink-soft">
          {unit === '' ? name : `${name} (${visibleLine(unit)})`}
        </caption>
        <thead className="sticky top-0 bg-raised">
          <tr>
            {heads.map((head) => (
              <th key={head} scope="col" className="px-3 py-1 text-start font-medium">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {points.toReversed().map(({ at, min, mean, max }) => (
            <tr key={at} className="border-t border-edge">
              <th scope="row" className="px-3 py-1 text-start font-normal">
                {momentWords(at, spanMs, language)}
              </th>
              <td className="px-3 py-1">{numberWords(min, language)}</td>
              <td className="px-3 py-1">{numberWords(mean, language)}</td>
              <td className="px-3 py-1">{numberWords(max, language)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}
