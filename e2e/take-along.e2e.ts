// Taking chats along in real Chromium: import after a look, export to read, a backup, and the way back to it.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chatgptExport } from '#main/agent/sessions/testing/foreign-exports.ts';
import { rawZip } from '#main/platform/base/zip/testing/raw-zip.ts';
import { findings } from './support/axe.ts';
import { hasChromium, launchBrowser, shoot } from './support/browser.ts';
import { type RunningGateway, startGateway } from './support/gateway.ts';
import { type LimpetPage, openLimpet } from './support/limpet-page.ts';

const hostile = '<img src=x onerror="document.title=1"><script>document.title=2</script>';

describe.skipIf(!hasChromium)('chats to take along', () => {
  let browser: Browser;
  let gateway: RunningGateway;
  let limpet: LimpetPage;
  let page: Page;
  const toData = async () => {
    await page.goto(`${gateway.url}/#settings/data`);
    await page.getByRole('heading', { name: 'Import chats' }).waitFor();
  };
  const chat = (title: string) => page.getByRole('link', { name: new RegExp(title) }).first();

  beforeAll(async () => {
    browser = await launchBrowser();
    gateway = await startGateway();
    limpet = await openLimpet(browser, gateway);
    page = limpet.page;
  });
  afterAll(async () => {
    await browser.close();
    await gateway.stop();
  });

  it('come in from an export of ChatGPT after a look at what there is', async () => {
    const archive = join(gateway.workspace, 'chatgpt.zip');
    const entries = Object.entries(chatgptExport).map(([name, content]) => ({ name, content, isDeflated: true }));
    writeFileSync(archive, rawZip(entries));
    await toData();
    await page.getByLabel('Export to import').setInputFiles(archive);
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Found: an export of ChatGPT').waitFor();
    await dialog.getByText(/“Broken”: not in the form/).waitFor();
    await shoot(page, 'import-preview');
    expect(await findings(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Import', exact: true }).click();
    await page.getByText('Imported. Chats: 2, messages: 5, left out: 4.').waitFor();
    await page.goto(`${gateway.url}/`);
    await chat('Tides at the pier').click();
    await page.getByText('At 6:12.').waitFor();
    await page.getByRole('img', { name: /pier/ }).first().waitFor();
    await shoot(page, 'import-shown');
    expect(await findings(page)).toEqual([]);
  });

  it('go out as a page that runs nothing and fetches nothing', async () => {
    await limpet.newChat();
    await limpet.say(hostile);
    await limpet.answered();
    const downloading = page.waitForEvent('download');
    await page
      .getByRole('button', { name: /^Actions for|Menu of|More/ })
      .first()
      .click();
    await page.getByRole('menuitem', { name: 'Export as HTML' }).click();
    const download = await downloading;
    expect(download.suggestedFilename()).toMatch(/\.html$/);
    const file = join(gateway.workspace, 'chat.html');
    writeFileSync(file, readFileSync(await download.path()));
    const reader = await browser.newPage();
    const asked: string[] = [];
    reader.on('request', (request) => asked.push(request.url()));
    await reader.goto(`file://${file}`);
    await reader.getByText(hostile).first().waitFor();
    expect(await reader.title()).not.toMatch(/^[12]$/);
    expect(asked).toEqual([`file://${file}`]);
    await shoot(reader, 'export-html');
    expect(await findings(reader)).toEqual([]);
    await reader.close();
  });

  it('are backed up, and come back as they were then', async () => {
    await toData();
    await page.getByRole('button', { name: 'Back up now' }).click();
    await page.getByText('Backup made and read again.').waitFor();
    await shoot(page, 'backup-made');
    expect(await findings(page)).toEqual([]);
    await page.goto(`${gateway.url}/`);
    await limpet.newChat();
    await limpet.say('what time is it after the backup');
    await limpet.answered();
    await toData();
    await page.getByRole('button', { name: /^Restore the backup of/ }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Restore' }).click();
    await page.getByText(/^What you see now is the backup of/).waitFor({ timeout: 60_000 });
    await page.getByText('before a restore').waitFor();
    await shoot(page, 'backup-restored');
    await page.goto(`${gateway.url}/`);
    await chat('Tides at the pier').waitFor();
    expect(await page.getByText('what time is it after the backup').count()).toBe(0);
  });
});
