// The two windows and what is said to them.
import { join } from 'node:path';
import type { Port } from '#main/contract/frames.ts';
import type { SessionId } from '#main/contract/ids.ts';
import type { DesktopDeps } from '../desktop-deps.ts';
import type { CloseFacts } from '../system/close-policy.ts';
import { createMailbox, type Mailbox } from '../windows/mailbox.ts';
import { createMainWindow, type MainWindow } from '../windows/main-window.ts';
import { type MakeWindowDeps, makeWindow } from '../windows/make-window.ts';
import { createPlaceBook, type PlaceBook } from '../windows/place-book.ts';
import { createQuickWindow, type QuickWindow } from '../windows/quick-window.ts';
import { quickOptions, windowOptions } from '../windows/window-options.ts';

export type ShellWindowsDeps = DesktopDeps & {
  /** A page of ours wants to speak to the core. */
  readonly onPort: (port: Port) => void;
  readonly closing: () => CloseFacts;
  /** The person has turned to the main window. */
  readonly onLook: () => void;
};

export interface ShellWindows {
  readonly main: MainWindow;
  readonly quick: QuickWindow;
  readonly mailbox: Mailbox;
  readonly places: PlaceBook;
  /** One of our windows has the keyboard. */
  isLooking(): boolean;
  openChat(sessionId: SessionId): void;
}

/** Called when Electron is ready: before, it knows no displays. */
export function createShellWindows(deps: ShellWindowsDeps): ShellWindows {
  const { electron, devServer, preload, platform, clock, log } = deps;
  const screen = electron.screen();
  const mailbox = createMailbox();
  const places = createPlaceBook({ file: join(deps.profileFolder, 'places.json'), clock, log });
  const making: MakeWindowDeps = {
    ...{ BrowserWindow: electron.BrowserWindow, devServer, clock, log },
    onPort: deps.onPort,
    onHopeless: () => electron.showError('Limpet', deps.t('system.page_crashed')),
  };
  const look = () => ({
    ...{ preload, isDevelopment: devServer !== undefined },
    isDark: electron.nativeTheme.shouldUseDarkColors,
  });
  const main = createMainWindow({
    ...{ app: electron.app, screen, places },
    make: (place) => makeWindow(making, windowOptions(look(), place), ''),
    closing: deps.closing,
    onShown() {
      deps.announce('window');
      deps.onLook();
    },
    onFocus: deps.onLook,
  });
  const quick = createQuickWindow({
    ...{ screen, platform },
    make: () => makeWindow(making, quickOptions(look(), platform), '#/quick'),
    isQuitting: () => deps.closing().isQuitting,
    onShown: () => mailbox.tell('quick', { type: 'shown' }),
  });
  return {
    ...{ main, quick, mailbox, places },
    isLooking: () => main.isFocused() || (quick.isVisible() && quick.current()?.isFocused() === true),
    openChat(sessionId) {
      quick.hide();
      mailbox.tell('main', { type: 'open', sessionId });
      main.show();
    },
  };
}
