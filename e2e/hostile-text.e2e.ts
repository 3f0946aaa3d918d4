// Hundreds of hostile texts in every place that shows text of others: nothing runs, nothing leaves, nothing is asked.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { hasChromium, launchBrowser, shoot } from './support/browser.ts';
import { connectTo } from './support/client.ts';
import { type RunningGateway, startGateway } from './support/gateway.ts';
import { type EvilServer, startCarelessPage, startEvilServer } from './support/hostile-server.ts';
import { type LimpetPage, openLimpet } from './support/limpet-page.ts';
import { type ModelServer, startModelServer } from './support/model-server.ts';

const groups = z
  .record(z.string(), z.array(z.string()))
  .parse(JSON.parse(readFileSync(join(import.meta.dirname, 'fixtures/hostile-text.json'), 'utf8')));
const { 'left open': leftOpen = [], names = [] } = groups;
const closed = Object.entries(groups).flatMap(([name, texts]) => (name === 'left open' ? [] : texts));
const batchSize = 20;

/** Every element that text of others may become, and the app's own around it. */
const allowed =
  'a article blockquote br button code del div em fieldset figcaption figure footer h2 h3 h4 h5 h6 hr input li mark ol p pre section span strong sub sup table tbody td th thead tr ul';

type Finding = { readonly elements: string[]; readonly attributes: string[]; readonly ran: boolean };

