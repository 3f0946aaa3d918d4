// Consent by hand as a person lives it: a question stands on the screen, the button of a board answers it, and a long press
// locks everything until it is let go in the window.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findings } from './support/axe.ts';
import { hasChromium, launchBrowser, shoot } from './support/browser.ts';
import { connectTo, type LimpetConnection } from './support/client.ts';
import { type RunningGateway, startGateway } from './support/gateway.ts';
import { type LimpetPage, openLimpet } from './support/limpet-page.ts';

describe.skipIf(!hasChromium)('consent by hand', () => {
  let browser: Browser;
  let gateway: RunningGateway;
  let limpet: LimpetPage;
  let client: LimpetConnection;
  const isWritten = (name: string) => existsSync(join(gateway.workspace, name));
  const card = () => limpet.page.locator('main section').filter({ hasText: 'virtual:uno' }).last();
  const pressOn = (name: string) => card().getByRole('button', { name, exact: true }).press('Space');
  const hold = (button: 'approve' | 'deny', holdMs: number) => client.api.devices.pressButton({ button, holdMs });
  const offered = () => limpet.page.locator('[data-by-hand]');
  /** On a busy machine the board may take it that nobody is there, and is asked anew: a person presses again. */
  const pressUntil = async (button: 'approve' | 'deny', isDone: () => Promise<boolean>) => {
    for (let tries = 0; tries < 20 && !(await isDone()); tries += 1) {
      await limpet.page.waitForTimeout(700);
      await hold(button, 150);
      await limpet.page.waitForTimeout(500);
    }
  };
  const isAnswered = async () => (await client.api.approvals.pending({})).approvals.length === 0;
  const look = async (name: string) => {
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

  beforeAll(async () => {
    browser = await launchBrowser();
    gateway = await startGateway();
    client = connectTo(gateway.dataFolder);
    limpet = await openLimpet(browser, gateway);
  });
  afterAll(async () => {
    client.close();
    await browser.close();
    await gateway.stop();
  });

  it('D5 a board with our firmware is known by itself, and answers nothing before the person says so', async () => {
    const { page } = limpet;
    await page.goto(`${gateway.url}/#/devices`);
    await page.getByRole('button', { name: 'Start the virtual Uno', exact: true }).press('Space');
    await pressOn('Allow');
    await pressOn('Connect');
    const may = card().getByRole('switch', { name: 'May answer questions with its buttons' });
    await may.waitFor();
    expect(await may.getAttribute('aria-checked')).toBe('false');
    await page.goto(`${gateway.url}/#/chat`);
    await limpet.newChat();
    await limpet.say('write hello to unasked.txt');
    await page.getByRole('button', { name: 'Once', exact: true }).waitFor();
    await hold('approve', 150);
    await page.waitForTimeout(1_000);
    expect([await isAnswered(), await offered().count()]).toEqual([false, 0]);
    await limpet.decide('Deny');
    await limpet.answered();
    await page.goto(`${gateway.url}/#/devices`);
    await may.press('Space');
    await card().locator('[aria-checked="true"]').waitFor();
    await look('consent-device');
  });

  it('D5 its button approves the question that stands on the screen', async () => {
    const { page } = limpet;
    await page.goto(`${gateway.url}/#/chat`);
    await limpet.newChat();
    await limpet.say('write hello to by-hand.txt');
    await offered().waitFor();
    await look('consent-question');
    expect(isWritten('by-hand.txt')).toBe(false);
    await pressUntil('approve', isAnswered);
    await limpet.answered();
    expect(isWritten('by-hand.txt')).toBe(true);
    const { entries } = await client.api.activity.list({});
    expect(entries.map(({ fact }) => (fact.type === 'noted' ? fact.title.key : ''))).toContain(
      'companion.noted_approved',
    );
  });

  it('D5 it answers no question that the screen does not show, and denies one that it does', async () => {
    const { page } = limpet;
    await limpet.say('write hello to away.txt');
    await offered().waitFor();
    await page.goto(`${gateway.url}/#/notes`);
    await page.waitForTimeout(1_000);
    await hold('approve', 150);
    await page.waitForTimeout(1_000);
    expect([await isAnswered(), isWritten('away.txt')]).toEqual([false, false]);
    await page.goBack();
    await offered().waitFor();
    await pressUntil('deny', isAnswered);
    await limpet.answered();
    expect(isWritten('away.txt')).toBe(false);
  });

  it('D5 a long press locks everything, over a new start too, until it is let go in the window', async () => {
    const { page } = limpet;
    await limpet.say('write hello to locked.txt');
    await offered().waitFor();
    await hold('deny', 2_500);
    const banner = page.getByRole('status').filter({ hasText: 'Locked down since' });
    await banner.waitFor();
    expect(await banner.innerText()).toContain('by the button on');
    await limpet.answered();
    expect([await isAnswered(), isWritten('locked.txt')]).toEqual([true, false]);
    await look('consent-locked');
    const { devices } = await client.api.devices.list({});
    expect(devices.find(({ key }) => key === 'virtual:uno')?.state).toBe('allowed');
    await expect(client.api.devices.connect({ key: 'virtual:uno' })).rejects.toMatchObject({
      details: { reason: 'locked_down' },
    });
    await limpet.say('hello');
    await page.getByText('Limpet is locked down').first().waitFor();
    await page.reload();
    await banner.waitFor();
    await page.getByRole('button', { name: 'Let go', exact: true }).press('Space');
    await banner.waitFor({ state: 'detached' });
    await client.api.devices.connect({ key: 'virtual:uno' });
  });
});
