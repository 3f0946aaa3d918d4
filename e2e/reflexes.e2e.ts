// Reflexes as a person uses them, on boards that nobody has: made by hand over a sensor that says its values, tried on what
// was recorded, switched on, and at work without a model.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findings } from './support/axe.ts';
import { hasChromium, launchBrowser, shoot } from './support/browser.ts';
import { connectTo, type LimpetConnection } from './support/client.ts';
import { type RunningGateway, startGateway } from './support/gateway.ts';
import { openLimpet } from './support/limpet-page.ts';

const [station, uno] = ['virtual:weather', 'virtual:uno'];

describe.skipIf(!hasChromium)('reflexes', () => {
  let browser: Browser;
  let gateway: RunningGateway;
  let page: Page;
  let client: LimpetConnection;
  const press = (name: string) => page.getByRole('button', { name, exact: true }).press('Space');
  const dialog = () => page.getByRole('dialog');
  const look = async (name: string) => {
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
    for (const name of ['weather', 'uno'] as const) {
      await client.api.devices.startBoard({ name });
      await client.api.devices.allow({ key: `virtual:${name}` });
      await client.api.devices.connect({ key: `virtual:${name}` });
    }
    const lamp = { pin: '13', name: 'lamp', kind: 'digital', min: 0, max: 1, safe: 0, perMinute: 60 } as const;
    await client.api.bench.setLimits({ key: uno, limits: { outputs: [lamp] } });
    for await (const { data } of client.api.readings.follow({ deviceKey: station }))
      if (data.readings.length > 0) break;
    ({ page } = await openLimpet(browser, gateway));
  });
  afterAll(async () => {
    client.close();
    await browser.close();
    await gateway.stop();
  });

  it('are made by hand over a sensor that was heard, and tried on what was recorded [D3]', async () => {
    await page.goto(`${gateway.url}/#/devices`);
    await page.getByRole('link', { name: 'Reflexes' }).click();
    await page.getByText('No reflex yet').waitFor();
    await shoot(page, 'reflexes-empty');
    await press('New reflex');
    await dialog().getByLabel('Name', { exact: true }).fill('Lamp');
    const sensor = dialog().getByLabel('Sensor', { exact: true });
    const option = sensor.locator('option').filter({ hasText: 'temperature' }).first();
    await option.waitFor({ state: 'attached' });
    await sensor.selectOption((await option.getAttribute('value')) ?? '');
    await dialog()
      .getByLabel(/^Limit/)
      .fill('-60');
    await dialog().getByLabel('For at least', { exact: true }).fill('2');
    await dialog().getByLabel('Unit: For at least', { exact: true }).selectOption('seconds');
    await dialog().getByLabel('What I am told', { exact: true }).fill('It is warm enough.');
    await dialog().getByRole('button', { name: 'Switch an output' }).first().press('Space');
    await dialog().getByLabel('Board', { exact: true }).selectOption(uno);
    expect(await dialog().getByLabel('Output', { exact: true }).locator('option').allInnerTexts()).toEqual([
      'lamp (13)',
    ]);
    await look('reflexes-form');
    await dialog().getByRole('button', { name: 'Try it' }).press('Space');
    await dialog().getByRole('button', { name: 'Try on recorded values' }).press('Space');
    await dialog()
      .getByText(/It began at/)
      .waitFor();
    await shoot(page, 'reflexes-tried');
    await dialog().getByRole('button', { name: 'Save', exact: true }).press('Space');
    await page.getByRole('heading', { name: 'Lamp' }).waitFor();
    expect((await client.api.readings.list({})).series.length).toBeGreaterThan(0);
  });

  it('are read once more before they are switched on, then switch and tell by themselves [D3]', async () => {
    await press('Switch on');
    await dialog().getByText('Switch 13 of').waitFor();
    await look('reflexes-switch-on');
    await dialog().getByRole('button', { name: 'Switch on' }).press('Space');
    await page.getByText('Active', { exact: true }).waitFor();
    await press('What happened');
    await page.getByRole('list', { name: 'What happened' }).getByText('It began').waitFor();
    await look('reflexes-active');
    for await (const { data } of client.api.bench.follow({}))
      if (data.outputs.some(({ device, pin, value }) => device === uno && pin === '13' && value === 1)) break;
    await page.getByRole('link', { name: /Inbox 1 waiting/ }).click();
    await page.getByText('It is warm enough.').waitFor();
    await look('reflexes-inbox');
    await press('Put away');
    await page.getByText('It is warm enough.').waitFor({ state: 'detached' });
  });

  it('end what they began when they are switched off', async () => {
    await page.goto(`${gateway.url}/#/reflexes`);
    await press('Switch off');
    await page.getByText('Off', { exact: true }).waitFor();
    const { entries } = await client.api.activity.list({ text: 'Lamp' });
    const keys = entries.flatMap(({ fact }) => (fact.type === 'noted' ? [fact.title.key] : []));
    expect(keys).toEqual(['off', 'ended', 'fired', 'on'].map((what) => `reflexes.noted_${what}`));
  });
});
