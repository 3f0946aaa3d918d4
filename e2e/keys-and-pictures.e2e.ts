// A key that the model names without seeing it, from the settings to the card; and a picture before the model's eyes.
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findings } from './support/axe.ts';
import { hasChromium, launchBrowser, shoot } from './support/browser.ts';
import { connectTo } from './support/client.ts';
import { type RunningGateway, startGateway } from './support/gateway.ts';
import { type LimpetPage, openLimpet } from './support/limpet-page.ts';
import { type ModelServer, startModelServer } from './support/model-server.ts';

const canary = 'canary-4f81c02b77';
const picture = join(import.meta.dirname, '../src-main/abilities/documents/testing/tide-note.jpg');

describe.skipIf(!hasChromium)('keys and pictures', () => {
  let browser: Browser;
  let model: ModelServer;
  let gateway: RunningGateway;
  let limpet: LimpetPage;

  beforeAll(async () => {
    browser = await launchBrowser();
    model = await startModelServer();
    gateway = await startGateway({ environment: model.environment });
    limpet = await openLimpet(browser, gateway);
    // No keychain is there in a test: a passphrase file keeps the keys.
    const connection = connectTo(gateway.dataFolder);
    await connection.api.system.createSecretsFile({ passphrase: 'a tide and a lamp' });
    connection.close();
  });
  afterAll(async () => {
    await limpet.context.close();
    await gateway.stop();
    await browser.close();
    await model.stop();
  });

  it('ties a key to its hosts, shows its name and host on the card, and its value nowhere', async () => {
    const { page } = limpet;
    const chat = page.url();
    await page.goto(`${gateway.url}/#/settings/secrets`);
    await page.getByRole('button', { name: 'Add a key' }).and(page.locator(':enabled')).waitFor();
    await page.getByRole('button', { name: 'Add a key' }).press('Space');
    await page.getByLabel('Name', { exact: true }).fill('tides');
    await page.getByLabel('Value', { exact: true }).fill(canary);
    await page.getByLabel('Hosts', { exact: true }).fill('api.tides.example');
    await shoot(page, 'request-key-dialog');
    expect(await findings(page)).toEqual([]);
    await page.getByRole('button', { name: 'Save the key' }).press('Space');
    await page.getByText('for api.tides.example').waitFor();
    await shoot(page, 'request-keys');
    expect(await page.content()).not.toContain(canary);

    await page.goto(chat);
    const headers = { authorization: 'Bearer {{secret:tides}}' };
    model.play([
      { calls: [{ name: 'http_request', input: { method: 'GET', url: 'https://api.tides.example/now', headers } }] },
      { text: 'I left it.' },
    ]);
    await limpet.say('Ask for the tide');
    await page.getByText('Limpet puts in the stored key tides on the way').waitFor();
    await page.getByText('Bearer {{secret:tides}}').first().waitFor();
    await shoot(page, 'request-key-card');
    expect(await findings(page)).toEqual([]);
    expect(await page.content()).not.toContain(canary);
    await limpet.decide('Deny');
    await page.getByText('I left it.').waitFor();
    expect(JSON.stringify(model.bodies())).not.toContain(canary);
  });

  it('lets the model see a picture of the folder, without a question', async () => {
    const { page } = limpet;
    copyFileSync(picture, join(gateway.workspace, 'note.jpg'));
    model.play([
      { calls: [{ name: 'view_image', input: { path: 'note.jpg' } }] },
      { text: 'I see a note of the tides.' },
    ]);
    await limpet.say('What is on note.jpg?');
    await page.getByText('I see a note of the tides.').waitFor();
    await page.getByText('Look at note.jpg').first().waitFor();
    expect(JSON.stringify(model.bodies().at(-1))).toContain('data:image/jpeg;base64,');
  });
});
