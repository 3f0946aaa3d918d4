// Percentiles, and the row that every benchmark prints: figure, goal, met or missed.
export const percentile = (values: readonly number[], share: number): number => {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
};
export const median = (values: readonly number[]): number => percentile(values, 0.5);

export type Figure = {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** At most, or at least, this. */
  readonly goal?: { readonly atMost?: number; readonly atLeast?: number };
  readonly note?: string;
};

export function isMet({ value, goal }: Figure): boolean | undefined {
  if (goal === undefined) return undefined;
  if (goal.atMost !== undefined && !(value <= goal.atMost)) return false;
  return !(goal.atLeast !== undefined && !(value >= goal.atLeast));
}

const shortNumber = (value: number) =>
  Math.abs(value) >= 100 ? value.toFixed(0) : Math.abs(value) >= 10 ? value.toFixed(1) : value.toFixed(2);

/** A row of the Markdown table in docs/benchmarks.md. */
export function toRow(figure: Figure): string {
  const goal =
    figure.goal === undefined
      ? ''
      : [
          figure.goal.atMost === undefined ? '' : `≤ ${figure.goal.atMost}`,
          figure.goal.atLeast === undefined ? '' : `≥ ${figure.goal.atLeast}`,
        ].join('');
  const met = { true: 'met', false: '**missed**', undefined: '' }[String(isMet(figure))] ?? '';
  return `| ${figure.name} | ${shortNumber(figure.value)} ${figure.unit} | ${goal} | ${met} | ${figure.note ?? ''} |`;
}

export type Benchmark = {
  readonly id: string;
  /** What is claimed, in a sentence. */
  readonly title: string;
  run(): Promise<Figure[]>;
};
