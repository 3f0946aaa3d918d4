// The page of servers as a person uses it: added, failing, mended, looked at again, removed; and what servers have for a message.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createHandedOver } from '#main/abilities/mcp/config/handed-over.ts';
import { readServersFile } from '#main/abilities/mcp/config/read-config.ts';
import { McpServerId } from '#main/contract/mcp.ts';
import { systemClock } from '#main/platform/base/clock.ts';
import { openStore } from '#main/platform/store/create-store.ts';
import { findings } from './support/axe.ts';
import { hasChromium, launchBrowser, shoot } from './support/browser.ts';
import { connectTo, type LimpetConnection } from './support/client.ts';
import { type RunningGateway, startGateway } from './support/gateway.ts';
import { composerOf, type LimpetPage, openLimpet } from './support/limpet-page.ts';

const project = join(import.meta.dirname, '..');
const script = join(project, 'src-main/abilities/mcp/testing/plain-server.mjs');
const everything = join(project, 'node_modules/@modelcontextprotocol/server-everything/dist/index.js');

const press = (page: Page, name: RegExp | string) => page.getByRole('button', { name }).press('Space');
const field = (page: Page, name: RegExp | string) => page.getByRole('dialog').getByLabel(name, { exact: true });

/** As an installed plugin leaves it behind. */
async function folderWithProposal(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'limpet-e2e-servers-'));
  const { store } = await openStore({ folder, now: Date.now });
  const charts = { command: 'npx', args: ['-y', 'charts-server'], env: { CHARTS_KEY: 'canary-4712' } };
  const proposals = readServersFile(JSON.stringify({ mcpServers: { charts } }), new Set());
  await createHandedOver({ values: store.settings, clock: systemClock }).add('plugin charts 1.2', proposals);
  await store.close();
  return folder;
}

