// The tray and the badge, kept as their model says. A desktop without a tray has none, and nothing else is different.
import { join } from 'node:path';
import type { App, BrowserWindow, Menu, MenuItemConstructorOptions, NativeImage, Tray } from 'electron';
import type { Log } from '#main/platform/base/log.ts';
import { badgeIconName, trayIconName } from './tray-icons.ts';
import type { TrayAct, TrayEntry, TrayModel } from './tray-model.ts';

export type TraySlices = {
  readonly app: Pick<App, 'setBadgeCount'>;
  readonly Tray: typeof Tray;
  readonly Menu: Pick<typeof Menu, 'buildFromTemplate'>;
  readonly nativeImage: { createFromPath(path: string): NativeImage };
};
export type TrayDeps = {
  readonly electron: TraySlices;
  readonly platform: NodeJS.Platform;
  readonly iconFolder: string;
  readonly onAct: (act: TrayAct) => void;
  /** Windows shows the badge on the window's button. */
  readonly window: () => BrowserWindow | undefined;
  readonly badgeText: (count: number) => string;
  readonly log: Log;
};

export interface ShellTray {
  /** False where the desktop gave us none: then the app must not hide into it. */
  readonly isThere: boolean;
  show(model: TrayModel): void;
  close(): void;
}

export function toMenuItem(entry: TrayEntry, onAct: TrayDeps['onAct']): MenuItemConstructorOptions {
  switch (entry.type) {
    case 'separator':
      return { type: 'separator' };
    case 'note':
      return { label: entry.label, enabled: false };
    case 'act':
      return { label: entry.label, enabled: entry.isEnabled, click: () => onAct(entry.act) };
    case 'switch':
      return { label: entry.label, type: 'checkbox', checked: entry.isOn, click: () => onAct(entry.act) };
  }
}

export function createTray(deps: TrayDeps): ShellTray {
  const { electron, platform, iconFolder, log } = deps;
  const image = (name: string) => electron.nativeImage.createFromPath(join(iconFolder, name));
  let tray: Tray | undefined;
  try {
    tray = new electron.Tray(image(trayIconName('idle', platform)));
    // Where a click does not open the menu by itself.
    if (platform === 'win32') tray.on('click', () => deps.onAct({ type: 'show' }));
  } catch (error) {
    log.warn('no tray', { error });
  }
  let shown: TrayModel | undefined;
  /** The window whose button has the badge: another one begins without. */
  let badged: BrowserWindow | undefined;
  const showBadge = (count: number) => {
    if (platform === 'win32') {
      const window = deps.window();
      badged = window;
      if (window === undefined || window.isDestroyed()) return;
      window.setOverlayIcon(count === 0 ? null : image(badgeIconName), count === 0 ? '' : deps.badgeText(count));
    } else electron.app.setBadgeCount(count);
  };
  return {
    isThere: tray !== undefined,
    show(model) {
      const isElsewhere = platform === 'win32' && deps.window() !== badged;
      if (model.badge !== shown?.badge || isElsewhere) showBadge(model.badge);
      if (tray !== undefined && !tray.isDestroyed()) {
        if (model.status !== shown?.status) tray.setImage(image(trayIconName(model.status, platform)));
        if (model.tooltip !== shown?.tooltip) tray.setToolTip(model.tooltip);
        // A menu that is open would close under the pointer, so it is only made anew when it says something else.
        if (JSON.stringify(model.entries) !== JSON.stringify(shown?.entries))
          tray.setContextMenu(
            electron.Menu.buildFromTemplate(model.entries.map((entry) => toMenuItem(entry, deps.onAct))),
          );
      }
      shown = model;
    },
    close() {
      if (tray !== undefined && !tray.isDestroyed()) tray.destroy();
    },
  };
}
