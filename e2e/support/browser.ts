// Real Chromium, found by a variable or on PATH; a page that collects its own errors.
import { existsSync, mkdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'];

/** Undefined where no Chromium is installed: tests that need one are skipped and counted. */
export function findChromium(): string | undefined {
  const named = process.env.LIMPET_CHROMIUM;
  if (named !== undefined) return named;
  for (const name of names) {
    for (const folder of (process.env.PATH ?? '').split(delimiter)) {
      if (folder !== '' && existsSync(join(folder, name))) return join(folder, name);
    }
  }
  return undefined;
}

export const hasChromium = findChromium() !== undefined;

export async function launchBrowser(extraArgs: readonly string[] = []): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === undefined) throw new Error('No Chromium was found.');
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      ...extraArgs,
    ],
  });
}

export type OpenedPage = { readonly page: Page; readonly context: BrowserContext; readonly problems: string[] };

/** A page of its own context; `problems` collects uncaught errors and console errors. */
export async function openPage(
  browser: Browser,
  url: string,
  options: { theme?: 'light' | 'dark'; width?: number; height?: number; locale?: string } = {},
): Promise<OpenedPage> {
  const context = await browser.newContext({
    viewport: { width: options.width ?? 1280, height: options.height ?? 800 },
    colorScheme: options.theme ?? 'light',
    locale: options.locale ?? 'en-GB',
  });
  const page = await context.newPage();
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text());
  });
  await page.goto(url);
  return { page, context, problems };
}

/** Writes e2e/.shots/<name>.png, to be opened and looked at. */
export async function shoot(page: Page, name: string): Promise<void> {
  const folder = join(import.meta.dirname, '../.shots');
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`) });
}
