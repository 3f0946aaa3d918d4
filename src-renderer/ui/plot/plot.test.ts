// What a plot draws and says, without a canvas.
import { describe, expect, it } from 'vitest';
import { nearestPoint, type PlotPoint, toColumns } from './plot-points.ts';
import { sparkPath } from './sparkline.tsx';

const at = (second: number, mean = second): PlotPoint => ({ at: second * 1_000, mean, min: mean - 1, max: mean + 1 });

describe('a plot', () => {
  it('draws a line through what was measured, and none over a time without readings', () => {
    const [times, means, least, greatest] = toColumns([at(0), at(1), at(2), at(3), at(20), at(21)]);
    expect(times).toEqual([0, 1, 2, 3, 11.5, 20, 21]);
    expect(means).toEqual([0, 1, 2, 3, null, 20, 21]);
    expect(least?.[1]).toBe(0);
    expect(greatest?.[1]).toBe(2);
  });

  it('is one line where a slow sensor measures seldom', () => {
    expect(toColumns([at(0), at(10), at(20), at(30)])[1]).not.toContain(null);
    expect(toColumns([at(5)])).toEqual([[5], [5], [4], [6]]);
    expect(toColumns([])).toEqual([[], [], [], []]);
  });

  it('finds the point nearest to a moment', () => {
    const points = [at(0), at(10), at(20)];
    expect(nearestPoint(points, 14_000)).toBe(1);
    expect(nearestPoint(points, 16_000)).toBe(2);
    expect(nearestPoint([], 1)).toBe(-1);
  });
});

describe('a sparkline', () => {
  it('fills its height with what changed, and lies in the middle where nothing did', () => {
    const span = { from: 0, to: 100 };
    expect(sparkPath({ ...span, points: [at(0), at(0.1)].map((p) => ({ at: p.at, value: p.mean })) })).toBe(
      'M0.0 26.0L120.0 2.0',
    );
    expect(
      sparkPath({
        ...span,
        points: [
          { at: 0, value: 5 },
          { at: 50, value: 5 },
        ],
      }),
    ).toBe('M0.0 14.0L60.0 14.0');
  });
});
