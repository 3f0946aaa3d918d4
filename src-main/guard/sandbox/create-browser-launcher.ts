// Starts the person's browser through playwright-core, which runs the program itself: the only exception to `run-process.ts`. What
// it is started with is fixed here; it listens to no port, for it is spoken to over a pipe.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BrowserContext } from 'playwright-core';
import { AppError } from '#main/contract/errors.ts';
import type { Log } from '#main/platform/base/log.ts';
import { findBrowser } from './browser/find-browser.ts';
import {
  browserEnvironment,
  canSandbox,
  droppedArguments,
  launchArguments,
  profilePreferences,
} from './browser/launch-arguments.ts';
import type { Environment } from './child-environment.ts';
import type { BrowserLaunch, BrowserLauncher, BrowserProgram } from './port/browser.ts';

export type BrowserLauncherDeps = {
  readonly platform: NodeJS.Platform;
  readonly environment: Environment;
  readonly home: string;
  /** The program that the person named in the settings; empty: the one that is found. */
  readonly named: () => string;
  readonly userId?: number | undefined;
  readonly log: Log;
  /** Tests only: lets a local site count as one that is reached by TLS. Production leaves it out. */
  readonly testArguments?: () => readonly string[];
};

const launchMs = 30_000;

type Nested = { readonly [name: string]: unknown };
const isNested = (value: unknown): value is Nested =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function merged(base: unknown, over: unknown): unknown {
  if (!isNested(base) || !isNested(over)) return over;
  return {
    ...base,
    ...Object.fromEntries(Object.entries(over).map(([name, value]) => [name, merged(base[name], value)])),
  };
}

/** Before each start: the browser writes the file too, and a page may have talked somebody into changing it. */
async function writePreferences(profile: string): Promise<void> {
  const folder = join(profile, 'Default');
  const file = join(folder, 'Preferences');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  let before: unknown = {};
  try {
    before = JSON.parse(await readFile(file, 'utf8'));
  } catch {
    // a new profile, or a file that the browser would throw away as well
  }
  await writeFile(file, JSON.stringify(merged(before, profilePreferences)), { mode: 0o600 });
}

const noBrowser = () =>
  new AppError('unavailable', 'No browser was found. Chrome, Edge or Chromium must be installed for this.', {
    retryable: false,
    details: { reason: 'no_browser' },
  });

/** Errors: as the port says. */
export function createBrowserLauncher(d: BrowserLauncherDeps): BrowserLauncher<BrowserContext> {
  const sandboxed = canSandbox('userId' in d ? d.userId : process.getuid?.());
  const find = () => findBrowser({ ...d, named: d.named() === '' ? undefined : d.named() });

  const start = async (program: BrowserProgram, o: BrowserLaunch): Promise<BrowserContext> => {
    const { chromium } = await import('playwright-core');
    return chromium.launchPersistentContext(o.profile, {
      executablePath: program.path,
      headless: !o.window,
      chromiumSandbox: sandboxed,
      args: [...launchArguments(o), ...(d.testArguments?.() ?? [])],
      ignoreDefaultArgs: [...droppedArguments],
      env: browserEnvironment(d.environment),
      acceptDownloads: true,
      downloadsPath: o.downloads,
      viewport: { width: 1280, height: 800 },
      permissions: [],
      // Stop and shutdown end the browser themselves, in order.
      handleSIGINT: false,
      handleSIGTERM: false,
      handleSIGHUP: false,
      timeout: launchMs,
    });
  };

  return {
    find,
    sandboxed,
    async launch(o) {
      const program = await find();
      if (program === undefined) throw noBrowser();
      const hasDisplay = d.platform !== 'linux' || d.environment.DISPLAY || d.environment.WAYLAND_DISPLAY;
      if (o.window && !hasDisplay)
        throw new AppError('unavailable', 'This machine has no screen for a window. Switch the window off.', {
          retryable: false,
          details: { reason: 'no_display' },
        });
      await writePreferences(o.profile);
      await mkdir(o.downloads, { recursive: true, mode: 0o700 });
      try {
        const context = await start(program, o);
        d.log.info('browser started', { program: program.name, sandboxed, window: o.window });
        return { context, program, sandboxed };
      } catch (cause) {
        d.log.warn('browser not started', { error: cause });
        throw new AppError('unavailable', `${program.name} did not start. Close other copies of it and try again.`, {
          cause,
          details: { reason: 'browser_start', facts: { program: program.name } },
        });
      }
    },
  };
}
