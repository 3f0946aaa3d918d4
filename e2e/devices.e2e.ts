// The page of devices as a person uses it: a board is plugged in, allowed, connected, read, spoken to, pulled and put back,
// and forgotten; and the model's tools come and go with it.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPtyBoard, type PtyBoard } from '#main/abilities/hardware/testing/pty-board.ts';
import { findings } from './support/axe.ts';
import { hasChromium, launchBrowser, shoot } from './support/browser.ts';
import { connectTo, type LimpetConnection } from './support/client.ts';
import { type RunningGateway, startGateway } from './support/gateway.ts';
import { openLimpet } from './support/limpet-page.ts';

const socat = process.env.LIMPET_SOCAT ?? '';
const press = (page: Page, name: RegExp | string) => page.getByRole('button', { name, exact: true }).press('Space');

describe.skipIf(!hasChromium || socat === '')('devices', () => {
  let browser: Browser;
  let gateway: RunningGateway;
  let page: Page;
  let client: LimpetConnection;
  let board: PtyBoard;
  /** The card of our board; a machine may have ports of its own. */
  const card = () => page.locator('main section').filter({ hasText: board.path }).last();

  beforeAll(async () => {
    browser = await launchBrowser();
    gateway = await startGateway();
    client = connectTo(gateway.dataFolder);
    board = await createPtyBoard(socat);
    await board.unplug();
    await client.api.settings.set({ patch: { devicePorts: [board.path] } });
    ({ page } = await openLimpet(browser, gateway));
  });
  afterAll(async () => {
    client.close();
    await browser.close();
    await gateway.stop();
    await board.close();
  });

  it('say what to plug in while there is none, and show a card within two seconds of the plug [D1]', async () => {
    await page.goto(`${gateway.url}/#/devices`);
    await page.getByText('No device is plugged in').waitFor();
    await shoot(page, 'devices-empty');
    const pluggedAt = Date.now();
    await board.plug();
    await card().waitFor();
    expect(Date.now() - pluggedAt).toBeLessThan(2_500);
    expect(await card().innerText()).toContain('Found');
    expect(await findings(page)).toEqual([]);
  });

  it('are opened only once they are allowed, and then show what they say', async () => {
    await card().getByRole('button', { name: 'Allow' }).press('Space');
    await card().getByRole('button', { name: 'Connect' }).press('Space');
    await page.getByRole('log').waitFor();
    board.say('cut line\n{"t":21.5}\n\u001b[31mred\n');
    await page.getByText('{"t":21.5}').waitFor();
    expect(await page.getByRole('log').innerText()).toContain('\\e[31mred');
    expect(await page.getByRole('log').innerText()).not.toContain('cut line');
    await page.getByLabel('Text to send').fill('*IDN?');
    await press(page, 'Send');
    expect((await board.heard(6)).toString()).toBe('*IDN?\n');
    const { entries } = await client.api.activity.list({ text: '*IDN?' });
    expect(entries[0]?.fact).toMatchObject({ type: 'noted', by: 'person', title: { key: 'devices.noted_sent' } });
    for (const width of [1280, 500]) {
      await page.setViewportSize({ width, height: 800 });
      await shoot(page, `devices-console-${width}`);
      expect(await findings(page)).toEqual([]);
    }
    await page.emulateMedia({ colorScheme: 'dark' });
    await shoot(page, 'devices-console-dark');
    await page.emulateMedia({ colorScheme: 'light' });
    await page.setViewportSize({ width: 1280, height: 800 });
  });

  it('go when they are pulled, and go on when they are back [R18]', async () => {
    await board.unplug();
    await card().getByText('Not plugged in').waitFor();
    await board.plug();
    await card().getByText('Connected', { exact: true }).waitFor();
    board.say('cut\nback again\n');
    await page.getByText('back again').waitFor();
  });

  it('are named, and forgotten with everything', async () => {
    await press(page, 'Name and speed');
    await page.getByRole('dialog').getByLabel('Name').fill('Bench meter');
    await shoot(page, 'devices-edit');
    await press(page, 'Save');
    await page.getByRole('heading', { name: 'Bench meter' }).waitFor();
    await press(page, 'Forget');
    await page.getByRole('dialog').getByRole('button', { name: 'Forget' }).press('Space');
    await card().getByText('Found').waitFor();
    expect((await client.api.devices.list({})).devices.filter(({ allowedAt }) => allowedAt !== undefined)).toEqual([]);
  });
});
