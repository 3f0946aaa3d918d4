// A frame that draws charts from data: the description holds no code.
import {
  ArcElement,
  BarController,
  BarElement,
  CategoryScale,
  Chart,
  type ChartConfiguration,
  Legend,
  LinearScale,
  LineController,
  LineElement,
  PieController,
  PointElement,
  ScatterController,
  Tooltip,
} from 'chart.js';
import type { ChartSpec } from '#main/contract/artefacts.ts';
import type { FrameTheme } from '#renderer/api/frame-protocol.ts';
import { onShow } from './frame.ts';

Chart.register(ArcElement, BarController, BarElement, CategoryScale, Legend, LinearScale, LineController, LineElement);
Chart.register(PieController, PointElement, ScatterController, Tooltip);

const canvas = document.createElement('canvas');
const place = document.createElement('div');
place.style.cssText = 'position:fixed;inset:12px';
place.append(canvas);
document.body.append(place);
let drawn: Chart | undefined;

const axisTitle = (axis: ChartSpec['x']) =>
  [axis?.label, axis?.unit === undefined ? undefined : `(${axis.unit})`].filter((part) => part !== undefined).join(' ');

function scale(axis: ChartSpec['x'], theme: FrameTheme, stacked: boolean | undefined) {
  const text = axisTitle(axis);
  return {
    stacked: stacked === true,
    title: { display: text !== '', text, color: theme.soft },
    ticks: { color: theme.soft },
    grid: { color: theme.edge },
  };
}

function configurationOf(spec: ChartSpec, theme: FrameTheme): ChartConfiguration {
  const colour = (index: number) => theme.accents[index % theme.accents.length] ?? theme.ink;
  const isPie = spec.type === 'pie';
  const datasets = spec.series.map((series, index) => ({
    label: series.name,
    data: (spec.type === 'scatter'
      ? (series.points ?? []).map(([x, y]) => ({ x, y }))
      : (series.values ?? [])) as number[],
    backgroundColor: isPie ? (series.values ?? []).map((_, slice) => colour(slice)) : colour(index),
    borderColor: isPie ? theme.surface : colour(index),
    borderWidth: spec.type === 'bar' ? 0 : 2,
    pointRadius: spec.type === 'scatter' ? 4 : 2,
  }));
  return {
    type: spec.type,
    data: { labels: [...(spec.labels ?? [])], datasets },
    options: {
      animation: false,
      maintainAspectRatio: false,
      font: { family: theme.font },
      plugins: { legend: { display: isPie || spec.series.length > 1, labels: { color: theme.ink } } },
      ...(isPie ? {} : { scales: { x: scale(spec.x, theme, spec.stacked), y: scale(spec.y, theme, spec.stacked) } }),
    },
  };
}

onShow(({ content, theme }) => {
  // The page has checked it against the schema before it came here.
  const spec: ChartSpec = JSON.parse(content);
  drawn?.destroy();
  drawn = new Chart(canvas, configurationOf(spec, theme));
});
