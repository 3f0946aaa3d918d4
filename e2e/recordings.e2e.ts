// A session with a board is recorded, kept, and played again as a device of its own; and the virtual Uno's outputs, buttons and
// knobs are at hand on its card.
import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findings } from './support/axe.ts';
import { hasChromium, launchBrowser, shoot } from './support/browser.ts';
import { connectTo, type LimpetConnection } from './support/client.ts';
import { type RunningGateway, startGateway } from './support/gateway.ts';
import { openLimpet } from './support/limpet-page.ts';

describe.skipIf(!hasChromium)('recordings and pins', () => {
  let browser: Browser;
  let gateway: RunningGateway;
  let page: Page;
  let client: LimpetConnection;
  const cardOf = (key: string) => page.locator('main section').filter({ hasText: key }).last();
  const press = (name: string) => page.getByRole('button', { name, exact: true }).press('Space');
  const pressOn = (key: string, name: string) => cardOf(key).getByRole('button', { name, exact: true }).press('Space');
  const lookAt = async (name: string) => {
    for (const width of [1280, 500]) {
      await page.setViewportSize({ width, height: 900 });
      await shoot(page, `${name}-${width}`);
      expect(await findings(page)).toEqual([]);
    }
    await page.emulateMedia({ colorScheme: 'dark' });
    await shoot(page, `${name}-dark`);
    await page.emulateMedia({ colorScheme: 'light' });
    await page.setViewportSize({ width: 1280, height: 900 });
  };

  beforeAll(async () => {
    browser = await launchBrowser();
    gateway = await startGateway();
    client = connectTo(gateway.dataFolder);
    ({ page } = await openLimpet(browser, gateway));
    await page.goto(`${gateway.url}/#/devices`);
  });
  afterAll(async () => {
    client.close();
    await browser.close();
    await gateway.stop();
  });

  it('D6 a talk with a board is recorded, and played again without the board', async () => {
    await press('Start the virtual weather station');
    await pressOn('virtual:weather', 'Allow');
    await pressOn('virtual:weather', 'Connect');
    await press('Record');
    await page.getByLabel('Text to send').fill('*IDN?');
    await press('Send');
    await page.getByText('LIMPET,WEATHER').first().waitFor();
    await pressOn('virtual:weather', 'Stop recording');
    await pressOn('virtual:weather', 'Forget');
    await page.getByRole('dialog').getByRole('button', { name: 'Forget' }).press('Space');
    await press('Stop the virtual weather station');
    const row = page.getByRole('region', { name: 'Recordings' }).getByRole('listitem');
    await row.getByRole('button', { name: 'Play' }).press('Space');
    await pressOn('replay:', 'Allow');
    await pressOn('replay:', 'Connect');
    await cardOf('replay:').getByText('Here this was sent to the device.').waitFor();
    await lookAt('recordings-awaited');
    await press('Send this');
    await cardOf('replay:').getByText('LIMPET,WEATHER').waitFor();
    await lookAt('recordings');
    await row.getByRole('button', { name: 'Put away' }).press('Space');
    await cardOf('replay:').waitFor({ state: 'detached' });
  });

  it('are saved as a file and opened again', async () => {
    const row = page.getByRole('region', { name: 'Recordings' }).getByRole('listitem');
    const downloading = page.waitForEvent('download');
    await row.getByRole('button', { name: 'Save as a file' }).press('Space');
    const download = await downloading;
    expect(download.suggestedFilename()).toBe('Virtual weather station.limpet-line');
    const path = await download.path();
    expect(readFileSync(path, 'utf8')).toContain('"limpetLine":1');
    await page.locator('main input[type=file]').setInputFiles({
      name: 'Copy of it.limpet-line',
      mimeType: 'application/octet-stream',
      buffer: readFileSync(path),
    });
    await page.getByText('Copy of it').waitFor();
    expect((await client.api.devices.list({})).devices.every(({ transport }) => transport !== 'replay')).toBe(true);
    await page.locator('main input[type=file]').setInputFiles({
      ...{ name: 'No recording.txt', mimeType: 'text/plain' },
      buffer: Buffer.from('hello\n'),
    });
    await page.getByText('This is not a recording of a line').waitFor();
  });

  it('D6 what the virtual Uno switches is seen on its pins, and its knobs change what it measures', async () => {
    await press('Start the virtual Uno');
    await pressOn('virtual:uno', 'Allow');
    await pressOn('virtual:uno', 'Connect');
    await cardOf('virtual:uno').getByText('Connected', { exact: true }).waitFor();
    await page.getByRole('tab', { name: 'Pins' }).press('Enter');
    await page.getByRole('slider', { name: 'A0, temperature sensor' }).fill('0.8');
    const write = (text: string) => client.api.devices.write({ key: 'virtual:uno', text });
    const lamp = page.getByRole('region', { name: 'Outputs' }).getByRole('listitem').filter({ hasText: 'Pin 13' });
    await write('led 13 on');
    await lamp.getByText('on', { exact: true }).waitFor();
    const alive = setInterval(() => void write('pwm 9 200'), 150);
    await page.getByRole('region', { name: 'Outputs' }).getByText('78%').waitFor();
    await lookAt('pins');
    clearInterval(alive);
    await write('safe');
    await lamp.getByText('off', { exact: true }).waitFor();
    await press('Press “approve”');
    await page.getByRole('tab', { name: 'Console' }).press('Enter');
    await page.getByText('"event":"press"').waitFor();
    await write('read');
    await page
      .getByText(/"temperature_c":(29|30)\./)
      .first()
      .waitFor();
  });
});
