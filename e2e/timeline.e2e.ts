// Going back to a copy in a real browser: asked for, done by a restart of the app, and the page is still signed in.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findings } from './support/axe.ts';
import { hasChromium, launchBrowser, shoot } from './support/browser.ts';
import { connectTo, type LimpetConnection } from './support/client.ts';
import { type RunningGateway, startGateway } from './support/gateway.ts';
import { type LimpetPage, openLimpet } from './support/limpet-page.ts';

describe.skipIf(!hasChromium)('the restore timeline', () => {
  let browser: Browser;
  let gateway: RunningGateway;
  let limpet: LimpetPage;
  let client: LimpetConnection;
  beforeAll(async () => {
    browser = await launchBrowser();
    gateway = await startGateway();
    limpet = await openLimpet(browser, gateway);
    client = connectTo(gateway.dataFolder);
  });
  afterAll(async () => {
    client.close();
    await browser.close();
    await gateway.stop();
  });

  it('leads back to a copy, keeps the present as another one, and leaves the page signed in', async () => {
    const { page } = limpet;
    const titles = async () => (await client.api.sessions.list({})).sessions.map(({ title }) => title);
    await client.api.system.fix({ findingId: 'backup-none' });
    await client.api.sessions.create({ title: 'After the copy' });
    await page.goto(`${gateway.url}/#settings/updates`);
    await page.getByText('Daily copy').waitFor();
    await page.getByRole('button', { name: /^Go back to/ }).click();
    await page
      .getByRole('dialog')
      .getByText(/Files in your folders stay as they are/)
      .waitFor();
    await shoot(page, 'timeline-asking');
    expect(await findings(page)).toEqual([]);
    await page.getByRole('dialog').getByRole('button', { name: 'Go back', exact: true }).click();
    await page.getByText(/^Before going back/).waitFor();
    await page.getByText(/^Limpet went back to its copy of/).waitFor();
    await shoot(page, 'timeline-done');
    expect(await findings(page)).toEqual([]);
    expect(await titles()).not.toContain('After the copy');
    // And back again, to what stood there before.
    await page
      .getByRole('listitem')
      .filter({ hasText: 'Before going back' })
      .getByRole('button', { name: /^Go back to/ })
      .click();
    await page.getByRole('dialog').getByRole('button', { name: 'Go back', exact: true }).click();
    await expect.poll(() => titles().catch(() => []), { timeout: 60_000 }).toContain('After the copy');
  }, 180_000);
});
