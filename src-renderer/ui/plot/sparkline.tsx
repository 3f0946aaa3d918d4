// The last moments of a value as a small curve, for the eye alone: the value stands beside it in words.
export type SparklineProps = {
  readonly points: readonly { readonly at: number; readonly value: number }[];
  readonly from: number;
  readonly to: number;
};

const width = 120;
const height = 28;
const inset = 2;

/** Of a value that does not change, a line in the middle. */
export function sparkPath({ points, from, to }: SparklineProps): string {
  const values = points.map(({ value }) => value);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const x = (at: number) => ((at - from) / Math.max(1, to - from)) * width;
  const y = (value: number) =>
    high === low ? height / 2 : height - inset - ((value - low) / (high - low)) * (height - 2 * inset);
  return points
    .map(({ at, value }, index) => `${index === 0 ? 'M' : 'L'}${x(at).toFixed(1)} ${y(value).toFixed(1)}`)
    .join('');
}

export function Sparkline(props: SparklineProps) {
  return (
    <svg
      aria-hidden="true"
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="none"
      className="h-7 w-full text-tide"
      fill="none"
    >
      <path d={sparkPath(props)} stroke="currentColor" strokeWidth="1.5" vectorEffect="non-scaling-stroke" />
    </svg>
  );
}
