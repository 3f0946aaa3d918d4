// The gateway and the page's own client in real Chromium: the ways in that a person has, and those that others try.
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, createServer as createListener } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { build } from 'vite';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startTestGateway, type TestGateway } from '#main/hosts/gateway/testing/test-gateway.ts';
import { hasChromium, launchBrowser } from '../support/browser.ts';

let pageFolder = '';
let browser: Browser;
let evil: Server;
let evilPort = 0;
const open: TestGateway[] = [];
const contexts: BrowserContext[] = [];

async function listening(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

describe.skipIf(!hasChromium)('the gateway in a browser', () => {
  beforeAll(async () => {
    pageFolder = await mkdtemp(join(tmpdir(), 'limpet-probe-'));
    await build({
      root: join(import.meta.dirname, 'probe-page'),
      configFile: false,
      logLevel: 'error',
      build: { outDir: pageFolder, emptyOutDir: true },
    });
    evil = createServer((_request, response) => {
      response.setHeader('content-type', 'text/html');
      response.end('<!doctype html><title>Evil</title>');
    });
    evilPort = await listening(evil);
    browser = await launchBrowser(['--host-resolver-rules=MAP evil.test 127.0.0.1']);
  });
  afterAll(async () => {
    await browser?.close();
    evil?.close();
    await rm(pageFolder, { recursive: true, force: true });
  });
  afterEach(async () => {
    for (const context of contexts.splice(0)) await context.close();
    for (const gateway of open.splice(0)) await gateway.remove();
  });

  async function start(o: { folder?: string; port?: number } = {}): Promise<TestGateway> {
    const gateway = await startTestGateway({ ...o, pageFolder });
    open.push(gateway);
    return gateway;
  }
  async function newContext(): Promise<BrowserContext> {
    const context = await browser.newContext();
    contexts.push(context);
    return context;
  }
  const reach = (page: Page, state: string) =>
    page.waitForFunction((wanted) => window.probe?.connection.state() === wanted, state);
  const problemsOf = (page: Page) => {
    const problems: string[] = [];
    page.on('pageerror', (error) => problems.push(String(error)));
    page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
    return problems;
  };
  /** A browser of the person: signed in, and online. */
  async function signedIn(gateway: TestGateway) {
    const context = await newContext();
    const page = await context.newPage();
    const problems = problemsOf(page);
    await page.goto(gateway.gateway.signInLink());
    await reach(page, 'online');
    return { context, page, problems };
  }
  /** The same browser, on somebody else's page. */
  async function onEvilPage(context: BrowserContext): Promise<Page> {
    const page = await context.newPage();
    await page.goto(`http://evil.test:${evilPort}/`);
    return page;
  }

  it('signs in by the link, leaves nothing of it in the address, and stays signed in [T04]', async () => {
    const gateway = await start();
    const link = gateway.gateway.signInLink();
    const context = await newContext();
    const page = await context.newPage();
    const problems = problemsOf(page);
    await page.goto(link);
    await reach(page, 'online');
    expect(page.url()).toBe(`${gateway.origin}/`);
    expect(await page.evaluate(() => document.cookie)).toBe('');
    expect(await page.evaluate(() => history.length)).toBeLessThanOrEqual(2);
    await page.reload();
    await reach(page, 'online');
    const second = await context.newPage();
    await second.goto(link);
    await reach(second, 'online');
    expect(problems).toEqual([]);
    const stranger = await (await newContext()).newPage();
    await stranger.goto(link);
    await reach(stranger, 'refused');
    expect(gateway.demo.count()).toBe(0);
  });

  it('takes a link that is pasted into an open page, and a code that is typed', async () => {
    const gateway = await start();
    const page = await (await newContext()).newPage();
    await page.goto(gateway.origin);
    await reach(page, 'refused');
    expect(await page.evaluate(() => window.probe.signIn('not-a-code-that-anybody-made'))).toMatchObject({
      code: 'unauthenticated',
    });
    await page.evaluate((hash) => {
      location.hash = hash;
    }, gateway.gateway.signInLink().split('#')[1] ?? '');
    await reach(page, 'online');
    expect(page.url()).toBe(`${gateway.origin}/`);
    const other = await (await newContext()).newPage();
    await other.goto(gateway.origin);
    const token = await gateway.gateway.renewToken();
    expect(await other.evaluate((code) => window.probe.signIn(code), token)).toBeUndefined();
    await reach(other, 'online');
  });

  it('goes offline and back with a restart, without a word from the person', async () => {
    const gateway = await start();
    const { page } = await signedIn(gateway);
    open.splice(open.indexOf(gateway), 1);
    await gateway.stop();
    await reach(page, 'offline');
    await start({ folder: gateway.folder, port: gateway.port });
    await page.evaluate(() => window.probe.connection.retry());
    await reach(page, 'online');
  });

  it('is refused as soon as the person revokes it [T07]', async () => {
    const gateway = await start();
    const { page } = await signedIn(gateway);
    const at = Date.now();
    await gateway.gateway.sessions.revokeAll();
    await reach(page, 'refused');
    expect(Date.now() - at).toBeLessThan(1_000);
    await page.reload();
    await reach(page, 'refused');
  });

  it('sends files with progress, shows images, and never runs what was sent', async () => {
    const gateway = await start();
    const { page, problems } = await signedIn(gateway);
    const sent = await page.evaluate(async () => {
      const shares: number[] = [];
      const never = new AbortController().signal;
      const put = (bytes: BlobPart, name: string, mediaType: string) =>
        window.probe.blobs.put(new File([bytes], name), {
          mediaType,
          signal: never,
          onProgress: (s) => shares.push(s),
        });
      const page = await put('<script>document.title="run"</script>', 'über.html', 'text/html');
      const canvas = document.createElement('canvas');
      const image = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve));
      const picture = await put(image ?? '', 'p.png', 'image/png');
      const shown = new Image();
      shown.src = window.probe.blobs.url(picture.blobId);
      await shown.decode();
      const stop = new AbortController();
      const cut = window.probe.blobs.put(new File(['x'], 'x.txt'), {
        mediaType: 'text/plain',
        signal: stop.signal,
        onProgress: () => {},
      });
      stop.abort();
      const code = await cut.catch((error: { code: string }) => error.code);
      return { page, shares, width: shown.naturalWidth, code };
    });
    expect(sent.page.name).toBe('über.html');
    expect(sent.shares.at(-1)).toBe(1);
    expect(sent.width).toBeGreaterThan(0);
    expect(sent.code).toBe('cancelled');
    const download = page.waitForEvent('download');
    await page.evaluate((id) => window.open(window.probe.blobs.url(id)), sent.page.blobId);
    expect((await download).suggestedFilename()).toBe('über.html');
    expect(problems).toEqual([]);
  });

  it('opens no WebSocket for a page of another site in the same browser [T01]', async () => {
    const gateway = await start();
    const { context } = await signedIn(gateway);
    const page = await onEvilPage(context);
    for (const host of ['127.0.0.1', 'localhost', 'evil.test']) {
      const events = await page.evaluate(
        (url) =>
          new Promise<string[]>((resolve) => {
            const seen: string[] = [];
            const socket = new WebSocket(url);
            socket.onopen = () => seen.push('open');
            socket.onmessage = () => seen.push('message');
            socket.onclose = () => resolve(seen);
          }),
        `ws://${host}:${gateway.port}/ws`,
      );
      expect(events, host).toEqual([]);
    }
    expect(gateway.lines.filter((line) => line.message === 'connection open')).toHaveLength(1);
  });

  it('carries out nothing and tells nothing that a page of another site asks for [T02]', async () => {
    const gateway = await start();
    const { context, page: own } = await signedIn(gateway);
    const page = await onEvilPage(context);
    const got = await page.evaluate(async (origin) => {
      const seen: string[] = [];
      const note = (what: string) => async (answer: Promise<Response>) => {
        const text = await answer
          .then((r) => `${r.type} ${r.status} ${r.type === 'opaque' ? '' : 'readable'}`)
          .catch(() => 'failed');
        seen.push(`${what}: ${text.trim()}`);
      };
      const body = '{"everywhere":true}';
      for (const path of ['/auth/sign-out', '/auth/sign-in', '/v1/chat/completions']) {
        const url = `${origin}${path}`;
        await note('plain')(fetch(url, { method: 'POST', mode: 'no-cors', credentials: 'include', body }));
        await note('json')(
          fetch(url, { method: 'POST', credentials: 'include', headers: { 'content-type': 'application/json' }, body }),
        );
      }
      await note('put')(fetch(`${origin}/blobs`, { method: 'PUT', credentials: 'include', body }));
      await note('get')(fetch(`${origin}/auth/state`, { credentials: 'include' }));
      navigator.sendBeacon(`${origin}/auth/sign-out`, body);
      const script = (tag: 'script' | 'img', src: string) =>
        new Promise<string>((resolve) => {
          const element = document.createElement(tag);
          element.onload = () => resolve('loaded');
          element.onerror = () => resolve('blocked');
          element.src = src;
          document.body.append(element);
        });
      seen.push(`script: ${await script('script', `${origin}/index.html`)}`);
      seen.push(`image: ${await script('img', `${origin}/mark.svg`)}`);
      const form = document.createElement('form');
      form.method = 'post';
      form.enctype = 'text/plain';
      form.action = `${origin}/auth/sign-out`;
      document.body.append(form);
      form.submit();
      return seen;
    }, gateway.origin);
    expect(got.filter((line) => /readable|loaded/.test(line))).toEqual([]);
    await page.waitForLoadState();
    expect(gateway.gateway.sessions.list()).toHaveLength(1);
    expect(await own.evaluate(() => window.probe.connection.state())).toBe('online');
  });

  it('answers 403 and no body to a name that was rebound to this machine [T03]', async () => {
    const gateway = await start();
    const page = await (await newContext()).newPage();
    for (const path of ['/', '/api', '/healthz', '/auth/state', '/blobs/x', '/v1/models']) {
      const answer = await page.goto(`http://evil.test:${gateway.port}${path}`).catch(() => null); // Chromium shows its own error page
      if (answer !== null) {
        expect(answer.status(), path).toBe(403);
        expect(await answer.text(), path).toBe('');
      }
    }
  });

  it('connects nowhere else, whatever the address or a message says [T04]', async () => {
    const gateway = await start();
    const { context, page } = await signedIn(gateway);
    let connections = 0;
    const listener = createListener((socket) => {
      connections += 1;
      socket.destroy();
    });
    const port = await new Promise<number>((resolve) =>
      listener.listen(0, '127.0.0.1', () => resolve((listener.address() as AddressInfo).port)),
    );
    const names = ['gatewayUrl', 'gateway', 'url', 'server', 'host', 'ws', 'endpoint', 'api', 'base', 'token'];
    const values = [`ws://evil.test:${port}/ws`, `http://evil.test:${port}`, `//evil.test:${port}`];
    const variants = names.flatMap((name, i) => {
      const value = encodeURIComponent(values[i % values.length] ?? '');
      return [`/?${name}=${value}`, `/#${name}=${value}`, `/#/chat?${name}=${value}`];
    });
    for (const variant of variants) {
      await page.goto(`${gateway.origin}${variant}`);
      await reach(page, 'online');
    }
    expect(variants).toHaveLength(30);
    const evilPage = await onEvilPage(context);
    await evilPage.evaluate(
      async ([origin, address]) => {
        const opened = window.open(origin);
        for (let i = 0; i < 10; i += 1) {
          for (const message of [{ gatewayUrl: address }, { type: 'connect', url: address }, address])
            opened?.postMessage(message, '*');
          await new Promise((resolve) => setTimeout(resolve, 20));
        }
      },
      [gateway.origin, values[0] ?? ''] as const,
    );
    await page.evaluate((address) => window.postMessage({ gatewayUrl: address }, '*'), values[0]);
    await page.reload();
    await reach(page, 'online');
    expect(connections).toBe(0);
    listener.close();
  });

  it('is shown in no frame of another page', async () => {
    const gateway = await start();
    const page = await onEvilPage(await newContext());
    const isShown = await page.evaluate(
      (origin) =>
        new Promise<number>((resolve) => {
          const frame = document.createElement('iframe');
          frame.onload = () => resolve(frame.contentWindow?.length ?? -1);
          frame.src = origin;
          document.body.append(frame);
        }),
      gateway.origin,
    );
    expect(isShown).toBe(0);
    const inner = page.frames().find((frame) => frame !== page.mainFrame());
    expect(inner?.url()).not.toContain(gateway.origin);
  });
});
