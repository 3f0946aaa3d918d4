// Every screen in every language: nothing outside the catalogue, the right direction, no serious finding, nothing cut off.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Settings } from '#main/contract/settings.ts';
import { german } from '#main/platform/texts/de/catalogue.ts';
import { english } from '#main/platform/texts/en/catalogue.ts';
import { createTranslate } from '#main/platform/texts/translate.ts';
import { atRest } from './support/at-rest.ts';
import { findings } from './support/axe.ts';
import { hasChromium, launchBrowser, openPage, shoot } from './support/browser.ts';
import { hasNoOverflow } from './support/layout.ts';
import { collectWords, isSameIn, markCatalogue } from './support/marked-words.ts';
import { openStage, type Stage } from './support/screens.ts';
import { knowsWishes, type StandingScreen, stand, visits, type Way } from './support/ways-of-seeing.ts';

type Language = Exclude<Settings['language'], 'system'>;
const languages = Settings.shape.language.unwrap().options.filter((one) => one !== 'system');
const themeIn = (language: Language) => (language === 'ar' ? 'dark' : 'light');
const wayIn = (language: Language): Way => ({ name: language, language, theme: themeIn(language) });

/** Each screen opened once, in English. */
function useStage(prepare?: (page: Page) => Promise<void>): () => Stage {
  let browser: Browser;
  let stage: Stage;
  beforeAll(async () => {
    browser = await launchBrowser();
    stage = await openStage(browser, prepare === undefined ? {} : { prepare });
  });
  afterAll(async () => {
    await stage.end();
    await browser.close();
  });
  return () => stage;
}

describe.skipIf(!hasChromium)('words', () => {
  let foreign: Awaited<ReturnType<typeof markCatalogue>>;
  const stageOf = useStage(async (page) => {
    foreign = await markCatalogue(page, english);
  });
  const leftInEnglish = async (page: Page) =>
    (await collectWords(page)).marked.filter((words) => !isSameIn(german, english, words) && !foreign.wasSent(words));

  describe.each(visits)('$name', (screen) => {
    let standing: StandingScreen;
    beforeAll(async () => {
      standing = await stand(stageOf(), screen, wayIn('en'));
    });

    it('has words that all come from the catalogue, or from the core', async () => {
      const words = await collectWords(stageOf().page);
      expect(words.marked.length).toBeGreaterThan(3);
      expect(words.unmarked.filter((one) => !foreign.isKnown(one))).toEqual([]);
    });

    // So what is looked at in one language after another is what each would have come as.
    if (knowsWishes(screen))
      it('says every one of them anew when the language changes', async () => {
        await standing.see(wayIn('de'));
        expect(await leftInEnglish(stageOf().page)).toEqual([]);
      });
  });

  it('were marked nearly all, so that the checks above can fail', async () => {
    const { page } = stageOf();
    expect(foreign.markedShare()).toBeGreaterThan(0.95);
    const foreignWords = async () => (await collectWords(page)).unmarked.filter((one) => !foreign.isKnown(one));
    const before = await foreignWords();
    await page.evaluate(() => document.body.append('Planted outside the catalogue'));
    expect((await foreignWords()).filter((one) => !before.includes(one))).toEqual(['Planted outside the catalogue']);
    await page.evaluate((planted) => document.body.append(planted), `⟦${english.settings.section_appearance}⟧`);
    expect(await leftInEnglish(page)).toContain(english.settings.section_appearance);
  });
});

async function expectPage(page: Page, language: Language, name: string) {
  await shoot(page, `${language}-${name}`);
  const root = page.locator('html');
  expect(await root.getAttribute('lang')).toBe(language === 'zh' ? 'zh-Hans' : language);
  expect(await root.getAttribute('dir')).toBe(language === 'ar' ? 'rtl' : 'ltr');
  expect(await hasNoOverflow(page)).toEqual([]);
  expect(await findings(page)).toEqual([]);
}

describe.skipIf(!hasChromium)('languages', () => {
  const stageOf = useStage();
  let drawn = 0;

  it.each(languages)('%s is spoken the moment it is chosen', async (language) => {
    const { page, gateway, set } = stageOf();
    await set({ language: language === 'en' ? 'de' : 'en', onboarded: true });
    await page.goto(`${gateway.url}/#/settings/appearance`);
    await page
      .locator('select')
      .filter({ has: page.locator(`option[value="${language}"]`) })
      .selectOption(language);
    await page
      .getByRole('heading', { name: createTranslate(language)('settings.section_appearance') })
      .first()
      .waitFor();
    expect(await page.locator('html').getAttribute('dir')).toBe(language === 'ar' ? 'rtl' : 'ltr');
  });

  describe.each(visits.filter(knowsWishes))('$name', (screen) => {
    let standing: StandingScreen;
    beforeAll(async () => {
      standing = await stand(stageOf(), screen, wayIn('en'));
    });
    afterAll(() => stageOf().page.setViewportSize({ width: 1280, height: 800 }));

    const itDraws = (suffix: string) =>
      it.each(languages)('is whole in %s', async (language) => {
        await standing.see(wayIn(language));
        drawn += 1;
        await expectPage(stageOf().page, language, `${screen.name}${suffix}`);
      });

    describe('at 1280 pixels', () => itDraws(''));
    describe('at 720 pixels', () => {
      beforeAll(() => standing.resize(720));
      itDraws('-720');
    });
  });

  // Before the sign-in the page speaks what the browser prefers.
  describe.each(visits.filter((screen) => !knowsWishes(screen)))('$name', (screen) => {
    it.each(languages)('is whole in %s at 1280 and 720 pixels', async (language) => {
      const stage = stageOf();
      const browser = stage.context.browser() as Browser;
      const opened = await openPage(browser, stage.gateway.url, { locale: language, theme: themeIn(language) });
      try {
        await screen.open({ ...stage, ...opened });
        await expectPage(opened.page, language, screen.name);
        await opened.page.setViewportSize({ width: 720, height: 800 });
        await atRest(opened.page);
        await expectPage(opened.page, language, `${screen.name}-720`);
        drawn += 2;
        expect(opened.problems.filter((one) => !/401|WebSocket/.test(one))).toEqual([]);
      } finally {
        await opened.context.close();
      }
    });
  });

  it('drew every screen in every language, and said nothing to the console', () => {
    expect(drawn).toBe(visits.length * languages.length * 2);
    expect(stageOf().problems.filter((one) => !/401|WebSocket/.test(one))).toEqual([]);
  });
});
