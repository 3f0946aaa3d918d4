// Limpet asks in the middle of an answer: in the chat, in a second window, in the inbox; by keys; once.
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { findings } from './support/axe.ts';
import { hasChromium, launchBrowser, shoot } from './support/browser.ts';
import { type RunningGateway, startGateway } from './support/gateway.ts';
import { type LimpetPage, openLimpet } from './support/limpet-page.ts';
import { type ModelServer, startModelServer } from './support/model-server.ts';

const call = (input: object) => ({ calls: [{ name: 'ask_person', input }] });

describe.skipIf(!hasChromium)('a question of Limpet', () => {
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

  it('is answered by keys alone, after a reload, and stands in the chat afterwards', async () => {
    const { page } = limpet;
    model.play([
      call({ question: 'Which colour shall the cover of the tide book have?', choices: ['Sea blue', 'Sand', 'Red'] }),
      { text: 'Sand it is.' },
    ]);
    await limpet.say('Make the cover');
    await page.getByRole('heading', { name: 'Limpet asks you' }).waitFor();
    await page.reload();
    await page.getByRole('heading', { name: 'Limpet asks you' }).waitFor();
    await shoot(page, 'question-choices');
    expect(await findings(page)).toEqual([]);
    await page.locator('[data-question]').focus();
    await page.keyboard.press('Tab'); // past the button that puts it aside
    await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Send');
    await page.keyboard.press('Space');
    await page.getByText('Sand it is.').waitFor();
    expect(JSON.stringify(model.bodies().at(-1))).toContain('The person answered: Sand');
    expect(await page.locator('[data-question]').count()).toBe(0);
    await page.getByText('Ask you: Which colour').first().waitFor();
    expect(limpet.problems).toEqual([]);
  });

  it('stands in a second window and in the inbox, and is answered once', async () => {
    const { page } = limpet;
    model.play([call({ question: 'How many copies?' }), { text: 'Twelve copies.' }]);
    await limpet.say('Print the tide book');
    await page.locator('[data-question]').waitFor();
    const second = await limpet.context.newPage();
    await second.goto(`${gateway.url}/#/inbox`);
    await second.locator('[data-question]').waitFor();
    await second.getByText('1 waiting').waitFor({ state: 'attached' });
    await shoot(second, 'question-inbox');
    expect(await findings(second)).toEqual([]);
    await second.getByRole('textbox', { name: 'Your answer' }).fill('12');
    await second.getByRole('button', { name: 'Send', exact: true }).press('Space');
    await page.getByText('Twelve copies.').waitFor();
    await second.getByText('Nothing waits for you').waitFor();
    expect(await page.locator('[data-question]').count()).toBe(0);
  });

  it('goes with the turn that is stopped', async () => {
    const { page } = limpet;
    model.play([call({ question: 'Shall I print it now?', yes_no: true })]);
    await limpet.say('Print');
    await page.locator('[data-question]').waitFor();
    await shoot(page, 'question-yes-no');
    await page.getByRole('button', { name: 'Stop', exact: true }).click();
    await page.locator('[data-question]').waitFor({ state: 'detached' });
    await page.getByText('Stopped.', { exact: true }).waitFor();
  });

  it('is a form where several things are asked, also on a narrow window in the dark', async () => {
    const { page } = limpet;
    await page.setViewportSize({ width: 500, height: 800 });
    await page.emulateMedia({ colorScheme: 'dark' });
    const form = {
      name: { type: 'string', title: 'Name of the boat' },
      berths: { type: 'integer', title: 'Berths', minimum: 1, maximum: 8 },
      harbour: { type: 'string', title: 'Harbour', enum: ['dover', 'deal'], enumNames: ['Dover', 'Deal'] },
      motor: { type: 'boolean', title: 'It has a motor' },
    };
    model.play([call({ question: 'Tell me about the boat.', form }), { text: 'Noted.' }]);
    await limpet.say('Enter my boat');
    await page.getByLabel('Name of the boat').fill('Limpet');
    await page.getByLabel('Berths').fill('9');
    await page.getByRole('radio', { name: 'Deal' }).check();
    await page.getByRole('button', { name: 'Send', exact: true }).press('Space');
    await page.getByText('does not fit what is asked there').waitFor();
    await shoot(page, 'question-form-dark');
    expect(await findings(page)).toEqual([]);
    await page.getByLabel('Berths').fill('4');
    await page.getByRole('button', { name: 'Send', exact: true }).press('Space');
    await page.getByText('Noted.').waitFor();
    expect(JSON.stringify(model.bodies().at(-1))).toContain('Deal'.toLowerCase());
  });
});
