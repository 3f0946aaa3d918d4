// A screen is opened once, and then looked at in one way after another on the page that stands.

import type { Page } from 'playwright-core';
import type { Settings } from '#main/contract/settings.ts';
import { atRest } from './at-rest.ts';
import { firstRun, type ScreenVisit, type Stage, screens } from './screens.ts';

export const visits: readonly ScreenVisit[] = [firstRun, ...screens];

type Appearance = Settings['appearance'];
type Media = Parameters<Page['emulateMedia']>[0];

/** What is not named is as it comes: light, one size, no wish for contrast or motion. */
export type Way = {
  readonly name: string;
  readonly theme?: 'light' | 'dark';
  readonly language?: Settings['language'];
  readonly appearance?: Partial<Appearance>;
  readonly media?: Media;
};

/** Before the sign-in nothing is known of what was chosen, and the page follows the system when it is loaded. */
export const knowsWishes = ({ name }: ScreenVisit) => name !== 'sign-in';

async function wish(stage: Stage, { theme = 'light', language = 'en', appearance = {}, media = {} }: Way) {
  const plain = { colorScheme: theme, forcedColors: 'none', reducedMotion: 'no-preference' } as const;
  await stage.page.emulateMedia({ ...plain, ...media });
  await stage.set({
    theme,
    language,
    appearance: { fontScale: 1, contrast: 'system', motion: 'system', ...appearance },
  });
}

/** Until the page is drawn as wished. */
async function drawn({ page }: Stage, { theme = 'light', language = 'en', appearance = {}, media = {} }: Way) {
  await page.waitForFunction(
    (wanted) => {
      const { dataset, lang, style } = document.documentElement;
      const scale = style.getPropertyValue('--font-scale');
      const { theme: look, contrast, motion } = dataset;
      return JSON.stringify([look, contrast, motion, lang, scale]) === wanted;
    },
    JSON.stringify([
      theme,
      appearance.contrast === 'more' ? 'more' : undefined,
      appearance.motion === 'reduced' || media?.reducedMotion === 'reduce' ? 'reduced' : undefined,
      language === 'zh' ? 'zh-Hans' : language,
      String(appearance.fontScale ?? 1),
    ]),
  );
}

/** What a screen consists of, whatever the language and the colours: a way of seeing takes nothing of it away. */
function partsOf(page: Page): Promise<string> {
  return page.evaluate(() => {
    // How many messages of a chat are drawn is a matter of room.
    const parts = ['[role="dialog"]', 'aside', ':is(h1, h2, h3):not(article *)', 'form', 'textarea', 'iframe', 'mark'];
    const opened = ['details[open]', '[aria-expanded="true"]', '[aria-selected="true"]'];
    const asked = ['[data-approval]', '[data-question]'];
    const counts = [...parts, ...opened, ...asked].map((each) => `${document.querySelectorAll(each).length} ${each}`);
    return [location.hash, ...counts.filter((each) => !each.startsWith('0 '))].join(', ');
  });
}

export type StandingScreen = {
  /** Draws the screen that stands in this way. Throws when it is no longer what was opened. */
  readonly see: (way: Way) => Promise<void>;
  /** The same screen in another width, where other parts of it may be shown. */
  readonly resize: (width: number) => Promise<void>;
};

/** Opens the screen in the first way. */
export async function stand(stage: Stage, screen: ScreenVisit, first: Way): Promise<StandingScreen> {
  const open = async (way: Way) => {
    await wish(stage, way);
    await screen.open(stage);
    if (knowsWishes(screen)) await drawn(stage, way);
    await atRest(stage.page);
  };
  await stage.set({ onboarded: screen.name !== firstRun.name });
  await open(first);
  let parts = await partsOf(stage.page);
  return {
    async resize(width) {
      await stage.page.setViewportSize({ width, height: 800 });
      await atRest(stage.page);
      parts = await partsOf(stage.page);
    },
    async see(way) {
      if (!knowsWishes(screen)) return open(way);
      await wish(stage, way);
      await drawn(stage, way);
      await atRest(stage.page);
      const now = await partsOf(stage.page);
      if (now !== parts) throw new Error(`${screen.name} does not stand any more: it was ${parts}; it is ${now}`);
    },
  };
}
