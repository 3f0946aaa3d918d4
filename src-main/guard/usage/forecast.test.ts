// What is expected against what a fixed course of days then really takes.
import { describe, expect, it } from 'vitest';
import { type ForecastInput, forecastOf, type KindDay } from './forecast.ts';

const hour = 3_600_000;
const ran = (jobs: number, costUsd: number, unpricedCalls = 0): KindDay => ({
  kind: 'summary',
  jobs,
  spent: {
    ...{ calls: jobs, inputTokens: 0, outputTokens: 0, cacheReadTokens: 0, cacheWriteTokens: 0, reasoningTokens: 0 },
    ...{ costUsd, unpricedCalls, countedUsd: costUsd, estimatedCalls: 0 },
  },
});
const input = (change: Partial<ForecastInput>): ForecastInput => ({
  ...{ kind: 'summary', before: [], today: undefined, elapsedMs: 12 * hour, leftMs: 12 * hour },
  ...change,
});

describe('forecast', () => {
  it('says that there is nothing to go by before the first run', () => {
    expect(forecastOf(input({}))).toEqual({ kind: 'summary', runs: 0, days: 0, unpricedCalls: 0, basis: 'none' });
  });

  it('is within a fifth of a fixed course: a run of $0.02 every 50 minutes', () => {
    const everyMs = 50 * 60_000;
    for (const hours of [3, 8, 12, 18, 22]) {
      const so_far = Math.floor((hours * hour) / everyMs);
      const rest = (Math.floor((24 * hour) / everyMs) - so_far) * 0.02;
      const made = forecastOf(
        input({ today: ran(so_far, so_far * 0.02), elapsedMs: hours * hour, leftMs: (24 - hours) * hour }),
      );
      expect(made.basis).toBe('today');
      expect(Math.abs((made.restOfTodayUsd ?? 0) - rest)).toBeLessThanOrEqual(rest * 0.2);
      expect(made.costUsdPerRun).toBeCloseTo(0.02, 9);
    }
  });

  it('goes by the days before while today has not run, quiet days among them', () => {
    const made = forecastOf(
      input({ before: [ran(4, 0.4), undefined, ran(2, 0.2)], leftMs: 6 * hour, elapsedMs: 18 * hour }),
    );
    expect(made).toMatchObject({ basis: 'days', days: 3, runs: 6 });
    expect(made.costUsdPerDay).toBeCloseTo(0.2, 9);
    expect(made.restOfTodayUsd).toBeCloseTo(0.05, 9);
    expect(made.costUsdPerRun).toBeCloseTo(0.1, 9);
  });

  it('does not take the first minutes of a day for its pace', () => {
    const made = forecastOf(input({ before: [ran(1, 0.1)], today: ran(1, 0.1), elapsedMs: 60_000, leftMs: 24 * hour }));
    expect(made.basis).toBe('days');
    expect(made.restOfTodayUsd).toBeCloseTo(0.1, 3);
  });

  it('says how many runs of unknown price it leaves out', () => {
    expect(forecastOf(input({ today: ran(3, 0.1, 2) })).unpricedCalls).toBe(2);
  });
});
