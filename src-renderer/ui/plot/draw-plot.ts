// One curve with the band between its least and greatest values, drawn on a canvas in the colours of the page.
import UPlot from 'uplot';
import type { Language } from '#main/platform/texts/translate.ts';
import { type PlotPoint, toColumns } from './plot-points.ts';

export type PlotOptions = {
  readonly language: Language;
  /** 1 at the usual size of text. */
  readonly scale: number;
  /** The pointer stands at this moment, or left. */
  readonly onPoint: (at: number | undefined) => void;
};

export interface DrawnPlot {
  show(points: readonly PlotPoint[], span: { readonly from: number; readonly to: number }): void;
  /** Marks a moment, as the pointer would. */
  mark(at: number | undefined): void;
  resize(width: number): void;
  /** After another theme. */
  redraw(): void;
  destroy(): void;
}

const heightPx = 180;
const minuteS = 60;
const dayS = 86_400;

/** A colour of the page, by the name of its variable. */
const colour = (name: string) => () => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const fill = () => `color-mix(in oklch, ${colour('--tide')()} 22%, transparent)`;

/** What stands at the ticks of the time axis: as fine as they are apart. */
function timeWords(language: Language, seconds: readonly number[]): string[] {
  const step = (seconds[1] ?? 0) - (seconds[0] ?? 0);
  const format: Intl.DateTimeFormatOptions =
    step >= dayS
      ? { day: 'numeric', month: 'short' }
      : { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', ...(step < minuteS ? { second: '2-digit' } : {}) };
  const words = new Intl.DateTimeFormat(language, format);
  return seconds.map((second) => words.format(second * 1_000));
}

function optionsOf(o: PlotOptions, width: number): UPlot.Options {
  const { language, scale } = o;
  const font = `${Math.round(12 * scale)}px "Inter Variable", sans-serif`;
  const axis = { font, stroke: colour('--ink-soft'), ticks: { show: false } };
  const grid = { stroke: colour('--edge'), width: 1 };
  const numbers = new Intl.NumberFormat(language, { maximumFractionDigits: 3 });
  return {
    ...{ width, height: Math.round(heightPx * scale), padding: [8, 32 * scale, 0, 0] },
    legend: { show: false },
    cursor: { drag: { x: false, y: false }, y: false, points: { size: 7 * scale } },
    scales: { x: { time: true } },
    axes: [
      {
        ...{ ...axis, grid: { show: false }, size: 28 * scale, space: 90 * scale },
        values: (_plot, ticks) => timeWords(language, ticks),
      },
      {
        ...{ ...axis, grid, size: 60 * scale, space: 34 * scale },
        values: (_plot, ticks) => ticks.map((tick) => numbers.format(tick)),
      },
    ],
    series: [
      {},
      { stroke: colour('--tide'), width: 1.75, points: { show: false } },
      { stroke: () => 'transparent', points: { show: false } },
      { stroke: () => 'transparent', points: { show: false } },
    ],
    bands: [{ series: [3, 2], fill }],
    hooks: {
      setCursor: [
        (plot) => {
          const { idx, event } = plot.cursor;
          if (event === undefined || event === null) return; // by keys: who moved it knows
          const second = idx === null || idx === undefined ? undefined : plot.data[0]?.[idx];
          o.onPoint(second === undefined ? undefined : second * 1_000);
        },
      ],
    },
  };
}

export function drawPlot(element: HTMLElement, o: PlotOptions): DrawnPlot {
  const plot = new UPlot(optionsOf(o, Math.max(1, element.clientWidth)), [[], [], [], []], element);
  return {
    show(points, { from, to }) {
      plot.batch(() => {
        plot.setData(toColumns(points), false);
        plot.setScale('x', { min: from / 1_000, max: to / 1_000 });
      });
    },
    mark(at) {
      if (at === undefined) return plot.setCursor({ left: -10, top: -10 }, false);
      plot.setCursor({ left: plot.valToPos(at / 1_000, 'x'), top: 0 }, false);
    },
    resize: (width) => plot.setSize({ width: Math.max(1, width), height: plot.height }),
    redraw: () => plot.redraw(false),
    destroy: () => plot.destroy(),
  };
}
