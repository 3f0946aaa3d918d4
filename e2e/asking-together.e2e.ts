// A step that needs the person several times asks once: one card for what is alike, one press of a key, single ones taken out.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { findings } from './support/axe.ts';
import { hasChromium, launchBrowser, shoot } from './support/browser.ts';
import { type RunningGateway, startGateway } from './support/gateway.ts';
import { type LimpetPage, openLimpet } from './support/limpet-page.ts';
import { type ModelServer, startModelServer } from './support/model-server.ts';

const days = ['mon', 'tue', 'wed', 'thu', 'fri'];
const write = (path: string) => ({ name: 'write_file', input: { path, content: `${path}: 06:12\n` } });

describe.skipIf(!hasChromium)('several questions of one step', () => {
  let browser: Browser;
  let model: ModelServer;
  let gateway: RunningGateway;
  let limpet: LimpetPage;

  beforeAll(async () => {
    browser = await launchBrowser();
    model = await startModelServer();
  });
  afterAll(async () => {
    await browser.close();
    await model.stop();
  });
  beforeEach(async () => {
    gateway = await startGateway({ environment: model.environment });
    limpet = await openLimpet(browser, gateway);
  });
  afterEach(async () => {
    await limpet.context.close();
    await gateway.stop();
  });

  const written = () => days.filter((day) => existsSync(join(gateway.workspace, `week/${day}.txt`)));
  const heading = (words: string) => limpet.page.getByRole('heading', { name: words });
  const readAll = () =>
    limpet.page.locator('[data-approval] [data-scrolls]').evaluate((box) => box.scrollTo({ top: box.scrollHeight }));
  const press = async (name: string) => {
    const button = limpet.page.getByRole('button', { name, exact: true });
    await expect.poll(() => button.isEnabled()).toBe(true);
    await button.press('Space');
  };

  it('stand on one card: one press of the space bar writes five files [T25]', async () => {
    const { page } = limpet;
    model.play([{ calls: days.map((day) => write(`week/${day}.txt`)) }, { text: 'The week is written.' }]);
    await limpet.say('Write the week');
    await heading('5 alike').waitFor();
    expect(await page.locator('[data-approval]').count()).toBe(1);
    const box = page.getByRole('group', { name: 'Everything that one answer is for' });
    for (const day of days) expect(await box.textContent()).toContain(`week/${day}.txt: 06:12`);
    expect(written()).toEqual([]);
    await shoot(page, 'asking-together');
    expect(await findings(page)).toEqual([]);
    await readAll();
    await press('Once');
    await page.getByText('The week is written.').waitFor();
    expect(written()).toEqual(days);
    expect(readFileSync(join(gateway.workspace, 'week/fri.txt'), 'utf8')).toBe('week/fri.txt: 06:12\n');
    expect(await page.locator('[data-approval]').count()).toBe(0);
    expect(limpet.problems).toEqual([]);
  });

  it('let one be taken out and denied alone; what differs stands on a card of its own [T25]', async () => {
    const { page } = limpet;
    const calls = [
      ...days.map((day) => write(`week/${day}.txt`)),
      { name: 'run_command', input: { command: 'echo done > done.txt' } },
    ];
    model.play([{ calls }, { text: 'All but Wednesday.' }]);
    await limpet.say('Write the week');
    await heading('5 alike').waitFor();
    await page.getByText('6 waiting').waitFor();
    await readAll();
    const tick = page.getByRole('checkbox', { name: 'wed' });
    await tick.press('Space');
    await page.getByText('The answer is for 4 of them.').waitFor();
    await shoot(page, 'asking-together-one-out');
    await press('Once');
    await page.locator('[data-approval]').getByRole('heading', { name: 'wed' }).waitFor();
    expect(await page.getByRole('checkbox').count()).toBe(0);
    await press('Deny');
    await page.locator('[data-approval]').getByRole('heading', { name: 'echo done' }).waitFor();
    await press('Deny');
    await page.getByText('All but Wednesday.').waitFor();
    expect(written()).toEqual(days.filter((day) => day !== 'wed'));
    expect(existsSync(join(gateway.workspace, 'done.txt'))).toBe(false);
    expect(limpet.problems).toEqual([]);
  });
});
