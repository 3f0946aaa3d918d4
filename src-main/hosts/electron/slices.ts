// The parts of Electron that the shell is made of, handed in by main.ts: everything here runs in plain Node against others.
import type {
  App,
  BrowserWindow,
  Clipboard,
  DesktopCapturer,
  GlobalShortcut,
  Menu,
  NativeImage,
  NativeTheme,
  Notification,
  PowerMonitor,
  Protocol,
  Screen,
  Session,
  SystemPreferences,
  Tray,
} from 'electron';

export type Repair = 'restore' | 'salvage';
export type ElectronSlices = {
  readonly app: App;
  readonly BrowserWindow: typeof BrowserWindow;
  readonly Menu: typeof Menu;
  readonly Notification: typeof Notification;
  readonly Tray: typeof Tray;
  readonly clipboard: Pick<Clipboard, 'readText'>;
  readonly desktopCapturer: Pick<DesktopCapturer, 'getSources'>;
  readonly globalShortcut: Pick<GlobalShortcut, 'register' | 'unregister'>;
  readonly nativeImage: { createFromPath(path: string): NativeImage };
  readonly nativeTheme: Pick<NativeTheme, 'shouldUseDarkColors'>;
  readonly powerMonitor: Pick<PowerMonitor, 'on'>;
  readonly protocol: Pick<Protocol, 'handle'>;
  /** Usable once the app is ready. */
  readonly screen: () => Screen;
  readonly systemPreferences: Pick<SystemPreferences, 'getMediaAccessStatus'>;
  readonly defaultSession: () => Session;
  readonly showError: (title: string, text: string) => void;
  /** What to do about a damaged database; undefined: leave it as it is and end. */
  readonly askRepair: () => Promise<Repair | undefined>;
};
