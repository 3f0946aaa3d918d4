// The page is only a view: it may die in mid-answer, be reloaded or speak another language, and nothing is lost.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { hasChromium, launchBrowser, shoot } from './support/browser.ts';
import { type RunningGateway, startGateway } from './support/gateway.ts';
import { answersOf, composerOf, type LimpetPage, openLimpet } from './support/limpet-page.ts';
import { type ModelServer, startModelServer } from './support/model-server.ts';

const longText = Array.from({ length: 400 }, (_, index) => `word${index}`).join(' ');
const pixel = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

describe.skipIf(!hasChromium)('a page that comes and goes', () => {
  let browser: Browser;
  let model: ModelServer;
  let gateway: RunningGateway;
  let limpet: LimpetPage;
  let outside: string;

  beforeAll(async () => {
    browser = await launchBrowser();
    model = await startModelServer();
    outside = mkdtempSync(join(tmpdir(), 'limpet-attach-'));
  });
  afterAll(async () => {
    await browser.close();
    await model.stop();
    rmSync(outside, { recursive: true, force: true });
  });
  beforeEach(async () => {
    model.pace({ chunkSize: 20, latencyMs: 1 });
    gateway = await startGateway({ environment: model.environment });
    limpet = await openLimpet(browser, gateway);
  });
  afterEach(async () => {
    await limpet.context.close();
    await gateway.stop();
  });

  /** The process of the page is gone, as after a fault of the browser. */
  const crash = async (page: Page) => {
    const crashed = page.waitForEvent('crash');
    const debug = await limpet.context.newCDPSession(page);
    void debug.send('Page.crash').catch(() => undefined); // the answer dies with the page
    await crashed;
  };
  const openAgain = async (address: string) => {
    const page = await limpet.context.newPage();
    page.setDefaultTimeout(30_000);
    await page.goto(address);
    return page;
  };
  const chips = (page: Page) => page.getByRole('list', { name: 'Attachments' }).getByRole('listitem');
  const waitForUploads = async (page: Page, count: number) => {
    await expect.poll(() => chips(page).count()).toBe(count);
    await page.getByRole('button', { name: 'Send', exact: true }).and(page.locator(':enabled')).waitFor();
  };

  it('crashes in mid-answer: the turn goes on, and the next page shows all of it [R26]', async () => {
    model.pace({ chunkSize: 20, latencyMs: 60 });
    model.play([{ text: longText }]);
    await limpet.say('Tell me much');
    await limpet.page.getByText('word10').waitFor();
    const address = limpet.page.url();
    await crash(limpet.page);
    const page = await openAgain(address);
    await page.getByText('word399').waitFor({ timeout: 60_000 });
    const words = (await answersOf(page).last().innerText()).match(/word\d+/g) ?? [];
    expect(words.slice(0, 400)).toEqual(longText.split(' '));
    expect(model.bodies()).toHaveLength(1);
  });

  it('crashes while a question stands: the next page asks it, once [R26]', async () => {
    model.play([
      { calls: [{ name: 'write_file', input: { path: 'kept.txt', content: 'kept' } }] },
      { text: 'It is written.' },
    ]);
    await limpet.say('Write it');
    await limpet.page.getByRole('button', { name: 'Once', exact: true }).waitFor();
    const address = limpet.page.url();
    await crash(limpet.page);
    const page = await openAgain(address);
    await page.getByRole('button', { name: 'Once', exact: true }).click();
    await page.getByText('It is written.').waitFor();
    expect(await page.locator('[data-call-state="done"]').count()).toBe(1);
  });

  it('keeps an unsent text and its files over a reload', async () => {
    const { page } = limpet;
    await composerOf(page).fill('half a thought');
    await page.locator('input[type=file]').setInputFiles({
      name: 'half.txt',
      mimeType: 'text/plain',
      buffer: Buffer.from('half a file'),
    });
    await waitForUploads(page, 1);
    await composerOf(page).press('End');
    await composerOf(page).pressSequentially(' more');
    await page.reload();
    await expect.poll(() => composerOf(page).inputValue()).toBe('half a thought more');
    await expect.poll(() => chips(page).count()).toBe(1);
  });

  it('keeps a file that was the last thing to be added, also when the page dies in that moment', async () => {
    const address = limpet.page.url();
    const addAndLeave = async (page: Page, name: string, leave: () => Promise<unknown>) => {
      const before = await chips(page).count();
      const [file] = [{ name, mimeType: 'text/plain', buffer: Buffer.from(`the file ${name}`) }];
      await page.locator('input[type=file]').setInputFiles(file);
      await waitForUploads(page, before + 1);
      await leave();
    };
    await composerOf(limpet.page).fill('half a thought');
    await addAndLeave(limpet.page, 'reloaded.txt', () => limpet.page.reload());
    await expect.poll(() => chips(limpet.page).count()).toBe(1);
    await addAndLeave(limpet.page, 'crashed.txt', () => crash(limpet.page));
    const page = await openAgain(address);
    await expect.poll(() => chips(page).count()).toBe(2);
    expect(await composerOf(page).inputValue()).toBe('half a thought');
  });

  it('takes files by picker, paste and drop, shows them and sends them to the model', async () => {
    const { page } = limpet;
    model.play([{ text: 'I have seen all three.' }]);
    await page.locator('input[type=file]').setInputFiles({
      name: 'picked.txt',
      mimeType: 'text/plain',
      buffer: Buffer.from('words that were picked'),
    });
    await composerOf(page).evaluate((field, base64) => {
      const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
      const clipboardData = new DataTransfer();
      clipboardData.items.add(new File([bytes], 'pasted.png', { type: 'image/png' }));
      field.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
    }, pixel);
    await composerOf(page).evaluate((field) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File(['words that were dropped'], 'dropped.md', { type: 'text/markdown' }));
      for (const type of ['dragover', 'drop']) {
        field.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));
      }
    });
    await waitForUploads(page, 3);
    await shoot(page, 'attachments');
    await limpet.say('Look at these');
    await page.getByText('I have seen all three.').waitFor();
    const mine = page.getByRole('article', { name: 'Your message' });
    await mine.getByText('picked.txt').waitFor();
    await mine.getByText('dropped.md').waitFor();
    const width = () => mine.locator('img').evaluate((image: HTMLImageElement) => image.naturalWidth);
    await expect.poll(width).toBe(1);
    const sent = JSON.stringify(model.bodies());
    expect(sent).toContain('words that were picked');
    expect(sent).toContain('words that were dropped');
    expect(sent).toContain(pixel);
    expect(limpet.problems).toEqual([]);
  });

  it('refuses what is too large or unreadable, with a sentence', async () => {
    const { page } = limpet;
    const large = join(outside, 'large.png');
    writeFileSync(large, Buffer.alloc(10 * 1024 * 1024 + 1, 1));
    await page.locator('input[type=file]').setInputFiles(large);
    await page
      .getByText(/large\.png is larger than 10/)
      .first()
      .waitFor();
    await page.locator('input[type=file]').setInputFiles({
      name: 'tool.bin',
      mimeType: 'application/octet-stream',
      buffer: Buffer.from([0, 1, 2, 0]),
    });
    await page.getByText('tool.bin is not an image, text or PDF. Limpet can read only these.').first().waitFor();
    expect(await chips(page).count()).toBe(0);
  });

  it('runs a slash command in the message field', async () => {
    const { page } = limpet;
    model.play([{ text: 'Hello.' }]);
    await limpet.say('Hello');
    await page.getByText('Hello.', { exact: true }).waitFor();
    await limpet.answered();
    await limpet.say('/rename Tide talk');
    await page.getByRole('link', { name: 'Tide talk' }).waitFor();
    await composerOf(page).pressSequentially('/hel');
    await page.getByRole('option').first().waitFor();
    await composerOf(page).press('Enter');
    await page.getByRole('dialog').waitFor();
  });

  it('finds an action and a chat from the palette by keyboard', async () => {
    const { page } = limpet;
    model.play([{ text: 'Hello.' }]);
    await limpet.say('Where is the barometer?');
    await page.getByText('Hello.', { exact: true }).waitFor();
    await limpet.answered();
    await page.keyboard.press('ControlOrMeta+k');
    await page.getByRole('dialog').getByRole('combobox').fill('permissions');
    await page.getByRole('option').first().waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Permissions' }).first().waitFor();
    await page.keyboard.press('ControlOrMeta+k');
    await page.getByRole('dialog').getByRole('combobox').fill('barometer');
    await page
      .getByRole('option', { name: /barometer/ })
      .first()
      .waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('article', { name: 'Your message' }).getByText('Where is the barometer?').waitFor();
  });

  it('speaks German once it is told to, and still does after a reload', async () => {
    const { page } = limpet;
    await page.goto(`${gateway.url}/#/settings/appearance`);
    await page.getByLabel('Language', { exact: true }).selectOption('de');
    await page.getByRole('heading', { name: 'Aussehen und Sprache' }).first().waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('de');
    await page.goto(`${gateway.url}/#/chat`);
    await page.getByRole('button', { name: 'Neuer Chat' }).first().waitFor();
    await page.reload();
    await page.getByRole('button', { name: 'Neuer Chat' }).first().waitFor();
    await page.getByRole('textbox', { name: 'Nachricht', exact: true }).waitFor();
    await shoot(page, 'german');
  });
});
