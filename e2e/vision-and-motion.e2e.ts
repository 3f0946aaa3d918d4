// Every screen for those who need more contrast, the system's colours, larger text, or nothing that moves.
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { colourRules, findings } from './support/axe.ts';
import { hasChromium, launchBrowser, shoot } from './support/browser.ts';
import { tooFaint } from './support/contrast.ts';
import { hasNoOverflow, unreachableByPointer } from './support/layout.ts';
import { whatMoves, whatTakesTime } from './support/motion.ts';
import { openStage, type ScreenVisit, type Stage } from './support/screens.ts';
import { knowsWishes, type StandingScreen, stand, visits, type Way } from './support/ways-of-seeing.ts';

type Look = Way & { readonly expect: (page: Page, screen: string) => Promise<void> };

async function expectNoMotion(page: Page): Promise<void> {
  expect(await whatMoves(page)).toEqual([]);
  expect(await whatTakesTime(page)).toEqual([]);
}

const inContrast = (theme: 'light' | 'dark'): Look => ({
  name: `lets text stand out 7:1, and edges and focus 3:1, with more contrast in the ${theme} theme`,
  theme,
  appearance: { contrast: 'more' },
  async expect(page, screen) {
    await shoot(page, `${theme}-contrast-${screen}`);
    expect(await tooFaint(page, { text: 7, edges: 3 })).toEqual([]);
    expect(await findings(page, { only: colourRules })).toEqual([]);
  },
});

const inColoursOfTheSystem: Look = {
  name: 'is whole in the colours of the system',
  media: { forcedColors: 'active' },
  async expect(page, screen) {
    await shoot(page, `forced-${screen}`);
    expect(await page.evaluate(() => matchMedia('(forced-colors: active)').matches)).toBe(true);
    // axe reads the colours of our sheet, which the system has put its own in place of.
    expect(await findings(page, { without: ['color-contrast'] })).toEqual([]);
    const outline = await page.evaluate(() => {
      const place = document.querySelector('[role="dialog"]') ?? document;
      const button = place.querySelector<HTMLElement>('button:not([disabled])');
      button?.focus({ focusVisible: true } as FocusOptions);
      return button === null ? 'solid' : getComputedStyle(button).outlineStyle;
    });
    expect(outline).not.toBe('none');
  },
};

// Opened with the first of them: what moves while a screen comes must not, either.
const wide: readonly Look[] = [
  { name: 'is without motion, as chosen', appearance: { motion: 'reduced' }, expect: expectNoMotion },
  { name: 'is without motion, as the system wishes', media: { reducedMotion: 'reduce' }, expect: expectNoMotion },
  inContrast('light'),
  inContrast('dark'),
  inColoursOfTheSystem,
];

const narrow = [1, 1.5, 2].map(
  (fontScale): Look => ({
    name: `is whole at 720 pixels with text at ${fontScale} times its size`,
    appearance: { fontScale },
    async expect(page, screen) {
      await shoot(page, `text-${fontScale * 100}-${screen}-720`);
      const isKnown = screen !== 'sign-in';
      const size = await page.evaluate(() => getComputedStyle(document.documentElement).fontSize);
      if (isKnown) expect(Number.parseFloat(size)).toBeCloseTo(14 * fontScale, 1);
      expect(await hasNoOverflow(page)).toEqual([]);
      expect(await unreachableByPointer(page)).toEqual([]);
    },
  }),
);

const looks = { 1280: wide, 720: narrow } as const;

const pulse = '{ main * { animation: planted 2s infinite !important } }';
/** What is wrong in one way of seeing alone. */
const plants: Readonly<Record<1280 | 720, readonly { css: string; found: RegExp }[]>> = {
  1280: [
    { css: `@media (prefers-reduced-motion: no-preference) ${pulse}`, found: /without motion, as chosen/ },
    { css: `@media (prefers-reduced-motion: reduce) ${pulse}`, found: /without motion, as the system wishes/ },
    { css: ':root[data-theme="dark"] main * { color: #777 !important }', found: /dark theme/ },
    { css: '@media (forced-colors: active) { button { outline: none !important } }', found: /colours of the system/ },
  ],
  720: [{ css: ':root[style*="--font-scale: 2"] h1 { min-width: 60rem }', found: /at 2 times/ }],
};

/** One sheet more, until the page is loaded anew. */
const plant = (page: Page, css: string) =>
  page.evaluate((text) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
    document.adoptedStyleSheets = [sheet];
  }, css);

describe.skipIf(!hasChromium).each([1280, 720] as const)('at %d pixels', (width) => {
  let browser: Browser;
  let stage: Stage;
  let seen = 0;
  beforeAll(async () => {
    browser = await launchBrowser();
    stage = await openStage(browser);
    await stage.page.setViewportSize({ width, height: 800 });
  });
  afterAll(async () => {
    await stage.end();
    await browser.close();
  });

  describe('what is wrong in one way', () => {
    const sound = visits.find(({ name }) => name === 'settings-models') as ScreenVisit;
    let standing: StandingScreen;
    beforeEach(async () => {
      standing = await stand(stage, sound, looks[width][0] as Look);
    });
    afterEach(() => stage.page.reload());
    const redIn = async (look: Look) => {
      await standing.see(look);
      return look.expect(stage.page, 'planted').then(
        () => [],
        () => [look.name],
      );
    };

    it.each(plants[width])('is found in that way, and in no other: $css', async ({ css, found }) => {
      await plant(stage.page, `@keyframes planted { to { outline-offset: 1px } } ${css}`);
      const red: string[] = [];
      for (const look of looks[width]) red.push(...(await redIn(look)));
      expect(red).toEqual([expect.stringMatching(found)]);
    });
  });

  describe.each(visits)('$name', (screen) => {
    let standing: StandingScreen;
    const [first, ...others] = looks[width].filter(({ appearance }) => knowsWishes(screen) || !appearance?.motion);
    beforeAll(async () => {
      standing = await stand(stage, screen, first as Look);
    });

    it.each([first as Look, ...others])('$name', async (look) => {
      await standing.see(look);
      seen += 1;
      await look.expect(stage.page, screen.name);
    });
  });

  it('looked at every screen in every way', () => {
    const unknown = width === 1280 ? 1 : 0; // motion as chosen, before the sign-in
    expect(seen).toBe(visits.length * looks[width].length - unknown);
  });
});
