// The main window: one at a time, where it was on these displays, closed as the people of each system expect.
import type { App, BrowserWindow, Screen } from 'electron';
import type { CloseFacts } from '../system/close-policy.ts';
import { afterClose } from '../system/close-policy.ts';
import type { PlaceBook } from './place-book.ts';
import type { DisplayFacts, SavedPlace } from './window-place.ts';

export type MainWindowDeps = {
  readonly app: Pick<App, 'quit'>;
  readonly screen: Pick<Screen, 'getAllDisplays' | 'getPrimaryDisplay' | 'on'>;
  readonly places: PlaceBook;
  /** Makes and loads it, unseen. */
  readonly make: (place: SavedPlace | undefined) => BrowserWindow;
  readonly closing: () => CloseFacts;
  /** It has come up, or the person has turned to it. */
  readonly onShown: () => void;
  readonly onFocus: () => void;
};

export interface MainWindow {
  current(): BrowserWindow | undefined;
  isFocused(): boolean;
  /** The same one again if there is one; asked for while it is loading, it comes up once. */
  show(): void;
}

/** The primary display first, as `placeOn` wants it. */
function displaysOf(screen: MainWindowDeps['screen']): readonly DisplayFacts[] {
  const primary = screen.getPrimaryDisplay();
  const others = screen.getAllDisplays().filter(({ id }) => id !== primary.id);
  return [primary, ...others].map(({ bounds, workArea }) => ({ bounds, workArea }));
}

export function createMainWindow(deps: MainWindowDeps): MainWindow {
  const { screen, places } = deps;
  let window: BrowserWindow | undefined;
  /** It has painted: shown before, it would be an empty frame. */
  let isPainted = false;
  const alive = () => (window === undefined || window.isDestroyed() ? undefined : window);

  const keep = () => {
    const open = alive();
    if (open === undefined || open.isMinimized() || open.isFullScreen()) return;
    const isMaximized = open.isMaximized();
    // Of a maximised window the size that it goes back to.
    places.keep(displaysOf(screen), { area: open.getNormalBounds(), isMaximized });
  };
  /** Other displays than before: back to where it was on these, or at least into sight. */
  const settle = () => {
    const open = alive();
    const place = places.find(displaysOf(screen));
    if (open === undefined || place === undefined || open.isFullScreen()) return;
    if (open.isMaximized() !== place.isMaximized && !place.isMaximized) open.unmaximize();
    open.setBounds(place.area);
    if (place.isMaximized) open.maximize();
  };
  screen.on('display-added', settle);
  screen.on('display-removed', settle);

  const open = () => {
    const place = places.find(displaysOf(screen));
    const made = deps.make(place);
    window = made;
    isPainted = false;
    made.once('ready-to-show', () => {
      isPainted = true;
      if (place?.isMaximized === true) made.maximize();
      made.show();
      deps.onShown();
    });
    made.on('resize', keep);
    made.on('move', keep);
    made.on('focus', deps.onFocus);
    made.once('closed', () => {
      if (window === made) window = undefined;
      if (afterClose(deps.closing()) === 'quit') deps.app.quit();
    });
  };
  return {
    current: alive,
    isFocused: () => alive()?.isFocused() === true,
    show() {
      const shown = alive();
      if (shown === undefined) return open();
      if (!isPainted) return;
      if (shown.isMinimized()) shown.restore();
      shown.show();
      shown.focus();
    },
  };
}
