// The settings page in real Chromium: search, locks, resets, files to take along, the log, the doctor's buttons.
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasChromium, launchBrowser, shoot } from './support/browser.ts';
import { type RunningGateway, startGateway } from './support/gateway.ts';
import { type LimpetPage, openLimpet } from './support/limpet-page.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

type AxeResult = { violations: { id: string; impact: string | null; nodes: { html: string }[] }[] };

async function seriousFindings(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  const result = (await page.evaluate('axe.run(document, { resultTypes: ["violations"] })')) as AxeResult;
  return result.violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`));
}

const rootSize = (page: Page) => page.evaluate(() => getComputedStyle(document.documentElement).fontSize);

describe.skipIf(!hasChromium)('settings', () => {
  let browser: Browser;
  let gateway: RunningGateway;
  let limpet: LimpetPage;
  let page: Page;
  const config = () => join(gateway.dataFolder, 'config.json');
  const goTo = async (section: string) => {
    await page.goto(`${gateway.url}/#settings/${section}`);
    await page.getByRole('heading', { level: 2 }).first().waitFor();
  };
  const search = () => page.getByRole('combobox', { name: 'Search settings' });
  const place = (path: string) => page.locator(`[data-setting="${path}"]`);

  beforeAll(async () => {
    browser = await launchBrowser();
    gateway = await startGateway({ environment: { LIMPET_REASONING: 'low' } });
    limpet = await openLimpet(browser, gateway);
    page = limpet.page;
    page.setDefaultTimeout(15_000);
  });
  afterAll(async () => {
    await browser.close();
    await gateway.stop();
  });

  it('are searched with the keyboard alone, and the field that was found is marked', async () => {
    await goTo('about');
    await page.keyboard.press('/');
    await page.keyboard.type('how far back');
    await page.getByText('Nothing found').waitFor();
    await search().fill('call of the model');
    await page.getByRole('option', { name: /Steps/ }).waitFor();
    await shoot(page, 'settings-search');
    expect(await seriousFindings(page)).toEqual([]);
    await page.keyboard.press('Enter');
    await place('limits.stepsPerTurn').and(page.locator('[data-marked]')).waitFor();
    const field = page.getByRole('textbox', { name: 'Steps' });
    expect(await field.evaluate((element) => element === document.activeElement)).toBe(true);
    expect(page.url()).toContain('settings/permissions');
    await shoot(page, 'settings-marked');
  });

  it('show what a variable and a flag have set, and refuse to change it', async () => {
    await goTo('models');
    const reasoning = place('reasoning');
    await reasoning.getByText('Set by LIMPET_REASONING').waitFor();
    expect(await reasoning.getByRole('combobox').isDisabled()).toBe(true);
    await goTo('gateway');
    await place('port').getByText('Set by --port').waitFor();
    expect(await page.getByLabel('Port', { exact: true }).isDisabled()).toBe(true);
    await goTo('workspace');
    await place('workspace').getByText('Set by --workspace').waitFor();
    expect(await page.getByRole('button', { name: 'Choose folder' }).isDisabled()).toBe(true);
  });

  it('follow config.json while it is edited, lock what it sets, and say when it is damaged', async () => {
    await goTo('appearance');
    writeFileSync(config(), JSON.stringify({ theme: 'dark', colour: 'red' }));
    await page.locator('html[data-theme="dark"]').waitFor();
    await place('theme').getByText('Set in config.json').waitFor();
    expect(await page.getByRole('radio', { name: 'Light' }).isDisabled()).toBe(true);
    await page.getByText(/something that Limpet does not know: colour/).waitFor();
    await shoot(page, 'settings-locked-dark');
    writeFileSync(config(), '{"theme":"li');
    await page.getByText(/cannot be read right now/).waitFor();
    await goTo('diagnostics');
    await page.getByRole('button', { name: 'Put the last good one back' }).click();
    await page.getByText(/last good configuration file is back/).waitFor();
    expect(JSON.parse(readFileSync(config(), 'utf8'))).toEqual({ theme: 'dark', colour: 'red' });
    writeFileSync(config(), '{}');
    await page.locator('html[data-theme="light"]').waitFor();
  });

  it('reach every window at once: text size by the root, contrast, motion; and the next first paint', async () => {
    await goTo('appearance');
    const second = await page.context().newPage();
    await second.goto(`${gateway.url}/#settings/appearance`);
    await second.getByRole('textbox', { name: 'Text size' }).waitFor();
    expect(await rootSize(second)).toBe('14px');
    await page.getByRole('textbox', { name: 'Text size' }).fill('125');
    await page.keyboard.press('Enter');
    await expect.poll(() => rootSize(second)).toBe('17.5px');
    await page.getByRole('combobox', { name: 'Contrast' }).selectOption('More');
    await page.getByRole('combobox', { name: 'Motion' }).selectOption('Reduced');
    await second.locator('html[data-contrast="more"][data-motion="reduced"]').waitFor();
    await shoot(page, 'settings-large-contrast');
    expect(await seriousFindings(page)).toEqual([]);
    await page.setViewportSize({ width: 720, height: 800 });
    await shoot(page, 'settings-large-contrast-720');
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
    await page.setViewportSize({ width: 1280, height: 800 });
    // Before the core has said anything: what the page remembers of the last time.
    await second.route('**/assets/**', (route) => route.abort());
    await second.reload({ waitUntil: 'domcontentloaded' });
    expect(await second.evaluate(() => ({ ...document.documentElement.dataset }))).toMatchObject({ contrast: 'more' });
    expect(await second.evaluate(() => document.documentElement.style.getPropertyValue('--font-scale'))).toBe('1.25');
    await second.close();
  });

  it('go back one by one, by the page and all together, each time with an undo', async () => {
    await goTo('appearance');
    await page.getByRole('button', { name: /^Reset to 100 %/ }).click();
    await expect.poll(() => rootSize(page)).toBe('14px');
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(() => rootSize(page)).toBe('17.5px');
    await page.getByRole('button', { name: 'Reset this page' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Back to the default: Text size, Contrast, Motion').waitFor();
    await dialog.getByRole('button', { name: 'Reset', exact: true }).click();
    await page.getByText('3 settings are back to their defaults.').waitFor();
    await expect.poll(() => rootSize(page)).toBe('14px');
    await page.getByRole('button', { name: 'Undo' }).last().click();
    await expect.poll(() => rootSize(page)).toBe('17.5px');
    await goTo('data');
    await page.getByRole('button', { name: 'Reset everything' }).click();
    await dialog.getByRole('button', { name: 'Reset', exact: true }).click();
    await expect.poll(() => rootSize(page)).toBe('14px');
  });

  it('leave as a file and come back from it after a look', async () => {
    await goTo('permissions');
    await page.getByRole('textbox', { name: 'Steps' }).fill('12');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Reset to 50 steps: Steps' }).waitFor();
    await goTo('data');
    const downloading = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Export', exact: true }).click();
    const download = await downloading;
    expect(download.suggestedFilename()).toMatch(/^limpet-settings-\d{4}-\d\d-\d\d\.json$/);
    const text = readFileSync(await download.path(), 'utf8');
    expect(JSON.parse(text)).toMatchObject({
      limpet: 'settings',
      version: 1,
      settings: { limits: { stepsPerTurn: 12 } },
    });
    expect(text).not.toContain(gateway.workspace);
    const file = JSON.parse(text);
    Object.assign(file.settings, { reasoning: 'high', theme: 'pink', colour: 'red' });
    file.settings.limits.stepsPerTurn = 33;
    const changed = join(gateway.workspace, 'changed.json');
    writeFileSync(changed, JSON.stringify(file));
    await page.getByLabel('File of settings').setInputFiles(changed);
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Reasoning: set by LIMPET_REASONING here').waitFor();
    await dialog.getByText('Values that cannot be used: theme').waitFor();
    await dialog.getByText('Not known to this Limpet: colour').waitFor();
    await shoot(page, 'settings-import');
    expect(await seriousFindings(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Apply 1 change' }).click();
    await page.getByText('1 setting was changed.').waitFor();
    await goTo('permissions');
    expect(await page.getByRole('textbox', { name: 'Steps' }).inputValue()).toBe('33');
  });

  it('show the log as it grows, narrowed, without what was said', async () => {
    await goTo('diagnostics');
    const log = page.getByRole('log');
    await log.getByText('started').first().waitFor();
    const second = await page.context().newPage();
    await second.goto(`${gateway.url}/`);
    const composer = second.getByRole('textbox', { name: 'Message', exact: true });
    await composer.fill('my dear diary, what time is it?');
    await composer.press('Enter');
    await second.getByRole('article', { name: 'Answer from Limpet' }).waitFor();
    await second.close();
    await log.getByText(/turn/).first().waitFor();
    expect(await log.innerText()).not.toContain('diary');
    await shoot(page, 'settings-log');
    expect(await seriousFindings(page)).toEqual([]);
    await page.getByLabel('Part', { exact: true }).selectOption('sandbox');
    await expect.poll(async () => (await log.innerText()).includes('started')).toBe(false);
    await page.getByLabel('Search in it').fill('no line has this');
    await page.getByText('No line fits so far.').waitFor();
  });

  it('mend what the doctor finds, and save the report that was shown', async () => {
    chmodSync(gateway.dataFolder, 0o755);
    await goTo('about');
    await goTo('diagnostics');
    await shoot(page, 'settings-doctor');
    await page.getByRole('button', { name: 'Close it to others' }).click();
    await page.getByText('The data folder is closed to other users.').waitFor();
    expect(statSync(gateway.dataFolder).mode & 0o777).toBe(0o700);
    await page.getByRole('button', { name: 'Show report' }).click();
    const shown = await page.getByRole('group', { name: 'Report' }).innerText();
    expect(shown).toContain('reasoning "low" (environment LIMPET_REASONING)');
    const downloading = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save as a file' }).click();
    const saved = readFileSync(await (await downloading).path(), 'utf8');
    expect(saved.trim()).toBe(shown.trim());
    expect(saved).not.toContain('diary');
  });

  it('start with the last good file when config.json is damaged, and say where the damaged one is', async () => {
    const dataFolder = mkdtempSync(join(tmpdir(), 'limpet-e2e-config-'));
    writeFileSync(join(dataFolder, 'config.json.last-good'), '{"theme":"dark"}');
    writeFileSync(join(dataFolder, 'config.json'), '{"theme":"li');
    const mended = await startGateway({ dataFolder });
    const opened = await openLimpet(browser, mended);
    await opened.page.getByText(/put the last one that worked in its place/).waitFor();
    await opened.page.getByText(join(dataFolder, 'config.json.damaged')).waitFor();
    await opened.page.locator('html[data-theme="dark"]').waitFor();
    expect(readFileSync(join(dataFolder, 'config.json.damaged'), 'utf8')).toBe('{"theme":"li');
    await opened.page.getByRole('button', { name: 'Understood' }).click();
    await opened.page.getByText(/put the last one that worked/).waitFor({ state: 'detached' });
    await opened.context.close();
    await mended.stop();
    rmSync(dataFolder, { recursive: true, force: true });
  });

  it('said nothing to the console', () => {
    expect(limpet.problems).toEqual([]);
  });
});
