// Makes a window of ours: guarded options, its line to the core, and what happens when its page crashes.
import type { BrowserWindow, BrowserWindowConstructorOptions } from 'electron';
import type { Port } from '#main/contract/frames.ts';
import type { Clock } from '#main/platform/base/clock.ts';
import type { Log } from '#main/platform/base/log.ts';
import { acceptIpc } from '#main/platform/rpc/electron-ipc/accept-ipc.ts';
import { appUrl } from '../app-origin.ts';
import { createCrashPolicy } from '../crash-policy.ts';
import { createIpcSlice } from '../ipc-slice.ts';

export type MakeWindowDeps = {
  readonly BrowserWindow: typeof BrowserWindow;
  readonly devServer: string | undefined;
  readonly onPort: (port: Port) => void;
  /** The page crashed more often than it is worth loading again. */
  readonly onHopeless: () => void;
  readonly clock: Clock;
  readonly log: Log;
};

/** `route`: what stands after the address, such as `#/quick`. */
export function makeWindow(deps: MakeWindowDeps, options: BrowserWindowConstructorOptions, route: string) {
  const { devServer, log } = deps;
  const window = new deps.BrowserWindow(options);
  const contents = window.webContents;
  acceptIpc({ slice: createIpcSlice(contents, devServer), onPort: deps.onPort, log });
  const mayReload = createCrashPolicy(deps.clock);
  contents.on('render-process-gone', (_event, details) => {
    if (details.reason === 'clean-exit') return;
    log.error('page crashed', { reason: details.reason, exitCode: details.exitCode });
    if (mayReload()) contents.reload();
    else deps.onHopeless();
  });
  window.loadURL(`${devServer ?? appUrl}${route}`).catch((error: unknown) => log.error('page not loaded', { error }));
  return window;
}
