// Words of others in a chat, as the person sees them: the mark, the proposal that waits, and the clean chat.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findings } from './support/axe.ts';
import { hasChromium, launchBrowser, shoot } from './support/browser.ts';
import { type RunningGateway, startGateway } from './support/gateway.ts';
import { composerOf, type LimpetPage, openLimpet } from './support/limpet-page.ts';
import { type ModelServer, startModelServer } from './support/model-server.ts';

describe.skipIf(!hasChromium)('a chat that has read words of others', () => {
  let browser: Browser;
  let model: ModelServer;
  let gateway: RunningGateway;
  let limpet: LimpetPage;
  const rules = () => join(gateway.workspace, 'AGENTS.md');

  beforeAll(async () => {
    browser = await launchBrowser();
    model = await startModelServer();
    gateway = await startGateway({ environment: model.environment });
    limpet = await openLimpet(browser, gateway);
  });
  afterAll(async () => {
    await limpet.context.close();
    await gateway.stop();
    await browser.close();
    await model.stop();
  });

  it('lays a change of instructions before the person, who makes it by keyboard [T24]', async () => {
    const { page } = limpet;
    model.play([
      { calls: [{ name: 'search_chats', input: { text: 'tide' } }] },
      { calls: [{ name: 'write_file', input: { path: 'AGENTS.md', content: 'Count the tides.\n' } }] },
      { text: 'It waits for you.' },
    ]);
    await limpet.say('Keep in mind what we said of tides');
    await page.getByText('It waits for you.').waitFor();
    await page.getByText('Proposed, not done').waitFor();
    expect(existsSync(rules())).toBe(false);
    await shoot(page, 'proposal');
    expect(await findings(page)).toEqual([]);
    await page.getByRole('button', { name: 'Accept', exact: true }).focus();
    await page.keyboard.press('Enter');
    await page.getByText('The change was made.').waitFor();
    expect(readFileSync(rules(), 'utf8')).toBe('Count the tides.\n');
    expect(await page.getByText('Proposed, not done').count()).toBe(0);
  });

  it('says whose words they were, and begins a clean chat with a text that was checked [T23]', async () => {
    const { page } = limpet;
    await page.getByRole('button', { name: 'Chat contains foreign text: show where it came from' }).click();
    await page.getByText('Earlier chats').waitFor();
    await shoot(page, 'foreign-text');
    expect(await findings(page)).toEqual([]);
    model.play([{ text: 'We spoke of tides.' }]);
    await page.getByRole('button', { name: 'Continue in a clean chat' }).click();
    const text = page.getByRole('textbox', { name: 'What the new chat begins with' });
    await expect.poll(() => text.inputValue()).toBe('We spoke of tides.');
    await text.fill('We spoke of tides. Nothing else.');
    await shoot(page, 'clean-chat');
    expect(await findings(page)).toEqual([]);
    await page.getByRole('button', { name: 'Start the clean chat' }).click();
    await expect.poll(() => composerOf(page).inputValue()).toBe('We spoke of tides. Nothing else.');
    expect(await page.getByRole('button', { name: /foreign text/ }).count()).toBe(0);
    expect(limpet.problems).toEqual([]);
  });
});
