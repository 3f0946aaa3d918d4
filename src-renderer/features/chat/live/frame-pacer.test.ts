import { describe, expect, it } from 'vitest';
import { createFramePacer } from './frame-pacer.ts';

/** A window whose drawing costs what it is told. */
function fakeWindow(costMs: () => number) {
  let now = 0;
  const frameMs = 16;
  const queue: { at: number; act: () => void }[] = [];
  const later = (ms: number, act: () => void) => queue.push({ at: now + ms, act });
  const pace = createFramePacer({
    now: () => now,
    nextFrame: (act) => later(frameMs - (now % frameMs), act),
    afterPaint: (act) => later(costMs(), act),
    wait: later,
  });
  return {
    pace,
    runUntil(end: number) {
      for (;;) {
        queue.sort((a, b) => a.at - b.at);
        const next = queue.shift();
        if (next === undefined || next.at > end) return;
        now = Math.max(now, next.at);
        next.act();
      }
    },
  };
}

function stream(costMs: number) {
  const view = fakeWindow(() => costMs);
  let drawn = 0;
  const again = () => {
    drawn += 1;
    view.pace(again);
  };
  view.pace(again);
  view.runUntil(10_000);
  return { drawn, share: (drawn * costMs) / 10_000 };
}

describe('pacing a stream', () => {
  it('draws in every frame while drawing is cheap', () => {
    expect(stream(1).drawn).toBeGreaterThan(300);
  });

  it.each([5, 20, 40])('keeps its share of the time when a draw takes %i ms', (costMs) => {
    const { share, drawn } = stream(costMs);
    expect(share).toBeLessThan(0.13);
    expect(drawn).toBeGreaterThan(10);
  });
});
