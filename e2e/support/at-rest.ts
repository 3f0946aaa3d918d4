// A page on which nothing moves or changes its colour any more.
import type { Page } from 'playwright-core';

/** What moves for a moment has come to rest, and the layout of the last size is drawn. */
export function atRest(page: Page): Promise<void> {
  return page.evaluate(async () => {
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    await frame();
    await frame(); // what a size or a wish changed by script is drawn by now
    const passing = () =>
      document
        .getAnimations()
        .filter((each) => each.effect?.getComputedTiming().iterations !== Number.POSITIVE_INFINITY);
    // A colour that is inherited sets the next ones off while it passes.
    const end = performance.now() + 2_000;
    for (let left = passing(); left.length > 0 && performance.now() < end; left = passing()) {
      const late = new Promise((resolve) => setTimeout(resolve, end - performance.now()));
      await Promise.race([late, Promise.allSettled(left.map(({ finished }) => finished))]);
      await frame();
    }
    await document.fonts.ready;
    await frame();
  });
}