describe.skipIf(!hasChromium)('servers of tools', () => {
  let browser: Browser;
  let gateway: RunningGateway;
  let limpet: LimpetPage;
  let page: Page;
  let client: LimpetConnection;
  beforeAll(async () => {
    browser = await launchBrowser();
    gateway = await startGateway({ dataFolder: await folderWithProposal() });
    client = connectTo(gateway.dataFolder);
    await client.api.system.createSecretsFile({ passphrase: 'a passphrase of six words' });
    limpet = await openLimpet(browser, gateway);
    page = limpet.page;
  });
  afterAll(async () => {
    client.close();
    await browser.close();
    await gateway.stop();
  });

  it('that a plugin brought along wait to be looked at, and go when they are dismissed', async () => {
    await page.goto(`${gateway.url}/#/servers`);
    await page.getByText('plugin charts 1.2').waitFor();
    expect(await page.content()).not.toContain('canary-4712');
    expect(await page.getByRole('button', { name: 'Add charts' }).isDisabled()).toBe(true);
    for (const width of [1280, 500]) {
      await page.setViewportSize({ width, height: 800 });
      await shoot(page, `servers-proposed-${width}`);
      expect(await findings(page)).toEqual([]);
    }
    await page.setViewportSize({ width: 1280, height: 800 });
    await press(page, 'Dismiss');
    await page.getByText('Proposed servers').waitFor({ state: 'detached' });
    expect((await client.api.mcp.prompts({})).prompts).toEqual([]);
  });

  it('are added only after everything of them was shown, and say why they do not start', async () => {
    await page.goto(`${gateway.url}/#/servers`);
    await press(page, 'Add a server');
    await field(page, 'Name').fill('tides');
    await field(page, 'Program').fill(process.execPath);
    await field(page, 'Arguments, one a line').fill('/nowhere/tides.mjs');
    await press(page, 'Look at it');
    await page.getByRole('dialog').getByText('/nowhere/tides.mjs').waitFor();
    expect(await client.api.mcp.tools({ serverId: McpServerId.parse('tides') }).catch(() => 'none')).toBe('none');
    expect(await findings(page)).toEqual([]);
    await press(page, 'Add tides');
    await page.getByText('Failed, tried again soon').waitFor();
    await press(page, 'Details');
    await page.getByText(/Cannot find module/).waitFor();
    await shoot(page, 'servers-failed');
    expect(await findings(page)).toEqual([]);
  });

  it('are mended by editing them, with a key that goes where the person says', async () => {
    await press(page, 'Edit');
    await field(page, 'Arguments, one a line').fill(script);
    await field(page, 'Variables, NAME=value a line').fill('TIDES_KEY=canary-4711');
    await shoot(page, 'servers-edit');
    await press(page, 'Look at it');
    expect(await page.getByRole('button', { name: 'Save tides' }).isDisabled()).toBe(true);
    await field(page, 'Where TIDES_KEY goes').selectOption('proxy');
    await field(page, 'Host for TIDES_KEY').fill('tides.example.org');
    await shoot(page, 'servers-reach');
    expect(await findings(page)).toEqual([]);
    await press(page, 'Save tides');
    await page.getByText('Running').waitFor();
    await page.getByText('2 tools').waitFor();
    await page.getByText(/TIDES_KEY.*put into/).waitFor();
    expect(await page.getByText(/wait for your look/).count()).toBe(0);
    expect(await page.content()).not.toContain('canary-4711');
  });

  it('wait for a look again when another program answers, and keep the key that was not typed', async () => {
    await press(page, 'Edit');
    await field(page, 'Arguments, one a line').fill(`${script}\n--another`);
    await press(page, 'Look at it');
    await press(page, 'Save tides');
    await page.getByText('2 definitions wait for your look').waitFor();
    await press(page, 'Look at it');
    await page.getByRole('dialog').getByRole('heading', { name: /call/ }).waitFor();
    await shoot(page, 'servers-review');
    expect(await findings(page)).toEqual([]);
    await press(page, 'Accept all of them');
    await page.getByText('2 definitions wait for your look').waitFor({ state: 'detached' });
    await page.keyboard.press('Escape');
    const { tools } = await client.api.mcp.tools({ serverId: McpServerId.parse('tides') });
    expect(tools.map(({ state }) => state)).toEqual(['on', 'on']);
  });

  it('are removed with everything that is theirs', async () => {
    await press(page, 'Remove');
    await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).press('Space');
    await page.getByText('No server yet').waitFor();
  });

  it('bring prompts under a slash, read before they go along', async () => {
    const id = McpServerId.parse('everything');
    const read = [dirname(dirname(process.execPath)), join(project, 'node_modules')];
    await client.api.mcp.save({
      id,
      transport: {
        ...{ type: 'stdio', command: process.execPath, args: [everything, 'stdio'], env: [], read, write: [] },
        network: false,
      },
    });
    await client.api.mcp.restart({ serverId: id });
    await page.goto(`${gateway.url}/#/chat`);
    await page.reload();
    await composerOf(page).pressSequentially('/everything__comp');
    await page.getByRole('option').first().waitFor();
    await page.keyboard.press('Enter');
    await field(page, 'department').fill('Engineering');
    await field(page, 'name').fill('Alice');
    await shoot(page, 'servers-prompt');
    await press(page, 'Read it');
    await page.getByText(/words of the server/).waitFor();
    await shoot(page, 'servers-prompt-read');
    expect(await findings(page)).toEqual([]);
    await press(page, 'Attach it');
    await page.getByText('everything-completable-prompt.txt').first().waitFor();
    expect(await composerOf(page).inputValue()).toContain('everything-completable-prompt.txt');
  });

  it('have resources to attach, from the menu of the composer', async () => {
    await press(page, /^Attach/);
    await page.getByRole('menuitem', { name: 'From a server…' }).press('Enter');
    await page.getByRole('dialog').getByLabel('Resource', { exact: true }).waitFor();
    await shoot(page, 'servers-resources');
    expect(await findings(page)).toEqual([]);
    await press(page, 'Read it');
    await press(page, 'Attach it');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await page.getByText(/^everything-/).count()).toBeGreaterThan(1);
    await shoot(page, 'servers-attached');
  });
});
