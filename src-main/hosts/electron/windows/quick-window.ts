// The quick chat's window: made once and kept hidden, so that the shortcut only has to show it.
import type { BrowserWindow, Screen } from 'electron';
import { type Area, quickPlace } from './window-place.ts';

export type QuickWindowDeps = {
  readonly screen: Pick<Screen, 'getCursorScreenPoint' | 'getDisplayNearestPoint'>;
  /** Makes and loads it, unseen. */
  readonly make: () => BrowserWindow;
  readonly platform: NodeJS.Platform;
  readonly isQuitting: () => boolean;
  /** Its page is to take the focus. */
  readonly onShown: () => void;
};

export interface QuickWindow {
  current(): BrowserWindow | undefined;
  isVisible(): boolean;
  /** Makes it beforehand. */
  prepare(): void;
  show(): void;
  hide(): void;
  /** Whether it is visible afterwards. */
  toggle(): boolean;
  size(height: number): void;
  /** The display that it is on. */
  workArea(): Area;
  close(): void;
}

const firstHeight = 140;

export function createQuickWindow({ screen, make, platform, ...deps }: QuickWindowDeps): QuickWindow {
  let window: BrowserWindow | undefined;
  let height = firstHeight;
  let workArea: Area | undefined;
  const alive = () => (window === undefined || window.isDestroyed() ? undefined : window);
  const whereThePointerIs = () => screen.getDisplayNearestPoint(screen.getCursorScreenPoint()).workArea;

  const prepare = () => {
    const known = alive();
    if (known !== undefined) return known;
    const made = make();
    window = made;
    // Over the space that is in front, also over a program that fills the screen; without this, macOS would switch to the
    // space where the window was last.
    if (platform === 'darwin') made.setVisibleOnAllWorkspaces(true, { visibleOnFullScreen: true });
    made.setAlwaysOnTop(true, 'pop-up-menu');
    // Closed by the system's own ways it is only put away: what was written stays.
    made.on('close', (event) => {
      if (deps.isQuitting()) return;
      event.preventDefault();
      made.hide();
    });
    return made;
  };
  const isVisible = () => alive()?.isVisible() === true;
  const show = () => {
    const shown = prepare();
    workArea = whereThePointerIs();
    shown.setBounds(quickPlace(workArea, height));
    shown.show();
    shown.focus();
    deps.onShown();
  };
  const hide = () => alive()?.hide();
  return {
    current: alive,
    isVisible,
    prepare: () => void prepare(),
    show,
    hide: () => void hide(),
    toggle() {
      // Behind other windows it is wanted, not in the way.
      if (isVisible() && alive()?.isFocused() === true) hide();
      else show();
      return isVisible();
    },
    size(wanted) {
      height = wanted;
      if (workArea !== undefined && isVisible()) alive()?.setBounds(quickPlace(workArea, height));
    },
    workArea: () => workArea ?? whereThePointerIs(),
    close: () => alive()?.destroy(),
  };
}
