// What an answer changed can be put back: also after the program was killed and started anew, one by one, and made again.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findings } from './support/axe.ts';
import { hasChromium, launchBrowser, shoot } from './support/browser.ts';
import { type RunningGateway, startGateway } from './support/gateway.ts';
import { type LimpetPage, openLimpet } from './support/limpet-page.ts';
import { type ModelServer, startModelServer } from './support/model-server.ts';

/** Every file below a folder with its content. */
function filesOf(root: string): Record<string, string> {
  const names = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = names.map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(paths.sort().map((path) => [path.slice(root.length + 1), readFileSync(path, 'utf8')]));
}

const chip = (page: Page, text = '4 changes') => page.getByRole('button', { name: text, exact: true });
const dialogOf = (page: Page) => page.getByRole('dialog', { name: 'Changes of this answer' });
const choose = async (page: Page, item: string) => {
  await chip(page).click();
  await page.getByRole('menuitem', { name: item, exact: true }).click();
};

describe.skipIf(!hasChromium)('undo', () => {
  const root = mkdtempSync(join(tmpdir(), 'limpet-e2e-undo-'));
  const folders = { dataFolder: join(root, 'data'), workspace: join(root, 'workspace') };
  let browser: Browser;
  let models: ModelServer;
  let gateway: RunningGateway;
  let limpet: LimpetPage;
  let before: Record<string, string>;
  let after: Record<string, string>;
  const start = () => startGateway({ ...folders, environment: models.environment });

  beforeAll(async () => {
    mkdirSync(join(folders.workspace, 'old'), { recursive: true });
    writeFileSync(join(folders.workspace, 'tides.txt'), 'High water at 11:42.\n');
    writeFileSync(join(folders.workspace, 'draft.txt'), 'A draft.\n');
    for (let number = 0; number < 3; number += 1)
      writeFileSync(join(folders.workspace, 'old', `${number}.txt`), `old ${number}`);
    before = filesOf(folders.workspace);
    browser = await launchBrowser();
    models = await startModelServer();
    models.play([
      { calls: [{ name: 'write_file', input: { path: 'tides.txt', content: 'High water at 12:30.\n' } }] },
      { calls: [{ name: 'move_file', input: { from: 'draft.txt', to: 'letter.txt' } }] },
      { calls: [{ name: 'delete_file', input: { path: 'old/1.txt' } }] },
      { calls: [{ name: 'write_file', input: { path: 'new.txt', content: 'New.\n' } }] },
      { text: 'Tidied.' },
    ]);
    gateway = await start();
    limpet = await openLimpet(browser, gateway);
  });
  afterAll(async () => {
    await browser.close();
    await gateway.stop();
    await models.stop();
  });

  it('says under the answer how much it changed', async () => {
    const { page } = limpet;
    await limpet.say('Tidy up');
    for (const calls of [1, 2, 3, 4]) {
      await page.getByRole('button', { name: 'Once', exact: true }).click();
      await page.waitForFunction((count) => document.querySelectorAll('article button').length >= count, calls);
    }
    await page.getByText('Tidied.').waitFor();
    await chip(page).waitFor();
    after = filesOf(folders.workspace);
    expect(Object.keys(after)).toEqual(['letter.txt', 'new.txt', 'old/0.txt', 'old/2.txt', 'tides.txt']);
    expect(await findings(page)).toEqual([]);
  });

  it('puts all of it back after the program was killed, and makes it again', async () => {
    await gateway.kill();
    gateway = await start();
    limpet = await openLimpet(browser, gateway, { firstRun: true });
    const { page } = limpet;
    await page
      .getByRole('button', { name: /Tidy up/ })
      .first()
      .click()
      .catch(() => undefined);
    await chip(page).waitFor();
    await choose(page, 'Undo all');
    await page.getByText('4 changes undone').waitFor();
    await page.getByText('Undone', { exact: true }).first().waitFor();
    expect(filesOf(folders.workspace)).toEqual(before);
    await shoot(page, 'undo-after');
    await choose(page, 'Redo all');
    await page.getByText('4 changes made again').waitFor();
    expect(filesOf(folders.workspace)).toEqual(after);
  });

  it('shows each change as a diff, and puts one back by key', async () => {
    const { page } = limpet;
    await choose(page, 'See changes');
    const row = dialogOf(page).getByRole('button', { name: 'Changed tides.txt', exact: true });
    await row.click();
    await dialogOf(page).getByText('High water at 11:42.').waitFor();
    await shoot(page, 'undo-changes');
    expect(await findings(page)).toEqual([]);
    const one = dialogOf(page).getByRole('button', { name: 'Undo: Deleted old/1.txt' });
    await one.focus();
    await page.keyboard.press('Enter');
    await dialogOf(page).getByRole('button', { name: 'Redo: Deleted old/1.txt' }).waitFor();
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe(
      'Redo: Deleted old/1.txt',
    );
    expect(readFileSync(join(folders.workspace, 'old/1.txt'), 'utf8')).toBe('old 1');
    expect(filesOf(folders.workspace)['tides.txt']).toBe(after['tides.txt']);
  });

  it('leaves alone what the person changed since, and keeps it beside when asked to', async () => {
    const { page } = limpet;
    writeFileSync(join(folders.workspace, 'tides.txt'), 'My own words.\n');
    await dialogOf(page).getByRole('button', { name: 'Undo all' }).click();
    await dialogOf(page).getByText('This changed since, so it was left alone.').waitFor();
    expect(readFileSync(join(folders.workspace, 'tides.txt'), 'utf8')).toBe('My own words.\n');
    await shoot(page, 'undo-conflict');
    await dialogOf(page).getByRole('button', { name: 'Keep a copy and put back' }).click();
    await dialogOf(page).getByText('tides (kept copy).txt').waitFor();
    expect(filesOf(folders.workspace)).toEqual({ ...before, 'tides (kept copy).txt': 'My own words.\n' });
    await page.keyboard.press('Escape');
    await dialogOf(page).waitFor({ state: 'detached' });
  });

  it.each([500])('fits into a narrow window of %i px', async (width) => {
    const { page } = limpet;
    await page.setViewportSize({ width, height: 800 });
    await choose(page, 'See changes');
    await dialogOf(page).waitFor();
    await shoot(page, `undo-changes-${width}`);
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
    expect(await findings(page)).toEqual([]);
  });

  it('said nothing to the console', () => {
    expect(limpet.problems).toEqual([]);
  });
});
