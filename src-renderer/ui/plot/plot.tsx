// A curve over time. Keys move along its points and each is read aloud; a table beside it has the same (see PlotTable).
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useRootScale } from '../layout/use-root-scale.ts';
import { useText } from '../text/text-context.tsx';
import { type DrawnPlot, drawPlot } from './draw-plot.ts';
import { nearestPoint, type PlotPoint } from './plot-points.ts';

export type PlotProps = {
  readonly label: string;
  readonly points: readonly PlotPoint[];
  /** What the axis of time goes from and to. */
  readonly from: number;
  readonly to: number;
  /** One point in words: its value and its moment. */
  readonly wordsOf: (point: PlotPoint) => string;
  /** Said where there is no point. */
  readonly emptyText: string;
};

const pageStep = 10;

export function Plot({ label, points, from, to, wordsOf, emptyText }: PlotProps) {
  const { language } = useText();
  const scale = useRootScale();
  const box = useRef<HTMLDivElement>(null);
  const drawn = useRef<DrawnPlot>(undefined);
  const [at, setAt] = useState<number>();
  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    const plot = drawPlot(element, { language, scale, onPoint: setAt });
    drawn.current = plot;
    const sizes = new ResizeObserver(() => plot.resize(element.clientWidth));
    sizes.observe(element);
    const theme = new MutationObserver(() => plot.redraw());
    theme.observe(document.documentElement, { attributes: true });
    return () => {
      sizes.disconnect();
      theme.disconnect();
      plot.destroy();
      drawn.current = undefined;
    };
  }, [language, scale]);
  useEffect(() => {
    void [language, scale]; // drawn anew with them
    drawn.current?.show(points, { from, to });
  }, [points, from, to, language, scale]);
  const index = at === undefined ? points.length - 1 : nearestPoint(points, at);
  const point = points[index];
  const move = (next: number) => {
    const chosen = points[Math.max(0, Math.min(points.length - 1, next))];
    setAt(chosen?.at);
    drawn.current?.mark(chosen?.at);
  };
  const steps: Readonly<Record<string, number>> = {
    ...{ ArrowLeft: index - 1, ArrowRight: index + 1, ArrowDown: index - 1, ArrowUp: index + 1 },
    ...{ PageDown: index - pageStep, PageUp: index + pageStep, Home: 0, End: points.length - 1 },
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const next = steps[event.key];
    if (next === undefined || points.length === 0) return;
    event.preventDefault();
    move(next);
  };
  const words = point === undefined ? emptyText : wordsOf(point);
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <p className="text-sm text-ink-soft tabular-nums">{words}</p>
      <div
        role="slider"
        tabIndex={0}
        aria-label={label}
        aria-orientation="horizontal"
        aria-valuemin={0}
        aria-valuemax={Math.max(0, points.length - 1)}
        aria-valuenow={Math.max(0, index)}
        aria-valuetext={words}
        dir="ltr"
        onKeyDown={onKeyDown}
        onBlur={() => move0(drawn.current, setAt)}
        className="rounded-control"
      >
        <div ref={box} aria-hidden="true" className="min-w-0 overflow-hidden" />
      </div>
    </div>
  );
}

/** Back to the newest. */
function move0(plot: DrawnPlot | undefined, setAt: (at: undefined) => void): void {
  setAt(undefined);
  plot?.mark(undefined);
}
