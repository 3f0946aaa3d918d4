// A conversation of 100,000 messages, used as any other: open, search, scroll, branch, delete and undo.
import { cpSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SessionId } from '#main/contract/ids.ts';
import { generateHistory } from '#main/platform/store/testing/generate-history.ts';
import { hasChromium, launchBrowser, shoot } from './support/browser.ts';
import { connectTo, type LimpetConnection } from './support/client.ts';
import { type RunningGateway, startGateway } from './support/gateway.ts';
import { answersOf, composerOf, type LimpetPage, openLimpet } from './support/limpet-page.ts';

const messages = 100_000;
const others = 200;
const cache = join(import.meta.dirname, '../.cache');
/** Raise it when what is generated changes. */
const made = join(cache, `history-${messages}-v1`);
const long = SessionId.parse('s0');
const generous = 5_000;

/** One session holds them all; made once, and used as a copy because the test changes it. */
async function copyHistory(folder: string): Promise<void> {
  if (!existsSync(made)) {
    mkdirSync(cache, { recursive: true });
    const unfinished = mkdtempSync(`${made}-`);
    await generateHistory({ folder: unfinished, messages, sessions: 1 });
    renameSync(unfinished, made);
  }
  cpSync(made, folder, { recursive: true });
}

const nodesOf = (page: Page) => page.evaluate(() => document.querySelectorAll('*').length);
const report = (what: string, ms: number) => process.stdout.write(`long history: ${what} ${Math.round(ms)} ms\n`);

