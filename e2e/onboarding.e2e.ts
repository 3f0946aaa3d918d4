// A new person: from the first page to the first answer, counted and timed on three ways, and what can go wrong on them.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { hasChromium, launchBrowser, shoot } from './support/browser.ts';
import { type Counted, countActions } from './support/counted.ts';
import { type GatewayOptions, type RunningGateway, startGateway } from './support/gateway.ts';
import { type KeyGate, startKeyGate } from './support/key-gate.ts';
import { answersOf, composerOf, type LimpetPage, openLimpet } from './support/limpet-page.ts';
import { type ModelServer, startModelServer } from './support/model-server.ts';

const rightKey = 'sk-right-key-of-the-first-run-0123456789';
const limits = { actions: 12, ms: 120_000 };
/** Nothing listens there, and nothing of the developer's machine is found. */
const nobody = {
  OLLAMA_HOST: 'http://127.0.0.1:9',
  LMSTUDIO_BASE_URL: 'http://127.0.0.1:9/v1',
  LIMPET_FIND_LOCAL_MODELS: 'false',
};

/** In any file of the folder, as it was typed. */
function holdsKey(folder: string): boolean {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .some((entry) => readFileSync(join(entry.parentPath, entry.name)).includes(rightKey));
}

describe.skipIf(!hasChromium)('the first run', () => {
  let browser: Browser;
  let model: ModelServer;
  let gate: KeyGate;
  let home: string;
  let gateway: RunningGateway;
  let limpet: LimpetPage;
  let person: Counted;
  let page: Page;

  beforeAll(async () => {
    browser = await launchBrowser();
    model = await startModelServer();
  });
  afterAll(async () => {
    await browser.close();
    await model.stop();
  });
  beforeEach(async () => {
    model.play([{ text: 'ready' }, { when: 'Look at the files', text: 'I can tidy this folder with you.' }]);
    gate = await startKeyGate(model.url, { key: rightKey });
    home = mkdtempSync(join(tmpdir(), 'limpet-first-'));
  });
  afterEach(async () => {
    await limpet.context.close();
    await gateway.stop();
    await gate.stop();
    rmSync(home, { recursive: true, force: true });
  });

  /** A fresh data folder, and a home of its own in which the suggested folder would lie. */
  async function open(environment: Readonly<Record<string, string>>, more: GatewayOptions = {}): Promise<void> {
    gateway = await startGateway({
      environment: { ...nobody, HOME: home, ...environment },
      hasWorkspace: false,
      ...more,
    });
    limpet = await openLimpet(browser, gateway, { firstRun: true });
    page = limpet.page;
    person = countActions(page);
  }
  const suggested = () => join(home, 'Documents/Limpet');
  /** Resolves once this is the step that is open. */
  const at = (title: string) => page.locator('[aria-current="step"] h2', { hasText: title }).waitFor();
  async function createPassphrase(): Promise<void> {
    await person.fill('New passphrase', 'a long passphrase');
    await person.fill('Repeat the passphrase', 'a long passphrase');
    await person.click('Create passphrase file');
  }
  /** From the folder on; the example is answered with yes. */
  async function toTheFirstAnswer(answer: string): Promise<void> {
    await person.click('Use this folder');
    await person.click('Show me a real question');
    await person.click('Once');
    await page.getByText('You allowed it').waitFor();
    await person.click('Start the first chat');
    await composerOf(page).waitFor();
    await page.waitForFunction(() => document.activeElement?.getAttribute('aria-label') === 'Message');
    const before = await answersOf(page).count();
    await person.press('Enter');
    await answersOf(page).nth(before).getByText(answer).first().waitFor();
  }
  function report(way: string): void {
    const seconds = (person.ms() / 1000).toFixed(1);
    process.stdout.write(`first answer, ${way}: ${person.actions()} actions, ${seconds} s\n`);
    expect(person.actions()).toBeLessThanOrEqual(limits.actions);
    expect(person.ms()).toBeLessThan(limits.ms);
    expect(limpet.problems).toEqual([]);
  }

  it('comes to an answer with a key of the environment, which goes nowhere before it is used', async () => {
    await open({ OPENAI_API_KEY: rightKey, OPENAI_BASE_URL: `${gate.url}/v1` });
    await page.getByText('key in OPENAI_API_KEY; it goes nowhere until you use it').waitFor();
    expect(await page.content()).not.toContain(rightKey);
    expect(gate.asked).toEqual([]);
    await person.click('Use OpenAI');
    await page.getByText(/Works: first word after \d+ ms/).waitFor();
    await shoot(page, 'onboarding-tested');
    await person.click('Next');
    await toTheFirstAnswer('tidy this folder');
    expect(readFileSync(join(suggested(), 'limpet-welcome.txt'), 'utf8').trim()).toBe(
      'Limpet asked before it wrote this file.',
    );
    report('key of the environment');
  });

  it('comes to an answer with a key that is typed', async () => {
    await open({ OPENAI_BASE_URL: `${gate.url}/v1` });
    await person.click('OpenAI');
    await page.getByRole('link', { name: /platform.openai.com\/api-keys/ }).waitFor();
    await person.fill('API key', rightKey);
    await shoot(page, 'onboarding-key');
    await person.click('Connect');
    await createPassphrase();
    await person.click('Next');
    await toTheFirstAnswer('tidy this folder');
    report('typed key');
  });

  it('comes to an answer with a key that is kept nowhere', async () => {
    await open({ OPENAI_BASE_URL: `${gate.url}/v1` });
    await person.click('OpenAI');
    await person.fill('API key', rightKey);
    await person.click('Connect');
    await shoot(page, 'onboarding-where-keys-go');
    await person.click('Keep it only until Limpet ends');
    await person.click('Next');
    await toTheFirstAnswer('tidy this folder');
    expect(holdsKey(gateway.dataFolder)).toBe(false);
    report('typed key, until restart');
  });

  it('comes to an answer without a model', async () => {
    await open({});
    await person.click('Start without a model');
    await toTheFirstAnswer('limpet-welcome.txt');
    expect(await limpet.lastAnswer()).toContain('limpet-welcome.txt');
    report('offline');
  });

  it('says that a key is wrong, and goes on with the corrected one', async () => {
    await open({ OPENAI_BASE_URL: `${gate.url}/v1` });
    await person.click('OpenAI');
    await person.fill('API key', 'sk-wrong-key-0123456789');
    await person.click('Connect');
    await createPassphrase();
    await page.getByText('OpenAI refused the key').waitFor();
    await page.waitForFunction(() => document.activeElement?.getAttribute('aria-invalid') === 'true');
    await shoot(page, 'onboarding-wrong-key');
    // What was entered is not asked for twice, and a reload brings back the same form.
    await page.reload();
    await person.fill('API key', rightKey);
    await person.click('Connect');
    await page.getByText('Works: first word').waitFor();
    await person.click('Next');
    await person.click('Use this folder');
    await at('How Limpet asks');
    process.stdout.write(`wrong key, then corrected: ${person.actions()} actions up to the last step\n`);
  });

  it('says that nothing can be reached, and starts without a model all the same', async () => {
    await open({ OPENAI_API_KEY: rightKey, OPENAI_BASE_URL: 'http://127.0.0.1:9/v1' });
    await person.click('Use OpenAI');
    await page.getByRole('alert').getByText('did not answer').waitFor();
    await shoot(page, 'onboarding-no-network');
    await person.click('Start without a model');
    await toTheFirstAnswer('limpet-welcome.txt');
    report('no network');
  });

  it('finds a slow model server of this machine while the person may already go on', async () => {
    const slow = await startKeyGate(model.url, {
      own: {
        '/api/tags': { models: [{ name: 'tide:3b' }] },
        '/api/ps': { models: [] },
        '/api/show': { capabilities: ['completion', 'tools'], model_info: { 'tide.context_length': 32_768 } },
      },
    });
    slow.delay(700);
    await open({ OLLAMA_HOST: slow.url, LIMPET_FIND_LOCAL_MODELS: 'true' });
    await page.getByText('Looking for models on this machine').waitFor();
    expect(await page.getByRole('button', { name: 'Start without a model' }).isEnabled()).toBe(true);
    await page.getByText('runs on this machine, free').waitFor();
    await person.click('Use Ollama');
    await page.getByText(/from tide:3b/).waitFor();
    await person.click('Next');
    await toTheFirstAnswer('tidy this folder');
    report('slow local server');
    await slow.stop();
  });

  it('refuses folders that are too wide or hold keys, and makes the one that is right', async () => {
    await open({});
    await person.click('Start without a model');
    for (const [folder, reason] of [
      ['/', 'too wide'],
      ['~', 'too wide'],
      ['~/.ssh', 'holds keys'],
      ['notes', 'whole path'],
    ] as const) {
      await person.fill('Suggested folder', folder);
      await person.press('Enter');
      await page.getByRole('alert').getByText(reason).waitFor();
    }
    await shoot(page, 'onboarding-folder-refused');
    expect(readdirSync(home)).not.toContain('.ssh');
    await person.fill('Suggested folder', '~/tides/new');
    await person.press('Enter');
    await page.getByText(`Works in ${join(home, 'tides/new')}`).waitFor();
    expect(readdirSync(join(home, 'tides/new'))).toEqual([]);
  });

  it('writes nothing when the example is denied, and keeps its place over a reload at every step', async () => {
    await open({});
    await page.reload();
    await person.click('Start without a model');
    await at('Choose a folder to work in');
    await page.reload();
    await person.click('Use this folder');
    await person.click('Show me a real question');
    await page.getByRole('button', { name: 'Deny', exact: true }).waitFor();
    await shoot(page, 'onboarding-asks');
    await page.reload();
    await person.click('Deny');
    await page.getByText('You said no: nothing was written.').waitFor();
    expect(readdirSync(suggested())).toEqual([]);
    await page.reload();
    await page.getByText('You said no: nothing was written.').waitFor();
    await person.click('Ask me again');
    await person.click('Once');
    await page.getByText('You allowed it').waitFor();
    expect(readdirSync(suggested())).toEqual(['limpet-welcome.txt']);
    await shoot(page, 'onboarding-allowed');
  });

  it('can be left, and taken up again where it was left', async () => {
    await open({});
    await person.click('Start without a model');
    await person.click('Use this folder');
    await person.click('Show me a real question');
    await page.getByRole('button', { name: 'Deny', exact: true }).waitFor();
    await person.click('Skip the setup');
    await page.getByRole('button', { name: 'New chat' }).first().waitFor();
    expect(existsSync(join(suggested(), 'limpet-welcome.txt'))).toBe(false);
    await page.keyboard.press('ControlOrMeta+k');
    await page.getByRole('dialog').getByRole('combobox').fill('Set up Limpet');
    await page.keyboard.press('Enter');
    await at('How Limpet asks');
    await person.click('Skip the setup');
    await page.getByRole('button', { name: 'New chat' }).first().waitFor();
    await page.goto(`${gateway.url}/#settings/about`);
    await page.getByRole('button', { name: 'Go through the setup' }).click();
    await page.getByText('Welcome to Limpet').waitFor();
    expect(limpet.problems).toEqual([]);
  });

  it('can be gone through by keyboard alone', async () => {
    await open({}, { hasWorkspace: true });
    writeFileSync(join(gateway.workspace, 'notes.txt'), 'High water 06:12\n');
    /** Tab until the named button has the focus, then Enter. */
    const press = async (name: string) => {
      await page.getByRole('button', { name }).first().waitFor();
      for (let tabs = 0; tabs < 60; tabs += 1) {
        const focused = await page.evaluate(() => document.activeElement?.textContent ?? '');
        if (focused.startsWith(name)) break;
        await page.keyboard.press('Tab');
      }
      await page.keyboard.press('Enter');
    };
    await press('Start without a model');
    await page.getByText('Set by --workspace').waitFor();
    await press('Use this folder');
    await press('Show me a real question');
    await press('Deny');
    await page.getByText('You said no').waitFor();
    await press('Start the first chat');
    await composerOf(page).waitFor();
    await page.waitForFunction(() => document.activeElement?.getAttribute('aria-label') === 'Message');
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.type('read notes.txt');
    await page.keyboard.press('Enter');
    await answersOf(page).last().getByText('High water 06:12').waitFor();
    expect(existsSync(join(gateway.workspace, 'limpet-welcome.txt'))).toBe(false);
  });
});
