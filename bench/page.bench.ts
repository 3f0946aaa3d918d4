// The page at size, in real Chromium: opening 10,000 messages, scrolling them, and an answer streaming into them.
import type { CDPSession, Page } from 'playwright-core';
import { launchBrowser } from '../e2e/support/browser.ts';
import { connectTo } from '../e2e/support/client.ts';
import { startGateway } from '../e2e/support/gateway.ts';
import { composerOf, openLimpet } from '../e2e/support/limpet-page.ts';
import { mockEnvironment } from './support/bench-gateway.ts';
import { type Benchmark, type Figure, median, percentile } from './support/figures.ts';
import { tenThousandInOne } from './support/history.ts';
import { startMockModel } from './support/mock-model.ts';

const charsPerToken = 7; // "tok123 "
const tokensPerSecond = 400;

async function openMs(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const row = [...document.querySelectorAll('nav [role="option"], nav button, nav a')].find((one) =>
      /\d/.test(one.textContent ?? ''),
    );
    const started = performance.now();
    (row as HTMLElement | undefined)?.click();
    while (document.querySelectorAll('[role="feed"] article').length < 3) await new Promise(requestAnimationFrame);
    await new Promise(requestAnimationFrame);
    return performance.now() - started;
  });
}

/** Milliseconds between frames while the conversation is scrolled up for three seconds. */
async function scrollFrames(page: Page): Promise<number[]> {
  return page.evaluate(async () => {
    const feed = document.querySelector('[role="feed"]');
    let scroller: Element | null = feed;
    while (scroller !== null && scroller.scrollHeight <= scroller.clientHeight + 1) scroller = scroller.parentElement;
    const frames: number[] = [];
    let last = performance.now();
    const until = last + 3_000;
    while (last < until) {
      scroller?.scrollBy(0, -120);
      const now = await new Promise<number>(requestAnimationFrame);
      frames.push(now - last);
      last = now;
    }
    return frames.slice(2);
  });
}

async function taskSeconds(cdp: CDPSession): Promise<number> {
  const { metrics } = await cdp.send('Performance.getMetrics');
  return metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN;
}

async function streamShare(page: Page, configure: (chars: number) => Promise<void>, chars: number): Promise<number> {
  await configure(chars);
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Performance.enable');
  await composerOf(page).fill(`Stream ${chars} characters`);
  const before = await taskSeconds(cdp);
  const started = performance.now();
  await composerOf(page).press('Enter');
  await page.getByRole('button', { name: 'Stop', exact: true }).waitFor();
  await page.getByRole('button', { name: 'Stop', exact: true }).waitFor({ state: 'detached', timeout: 120_000 });
  const share = (await taskSeconds(cdp)) - before;
  return (share / ((performance.now() - started) / 1000)) * 100;
}

export const benchmark: Benchmark = {
  id: 'page',
  title: 'Ten thousand messages open at once, scroll smoothly, and take a fast answer',
  async run(): Promise<Figure[]> {
    const mock = await startMockModel();
    const made = await tenThousandInOne();
    const gateway = await startGateway({ dataFolder: made.folder, environment: mockEnvironment(mock) });
    const client = connectTo(gateway.dataFolder);
    await client.api.settings.set({ patch: { onboarded: true } });
    const browser = await launchBrowser();
    try {
      const { page } = await openLimpet(browser, gateway, { firstRun: true });
      const { sessions } = await client.api.sessions.list({});
      const [session] = sessions;
      if (session === undefined) throw new Error('no session');
      await page.getByRole('button', { name: 'New chat' }).first().waitFor();
      const opened: number[] = [];
      for (let round = 0; round < 5; round += 1) {
        await page.goto(`${gateway.url}/#/settings/about`);
        await page
          .getByRole('button', { name: 'Chat', exact: true })
          .or(page.getByRole('link', { name: 'Chat', exact: true }))
          .first()
          .click();
        opened.push(await openMs(page));
      }
      const frames = await scrollFrames(page);
      const nodes = await page.evaluate(() => document.querySelectorAll('*').length);
      await client.api.sessions.setModel({ sessionId: session.id, model: 'openai/mock-model' });
      const configure = async (chars: number) => {
        await mock.configure({ tokens: Math.round(chars / charsPerToken), delay: 1000 / tokensPerSecond });
      };
      const short = await streamShare(page, configure, 8_000);
      const long = await streamShare(page, configure, 32_000);
      return [
        { name: 'opening 10,000 messages', value: median(opened), unit: 'ms', goal: { atMost: 150 } },
        { name: 'DOM nodes', value: nodes, unit: 'nodes', goal: { atMost: 3_000 } },
        { name: 'scrolling, frame p99', value: percentile(frames, 0.99), unit: 'ms', goal: { atMost: 25 } },
        { name: 'streaming 32,000 characters, share of the main thread', value: long, unit: '%', goal: { atMost: 15 } },
        {
          name: 'share at 32,000 over share at 8,000 characters',
          value: long / short,
          unit: '×',
          goal: { atMost: 1.3 },
        },
      ];
    } finally {
      await browser.close();
      client.close();
      await gateway.stop();
      await mock.stop();
    }
  },
};
