// Usage and cost in a real browser: what a chat took is on the page, and a cap stops the next call before it is sent.
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { findings } from './support/axe.ts';
import { hasChromium, launchBrowser, shoot } from './support/browser.ts';
import { type RunningGateway, startGateway } from './support/gateway.ts';
import { type LimpetPage, openLimpet } from './support/limpet-page.ts';
import { type ModelServer, startModelServer } from './support/model-server.ts';

describe.skipIf(!hasChromium)('usage and cost', () => {
  let browser: Browser;
  let model: ModelServer;
  let gateway: RunningGateway;
  let limpet: LimpetPage;
  const openUsage = async () => {
    await limpet.page.getByRole('link', { name: /Open usage and cost$/ }).click();
    await limpet.page.getByRole('heading', { level: 2, name: 'Usage and cost' }).waitFor();
  };

  beforeAll(async () => {
    browser = await launchBrowser();
    model = await startModelServer();
  });
  afterAll(async () => {
    await browser.close();
    await model.stop();
  });
  beforeEach(async () => {
    model.play([{ text: 'High water is at six.' }]);
  });
  afterEach(async () => {
    await limpet.context.close();
    await gateway.stop();
  });

  it('shows what a chat took, and stops at a cap that the person sets, until they raise it', async () => {
    gateway = await startGateway({ environment: model.environment });
    limpet = await openLimpet(browser, gateway);
    await limpet.say('When is high water?');
    await limpet.page.getByText('High water is at six.').first().waitFor();
    await limpet.answered();
    await openUsage();
    await limpet.page.getByRole('table', { name: 'Models' }).waitFor();
    await limpet.page.getByText('Messages of “When is high water?”').click();
    await limpet.page.getByRole('table', { name: /^Messages of/ }).waitFor();
    await shoot(limpet.page, 'usage-with-a-chat');
    expect(await findings(limpet.page)).toEqual([]);

    const field = limpet.page.getByRole('textbox', { name: 'Tokens per day' });
    await field.fill('10');
    await field.press('Enter');
    await limpet.page.getByRole('meter', { name: 'Tokens' }).and(limpet.page.locator('[value="100"]')).waitFor();
    await limpet.page.getByRole('link', { name: 'When is high water?' }).click();
    const before = model.bodies().length;
    await limpet.say('And low water?');
    const alert = limpet.page.getByRole('alert').filter({ hasText: 'Not sent' });
    await alert.waitFor();
    await shoot(limpet.page, 'usage-cap-reached');
    expect(await findings(limpet.page)).toEqual([]);
    expect(model.bodies()).toHaveLength(before);

    await alert.getByRole('button', { name: 'Open usage and cost' }).click();
    await field.fill('100000000');
    await field.press('Enter');
    await limpet.page.getByRole('meter', { name: 'Tokens' }).and(limpet.page.locator('[value="0"]')).waitFor();
    await limpet.page.getByRole('link', { name: 'When is high water?' }).click();
    await limpet.page.getByRole('button', { name: 'Try again' }).click();
    await limpet.page.getByText('High water is at six.').nth(1).waitFor();
    expect(model.bodies()).toHaveLength(before + 1);
    expect(limpet.problems).toEqual([]);
  });

  it('shows a cap that is set from outside as locked', async () => {
    gateway = await startGateway({ environment: { ...model.environment, LIMPET_CAPS_COST_USD_PER_DAY: '0' } });
    limpet = await openLimpet(browser, gateway);
    const before = model.bodies().length;
    await limpet.say('When is high water?');
    await limpet.page.getByRole('alert').filter({ hasText: 'Not sent' }).waitFor();
    expect(model.bodies()).toHaveLength(before);
    await openUsage();
    expect(await limpet.page.getByLabel('Money per day').isDisabled()).toBe(true);
    await limpet.page.getByText('LIMPET_CAPS_COST_USD_PER_DAY').first().waitFor();
  });
});
