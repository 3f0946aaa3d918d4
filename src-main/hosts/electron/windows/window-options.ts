// How our windows are made; every safe default is said, so that nobody has to know Electron's.
import type { BrowserWindowConstructorOptions } from 'electron';
import { defaultSize, quickWidth, type SavedPlace, smallestSize } from './window-place.ts';

export type WindowLook = {
  readonly preload: string;
  readonly isDark: boolean;
  readonly isDevelopment: boolean;
};

function common({ preload, isDark, isDevelopment }: WindowLook): BrowserWindowConstructorOptions {
  return {
    title: 'Limpet',
    // Shown once something is painted; until then this colour keeps it from flashing.
    show: false,
    backgroundColor: isDark ? '#171614' : '#faf9f6',
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      webviewTag: false,
      // Dictionaries would be fetched from the network without anybody having asked.
      spellcheck: false,
      devTools: isDevelopment,
    },
  };
}

export function windowOptions(look: WindowLook, place: SavedPlace | undefined): BrowserWindowConstructorOptions {
  return {
    ...common(look),
    ...(place?.area ?? defaultSize),
    minWidth: smallestSize.width,
    minHeight: smallestSize.height,
  };
}

/** No frame, above everything, in no task bar and no list of windows. */
export function quickOptions(look: WindowLook, platform: NodeJS.Platform): BrowserWindowConstructorOptions {
  return {
    ...common(look),
    width: quickWidth,
    height: 140,
    frame: false,
    resizable: false,
    movable: true,
    minimizable: false,
    maximizable: false,
    fullscreenable: false,
    skipTaskbar: true,
    alwaysOnTop: true,
    // A panel may appear over another program that fills the screen, without its space being left.
    ...(platform === 'darwin' ? { type: 'panel' } : {}),
  };
}
