// What is on at a board stands over every screen; the emergency stop takes it off by pointer, key and command line, holds
// against the model, and is let go by the person alone. And the limits of a device, as the person sets them.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findings } from './support/axe.ts';
import { hasChromium, launchBrowser, shoot } from './support/browser.ts';
import { connectTo, type LimpetConnection } from './support/client.ts';
import { type RunningGateway, startGateway } from './support/gateway.ts';
import { type LimpetPage, openLimpet } from './support/limpet-page.ts';
import { type ModelServer, startModelServer } from './support/model-server.ts';

const key = 'virtual:uno';
const project = join(import.meta.dirname, '..');
const switchOn = { name: 'pin_write', input: { device: key, via: 'limpet', pin: '13', level: 'high' } };

describe.skipIf(!hasChromium)('the emergency stop', () => {
  let browser: Browser;
  let model: ModelServer;
  let gateway: RunningGateway;
  let client: LimpetConnection;
  let limpet: LimpetPage;
  const { press } = { press: (name: string) => limpet.page.getByRole('button', { name, exact: true }).press('Space') };
  const looked = async (name: string) => {
    const { page } = limpet;
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
  const switchedOn = async () => {
    await limpet.newChat();
    model.play([{ calls: [switchOn] }, { text: 'The lamp is on.' }]);
    await limpet.say('Switch the lamp on');
    await limpet.decide('Once');
    await limpet.page.getByText('On now: 13 on').waitFor();
  };

  beforeAll(async () => {
    browser = await launchBrowser();
    model = await startModelServer();
    gateway = await startGateway({ environment: model.environment });
    client = connectTo(gateway.dataFolder);
    limpet = await openLimpet(browser, gateway);
    await client.api.devices.startBoard({ name: 'uno' });
    await client.api.devices.allow({ key });
    await client.api.devices.connect({ key });
    await limpet.page.getByRole('button', { name: 'Stop boards', exact: true }).waitFor();
  });
  afterAll(async () => {
    client.close();
    await browser.close();
    await gateway.stop();
    await model.stop();
  });

  it('takes off what is on, and holds against the model until the person lets go [D4]', async () => {
    await switchedOn();
    await looked('bench-on');
    await press('Stop all outputs');
    await limpet.page.getByText('Nothing is switched until you release it.').waitFor();
    await limpet.page.getByText('Everything that was on is in its safe state.').waitFor();
    await looked('bench-stopped');
    await limpet.newChat();
    model.play([{ calls: [switchOn] }, { text: 'It is refused.' }]);
    await limpet.say('Switch it on again');
    await limpet.page.getByText('It is refused.').waitFor(); // nobody was asked
    expect((await client.api.activity.list({ text: 'pin 13' })).entries.length).toBeGreaterThan(0);
    await press('Release');
    await limpet.page.getByText('Emergency stop.').waitFor({ state: 'detached' });
  });

  it('is a key wherever the focus is, and a command', async () => {
    await switchedOn();
    await limpet.page.getByRole('textbox', { name: 'Message', exact: true }).press('ControlOrMeta+Shift+X');
    await limpet.page.getByText('Emergency stop.').waitFor();
    await press('Release');
    await switchedOn();
    const args = [join(project, 'out/main/cli.js'), 'stop', '--data-dir', gateway.dataFolder];
    const { stdout } = await promisify(execFile)(process.execPath, args);
    expect(stdout).toContain('Nothing is switched until you release it');
    await limpet.page.getByText('Emergency stop.').waitFor();
    await press('Release');
  });

  it('has limits beside it, which refuse before anybody is asked', async () => {
    const { page } = limpet;
    await limpet.answered();
    await page.getByRole('link', { name: 'Devices', exact: true }).press('Enter');
    await page.getByRole('heading', { name: 'Virtual Uno', exact: true }).waitFor();
    await press('Limits');
    await press('Add an output');
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Pin', { exact: true }).fill('9');
    await dialog.getByLabel('Name').fill('fan');
    await dialog.getByLabel('Kind').selectOption('pwm');
    await dialog.getByLabel('Most (%)').fill('40');
    await dialog.getByLabel('Lines that may be sent').fill('*IDN?\nled 13 {on|off}');
    await looked('limits-dialog');
    await press('Save limits');
    await page.getByText('what is not listed there is refused').waitFor();
    await looked('limits-card');
    await page.getByRole('link', { name: 'Chat' }).press('Enter');
    await limpet.newChat();
    model.play([
      { calls: [{ name: 'pin_write', input: { device: key, via: 'limpet', pin: 'fan', duty: 0.9 } }] },
      { text: 'Not so fast.' },
    ]);
    await limpet.say('The fan, at 90 %');
    await page.getByText('Not so fast.').waitFor();
  });
});
