// With a model over real HTTP: tools, approval, stop, edit and branch, steering, a cut connection, two tabs.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { hasChromium, launchBrowser, shoot } from './support/browser.ts';
import { type RunningGateway, startGateway } from './support/gateway.ts';
import { answersOf, composerOf, type LimpetPage, openLimpet } from './support/limpet-page.ts';
import { type ModelServer, startModelServer } from './support/model-server.ts';

const longText = Array.from({ length: 400 }, (_, index) => `word${index}`).join(' ');

describe.skipIf(!hasChromium)('with a model', () => {
  let browser: Browser;
  let model: ModelServer;
  let gateway: RunningGateway;
  let limpet: LimpetPage;
  const file = (name: string) => join(gateway.workspace, name);

  beforeAll(async () => {
    browser = await launchBrowser();
    model = await startModelServer();
  });
  afterAll(async () => {
    await browser.close();
    await model.stop();
  });
  beforeEach(async () => {
    model.pace({ chunkSize: 20, latencyMs: 1 });
    gateway = await startGateway({ environment: model.environment });
    writeFileSync(file('tide.txt'), 'high 06:12\n');
    limpet = await openLimpet(browser, gateway);
  });
  afterEach(async () => {
    await limpet.context.close();
    await gateway.stop();
  });

  it('reads freely, asks before it writes, and does exactly what was shown', async () => {
    model.play([
      { text: 'I look at the file.', calls: [{ name: 'read_file', input: { path: 'tide.txt' } }] },
      { calls: [{ name: 'edit_file', input: { path: 'tide.txt', old_text: 'high 06:12', new_text: 'high 18:40' } }] },
      { text: 'The tide is **up to date** now.' },
    ]);
    await limpet.say('Update the tide');
    await limpet.page.getByText('high 18:40').first().waitFor();
    expect(readFileSync(file('tide.txt'), 'utf8')).toBe('high 06:12\n');
    await limpet.decide('Once');
    await limpet.page.getByText('up to date').waitFor();
    expect(readFileSync(file('tide.txt'), 'utf8')).toBe('high 18:40\n');
    await shoot(limpet.page, 'answer-with-tools');
    expect(limpet.problems).toEqual([]);
  });

  it('leaves everything as it was when the person denies, and tells the model', async () => {
    model.play([{ calls: [{ name: 'write_file', input: { path: 'new.txt', content: 'x' } }] }, { text: 'I left it.' }]);
    await limpet.say('Make a file');
    await limpet.decide('Deny');
    await limpet.page.getByText('I left it.').waitFor();
    expect(existsSync(file('new.txt'))).toBe(false);
    expect(JSON.stringify(model.bodies().at(-1))).toContain('denied');
  });

  it('stops in mid-answer and keeps what was said [T42]', async () => {
    model.pace({ chunkSize: 20, latencyMs: 40 });
    model.play([{ text: longText }]);
    await limpet.say('Tell me much');
    await limpet.page.getByText('word10').waitFor();
    await limpet.page.getByRole('button', { name: 'Stop', exact: true }).click();
    await limpet.page.getByText('Stopped.', { exact: true }).waitFor();
    const kept = await limpet.lastAnswer();
    expect(kept).toContain('word5');
    expect(kept).not.toContain('word399');
    await limpet.page.reload();
    await limpet.page.getByText('word5').waitFor();
  });

  it('edits an earlier message beside the old one, and goes back', async () => {
    model.play([
      { when: 'high', text: 'High water is at six.' },
      { when: 'low', text: 'Low water is at noon.' },
    ]);
    await limpet.say('When is high water?');
    await limpet.page.getByText('High water is at six.').waitFor();
    await limpet.answered();
    const mine = limpet.page.getByRole('article', { name: 'Your message' });
    await mine.hover();
    await mine.getByRole('button', { name: 'Edit' }).click();
    await composerOf(limpet.page).fill('When is low water?');
    await composerOf(limpet.page).press('Enter');
    await limpet.page.getByText('Low water is at noon.').waitFor();
    expect(await answersOf(limpet.page).count()).toBe(1);
    await limpet.page.getByRole('button', { name: 'Previous version' }).first().click();
    await limpet.page.getByText('High water is at six.').waitFor();
    await shoot(limpet.page, 'versions');
  });

  it('answers again beside the first answer', async () => {
    model.play([{ text: 'First try.' }, { text: 'Second try.' }]);
    await limpet.say('Say something');
    await limpet.page.getByText('First try.').waitFor();
    await limpet.answered();
    await limpet.page.getByRole('button', { name: 'Answer again' }).click();
    await limpet.page.getByText('Second try.').waitFor();
    await limpet.page.getByRole('button', { name: 'Previous version' }).click();
    await limpet.page.getByText('First try.').waitFor();
  });

  it('goes on where it was after the connection was cut in mid-answer', async () => {
    model.pace({ chunkSize: 20, latencyMs: 60 });
    model.play([{ text: longText }]);
    await limpet.say('Tell me much');
    await limpet.page.getByText('word10').waitFor();
    await limpet.context.setOffline(true);
    await limpet.page.waitForTimeout(800);
    await limpet.context.setOffline(false);
    await limpet.page.getByText('word399').waitFor({ timeout: 60_000 });
    const words = (await limpet.lastAnswer()).match(/word\d+/g) ?? [];
    expect(words.slice(0, 400)).toEqual(longText.split(' '));
  });

  it('shows the same in two tabs, and takes an answer in either [R26]', async () => {
    model.play([
      { calls: [{ name: 'write_file', input: { path: 'two.txt', content: 'from two tabs' } }] },
      { text: 'Both saw it.' },
    ]);
    const second = await limpet.context.newPage();
    await second.goto(limpet.page.url());
    await limpet.say('Write from two tabs');
    await second.getByRole('button', { name: 'Once', exact: true }).click();
    await limpet.page.getByText('Both saw it.').waitFor();
    await second.getByText('Both saw it.').waitFor();
    expect(readFileSync(file('two.txt'), 'utf8')).toBe('from two tabs');
    await second.close();
    // A page that dies takes nothing along: the next one shows all.
    await limpet.page.goto('about:blank');
    await limpet.page.goto(`${gateway.url}/`);
    await limpet.page.getByText('Both saw it.').waitFor();
  });

  it('puts a message into the running answer, and queues another for afterwards', async () => {
    model.play([
      { text: 'Working.', calls: [{ name: 'run_command', input: { command: 'sleep 2; echo first' } }] },
      { when: 'lamp', text: 'The lamp it is.' },
    ]);
    await limpet.say('What should I bring?');
    await limpet.decide('Once');
    await limpet.say('I mean the lamp');
    await limpet.page.getByText('The lamp it is.').first().waitFor();
    await limpet.answered();
    expect(await limpet.page.getByRole('article', { name: 'Your message' }).count()).toBe(2);
  });

  it('runs text of the model as text only [T11]', async () => {
    model.play([
      {
        text: '<img src=x onerror="document.title=1"> <script>document.title=2</script> [x](javascript:alert(1)) `<b>`',
      },
    ]);
    const title = await limpet.page.title();
    await limpet.say('Attack me');
    await limpet.answered();
    await limpet.page.getByText('<b>').waitFor();
    expect(await limpet.page.title()).not.toMatch(/^[12]$/);
    expect(title).not.toMatch(/^[12]$/);
    expect(await answersOf(limpet.page).locator('img, script, a[href^="javascript"]').count()).toBe(0);
  });
});
