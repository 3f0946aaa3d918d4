// The built desktop under the stand-in for Electron, with its pages in real Chromium: what the preload gives to a page is
// given by the test, and leads over the socket in the data folder to the same core.
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import type { Browser, Page, Route } from 'playwright-core';
import type { Port } from '#main/contract/frames.ts';
import { connectSocket } from '#main/platform/rpc/websocket/connect-socket.ts';
import { connectTo, type LimpetConnection } from './client.ts';
import { type LimpetPage, toLimpetPage } from './limpet-page.ts';

const project = join(import.meta.dirname, '../..');
const origin = 'https://limpet.test';
const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
};

export type RunningDesktop = {
  readonly dataFolder: string;
  readonly client: LimpetConnection;
  /** A second start with these words. */
  again(...words: string[]): void;
  stop(): Promise<void>;
};

export async function startDesktop(environment: Readonly<Record<string, string>> = {}): Promise<RunningDesktop> {
  const root = mkdtempSync(join(tmpdir(), 'limpet-desktop-e2e-'));
  const [dataFolder, workspace] = [join(root, 'data'), join(root, 'workspace')];
  mkdirSync(workspace);
  const words = [project, '--data-dir', dataFolder, '--workspace', workspace];
  const child: ChildProcessByStdio<Writable, Readable, null> = spawn(
    join(project, 'build/electron-fake/electron.sh'),
    words,
    {
      cwd: project,
      env: {
        PATH: process.env.PATH,
        HOME: root,
        FAKE_ELECTRON_STDIN: '1',
        OLLAMA_HOST: 'http://127.0.0.1:9',
        ...environment,
      },
      stdio: ['pipe', 'pipe', 'inherit'],
    },
  );
  for await (const line of child.stdout) if (String(line).includes('limpet:window')) break;
  const client = connectTo(dataFolder);
  return {
    ...{ dataFolder, client },
    again: (...more) => void child.stdin.write(`${JSON.stringify(more)}\n`),
    async stop() {
      client.close();
      const ended = once(child, 'exit');
      if (child.exitCode === null && child.kill('SIGKILL')) await ended;
      rmSync(root, { recursive: true, force: true });
    },
  };
}

/** What `window.limpet` of the page leads to: one connection at a time, begun by the word "open". */
async function bridge(page: Page, dataFolder: string): Promise<void> {
  let port: Promise<Port> | undefined;
  let saying: Promise<unknown> = Promise.resolve();
  const say = (text: string) => {
    saying = saying
      .then(() => page.evaluate((said) => window.dispatchEvent(new CustomEvent('limpet-host', { detail: said })), text))
      .catch(() => undefined); // the page has gone
  };
  await page.exposeFunction('limpetToHost', async (text: string) => {
    if (text === 'open') {
      void port?.then((old) => old.close());
      const signal = AbortSignal.timeout(60_000);
      port = connectSocket({ url: `ws+unix:${join(dataFolder, 'limpet.sock')}:/ws`, signal });
      (await port).onMessage(say);
    } else if (text.startsWith('{')) {
      (await port)?.send(text);
      say(`ack ${text.length}`);
    }
  });
  await page.addInitScript(() => {
    const host = window as unknown as { limpetToHost(text: string): Promise<void>; limpet: unknown };
    host.limpet = {
      send: (text: string) => void host.limpetToHost(text),
      onMessage(listener: (text: string) => void) {
        window.addEventListener('limpet-host', (event) => listener((event as CustomEvent<string>).detail));
      },
      onClose: () => undefined,
    };
  });
}

async function serve(route: Route): Promise<void> {
  const { pathname } = new URL(route.request().url());
  if (pathname.startsWith('/blobs')) return route.fulfill({ status: 404, body: '' });
  const file = join(project, 'out/renderer', pathname === '/' ? 'index.html' : pathname);
  try {
    const body = readFileSync(file);
    await route.fulfill({ body, contentType: types[extname(file)] ?? 'application/octet-stream' });
  } catch {
    await route.fulfill({ status: 404, body: '' });
  }
}

export type DesktopPageOptions = {
  readonly route?: string;
  readonly theme?: 'light' | 'dark';
  readonly width?: number;
  readonly height?: number;
};

export async function openDesktopPage(
  browser: Browser,
  desktop: RunningDesktop,
  o: DesktopPageOptions = {},
): Promise<LimpetPage> {
  const context = await browser.newContext({
    viewport: { width: o.width ?? 1280, height: o.height ?? 800 },
    colorScheme: o.theme ?? 'light',
    locale: 'en-GB',
  });
  const page = await context.newPage();
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(String(error)));
  page.on('console', (message) => {
    // A picture that is only on the other side of the bridge.
    if (message.type() === 'error' && !message.text().includes('404')) problems.push(message.text());
  });
  await bridge(page, desktop.dataFolder);
  await page.route(`${origin}/**`, serve);
  await page.goto(`${origin}/${o.route ?? ''}`);
  return toLimpetPage({ page, context, problems });
}
