// The desktop app from slices of Electron: the order in which things are guarded, started, shown and ended.
import { z } from 'zod';
import { isAppError, toErrorData } from '#main/contract/errors.ts';
import type { HostShell } from '#main/hosts/port.ts';
import { errorSentence } from '#main/platform/texts/error-sentence.ts';
import { appScheme } from './app-origin.ts';
import { createAppRequests } from './app-requests.ts';
import type { DesktopCore, DesktopDeps } from './desktop-deps.ts';
import { closedChannel } from './ipc-slice.ts';
import { linkScheme } from './launch/deep-link.ts';
import { readWords, type Wishes } from './launch/read-words.ts';
import { drainBeforeQuit } from './quit.ts';
import { runCores } from './run-cores.ts';
import { createShell, type Shell } from './shell/create-shell.ts';
import { guardAllContents, guardSession } from './window-guard.ts';

/** Starts the core; a damaged database is repaired the way the person chooses. */
async function openOrRepair(deps: DesktopDeps, shell: HostShell): Promise<DesktopCore> {
  try {
    return await deps.openCore(shell);
  } catch (error) {
    if (!isAppError(error) || error.details?.reason !== 'corrupt_database') throw error;
    const repair = await deps.electron.askRepair();
    if (repair === undefined) throw error;
    return deps.openCore(shell, repair);
  }
}

async function startCore(deps: DesktopDeps, shell: HostShell): Promise<DesktopCore | undefined> {
  try {
    return await openOrRepair(deps, shell);
  } catch (error) {
    const text = errorSentence(toErrorData(error), deps.t);
    deps.log.error('core did not start', { error });
    deps.announce('failed', text);
    deps.electron.showError('Limpet', text);
    return undefined;
  }
}

/** A core that ended by itself cannot answer any more: pages and the person are told, and the app ends. */
function endWithCore({ electron, t }: DesktopDeps, { windows }: Shell, signal: AbortSignal): void {
  if (signal.aborted) return;
  for (const window of [windows.main.current(), windows.quick.current()]) window?.webContents.send(closedChannel);
  electron.showError('Limpet', t('system.core_ended'));
  electron.app.quit();
}

/** What a second start says to the first; Chromium mixes its own switches into the words that Electron passes on. */
const Handover = z.object({ argv: z.array(z.string().max(20_000)).max(200), folder: z.string().max(4_096) });

type Outside = { readonly take: (wishes: Wishes) => void; readonly isRunning: () => boolean };

/** Everything that may come from outside at any time, also before there is a shell to take it. */
function listenOutside({ electron: { app }, platform }: DesktopDeps, { take, isRunning }: Outside): void {
  const wishes = (more: Partial<Wishes>): Wishes => ({ window: 'main', links: [], files: [], ...more });
  app.on('second-instance', (...[, , , data]) => {
    const said = Handover.safeParse(data);
    take(said.success ? readWords({ ...said.data, isPackaged: app.isPackaged }) : wishes({}));
  });
  // The first one comes with the start, which has words of its own.
  app.on('activate', () => isRunning() && take(wishes({})));
  // macOS brings links and files as events; one that was taken is not to be offered to others.
  app.on('open-url', (event, url) => {
    event.preventDefault();
    take(wishes({ links: [url] }));
  });
  app.on('open-file', (event, path) => {
    event.preventDefault();
    take(wishes({ files: [path] }));
  });
  // Windows that close are the shell's business: without a listener Electron would quit.
  app.on('window-all-closed', () => {});
  // Elsewhere the installed app is announced by its own files; a checkout would take links away from it.
  if (app.isPackaged && platform === 'win32') app.setAsDefaultProtocolClient(linkScheme);
}

function followPower({ electron }: DesktopDeps, core: () => DesktopCore | undefined): void {
  electron.powerMonitor.on('suspend', () => core()?.power('suspend'));
  electron.powerMonitor.on('resume', () => core()?.power('resume'));
}

export type Desktop = { readonly window: () => ReturnType<Shell['windows']['main']['current']> };

/**
 * Called before Electron is ready; resolves when the app runs, or has said why it does not and exited. Undefined: another
 * copy with the same data folder was told what was wanted instead.
 */
export async function startDesktop(deps: DesktopDeps): Promise<Desktop | undefined> {
  const { electron, devServer, log, argv, folder } = deps;
  const { app } = electron;
  if (!app.requestSingleInstanceLock({ argv: [...argv], folder })) {
    deps.announce('already-open');
    app.exit(0);
    return undefined;
  }
  const stop = new AbortController();
  let core: DesktopCore | undefined;
  let shell: Shell | undefined;
  let running: Promise<unknown> = Promise.resolve();
  const early: Wishes[] = [readWords({ argv, folder, isPackaged: app.isPackaged })];

  guardAllContents(app, { devServer, openExternal: deps.openExternal, log });
  listenOutside(deps, {
    isRunning: () => core !== undefined,
    take(wishes) {
      if (core === undefined) early.push(wishes);
      else shell?.take(wishes);
    },
  });
  app.on('before-quit', () => shell?.quitting());
  drainBeforeQuit({
    app,
    clock: deps.clock,
    atEnd: deps.atEnd,
    drain: async () => {
      stop.abort();
      await running;
    },
  });

  await app.whenReady();
  guardSession(electron.defaultSession(), { devServer });
  electron.protocol.handle(
    appScheme,
    createAppRequests({ pageFolder: deps.pageFolder, blobs: () => core?.blobs, clock: deps.clock }),
  );
  const made = createShell({ ...deps, core: () => core, life: stop.signal });
  shell = made;
  const opened = await startCore(deps, made.acts);
  if (opened === undefined) {
    app.exit(1);
    return undefined;
  }
  core = opened;
  const onCore = (next: DesktopCore | undefined) => {
    core = next;
  };
  const cores = runCores({
    first: opened,
    open: () => openOrRepair(deps, made.acts),
    onCore,
    signal: stop.signal,
  }).catch((error: unknown) => log.error('core ended', { error }));
  const shown = made.run(stop.signal).catch((error: unknown) => log.error('shell ended', { error }));
  running = Promise.all([cores, shown]);
  cores.finally(() => endWithCore(deps, made, stop.signal)).catch(() => undefined);
  followPower(deps, () => core);
  for (const wishes of early.splice(0)) made.take(wishes);
  return { window: made.windows.main.current };
}