describe.skipIf(!hasChromium)('hostile text', () => {
  let browser: Browser;
  let evil: EvilServer;
  let model: ModelServer;
  let gateway: RunningGateway;
  let limpet: LimpetPage;
  const opened: string[] = [];
  /** Places where an attack shows: a number tells which text it was. */
  const arm = (texts: readonly string[]) =>
    texts.map((text, index) => text.replaceAll('{evil}', `${evil.url}/${index}`).replaceAll('{host}', evil.host));

  beforeAll(async () => {
    browser = await launchBrowser();
    evil = await startEvilServer();
    model = await startModelServer();
    model.pace({ chunkSize: 60, latencyMs: 1 });
    gateway = await startGateway({ environment: model.environment });
    limpet = await openLimpet(browser, gateway);
    limpet.page.on('dialog', (dialog) => {
      opened.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    limpet.context.on('page', (page) => opened.push(`window: ${page.url()}`));
    limpet.context.on('request', (request) => {
      const url = new URL(request.url());
      if (url.protocol !== 'blob:' && url.protocol !== 'data:' && url.origin !== gateway.url)
        opened.push(request.url());
    });
  });
  afterAll(async () => {
    await browser.close();
    await gateway.stop();
    await model.stop();
    await evil.stop();
  });

  const expectHarmless = async () => {
    const found: Finding = await limpet.page.evaluate((allowedNames) => {
      const isOwnIcon = (element: Element) => element.closest('svg.lucide') !== null;
      const elements: string[] = [];
      const attributes: string[] = [];
      for (const element of document.querySelectorAll('[role="feed"] *')) {
        const name = element.localName;
        if (!allowedNames.includes(name) && !isOwnIcon(element)) elements.push(element.outerHTML.slice(0, 120));
        for (const { name: key, value } of element.attributes) {
          const isBadAddress = ['href', 'src', 'action', 'formaction', 'xlink:href'].includes(key);
          if (key.startsWith('on') || key === 'ping' || key === 'srcdoc') attributes.push(`${name} ${key}=${value}`);
          else if (isBadAddress && !/^(https?:\/\/|mailto:)/.test(value)) attributes.push(`${name} ${key}=${value}`);
          else if (key === 'style' && /url\(|expression\(/.test(value)) attributes.push(`${name} ${key}=${value}`);
        }
      }
      for (const element of document.querySelectorAll('iframe, object, embed, base, meta[http-equiv], form[action]')) {
        elements.push(element.outerHTML.slice(0, 120));
      }
      return { elements, attributes, ran: 'hostile' in window };
    }, allowed.split(' '));
    expect(found).toEqual({ elements: [], attributes: [], ran: false });
    expect(evil.hits).toEqual([]);
    expect(opened).toEqual([]);
    expect(new URL(limpet.page.url()).origin).toBe(gateway.url);
  };

  it('has more than 200 texts, which a careless page would have run and sent', async () => {
    expect(closed.length + leftOpen.length).toBeGreaterThanOrEqual(200);
    const counter = await startEvilServer();
    const texts = [...closed, ...leftOpen].map((text, index) =>
      text.replaceAll('{evil}', `${counter.url}/${index}`).replaceAll('{host}', counter.host),
    );
    const careless = await startCarelessPage(texts);
    const context = await browser.newContext();
    const page = await context.newPage();
    let dialogs = 0;
    page.on('dialog', (dialog) => {
      dialogs += 1;
      void dialog.dismiss();
    });
    await page.goto(careless.url);
    const reached = () => new Set(counter.hits.flatMap((path) => /^\/(\d+)\//.exec(path)?.[1] ?? [])).size;
    await expect.poll(reached, { timeout: 20_000 }).toBeGreaterThanOrEqual(30);
    const ran = await page.evaluate('top.hostile');
    process.stdout.write(`careless page: ${reached()} texts sent, ${String(ran)} runs, ${dialogs} dialogs\n`);
    expect(Number(ran)).toBeGreaterThan(20);
    expect(dialogs).toBeGreaterThan(0);
    await context.close();
    await careless.stop();
    await counter.stop();
  });

  it('stays text in answers and in messages of the person [T11] [T12]', async () => {
    const armed = arm(closed);
    const open = arm(leftOpen);
    const { page } = limpet;
    for (let from = 0; from < armed.length; from += batchSize) {
      const number = from / batchSize;
      const batch = [...armed.slice(from, from + batchSize), open[number % open.length]].join('\n\n');
      model.play([{ text: `Answer number ${number}.\n\n${batch}` }]);
      await limpet.say(`Batch ${number}\n\n${batch}\n\nend`);
      await page.getByText(`Answer number ${number}.`).waitFor();
      await limpet.answered();
      await expectHarmless();
    }
    expect(armed.length / batchSize).toBeGreaterThan(open.length - 1); // so every open one had its turn
    await shoot(page, 'hostile-answers');
    // Everything that was said, from the first to the last.
    const total = Number(await page.getByRole('article').last().getAttribute('aria-setsize'));
    for (let at = 0; at < total; at += 2) {
      await page.getByRole('feed').evaluate((feed, share) => {
        feed.scrollTop = share * feed.scrollHeight;
      }, at / total);
      const more = page.getByRole('button', { name: 'Show the whole message' });
      if ((await more.count()) > 0) await more.first().click();
      await expectHarmless();
    }
    await page.getByRole('button', { name: 'Jump to newest' }).click();
  });

  it('shows where a link leads, whatever its words say, and asks before anything is fetched [T12]', async () => {
    const { page } = limpet;
    model.play([{ text: `Please log in at [https://bank.example](${evil.url}/log-in).` }]);
    await limpet.say('Where do I log in?');
    const link = page.getByRole('link', { name: 'https://bank.example' }).last();
    await link.hover();
    expect(await link.innerText()).toContain(evil.host);
    await link.click();
    await page.getByRole('dialog').getByText(`${evil.url}/log-in`).waitFor();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await expectHarmless();
  });

  it('stays text in names of files and tools and in their errors [T11] [T12]', async () => {
    const { page } = limpet;
    const armed = arm(names);
    for (const name of armed.filter((each) => !each.includes('/'))) writeFileSync(join(gateway.workspace, name), name);
    for (let from = 0; from < armed.length; from += 5) {
      const five = armed.slice(from, from + 5);
      const calls = five.flatMap((name) => [
        { name: 'read_file', input: { path: name } },
        { name: 'find_files', input: { pattern: name } },
        { name: 'read_file', input: { [name]: name } },
      ]);
      model.play([{ calls }, { calls: [{ name: five[0] ?? '', input: {} }] }, { text: `Looked ${from}.` }]);
      await limpet.say(`Look at ${from}`);
      await page.getByText(`Looked ${from}.`).waitFor();
      await limpet.answered();
      for (const state of ['false', 'false']) {
        const cards = page
          .getByRole('article', { name: 'Answer from Limpet' })
          .last()
          .locator(`[aria-expanded=${state}]`);
        for (let card = await cards.count(); card > 0; card -= 1) await cards.nth(card - 1).click();
      }
      await expectHarmless();
      const hidden = await page
        .locator('[data-call-state]')
        .evaluateAll(
          (cards) => cards.filter((card) => /[\u202A-\u202E\u2066-\u2069\u200B]/.test(card.textContent ?? '')).length,
        );
      expect(hidden, 'cards with characters that nobody sees').toBe(0);
    }
    model.play([{ calls: [{ name: 'list_directory', input: { path: '.' } }] }, { text: 'Listed all.' }]);
    await limpet.say('List');
    await page.getByText('Listed all.').waitFor();
    await page.locator('[data-call-state] [aria-expanded=false]').last().click();
    await shoot(page, 'hostile-names');
    await expectHarmless();
  });

  it('stays text in what the person is asked, and shows what hides [T11]', async () => {
    const { page } = limpet;
    model.play([
      { calls: [{ name: 'run_command', input: { command: `echo '<img src=${evil.url}/ask>' \u202E rm` } }] },
      { calls: [{ name: 'write_file', input: { path: '<svg onload=alert(9)>.txt', content: closed.join('\n') } }] },
      { text: 'Asked.' },
    ]);
    await limpet.say('Ask me');
    for (let question = 0; question < 2; question += 1) {
      await page.getByRole('button', { name: 'Once', exact: true }).waitFor();
      if (question === 0) await page.getByText('Invisible characters were found here').waitFor();
      await expectHarmless();
      await limpet.decide('Deny');
    }
    await page.getByText('Asked.').waitFor();
    await expectHarmless();
  });

  it('stays text in titles of chats, in search and in the palette [T11] [T12]', async () => {
    const { page } = limpet;
    const client = connectTo(gateway.dataFolder);
    const titles = arm([...closed, ...leftOpen]).filter((title) => title.trim().length > 0 && title.length <= 200);
    for (const title of titles) {
      const { id } = await client.api.sessions.create({});
      await client.api.sessions.rename({ sessionId: id, title });
    }
    client.close();
    await page.reload();
    await page.getByRole('button', { name: 'New chat' }).first().waitFor();
    await expectHarmless();
    await page.getByRole('searchbox').fill('script');
    await page.locator('mark').first().waitFor();
    await expectHarmless();
    await page.keyboard.press('ControlOrMeta+k');
    await page.getByRole('dialog').getByRole('combobox').fill('img');
    await page.getByRole('option').first().waitFor();
    await shoot(page, 'hostile-palette');
    await expectHarmless();
  });
});
