// The licences page with the list that the build made, in real Chromium: everything is found, read and reached by keyboard.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasChromium, launchBrowser, shoot } from './support/browser.ts';
import { type RunningGateway, startGateway } from './support/gateway.ts';
import { type LimpetPage, openLimpet } from './support/limpet-page.ts';

const project = join(import.meta.dirname, '..');
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
type AxeResult = { violations: { id: string; impact: string | null }[] };

async function openLicences({ page }: LimpetPage): Promise<void> {
  await page.evaluate("location.hash = '#settings/about'");
  await page.getByRole('button', { name: 'Licences of others' }).click();
  await page.getByRole('status').filter({ hasText: /works/ }).waitFor();
}

describe.skipIf(!hasChromium).each(['light', 'dark'] as const)('the licences in the %s theme', (theme) => {
  let browser: Browser;
  let gateway: RunningGateway;
  let limpet: LimpetPage;
  beforeAll(async () => {
    browser = await launchBrowser();
    gateway = await startGateway();
    limpet = await openLimpet(browser, gateway, { theme });
  });
  afterAll(async () => {
    await browser.close();
    await gateway.stop();
  });

  it('are all there, with nothing that a screen reader trips over', async () => {
    await openLicences(limpet);
    const { page } = limpet;
    const { packages } = JSON.parse(readFileSync(join(project, 'out/renderer/licences.json'), 'utf8')) as {
      packages: unknown[];
    };
    expect(await page.getByRole('status').filter({ hasText: /works/ }).innerText()).toBe(`${packages.length} works`);
    for (const width of [1280, 720, 400]) {
      await page.setViewportSize({ width, height: 800 });
      await shoot(page, `${theme}-licences-${width}`);
      expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
    }
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.evaluate(axe);
    const result = (await page.evaluate('axe.run(document, { resultTypes: ["violations"] })')) as AxeResult;
    const grave = result.violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
    expect(grave.map(({ id }) => id)).toEqual([]);
  });

  it('are found by typing and opened by the keyboard', async () => {
    const { page } = limpet;
    const field = page.getByLabel('Find by name or licence');
    await field.fill('sqlite blessing');
    await page.getByText('Inside better-sqlite3').waitFor();
    await field.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByText('May you do good and not evil.').waitFor();
    await shoot(page, `${theme}-licences-open`);
    await field.fill('inter ofl');
    await page.getByText('Font', { exact: false }).first().waitFor();
    expect(await page.getByRole('listitem').count()).toBe(1);
    await field.fill('no such thing');
    await page.getByText('Nothing here has that name or licence.').waitFor();
    await page.getByRole('button', { name: 'Back to About' }).click();
    await page.getByText('Runs as').waitFor();
    expect(limpet.problems).toEqual([]);
  });
});
