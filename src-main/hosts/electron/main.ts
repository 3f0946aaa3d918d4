// Electron's entry: picks the slices of its API that the desktop app is made of, and sets what must be set before it is ready.
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import {
  app,
  BrowserWindow,
  clipboard,
  desktopCapturer,
  dialog,
  globalShortcut,
  Menu,
  Notification,
  nativeImage,
  nativeTheme,
  net,
  powerMonitor,
  protocol,
  safeStorage,
  screen,
  session,
  shell,
  systemPreferences,
  Tray,
  utilityProcess,
} from 'electron';
import { type ConfigFlags, flagOptions, type LoadedConfig, loadConfig } from '#main/app/config.ts';
import { AppError, isAppError, toErrorData } from '#main/contract/errors.ts';
import { systemClock } from '#main/platform/base/clock.ts';
import { createLog, createRedactor } from '#main/platform/base/log.ts';
import { makeFolder } from '#main/platform/base/make-folder.ts';
import { errorSentence } from '#main/platform/texts/error-sentence.ts';
import { createTranslate, pickLanguage } from '#main/platform/texts/translate.ts';
import { appScheme } from './app-origin.ts';
import { type Desktop, startDesktop } from './desktop.ts';
import type { Announce } from './desktop-deps.ts';
import { createElectronHost } from './electron-host.ts';
import { createElectronServices } from './electron-services.ts';
import { createOpenExternal } from './open-external.ts';
import { relaunchApp } from './quit.ts';
import { createSafeStorageSlice } from './safe-storage-slice.ts';
import { isSandboxOff } from './sandbox-off.ts';
import type { ElectronSlices, Repair } from './slices.ts';
import { toggleCommand } from './system/toggle-command.ts';
import { trayFolder } from './tray/tray-icons.ts';
import { findTarget, readBuildFacts } from './updates/build-facts.ts';
import { createUpdateHost, type DesktopUpdates } from './updates/update-host.ts';

const t = createTranslate(pickLanguage(app.getPreferredSystemLanguages()));

const announce: Announce = (event, detail = '') => {
  process.stdout.write(`limpet:${event}${detail === '' ? '' : ` ${detail.replaceAll(/\s+/g, ' ')}`}\n`);
};

// Chromium's own switches are among the words, so that unknown ones are no mistake here, and one of them is called as
// a setting of ours: it stays Chromium's.
function readFlags(): ConfigFlags {
  const { 'log-level': _chromium, ...options } = flagOptions;
  const { values } = parseArgs({ args: process.argv.slice(1), options, strict: false, allowNegative: true });
  return Object.fromEntries(Object.entries(values).filter(([name]) => Object.hasOwn(options, name)));
}

/** The shell's own lines go to the error output: the log file belongs to the core, which may not have started. */
function createShellLog() {
  const redactor = createRedactor();
  return createLog(
    {
      sink: (line) => void process.stderr.write(`${JSON.stringify(line)}\n`),
      redactor,
      now: systemClock.now,
      level: 'warn',
    },
    'electron',
  );
}

// Chromium's profile lies in the data folder, closed to others like the rest; it also tells two data folders apart.
function prepareProfile(dataFolder: string): string {
  const profile = join(dataFolder, 'desktop');
  try {
    makeFolder(profile);
    return profile;
  } catch (cause) {
    if (isAppError(cause)) throw cause;
    throw new AppError('unavailable', t('system.data_folder_not_writable', { folder: dataFolder }), {
      cause,
      details: { reason: 'read_only' },
    });
  }
}

// Enter and Escape leave the database as it is.
async function askRepair(): Promise<Repair | undefined> {
  const choices: readonly (Repair | undefined)[] = ['restore', 'salvage', undefined];
  const { response } = await dialog.showMessageBox({
    type: 'warning',
    message: t('system.damaged'),
    detail: t('system.damaged_detail'),
    buttons: [t('system.damaged_restore'), t('system.damaged_salvage'), t('system.damaged_leave')],
    defaultId: 2,
    cancelId: 2,
    noLink: true,
  });
  return choices[response];
}

