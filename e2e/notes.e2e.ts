// Notes from chat to page and back: the agent writes, the person reads and edits, undo leaves their words alone.
import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findings } from './support/axe.ts';
import { hasChromium, launchBrowser, shoot } from './support/browser.ts';
import { connectTo } from './support/client.ts';
import { type RunningGateway, startGateway } from './support/gateway.ts';
import { type LimpetPage, openLimpet } from './support/limpet-page.ts';
import { type ModelServer, startModelServer } from './support/model-server.ts';

const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).press('Space');
const toNotes = async (page: Page) => {
  await page.getByRole('link', { name: 'Notes', exact: true }).click();
  await page.getByRole('heading', { name: 'Notes', exact: true }).waitFor();
};
const toChat = (page: Page) => page.getByRole('link', { name: 'Chat', exact: true }).click();
const note = (input: object) => ({ calls: [{ name: 'notes', input }] });

describe.skipIf(!hasChromium)('notes', () => {
  const root = mkdtempSync(join(tmpdir(), 'limpet-e2e-notes-'));
  const folders = { dataFolder: join(root, 'data'), workspace: join(root, 'workspace') };
  let browser: Browser;
  let models: ModelServer;
  let gateway: RunningGateway;
  let limpet: LimpetPage;
  const start = () => startGateway({ ...folders, environment: models.environment });

  beforeAll(async () => {
    mkdirSync(folders.workspace, { recursive: true });
    browser = await launchBrowser();
    models = await startModelServer();
    gateway = await start();
    limpet = await openLimpet(browser, gateway);
  });
  afterAll(async () => {
    await browser.close();
    await gateway.stop();
    await models.stop();
  });

  it('are written by the agent once the person has seen the diff, and stand on the page', async () => {
    const { page } = limpet;
    await toNotes(page);
    await page.getByText('No notes yet').waitFor();
    await shoot(page, 'notes-empty');
    await toChat(page);
    models.play([
      note({ action: 'write', title: 'Tides', text: '**High water** 11:42', tags: ['sea'] }),
      note({ action: 'write', title: 'Shopping', text: '- rope' }),
      { text: 'Both are noted.' },
    ]);
    await limpet.say('Note the tide and the rope down');
    await page.getByText('High water', { exact: false }).first().waitFor();
    await shoot(page, 'notes-card');
    expect(await findings(page)).toEqual([]);
    await limpet.decide('This session');
    await page.getByText('Both are noted.').waitFor();
    await toNotes(page);
    await page.getByRole('link', { name: /Tides/ }).click();
    await page.locator('main strong', { hasText: 'High water' }).waitFor();
    await page.getByText(/^Changed in/).waitFor();
    await shoot(page, 'notes-reading');
    expect(await findings(page)).toEqual([]);
  });

  it('are edited by the person, whose words an undo of the answer leaves alone, also after a restart', async () => {
    const { page } = limpet;
    await press(page, 'Edit');
    await page.getByLabel('Text', { exact: true }).fill('High water 12:30, says the harbour');
    await press(page, 'Save');
    await page.getByText('High water 12:30, says the harbour').waitFor();
    await gateway.kill();
    gateway = await start();
    limpet = await openLimpet(browser, gateway, { firstRun: true });
    const again = limpet.page;
    await again
      .getByRole('button', { name: /Note the tide/ })
      .first()
      .click()
      .catch(() => undefined);
    await again.getByRole('button', { name: '2 changes', exact: true }).click();
    await again.getByRole('menuitem', { name: 'Undo all', exact: true }).click();
    await again
      .getByText(/1 was left alone/)
      .first()
      .waitFor();
    await toNotes(again);
    await again.getByRole('link', { name: /Tides/ }).waitFor();
    expect(await again.getByRole('link', { name: /Shopping/ }).count()).toBe(0);
    await again.getByRole('link', { name: /Tides/ }).click();
    await again.getByText('High water 12:30, says the harbour').waitFor();
  });

  it('are found, pinned, thrown away and brought back by key', async () => {
    const { page } = limpet;
    await press(page, 'Pin');
    await page.getByRole('button', { name: 'Unpin' }).waitFor();
    await press(page, 'All notes');
    await page.getByRole('searchbox', { name: 'Search notes' }).fill('harb');
    await page.locator('mark', { hasText: 'harbour' }).waitFor();
    await page.getByRole('link', { name: /Tides.*Pinned/ }).press('Enter');
    await press(page, 'Delete');
    await page.getByText('“Tides” is in the trash.').waitFor();
    await press(page, 'Undo');
    await page.getByRole('link', { name: /Tides/ }).waitFor();
    expect(await findings(page)).toEqual([]);
  });

  it('stand in the account with the chat that wrote them, and the page follows what a chat does', async () => {
    const { page } = limpet;
    const client = connectTo(gateway.dataFolder);
    const { entries, titles } = await client.api.activity.list({ types: ['call_ended'], text: 'Tides' });
    expect(entries.map(({ fact }) => fact.type === 'call_ended' && fact.title.key)).toEqual(['notebook.call_write']);
    expect(Object.keys(titles)).toEqual([entries[0]?.sessionId]);
    await client.api.notes.create({ title: 'From elsewhere', body: 'x', tags: [] });
    await page.getByRole('searchbox', { name: 'Search notes' }).fill('');
    await page.getByRole('link', { name: /From elsewhere/ }).waitFor();
    client.close();
  });
});
