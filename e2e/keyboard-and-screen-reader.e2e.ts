// The main tasks without a pointer and without eyes: by keys alone, with the focus always to be seen, and with everything
// that happens said aloud and every control named in the accessibility tree.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { english } from '#main/platform/texts/en/catalogue.ts';
import { accessibilityTree, unnamed } from './support/accessibility-tree.ts';
import { hasChromium, launchBrowser, openPage } from './support/browser.ts';
import type { RunningGateway } from './support/gateway.ts';
import { startGateway } from './support/gateway.ts';
import { keysOf, listen, type Voice } from './support/keys-and-voice.ts';
import { composerOf, type LimpetPage, toLimpetPage } from './support/limpet-page.ts';
import { type ModelServer, startModelServer } from './support/model-server.ts';
import { settled } from './support/play-task.ts';
import { runTask } from './support/task-run.ts';
import { readTasks, type Task, type TaskStep } from './support/tasks.ts';

const { chat } = english;
const buttons = { once: chat.allow_once, session: chat.allow_session, deny: chat.deny, deny_stop: chat.deny_stop };

describe.skipIf(!hasChromium)('without pointer and eyes', () => {
  let browser: Browser;
  let model: ModelServer;
  let root: string;
  beforeAll(async () => {
    browser = await launchBrowser();
    model = await startModelServer();
    root = mkdtempSync(join(tmpdir(), 'limpet-keys-'));
  });
  afterAll(async () => {
    await browser.close();
    await model.stop();
    rmSync(root, { recursive: true, force: true });
  });

  it.for(readTasks().filter(({ surface }) => surface === 'page'))('$id: $title', async (task, context) => {
    let voice: Voice | undefined;
    const open = async (gateway: RunningGateway) => {
      const opened = await openByKeys(browser, gateway);
      voice = opened.voice;
      return opened.limpet;
    };
    const look = async (limpet: LimpetPage) => {
      if (voice === undefined) throw new Error('Nobody listened.');
      await expectHeard(task, voice);
      await expectNamed(limpet.page);
      expect(await limpet.page.evaluate(() => Reflect.get(window, 'pointerUses'))).toBe(0);
    };
    await runTask(task, { open, doStep, look }, { world: { browser, model, root }, context });
  });

  it('hears that an answer failed, and finds what to do next', async () => {
    const gateway = await startGateway({
      environment: { ...model.environment, OPENAI_BASE_URL: 'http://127.0.0.1:9/v1' },
    });
    try {
      const { limpet, voice } = await openByKeys(browser, gateway);
      await keysOf(limpet.page).type('Is anybody there?');
      await limpet.page.getByRole('button', { name: chat.try_again }).first().waitFor();
      await expect.poll(() => voice.heard(), { timeout: 20_000 }).toContain(chat.news_failed);
      await keysOf(limpet.page).goTo('button', chat.try_again);
      await expectNamed(limpet.page);
    } finally {
      await gateway.stop();
    }
  });
});

/** Signs in, skips the setup and begins a chat, by keys. */
async function openByKeys(browser: Browser, gateway: RunningGateway) {
  const opened = await openPage(browser, 'about:blank');
  const voice = await listen(opened.page);
  await opened.page.addInitScript(() => {
    Reflect.set(window, 'pointerUses', 0);
    for (const type of ['pointerdown', 'mousedown', 'touchstart'])
      window.addEventListener(type, () => Reflect.set(window, 'pointerUses', 1), true);
  });
  await opened.page.goto(gateway.signIn);
  const limpet = toLimpetPage(opened);
  const keys = keysOf(opened.page);
  await keys.press('button', english.onboarding.skip);
  await opened.page.getByRole('button', { name: english.app.new_chat }).first().waitFor();
  await opened.page.keyboard.press('ControlOrMeta+Shift+O');
  await composerOf(opened.page).waitFor();
  return { limpet, voice };
}

async function doStep(limpet: LimpetPage, step: TaskStep): Promise<void> {
  const { page } = limpet;
  const keys = keysOf(page);
  switch (step.type) {
    case 'say':
      await keys.type(step.text);
      await page.getByRole('article', { name: chat.from_person }).last().waitFor();
      return settled(limpet);
    case 'steer':
      await keys.type(step.text);
      await page.getByText(step.text).first().waitFor();
      return;
    case 'decide':
      await expectQuestionRead(page);
      await keys.press('button', buttons[step.decision]);
      await page.getByRole('button', { name: chat.allow_once, exact: true }).waitFor({ state: 'detached' });
      return;
    case 'stop':
      await page.locator('[data-call-state="running"]').waitFor();
      await keys.goTo('textbox', chat.message_field);
      await page.keyboard.press('Escape');
      return limpet.answered();
    case 'edit':
      await limpet.answered();
      await keys.press('button', chat.edit, page.getByRole('article', { name: chat.from_person }).first());
      await keys.type(step.text, { instead: true });
      await page.getByRole('article', { name: chat.from_person }).first().getByText(step.text).waitFor();
      return settled(limpet);
    case 'version': {
      const first = page.getByRole('article', { name: chat.from_person }).first();
      const at = async () => Number(/(\d+)\s*\/\s*\d+/.exec(await first.innerText())?.[1]) - 1;
      for (let now = await at(); now !== step.index; now = await at()) {
        await keys.press('button', now > step.index ? chat.version_before : chat.version_after, first);
        await expect.poll(at).not.toBe(now);
      }
      return;
    }
    case 'wait':
      return limpet.answered();
  }
}

/** The question has the focus by itself, so that a screen reader reads it; its own name is the sentence of the title. */
async function expectQuestionRead(page: Page): Promise<void> {
  const card = page.locator('[data-approval]');
  await card.waitFor();
  await expect.poll(() => card.evaluate((element) => element.contains(document.activeElement))).toBe(true);
  const tree = await card.ariaSnapshot();
  expect(tree).toMatch(/^- region "\S.*":/);
  expect(tree).toContain('heading');
  for (const name of [chat.allow_once, chat.deny, chat.deny_stop]) expect(tree).toContain(`button "${name}"`);
}

async function expectHeard(task: Task, voice: Voice): Promise<void> {
  const isStopped = task.expect.lastStatus === 'stopped' || task.do.some(({ type }) => type === 'stop');
  const last = isStopped ? chat.news_stopped : chat.news_done;
  await expect.poll(() => voice.heard(), { timeout: 20_000 }).toContain(last);
  if (task.expect.questions > 0) expect(voice.heard()).toContain(chat.news_asking);
}

/** What a screen reader walks through: landmarks, the conversation with its articles, the field; all of it named. */
async function expectNamed(page: Page): Promise<void> {
  const nodes = await accessibilityTree(page);
  expect(unnamed(nodes)).toEqual([]);
  const names = (role: string) => nodes.flatMap((node) => (node.role === role ? [node.name] : []));
  expect(names('main')).toHaveLength(1);
  expect(names('feed')).toEqual([chat.conversation]);
  expect(names('article')).toEqual(expect.arrayContaining([chat.from_person, chat.from_limpet]));
  expect(names('textbox')).toContain(chat.message_field);
  expect(names('heading').length).toBeGreaterThan(0);
}
