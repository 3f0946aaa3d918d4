// The account of what was done as a person reads it: looked through, checked, one answer traced and played again.

import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasChromium, launchBrowser } from './support/browser.ts';
import { openStage, type Stage, screens } from './support/screens.ts';

describe.skipIf(!hasChromium)('activity', () => {
  let browser: Browser;
  let stage: Stage;
  beforeAll(async () => {
    browser = await launchBrowser();
    stage = await openStage(browser, { locale: 'en' });
    await screens.find(({ name }) => name === 'activity')?.open(stage);
  });
  afterAll(async () => {
    await stage.end();
    await browser.close();
  });

  it('finds what was read, and says so where nothing fits', async () => {
    const { page } = stage;
    await page.getByRole('searchbox', { name: 'Search the activity' }).fill('read_file');
    await page.getByText('Read notes.txt').waitFor();
    await expect.poll(() => page.locator('main ol li').count()).toBe(1);
    await page.getByRole('searchbox').fill('nothing of the kind');
    await page.getByText('Nothing fits').waitFor();
    await page.getByRole('searchbox').fill('');
  });

  it('finds the chain whole', async () => {
    const { page } = stage;
    await page.getByRole('button', { name: 'Check that nothing was changed' }).click();
    await page.getByText(/^\d+ entries checked: nothing was changed or taken out\.$/).waitFor();
  });

  it('traces an answer with its steps, and plays it again without running anything', async () => {
    const { page, client } = stage;
    await page.getByText('Answer finished').first().click();
    await page.getByRole('button', { name: 'Trace of the answer' }).click();
    const dialog = page.getByRole('dialog');
    expect(await dialog.getByRole('row').count()).toBeGreaterThan(3);
    const before = (await client.api.activity.list({})).entries[0]?.n;
    await dialog.getByRole('button', { name: 'Play it again' }).click();
    await dialog.getByText('The answer came out the same, word for word.').waitFor();
    await dialog.getByText('would run', { exact: true }).waitFor();
    expect((await client.api.activity.list({})).entries[0]?.n).toBe(before);
    const saved = page.waitForEvent('download');
    await dialog.getByRole('button', { name: 'Save as OpenTelemetry' }).click();
    expect((await saved).suggestedFilename()).toMatch(/^limpet-trace-.*\.json$/);
  });
});
