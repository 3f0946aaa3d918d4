// What a device measures, on its card and as curves: live, standing still, over another span, by keys, as a table and as a file.
import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findings } from './support/axe.ts';
import { hasChromium, launchBrowser, shoot } from './support/browser.ts';
import { type RunningGateway, startGateway } from './support/gateway.ts';
import { openLimpet } from './support/limpet-page.ts';

describe.skipIf(!hasChromium)('live plots', () => {
  let browser: Browser;
  let gateway: RunningGateway;
  let page: Page;
  const cardOf = (key: string) => page.locator('main section').filter({ hasText: key }).first();
  const press = (name: string) => page.getByRole('button', { name, exact: true }).press('Space');
  const pressOn = (key: string, name: string) => cardOf(key).getByRole('button', { name, exact: true }).press('Space');
  const plot = () => page.getByRole('slider', { name: 'Temperature over time' });
  const said = async () => (await plot().getAttribute('aria-valuetext')) ?? '';

  beforeAll(async () => {
    browser = await launchBrowser();
    gateway = await startGateway();
    ({ page } = await openLimpet(browser, gateway));
    await page.goto(`${gateway.url}/#/devices`);
    await press('Start the virtual weather station');
    await pressOn('virtual:weather', 'Allow');
    await pressOn('virtual:weather', 'Connect');
    await cardOf('virtual:weather').getByText('Connected', { exact: true }).waitFor();
  });
  afterAll(async () => {
    await browser.close();
    await gateway.stop();
  });

  it('D1 the newest values stand on the card, and are curves that go on', async () => {
    const values = page.getByRole('list', { name: 'Newest values' });
    await values.getByText('Temperature').waitFor();
    await values.locator('svg path').first().waitFor();
    await page.getByRole('tab', { name: 'Live' }).press('Enter');
    await plot().waitFor();
    await expect.poll(said, { timeout: 20_000 }).toMatch(/^\d+(\.\d+)? °C at /);
    const before = await said();
    await expect.poll(said, { timeout: 20_000 }).not.toBe(before);
    await page.waitForFunction(() => document.querySelectorAll('.u-over').length > 0);
    for (const width of [1280, 500]) {
      await page.setViewportSize({ width, height: 1_000 });
      await plot().scrollIntoViewIfNeeded();
      await shoot(page, `live-plots-${width}`);
      expect(await findings(page)).toEqual([]);
    }
    await page.emulateMedia({ colorScheme: 'dark' });
    await shoot(page, 'live-plots-dark');
    await page.emulateMedia({ colorScheme: 'light' });
    await page.setViewportSize({ width: 1280, height: 1_000 });
  });

  it('D1 they stand still while they are paused, are walked by keys, and are a table too', async () => {
    await press('Pause');
    await page.getByRole('button', { name: 'Go on', exact: true }).waitFor();
    const newest = await said();
    await plot().focus();
    await plot().press('ArrowLeft');
    const other = await said();
    expect(other).not.toBe(newest);
    await plot().press('End');
    expect(await said()).toBe(newest);
    await plot().press('Home');
    expect(await plot().getAttribute('aria-valuenow')).toBe('0');
    const section = page.getByRole('region', { name: 'Temperature', exact: true });
    await section.getByRole('button', { name: 'Table' }).press('Space');
    const row = section.getByRole('row').nth(1);
    await row.waitFor();
    expect(newest).toContain((await row.getByRole('rowheader').innerText()).trim());
    await shoot(page, 'live-plots-table');
    expect(await findings(page)).toEqual([]);
  });

  it('D2 are saved as CSV, and seen over another span', async () => {
    const downloading = page.waitForEvent('download');
    await press('Save as CSV');
    const path = await (await downloading).path();
    expect(readFileSync(path, 'utf8')).toContain('temperature');
    await page.getByLabel('Over', { exact: true }).selectOption('hour');
    await press('Go on');
    await expect.poll(said, { timeout: 20_000 }).toMatch(/°C at /);
    await shoot(page, 'live-plots-hour');
  });

  it('stay to be looked at after the device was unplugged', async () => {
    await press('Stop the virtual weather station');
    await cardOf('virtual:weather').getByText('Not plugged in').waitFor();
    await plot().waitFor();
    expect(await page.getByRole('tab', { name: 'Console' }).count()).toBe(0);
  });
});
