// Every screen in every language: nothing outside the catalogue, the right direction, no serious finding, nothing cut off.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Settings } from '#main/contract/settings.ts';
import { english } from '#main/platform/texts/en/catalogue.ts';
import { createTranslate } from '#main/platform/texts/translate.ts';
import { findings } from './support/axe.ts';
import { hasChromium, launchBrowser, shoot } from './support/browser.ts';
import { hasNoOverflow } from './support/layout.ts';
import { collectWords, markCatalogue } from './support/marked-words.ts';
import { firstRun, openStage, type Stage, screens } from './support/screens.ts';

const visits = [firstRun, ...screens];
const languages = Settings.shape.language.unwrap().options.filter((one) => one !== 'system');

describe.skipIf(!hasChromium)('words', () => {
  let browser: Browser;
  let stage: Stage;
  let foreign: Awaited<ReturnType<typeof markCatalogue>>;
  beforeAll(async () => {
    browser = await launchBrowser();
    stage = await openStage(browser, {
      prepare: async (page) => {
        foreign = await markCatalogue(page, english);
      },
    });
  });
  afterAll(async () => {
    await stage.end();
    await browser.close();
  });

  it.each(visits)('of $name all come from the catalogue, or from the core', async ({ name, open }) => {
    await visit(stage, { name, open });
    const words = await collectWords(stage.page);
    expect(words.marked).toBeGreaterThan(3);
    expect(words.unmarked.filter((one) => !foreign.isKnown(one))).toEqual([]);
  });

  it('were marked nearly all, so that the check above can fail', async () => {
    expect(foreign.markedShare()).toBeGreaterThan(0.95);
    await stage.page.evaluate(() => document.body.append('Planted outside the catalogue'));
    const { unmarked } = await collectWords(stage.page);
    expect(unmarked.filter((one) => !foreign.isKnown(one))).toEqual(['Planted outside the catalogue']);
  });
});

describe.skipIf(!hasChromium).each(languages)('%s', (language) => {
  let browser: Browser;
  let stage: Stage;
  const t = createTranslate(language);
  beforeAll(async () => {
    browser = await launchBrowser();
    stage = await openStage(browser, {
      theme: language === 'ar' ? 'dark' : 'light',
      locale: language,
      settings: { language },
    });
  });
  afterAll(async () => {
    await stage.end();
    await browser.close();
  });

  it('is spoken the moment it is chosen', async () => {
    const { page, gateway, set } = stage;
    await set({ language: language === 'en' ? 'de' : 'en', onboarded: true });
    await page.goto(`${gateway.url}/#/settings/appearance`);
    await page
      .locator('select')
      .filter({ has: page.locator(`option[value="${language}"]`) })
      .selectOption(language);
    await page
      .getByRole('heading', { name: t('settings.section_appearance') })
      .first()
      .waitFor();
    expect(await page.locator('html').getAttribute('dir')).toBe(language === 'ar' ? 'rtl' : 'ltr');
  });

  it.each(visits)('draws $name whole at 1280 and 720 pixels', async ({ name, open }) => {
    await visit(stage, { name, open });
    await expectPage(stage.page, name);
    await stage.page.setViewportSize({ width: 720, height: 800 });
    await stage.page.waitForTimeout(150);
    await expectPage(stage.page, `${name}-720`);
    await stage.page.setViewportSize({ width: 1280, height: 800 });
  });

  async function expectPage(page: Page, name: string) {
    await shoot(page, `${language}-${name}`);
    const root = page.locator('html');
    expect(await root.getAttribute('lang')).toBe(language === 'zh' ? 'zh-Hans' : language);
    expect(await root.getAttribute('dir')).toBe(language === 'ar' ? 'rtl' : 'ltr');
    expect(await hasNoOverflow(page)).toEqual([]);
    expect(await findings(page)).toEqual([]);
  }

  it('said nothing to the console', () => {
    expect(stage.problems.filter((one) => !/401|WebSocket/.test(one))).toEqual([]);
  });
});

async function visit(stage: Stage, { name, open }: (typeof visits)[number]) {
  await stage.set({ onboarded: name !== firstRun.name });
  await open(stage);
}