function createUpdates({ config, environment }: LoadedConfig): DesktopUpdates {
  const resources = process.resourcesPath ?? ''; // absent where no Electron is
  const { platform, arch } = process;
  return createUpdateHost({
    facts: readBuildFacts(join(import.meta.dirname, '../..')),
    target: findTarget({ isPackaged: app.isPackaged, platform, arch, resources, appImage: environment.APPIMAGE }),
    version: app.getVersion(),
    appImage: environment.APPIMAGE,
    // Electron's own goes through the proxy of the system.
    fetch: (url, init) => net.fetch(url, init),
    configFile: join(resources, 'app-update.yml'),
    cacheFolder: join(config.dataFolder, 'updates'),
    app: { quit: () => app.quit(), relaunch: () => relaunchApp(app, environment.APPIMAGE) },
    log: createShellLog().child('updates'),
  });
}

const slices: ElectronSlices = {
  ...{ app, BrowserWindow, clipboard, desktopCapturer, globalShortcut, Menu, Notification, nativeImage, nativeTheme },
  ...{ powerMonitor, protocol, systemPreferences, Tray },
  screen: () => screen,
  defaultSession: () => session.defaultSession,
  showError: (title, text) => dialog.showErrorBox(title, text),
  askRepair,
};

async function start(loaded: LoadedConfig, profileFolder: string): Promise<void> {
  const { environment, home } = loaded;
  const program = app.isPackaged ? process.execPath : join(app.getAppPath(), 'build/launch/limpet.mjs');
  const openExternal = createOpenExternal(shell);
  const services = createElectronServices({ utilityProcess, environment, log: createShellLog().child('services') });
  let desktop: Desktop | undefined;
  const updates = createUpdates(loaded);
  desktop = await startDesktop({
    electron: slices,
    openCore: async (acts, repair) =>
      (await import('./open-core.ts')).openCore({
        ...{ loaded, repair, updates },
        host: createElectronHost({ dialog, shell, openExternal, window: () => desktop?.window(), acts, services }),
        version: app.getVersion(),
        safeStorage: createSafeStorageSlice({ app, safeStorage, platform: process.platform }),
      }),
    atEnd: updates.atEnd,
    ...{ openExternal, announce, t, environment, home, program, profileFolder },
    pageFolder: join(import.meta.dirname, '../renderer'),
    preload: join(import.meta.dirname, '../preload/index.cjs'),
    trayFolder: trayFolder(import.meta.dirname),
    devServer: app.isPackaged ? undefined : environment.ELECTRON_RENDERER_URL,
    argv: process.argv,
    folder: process.cwd(),
    toggleCommand: toggleCommand({ program, appImage: environment.APPIMAGE, platform: process.platform }),
    clock: systemClock,
    log: createShellLog(),
    platform: process.platform,
  });
}

/** Why the app does not open at all; while developing, the sandbox is the developer's choice. */
function findRefusal({ environment }: LoadedConfig): AppError | undefined {
  if (!app.isPackaged || !isSandboxOff({ argv: process.argv, environment })) return undefined;
  return new AppError('unsupported', 'The sandbox of the pages was switched off.', {
    details: { reason: 'pages_unsandboxed' },
  });
}

function fail(error: unknown): void {
  const text = errorSentence(toErrorData(error), t);
  announce('failed', text);
  dialog.showErrorBox('Limpet', text);
  app.exit(1);
}

function open(loaded: LoadedConfig): void {
  app.enableSandbox();
  // Under Wayland a program is given shortcuts by the desktop's portal, or by nobody.
  if (process.platform === 'linux') app.commandLine.appendSwitch('enable-features', 'GlobalShortcutsPortal');
  protocol.registerSchemesAsPrivileged([
    {
      scheme: appScheme,
      privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true, codeCache: true },
    },
  ]);
  const profile = prepareProfile(loaded.config.dataFolder);
  app.setPath('userData', profile);
  // Windows shows notifications and badges only of an app that says who it is.
  if (process.platform === 'win32') app.setAppUserModelId('org.limpet.Limpet');
  // Not awaited: Electron becomes ready only after this module has run to its end.
  start(loaded, profile).catch(fail);
}

try {
  const loaded = loadConfig({ flags: readFlags() });
  const refusal = findRefusal(loaded);
  if (refusal === undefined) open(loaded);
  // Before it is ready, Electron shows no message on Linux.
  else app.whenReady().then(() => fail(refusal), fail);
} catch (error) {
  fail(error);
}