describe.skipIf(!hasChromium)('a conversation of 100,000 messages', () => {
  let browser: Browser;
  let gateway: RunningGateway;
  let client: LimpetConnection;
  let limpet: LimpetPage;
  let page: Page;
  let root: string;

  beforeAll(async () => {
    root = mkdtempSync(join(tmpdir(), 'limpet-long-'));
    await copyHistory(join(root, 'data'));
    browser = await launchBrowser();
    gateway = await startGateway({ dataFolder: join(root, 'data') });
    client = connectTo(gateway.dataFolder, { checkOutputs: false });
    for (let n = 0; n < others; n += 1) await client.api.sessions.create({ title: `Other chat ${n}` });
    await client.api.sessions.rename({ sessionId: long, title: 'The long one' });
    limpet = await openLimpet(browser, gateway, { firstRun: true });
    page = limpet.page;
    await page.getByRole('button', { name: 'Skip the setup' }).click();
    await page.getByRole('link', { name: 'The long one' }).waitFor();
  }, 300_000);
  afterAll(async () => {
    client.close();
    await browser.close();
    await gateway.stop();
    rmSync(root, { recursive: true, force: true });
  });

  const rowAt = (depth: number) => page.locator(`article[aria-posinset="${depth + 1}"]`);
  /** The row is there and its words have arrived. */
  const readRow = async (depth: number) => {
    await expect.poll(async () => (await rowAt(depth).innerText()).length, { timeout: 10_000 }).toBeGreaterThan(40);
    return rowAt(depth).innerText();
  };
  const depthsInView = () =>
    page.locator('article[aria-posinset]').evaluateAll((rows) => rows.map((row) => Number(row.ariaPosInSet) - 1));
  /** How far the feed is from its end, as far as a fraction of a pixel does not count. */
  const fromEnd = () =>
    page
      .getByRole('feed')
      .evaluate((feed) => Math.floor(Math.max(0, feed.scrollHeight - feed.clientHeight - feed.scrollTop)));
  /** It is so, and still so when what was on its way has arrived. */
  const stays = async (look: () => Promise<number>, wanted: number) => {
    await expect.poll(look, { timeout: 5_000 }).toBe(wanted);
    await page.waitForTimeout(400);
    expect(await look()).toBe(wanted);
  };
  const timed = async (what: string, act: () => Promise<unknown>) => {
    const started = performance.now();
    await act();
    const ms = performance.now() - started;
    report(what, ms);
    expect(ms).toBeLessThan(generous);
  };

  it('opens at its newest message [R17]', async () => {
    await timed('open', async () => {
      await page.getByRole('link', { name: 'The long one' }).click();
      await rowAt(messages - 1).waitFor();
    });
    const { messages: newest } = await client.api.chat.history({ sessionId: long, from: messages - 1 });
    const words = newest[0]?.parts[0]?.type === 'text' ? newest[0].parts[0].text.slice(0, 40) : undefined;
    expect(await readRow(messages - 1)).toContain(words);
    expect(await nodesOf(page)).toBeLessThan(3_000);
    await shoot(page, 'long-history');
  });

  it('shows page after page while the person scrolls up, with few elements [R17]', async () => {
    await page.getByRole('feed').hover();
    const seen = new Set<number>();
    let mostNodes = 0;
    for (let wheel = 0; wheel < 80; wheel += 1) {
      await page.mouse.wheel(0, -2_500);
      for (const depth of await depthsInView()) seen.add(depth);
      mostNodes = Math.max(mostNodes, await nodesOf(page));
    }
    process.stdout.write(`long history: ${seen.size} rows seen, at most ${mostNodes} elements\n`);
    expect(Math.min(...seen)).toBeLessThan(messages - 300);
    expect(seen.size).toBeGreaterThan(300);
    expect(mostNodes).toBeLessThan(3_000);
    await page.getByText('Loading messages').first().waitFor({ state: 'detached' });
  });

  it('goes to the first and to the newest message with one press of Home and End [R17]', async () => {
    await page.getByRole('feed').focus();
    for (const round of [1, 2, 3]) {
      await timed(`Home, round ${round}`, async () => {
        await page.keyboard.press('Home');
        await rowAt(0).waitFor();
      });
      await readRow(0);
      await stays(() => page.getByRole('feed').evaluate((feed) => feed.scrollTop), 0);
      await timed(`End, round ${round}`, async () => {
        await page.keyboard.press('End');
        await rowAt(messages - 1).waitFor();
      });
      await readRow(messages - 1);
      await stays(fromEnd, 0);
      await stays(() => page.getByRole('button', { name: 'Jump to newest' }).count(), 0);
      // Somewhere new each time, with rows that were never measured, and a wheel that may still be turning.
      await page.getByRole('feed').hover();
      for (let wheel = 0; wheel < 5 * round; wheel += 1) await page.mouse.wheel(0, -4_000);
    }
    await page.keyboard.press('Home');
    await rowAt(0).waitFor();
    await timed('to the newest message', async () => {
      await page.getByRole('button', { name: 'Jump to newest' }).click();
      await rowAt(messages - 1).waitFor();
    });
  });

  it('leaves Home and End to a field of text', async () => {
    await composerOf(page).fill('one two');
    await page.keyboard.press('Home');
    await page.keyboard.type('zero ');
    expect(await composerOf(page).inputValue()).toBe('zero one two');
    expect(await rowAt(messages - 1).isVisible()).toBe(true);
    await composerOf(page).fill('');
  });

  it('finds a word and shows the message that holds it [R17]', async () => {
    const depth = 41_234;
    const { messages: found } = await client.api.chat.history({ sessionId: long, from: depth, limit: 1 });
    const text = found[0]?.parts[0]?.type === 'text' ? found[0].parts[0].text : '';
    const words = [...new Set(text.split(' '))].sort((a, b) => b.length - a.length).slice(0, 5);
    await timed('search', async () => {
      await page.getByRole('searchbox').fill(words.join(' '));
      await page.locator('[data-hit] mark').first().waitFor();
    });
    await timed('reveal', async () => {
      await page.locator('[data-hit]').first().click();
      await rowAt(depth).waitFor();
    });
    expect(await readRow(depth)).toContain(text.slice(0, 40));
    await timed('search of two Chinese characters', async () => {
      await page.getByRole('searchbox').fill('天气');
      await page.locator('[data-hit] mark').filter({ hasText: '天' }).first().waitFor();
    });
    await page.getByRole('searchbox').fill('');
    expect(await nodesOf(page)).toBeLessThan(3_000);
  });

  it('writes an earlier message anew beside the old one, and goes back to all that followed [R17]', {
    timeout: 150_000,
  }, async () => {
    const depth = 41_234;
    const before = await readRow(depth);
    await rowAt(depth).hover();
    await rowAt(depth).getByRole('button', { name: 'Edit' }).click();
    await composerOf(page).fill('what time is it?');
    await timed('branch', async () => {
      await composerOf(page).press('Enter');
      await rowAt(depth).getByText('what time is it?').waitFor();
    });
    const answering = performance.now();
    await page.getByRole('button', { name: 'Stop', exact: true }).waitFor({ state: 'detached', timeout: 120_000 });
    report('answer to a branch of 41,234 messages', performance.now() - answering);
    await expect.poll(() => answersOf(page).last().getAttribute('aria-setsize')).toBe(String(depth + 2));
    await shoot(page, 'long-history-branch');
    await timed('switch back', async () => {
      await rowAt(depth).getByRole('button', { name: 'Previous version' }).click();
      await expect.poll(() => page.locator(`article[aria-setsize="${messages}"]`).count()).toBeGreaterThan(0);
    });
    const { total, messages: back } = await client.api.chat.history({ sessionId: long, from: depth, limit: 2 });
    expect(total).toBe(messages);
    const text = back[0]?.parts[0]?.type === 'text' ? back[0].parts[0].text : '-';
    expect(before).toContain(text.slice(0, 40));
    expect(back[0]?.versions).toHaveLength(2);
  });

  it('is deleted and brought back whole [R17]', async () => {
    const link = page.getByRole('link', { name: 'The long one' });
    await link.focus();
    await timed('delete', async () => {
      await page.keyboard.press('Delete');
      await link.waitFor({ state: 'detached' });
    });
    await timed('undo', async () => {
      await page.getByRole('button', { name: 'Undo' }).click();
      await link.waitFor();
    });
    await link.click();
    await rowAt(messages - 1).waitFor();
    const { total } = await client.api.chat.history({ sessionId: long, from: messages - 1 });
    expect(total).toBe(messages);
    expect(limpet.problems).toEqual([]);
  });
});
