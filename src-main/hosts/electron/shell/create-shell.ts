// The shell around the core: what the core may ask of it, and what comes in from outside.
import { createClient } from '#main/contract/client.ts';
import { contract, type LimpetClient } from '#main/contract/contract.ts';
import { AppError } from '#main/contract/errors.ts';
import type { Port } from '#main/contract/frames.ts';
import type { HostShell } from '#main/hosts/port.ts';
import { createMemoryPorts } from '#main/platform/rpc/memory/memory-ports.ts';
import type { DesktopCore, DesktopDeps } from '../desktop-deps.ts';
import { readLink } from '../launch/deep-link.ts';
import type { Wishes } from '../launch/read-words.ts';
import { takeFiles } from '../launch/take-files.ts';
import { createScreenshot } from '../system/screenshot.ts';
import { createShellWindows, type ShellWindows } from './shell-windows.ts';
import { createShellWork, type ShellWork } from './shell-work.ts';

export interface Shell {
  readonly acts: HostShell;
  readonly windows: ShellWindows;
  /** What somebody wants who started the app, once more or for the first time. */
  take(wishes: Wishes): void;
  quitting(): void;
  /** Follows the core, and the one after it, until the signal aborts; what was remembered is written then. */
  run(signal: AbortSignal): Promise<void>;
}

/** After the main window has come up: at the start the two would be in each other's way. */
const prepareAfterMs = 1_500;
const clipboardChars = 100_000;
/** For a page that is to disappear from the picture: two frames of a slow display. */
const unseenAfterMs = 120;

export type ShellDeps = DesktopDeps & {
  /** Undefined until one has started, and between two of them. */
  readonly core: () => DesktopCore | undefined;
  readonly life: AbortSignal;
};

/** The shell is a client like any other: nothing reaches into the core past its wire, and it comes back to the next one. */
function connect({ core, life, log }: ShellDeps): { api: LimpetClient; close(): void } {
  const client = createClient(contract, {
    connect: async () => {
      const now = core();
      if (now === undefined) throw new AppError('unavailable', 'Limpet is still starting. Try again.');
      const { client: port, server } = createMemoryPorts();
      now.serve(server, life).catch((error: unknown) => log.error('shell not served', { error }));
      return port;
    },
  });
  return { api: client.api, close: () => client.close() };
}

export function createShell(deps: ShellDeps): Shell {
  const { platform, clock, log, core, life } = deps;
  let work: ShellWork | undefined;
  let isQuitting = false;
  const listeners = new Set<() => void>();
  const onPort = (port: Port) => {
    const now = core();
    if (now === undefined) return port.close();
    now.serve(port, life).catch((error: unknown) => log.error('connection failed', { error }));
  };
  const windows = createShellWindows({
    ...deps,
    onPort,
    closing: () => ({
      ...{ platform, isQuitting },
      closeToTray: work?.settings().desktop.closeToTray === true,
      hasTray: work?.hasTray === true,
    }),
    onLook: () => work?.looked(),
  });
  const { main, quick, mailbox } = windows;

  const bringFiles = async (paths: readonly string[], window: 'main' | 'quick') => {
    const blobs = core()?.blobs;
    if (blobs === undefined || paths.length === 0) return;
    mailbox.tell(window, { type: 'attach', ...(await takeFiles(paths, { blobs, clock }, life)) });
  };
  return {
    windows,
    acts: createActs({ ...deps, windows, blobs: () => core()?.blobs, work: () => work, listeners }),
    take({ window, links, files }) {
      const isQuick = window === 'quick' || window === 'toggle';
      for (const link of links) mailbox.tell('main', { type: 'proposal', proposal: readLink(link) });
      void bringFiles(files, isQuick && links.length === 0 ? 'quick' : 'main'); // never rejects
      if (isQuick && files.length > 0) quick.show();
      else if (window === 'quick') quick.show();
      else if (window === 'toggle') quick.toggle();
      if (links.length > 0 || window === 'main' || (window === 'none' && files.length > 0)) main.show();
    },
    quitting() {
      isQuitting = true;
    },
    async run(signal) {
      const { api, close } = connect(deps);
      const onState = () => {
        for (const listener of listeners) listener();
      };
      work = createShellWork({ ...deps, windows, api, onState });
      const cancelPrepare = clock.after(prepareAfterMs, quick.prepare);
      try {
        await work.run(signal);
      } finally {
        cancelPrepare();
        close();
        await windows.places.settle();
      }
    },
  };
}

type ActsDeps = DesktopDeps & {
  readonly windows: ShellWindows;
  readonly blobs: () => DesktopCore['blobs'] | undefined;
  readonly work: () => ShellWork | undefined;
  readonly listeners: Set<() => void>;
};

function createActs(deps: ActsDeps): HostShell {
  const { electron, windows, clock, listeners } = deps;
  const { main, quick, mailbox } = windows;
  const takePicture = createScreenshot({ ...deps, ...electron, blobs: deps.blobs, clock });
  return {
    state() {
      const work = deps.work();
      if (work === undefined) throw new AppError('unavailable', 'Limpet is still starting. Try again.');
      return work.state();
    },
    onState(listener, signal) {
      listeners.add(listener);
      signal.addEventListener('abort', () => listeners.delete(listener), { once: true });
    },
    follow(window, signal) {
      // A page that was loaded anew while it is in front is told so once more.
      if (window === 'quick' && quick.isVisible()) mailbox.tell('quick', { type: 'shown' });
      return mailbox.follow(window, signal);
    },
    async showMain({ sessionId, section }) {
      if (sessionId !== undefined) return windows.openChat(sessionId);
      if (section !== undefined) mailbox.tell('main', { type: 'act', act: 'settings', section });
      quick.hide();
      main.show();
    },
    toggleQuick: async () => quick.toggle(),
    hideQuick: async () => quick.hide(),
    sizeQuick: async (height) => quick.size(height),
    readClipboard: async () => (await electron.clipboard.readText()).slice(0, clipboardChars),
    async takeScreenshot(signal) {
      const display = electron.screen().getDisplayMatching(quick.workArea());
      const wasVisible = quick.isVisible();
      quick.hide();
      try {
        await clock.sleep(unseenAfterMs, signal);
        const { size, scaleFactor, id } = display;
        const pixels = { width: size.width * scaleFactor, height: size.height * scaleFactor };
        return await takePicture({ displayId: String(id), size: pixels, signal });
      } finally {
        if (wasVisible) quick.show();
      }
    },
  };
}
