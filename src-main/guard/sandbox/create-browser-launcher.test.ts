// With what the browser is started: the arguments are the guard, so each is held here; and the files that are packed are enough.
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type * as Playwright from 'playwright-core';
import { afterAll, describe, expect, it } from 'vitest';
import { silentLog } from '#main/platform/base/log.ts';
import { modulePaths } from '../../../build/packaging/packed-files.ts';
import { findBrowser } from './browser/find-browser.ts';
import { browserEnvironment, canSandbox, droppedArguments, launchArguments } from './browser/launch-arguments.ts';
import { createBrowserLauncher } from './create-browser-launcher.ts';

const project = join(import.meta.dirname, '../../..');
const made: string[] = [];
const folder = () => {
  const path = mkdtempSync(join(tmpdir(), 'limpet-browser-'));
  made.push(path);
  return path;
};
afterAll(() => {
  for (const path of made) rmSync(path, { recursive: true, force: true });
});

describe('the start of the browser', () => {
  it('has no argument that lowers the guard, and all that hold it [T39]', () => {
    const given = launchArguments({ proxy: 'http://127.0.0.1:4711' });
    expect(given).toEqual(
      expect.arrayContaining([
        '--proxy-server=http://127.0.0.1:4711',
        '--proxy-bypass-list=<-loopback>',
        '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
        '--force-webrtc-ip-handling-policy=disable_non_proxied_udp',
        '--disable-quic',
        '--disable-extensions',
        '--deny-permission-prompts',
      ]),
    );
    const lowering =
      /no-sandbox|remote-debugging|disable-web-security|isolat|allow-file|certificate-errors|load-extension/;
    expect(given.filter((one) => lowering.test(one))).toEqual([]);
    expect(droppedArguments).toContain('--disable-popup-blocking');
  });

  it('leaves the sandbox of the browser on for everybody but root [T39]', () => {
    expect([0, 1000, undefined].map(canSandbox)).toEqual([false, true, true]);
    const deps = { platform: 'linux', environment: {}, home: '/', named: () => '', log: silentLog } as const;
    expect(createBrowserLauncher({ ...deps, userId: 1000 }).sandboxed).toBe(true);
    expect(createBrowserLauncher({ ...deps, userId: 0 }).sandboxed).toBe(false);
  });

  it('hands it no key and nothing that changes how programs load [T18] [T39]', () => {
    const given = browserEnvironment({
      ...{
        PATH: '/bin',
        HOME: '/home/ada',
        DISPLAY: ':0',
        OPENAI_API_KEY: 'sk',
        LD_PRELOAD: 'x',
        HTTPS_PROXY: 'http://x',
      },
      ...{ NODE_OPTIONS: '--inspect', CHROME_FLAGS: '--no-sandbox', SSLKEYLOGFILE: '/tmp/x', LIMPET_TOKEN: 't' },
    });
    expect(given).toEqual({ PATH: '/bin', HOME: '/home/ada', DISPLAY: ':0' });
  });

  it('finds what is installed, takes the named one first, and says what to do where there is none', async () => {
    const home = folder();
    const program = join(home, 'bin/chromium');
    mkdirSync(dirname(program));
    writeFileSync(program, '#!/bin/sh\n', { mode: 0o755 });
    const found = { platform: 'freebsd', environment: { PATH: dirname(program) }, home } as const;
    const named = join(home, 'bin/other');
    expect(await findBrowser({ ...found, named })).toBeUndefined();
    cpSync(program, named);
    expect(await findBrowser({ ...found, named })).toMatchObject({ path: named });
    const launcher = createBrowserLauncher({
      ...{ platform: 'linux', environment: {}, home, named: () => join(home, 'none'), log: silentLog },
    });
    const launch = { profile: join(home, 'p'), downloads: join(home, 'd'), proxy: 'http://127.0.0.1:1', window: false };
    await expect(launcher.launch(launch)).rejects.toMatchObject({ details: { reason: 'no_browser' } });
    expect(existsSync(join(home, 'p'))).toBe(false);
  });

  it('needs no more of its library than what is packed', async () => {
    const root = folder();
    for (const path of modulePaths(project, 'linux', 'x64').filter((one) => one.includes('playwright-core'))) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      cpSync(join(project, path), join(root, path));
    }
    const entry = pathToFileURL(join(root, 'node_modules/playwright-core/index.mjs')).href;
    const { chromium }: typeof Playwright = await import(/* @vite-ignore */ entry);
    const missing = join(root, 'no-such-browser');
    await expect(chromium.launch({ executablePath: missing })).rejects.toThrow(/no-such-browser/);
    expect(readFileSync(join(root, 'node_modules/playwright-core/LICENSE'), 'utf8')).toContain('Apache');
  });
});
