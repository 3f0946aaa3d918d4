// The page of devices without any hardware: a virtual board is started, allowed, connected, spoken to and stopped.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findings } from './support/axe.ts';
import { hasChromium, launchBrowser, shoot } from './support/browser.ts';
import { type RunningGateway, startGateway } from './support/gateway.ts';
import { openLimpet } from './support/limpet-page.ts';

describe.skipIf(!hasChromium)('virtual boards', () => {
  let browser: Browser;
  let gateway: RunningGateway;
  let page: Page;
  const press = (name: string) => page.getByRole('button', { name, exact: true }).press('Space');
  /** The machine may have ports of its own, which have the same buttons. */
  const cardOf = (key: string) => page.locator('main section').filter({ hasText: key }).last();
  const pressOn = (key: string, name: string) => cardOf(key).getByRole('button', { name, exact: true }).press('Space');
  const say = async (text: string) => {
    await page.getByLabel('Text to send').fill(text);
    await press('Send');
  };

  beforeAll(async () => {
    browser = await launchBrowser();
    gateway = await startGateway();
    ({ page } = await openLimpet(browser, gateway));
    await page.goto(`${gateway.url}/#/devices`);
  });
  afterAll(async () => {
    await browser.close();
    await gateway.stop();
  });

  it('D6 the simulated Uno is there when it is started, and answers as a real one', async () => {
    await press('Start the virtual Uno');
    await pressOn('virtual:uno', 'Allow');
    await pressOn('virtual:uno', 'Connect');
    await cardOf('virtual:uno').getByText('Connected', { exact: true }).waitFor();
    await say('*IDN?');
    await page.getByText('LIMPET,BOARD,0,1.0').waitFor();
    await say('led 13 on');
    await page.getByText('{"ok":"led","pin":13,"value":255}').waitFor();
    // Limpet keeps it alive: it stays on until somebody says otherwise.
    await page.waitForTimeout(1_000); // twice as long as the board would wait
    await say('status');
    await page.getByText('"13":255').waitFor();
    expect(await page.getByText('"event":"deadman"').count()).toBe(0);
    for (const width of [1280, 500]) {
      await page.setViewportSize({ width, height: 900 });
      await shoot(page, `virtual-boards-${width}`);
      expect(await findings(page)).toEqual([]);
    }
    await page.emulateMedia({ colorScheme: 'dark' });
    await shoot(page, 'virtual-boards-dark');
    await page.emulateMedia({ colorScheme: 'light' });
    await page.setViewportSize({ width: 1280, height: 900 });
  });

  it('D6 stopping it is pulling its plug; started again it can be connected again', async () => {
    await press('Stop the virtual Uno');
    await cardOf('virtual:uno').getByText('Not plugged in').waitFor();
    await press('Start the virtual Uno');
    await cardOf('virtual:uno').getByText('Connected', { exact: true }).waitFor(); // by itself, as after any replug
    await press('Stop the virtual Uno');
  });

  it('D6 the weather station tells its readings', async () => {
    await press('Start the virtual weather station');
    await pressOn('virtual:weather', 'Allow');
    await pressOn('virtual:weather', 'Connect');
    await page.getByText('"temperature_c"').first().waitFor();
  });
});
