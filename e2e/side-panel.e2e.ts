// What stands beside a conversation: opened from a card or by key, remembered, a sheet where there is no room.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findings } from './support/axe.ts';
import { hasChromium, launchBrowser, shoot } from './support/browser.ts';
import { type RunningGateway, startGateway } from './support/gateway.ts';
import { composerOf, type LimpetPage, openLimpet } from './support/limpet-page.ts';

const panelOf = (page: Page) => page.getByRole('complementary', { name: 'Beside the chat' });
const tabOf = (page: Page) => panelOf(page).getByRole('tab', { name: 'Changes' });
const openButton = (page: Page) => page.getByRole('button', { name: 'Show what is beside the chat' });
const cardButton = (page: Page) => page.getByRole('button', { name: /^Show beside the chat/ }).first();
const isFocused = (page: Page) => tabOf(page).evaluate((tab) => tab === document.activeElement);
const toggle = (page: Page) => page.keyboard.press('ControlOrMeta+Shift+E');

describe.skipIf(!hasChromium)('beside the chat', () => {
  let browser: Browser;
  let gateway: RunningGateway;
  let limpet: LimpetPage;
  let page: Page;
  beforeAll(async () => {
    browser = await launchBrowser();
    gateway = await startGateway();
    limpet = await openLimpet(browser, gateway);
    page = limpet.page;
  });
  afterAll(async () => {
    await browser.close();
    await gateway.stop();
  });

  it('has no button while there is nothing to see', async () => {
    expect(await openButton(page).count()).toBe(0);
  });

  it('shows what a call wrote from its card, and takes the keyboard there', async () => {
    await limpet.say('write hello to a.txt');
    await limpet.decide('Once');
    await cardButton(page).waitFor();
    await limpet.answered();
    await composerOf(page).fill('a thought that must stay');
    await cardButton(page).click();
    await panelOf(page).getByText('hello').waitFor();
    expect(await isFocused(page)).toBe(true);
    expect(await composerOf(page).inputValue()).toBe('a thought that must stay');
    await shoot(page, 'side-panel');
    expect(await findings(page)).toEqual([]);
  });

  it('closes with Esc and gives the keyboard back, without stopping anything', async () => {
    await page.keyboard.press('Escape');
    await panelOf(page).waitFor({ state: 'detached' });
    await page.waitForFunction(() => document.activeElement?.getAttribute('aria-label')?.startsWith('Show beside'));
  });

  it('opens and closes by key, and keeps its width', async () => {
    await toggle(page);
    await tabOf(page).waitFor();
    const width = async () => Math.round((await panelOf(page).boundingBox())?.width ?? 0);
    const before = await width();
    await page.getByRole('separator', { name: 'Width of the side panel' }).focus();
    for (let presses = 0; presses < 3; presses += 1) await page.keyboard.press('ArrowRight');
    const after = await width();
    expect(after).toBeLessThan(before - 20);
    await toggle(page);
    await panelOf(page).waitFor({ state: 'detached' });
    await page.reload();
    await composerOf(page).waitFor();
    await openButton(page).click();
    await tabOf(page).waitFor();
    expect(Math.abs((await width()) - after)).toBeLessThanOrEqual(2);
  });

  it('is kept for each chat by itself', async () => {
    await page.getByRole('button', { name: 'New chat' }).first().click();
    await panelOf(page).waitFor({ state: 'detached' });
    await page.goBack();
    await tabOf(page).waitFor();
  });

  it.each([900, 500])('is a sheet over the window at %i px, closed with Esc', async (width) => {
    await page.setViewportSize({ width, height: 800 });
    await panelOf(page).waitFor({ state: 'detached' });
    await cardButton(page).click();
    await tabOf(page).waitFor();
    expect(await isFocused(page)).toBe(true);
    await shoot(page, `side-panel-${width}`);
    expect(await findings(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
    await page.keyboard.press('Escape');
    await panelOf(page).waitFor({ state: 'detached' });
    expect(await composerOf(page).isVisible()).toBe(true);
  });

  it('said nothing to the console', () => {
    expect(limpet.problems).toEqual([]);
  });
});
