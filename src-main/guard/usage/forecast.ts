// What work in the background is expected to take, from what it has taken.
import type { CallKind, Forecast, Spent } from '#main/contract/usage.ts';

/** Kinds of calls that nobody waits for. Whatever runs by itself is named here, and so forecast. */
export const backgroundKinds: readonly CallKind[] = ['summary'];

export type KindDay = {
  readonly kind: CallKind;
  /** Different jobs with such calls. */
  readonly jobs: number;
  readonly spent: Spent;
};
export type ForecastInput = {
  readonly kind: CallKind;
  /** The full days before today since the kind was first seen, as far as they are looked at; no row: nothing that day. */
  readonly before: readonly (KindDay | undefined)[];
  readonly today: KindDay | undefined;
  readonly elapsedMs: number;
  readonly leftMs: number;
};

/** Less of a day says too little about its pace. */
const leastElapsedMs = 60 * 60 * 1000;

export function forecastOf({ kind, before, today, elapsedMs, leftMs }: ForecastInput): Forecast {
  const seen = [...before, today].flatMap((one) => one ?? []);
  const sum = (rows: readonly (KindDay | undefined)[]) => rows.reduce((all, row) => all + (row?.spent.costUsd ?? 0), 0);
  const runs = seen.reduce((all, { jobs }) => all + jobs, 0);
  const facts = {
    kind,
    runs,
    days: before.length,
    unpricedCalls: seen.reduce((all, { spent }) => all + spent.unpricedCalls, 0),
    ...(runs === 0 ? {} : { costUsdPerRun: sum(seen) / runs }),
  };
  const dayMs = elapsedMs + leftMs;
  const hasPace = today !== undefined && elapsedMs >= leastElapsedMs;
  const perDay = before.length > 0 ? sum(before) / before.length : undefined;
  if (hasPace) {
    const perMs = today.spent.costUsd / elapsedMs;
    const restOfTodayUsd = perMs * leftMs;
    return { ...facts, basis: 'today', restOfTodayUsd, costUsdPerDay: perDay ?? perMs * dayMs };
  }
  if (perDay === undefined) return { ...facts, basis: 'none' };
  return { ...facts, basis: 'days', costUsdPerDay: perDay, restOfTodayUsd: (perDay * leftMs) / dayMs };
}
