// Which picture the tray shows. macOS colours its own; elsewhere the mark has one colour and a dot for the status.
import { join } from 'node:path';
import type { TrayStatus } from './tray-model.ts';

/** The name says `Template` to macOS; the larger one beside it (`@2x`) is found by Electron. */
export function trayIconName(status: TrayStatus, platform: NodeJS.Platform): string {
  return platform === 'darwin' ? `${status}Template.png` : `${status}.png`;
}

/** Next to `out`, both in a checkout and inside app.asar. */
export const trayFolder = (mainBundleFolder: string) => join(mainBundleFolder, '../../resources/tray');
export const badgeIconName = 'badge.png';
