// What a plot shows, and how it becomes the columns that are drawn.
export type PlotPoint = {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly mean: number;
  readonly min: number;
  readonly max: number;
};

type Column = (number | null)[];
/** Seconds; then the mean, the least and the greatest. */
export type PlotColumns = [number[], Column, Column, Column];

/** The middle one of the distances between points; where something is missing they are far larger. */
function usualGap(points: readonly PlotPoint[]): number {
  const gaps = points.slice(1).map(({ at }, index) => at - (points[index]?.at ?? at));
  return gaps.toSorted((a, b) => a - b)[Math.floor(gaps.length / 2)] ?? 0;
}

/** Where nothing was measured for far longer than usual, no line is drawn over it. */
export function toColumns(points: readonly PlotPoint[]): PlotColumns {
  const longest = 3.5 * usualGap(points);
  const columns: PlotColumns = [[], [], [], []];
  const [times, means, least, greatest] = columns;
  let before: PlotPoint | undefined;
  for (const point of points) {
    if (before !== undefined && point.at - before.at > longest) {
      times.push((before.at + point.at) / 2_000);
      for (const column of [means, least, greatest]) column.push(null);
    }
    times.push(point.at / 1_000);
    means.push(point.mean);
    least.push(point.min);
    greatest.push(point.max);
    before = point;
  }
  return columns;
}

/** Where the point nearest to this moment stands. -1 where there is none. */
export function nearestPoint(points: readonly PlotPoint[], at: number): number {
  let best = -1;
  for (const [index, point] of points.entries())
    if (best < 0 || Math.abs(point.at - at) < Math.abs((points[best]?.at ?? 0) - at)) best = index;
  return best;
}
