// What moves where nothing shall. Runs in the page.
import type { Page } from 'playwright-core';

/** The elements with an animation that lasts, or never ends. */
export function whatMoves(page: Page): Promise<(string | undefined)[]> {
  return page.evaluate(() => {
    const long = (animation: Animation) => Number(animation.effect?.getComputedTiming().duration ?? 0) > 1;
    const endless = (animation: Animation) => animation.effect?.getComputedTiming().iterations === Infinity;
    const running = document.getAnimations().filter((each) => long(each) || endless(each));
    return running.map((each) => (each.effect as KeyframeEffect | null)?.target?.outerHTML.slice(0, 120));
  });
}

/** The elements that would move if something of them changed. */
export function whatTakesTime(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll('*')]
      .filter((each) => {
        const { transitionDuration, animationDuration, scrollBehavior } = getComputedStyle(each);
        const longest = Math.max(...`${transitionDuration},${animationDuration}`.split(',').map(Number.parseFloat));
        return longest > 0.001 || scrollBehavior === 'smooth';
      })
      .map((each) => each.outerHTML.slice(0, 120)),
  );
}
