// Every screen for those who need more contrast, the system's colours, larger text, or nothing that moves.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findings } from './support/axe.ts';
import { hasChromium, launchBrowser, shoot } from './support/browser.ts';
import { tooFaint } from './support/contrast.ts';
import { hasNoOverflow, unreachableByPointer } from './support/layout.ts';
import { firstRun, openStage, type Stage, type StageOptions, screens } from './support/screens.ts';

const visits = [firstRun, ...screens];

/** One stage for all screens of a way of seeing. */
function useStage(options: StageOptions): () => Stage {
  let browser: Browser;
  let stage: Stage;
  beforeAll(async () => {
    browser = await launchBrowser();
    stage = await openStage(browser, options);
  });
  afterAll(async () => {
    await stage.end();
    await browser.close();
  });
  return () => stage;
}

async function visit(stage: Stage, { name, open }: (typeof visits)[number]) {
  await stage.set({ onboarded: name !== firstRun.name });
  await open(stage);
}

describe.skipIf(!hasChromium).each(['light', 'dark'] as const)('more contrast in the %s theme', (theme) => {
  const stageOf = useStage({ theme, settings: { theme, appearance: { contrast: 'more' } } });

  it.each(visits)('lets text of $name stand out 7:1, and edges and focus 3:1', async (screen) => {
    const stage = stageOf();
    await visit(stage, screen);
    await shoot(stage.page, `${theme}-contrast-${screen.name}`);
    expect(await tooFaint(stage.page, { text: 7, edges: 3 })).toEqual([]);
    expect(await findings(stage.page)).toEqual([]);
  });
});

describe.skipIf(!hasChromium)('the colours of the system', () => {
  const stageOf = useStage({ prepare: (page) => page.emulateMedia({ forcedColors: 'active' }) });

  it.each(visits)('leave $name whole', async (screen) => {
    const stage = stageOf();
    await visit(stage, screen);
    await shoot(stage.page, `forced-${screen.name}`);
    expect(await stage.page.evaluate(() => matchMedia('(forced-colors: active)').matches)).toBe(true);
    // axe reads the colours of our sheet, which the system has put its own in place of.
    expect(await findings(stage.page, ['color-contrast'])).toEqual([]);
    const outline = await stage.page.evaluate(() => {
      const place = document.querySelector('[role="dialog"]') ?? document;
      const button = place.querySelector<HTMLElement>('button:not([disabled])');
      button?.focus({ focusVisible: true } as FocusOptions);
      return button === null ? 'solid' : getComputedStyle(button).outlineStyle;
    });
    expect(outline).not.toBe('none');
  });
});

describe.skipIf(!hasChromium).each(['chosen', 'system'] as const)('no motion, wished by the %s', (by) => {
  const stageOf = useStage(
    by === 'chosen'
      ? { settings: { appearance: { motion: 'reduced' } } }
      : { prepare: (page) => page.emulateMedia({ reducedMotion: 'reduce' }) },
  );

  // Before the sign-in nothing is known of what was chosen.
  const seen = visits.filter(({ name }) => by === 'system' || name !== 'sign-in');
  it.each(seen)('runs in $name', async (screen) => {
    const stage = stageOf();
    await visit(stage, screen);
    const moving = await stage.page.evaluate(() => {
      const long = (animation: Animation) => Number(animation.effect?.getComputedTiming().duration ?? 0) > 1;
      const endless = (animation: Animation) => animation.effect?.getComputedTiming().iterations === Infinity;
      const running = document.getAnimations().filter((each) => long(each) || endless(each));
      return running.map((each) => (each.effect as KeyframeEffect | null)?.target?.outerHTML.slice(0, 120));
    });
    expect(moving).toEqual([]);
    const takesTime = await stage.page.evaluate(() =>
      [...document.querySelectorAll('*')]
        .filter((each) => {
          const { transitionDuration, animationDuration, scrollBehavior } = getComputedStyle(each);
          const longest = Math.max(...`${transitionDuration},${animationDuration}`.split(',').map(Number.parseFloat));
          return longest > 0.001 || scrollBehavior === 'smooth';
        })
        .map((each) => each.outerHTML.slice(0, 120)),
    );
    expect(takesTime).toEqual([]);
  });
});

describe.skipIf(!hasChromium).each([1, 1.5, 2])('text at %d times its size', (fontScale) => {
  const stageOf = useStage({ settings: { appearance: { fontScale } } });

  it('is what the page draws', async () => {
    const size = await stageOf().page.evaluate(() => getComputedStyle(document.documentElement).fontSize);
    expect(Number.parseFloat(size)).toBeCloseTo(14 * fontScale, 1);
  });

  it.each(visits)('leaves $name whole at 720 pixels', async (screen) => {
    const stage = stageOf();
    await stage.page.setViewportSize({ width: 720, height: 800 });
    await visit(stage, screen);
    await stage.page.waitForTimeout(150);
    await shoot(stage.page, `text-${fontScale * 100}-${screen.name}-720`);
    expect(await hasNoOverflow(stage.page)).toEqual([]);
    expect(await unreachableByPointer(stage.page)).toEqual([]);
  });
});
