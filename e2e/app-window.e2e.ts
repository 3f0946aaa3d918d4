// The pages in a window without a browser around it, on a screen of its own: what the quick chat's frame will hold.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import type { Readable } from 'node:stream';
import { type BrowserContext, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findChromium } from './support/browser.ts';
import { type RunningGateway, startGateway } from './support/gateway.ts';
import { composerOf, toLimpetPage } from './support/limpet-page.ts';

const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
const onPath = (name: string) => folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
const screenProgram = onPath('Xvfb');
const executablePath = findChromium();

describe.skipIf(screenProgram === undefined || executablePath === undefined)('a window of its own', () => {
  let gateway: RunningGateway;
  let screen: ChildProcess;
  let display: string;
  let profile: string;
  let context: BrowserContext;
  beforeAll(async () => {
    gateway = await startGateway();
    // The screen picks a free number by itself and says it on its fourth stream.
    screen = spawn(screenProgram ?? '', ['-displayfd', '3', '-screen', '0', '1280x800x24', '-nolisten', 'tcp'], {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    });
    const [number] = await once(screen.stdio[3] as Readable, 'data');
    display = `:${String(number).trim()}`;
    profile = mkdtempSync(join(tmpdir(), 'limpet-app-window-'));
    context = await chromium.launchPersistentContext(profile, {
      ...(executablePath === undefined ? {} : { executablePath }),
      headless: false,
      viewport: null,
      locale: 'en-GB',
      env: { ...process.env, DISPLAY: display },
      args: [
        ...['--no-sandbox', '--disable-gpu', '--no-first-run', '--test-type', '--window-size=680,522'],
        ...['--window-position=300,266', `--app=${gateway.signIn}`],
      ],
    });
  });
  afterAll(async () => {
    await context?.close();
    screen.kill();
    rmSync(profile, { recursive: true, force: true });
    await gateway.stop();
  });

  /** The whole screen as it is, where a program for that is installed. */
  async function shootScreen(name: string): Promise<void> {
    const program = onPath('import');
    if (program === undefined) return;
    const folder = join(import.meta.dirname, '.shots');
    mkdirSync(folder, { recursive: true });
    const child = spawn(program, ['-display', display, '-window', 'root', join(folder, `${name}.png`)]);
    await once(child, 'exit');
  }

  it('shows the quick chat with its field ready to be written in, and its answer below', async () => {
    const page = context.pages()[0] ?? (await context.waitForEvent('page'));
    const limpet = toLimpetPage({ page, context, problems: [] });
    await page.getByRole('button', { name: 'Skip the setup' }).click();
    // The first chat has been opened: from here on nobody but us goes anywhere.
    await expect.poll(() => page.evaluate(() => location.hash), { timeout: 30_000 }).toMatch(/^#\/chat\//);
    await page.goto(`${gateway.url}/#/quick`);
    await page.getByRole('main', { name: 'Quick chat' }).waitFor();
    await expect.poll(() => page.evaluate(() => document.activeElement?.tagName), { timeout: 20_000 }).toBe('TEXTAREA');
    await shootScreen('app-window-quick');
    await page.keyboard.type('what time is it');
    await page.keyboard.press('Enter');
    await page.getByRole('article', { name: 'Answer from Limpet' }).waitFor();
    await limpet.answered();
    await shootScreen('app-window-quick-answered');
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
    await composerOf(page).press('ControlOrMeta+Enter');
    await expect.poll(() => page.evaluate(() => location.hash), { timeout: 30_000 }).toMatch(/^#\/chat\//);
    await page.getByRole('navigation').first().waitFor();
    expect(await page.getByRole('main', { name: 'Quick chat' }).count()).toBe(0);
  });
});
