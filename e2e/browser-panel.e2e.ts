// The browser of the model beside the chat: the built gateway, a real browser below it, a site on this machine for an internet.
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type HostileSite, startHostileSite } from '#main/abilities/browser/testing/hostile-site.ts';
import { findings } from './support/axe.ts';
import { findChromium, hasChromium, launchBrowser, shoot } from './support/browser.ts';
import { type RunningGateway, startGateway } from './support/gateway.ts';
import { openLimpet } from './support/limpet-page.ts';
import { type ModelServer, startModelServer } from './support/model-server.ts';

describe.skipIf(!hasChromium).each(['light', 'dark'] as const)('the browser beside the chat, %s', (theme) => {
  let browser: Browser;
  let model: ModelServer;
  let gateway: RunningGateway;
  let site: HostileSite;
  beforeAll(async () => {
    browser = await launchBrowser();
    model = await startModelServer();
    site = await startHostileSite('127.0.0.2');
    gateway = await startGateway({
      environment: { ...model.environment, LIMPET_BROWSER_PROGRAM: findChromium() ?? '' },
      nodeArgs: ['--import', join(import.meta.dirname, 'support/pretend-internet.mjs')],
    });
  });
  afterAll(async () => {
    await browser.close();
    await gateway.stop();
    await model.stop();
    await site.close();
  });

  it('shows the page live, gives it to the person when the model asks, and what was typed arrives', async () => {
    const { page, say, decide, problems } = await openLimpet(browser, gateway, { theme });
    page.setDefaultTimeout(60_000); // a browser is started on the way
    model.play([
      { text: 'I open the form.', calls: [{ name: 'browser_open', input: { url: `${site.url}/form` } }] },
      { calls: [{ name: 'browser_wait', input: { for: 'person', text: 'Write your name, please.' } }] },
      { text: 'Thank you, I see it.' },
    ]);
    await say('Fill in the form');
    await decide('This session');
    await page.getByRole('button', { name: 'Show what is beside the chat' }).click();
    await page.getByRole('tab', { name: 'Browser' }).click();
    await page.getByText('Write your name, please.').last().waitFor();
    const picture = page.getByRole('button', { name: /The page\. Click into it/ });
    await picture.waitFor();
    await picture.focus();
    await picture.click({ position: { x: 50, y: 15 } });
    await page.keyboard.type('Ada');
    await shoot(page, `browser-panel-${theme}`);
    expect(await findings(page)).toEqual([]);
    await page.getByRole('button', { name: 'Hand back' }).click();
    await page.getByText('Thank you, I see it.').waitFor();
    expect(JSON.stringify(model.bodies().at(-1))).toContain('Ada');
    await page.getByRole('button', { name: /Opened/ }).click();
    await page.getByAltText('Pictures of this step: After').waitFor();
    await shoot(page, `browser-panel-${theme}-steps`);
    await page.setViewportSize({ width: 500, height: 800 });
    await page.getByRole('button', { name: 'Show what is beside the chat' }).click();
    await page.getByRole('tab', { name: 'Browser' }).waitFor();
    await shoot(page, `browser-panel-${theme}-500`);
    expect(await findings(page)).toEqual([]);
    expect(problems).toEqual([]);
  });
});
