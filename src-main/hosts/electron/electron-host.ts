// The acts of a desktop shell, as the core asks for them.
import { stat } from 'node:fs/promises';
import { isAbsolute } from 'node:path';
import type { BrowserWindow, Dialog, Shell } from 'electron';
import { AppError } from '#main/contract/errors.ts';
import type { Services } from '#main/guard/sandbox/port/services.ts';
import type { Host, HostShell } from '#main/hosts/port.ts';
import type { OpenExternal } from './open-external.ts';

export type ElectronHostDeps = {
  readonly dialog: Pick<Dialog, 'showOpenDialog'>;
  readonly shell: Pick<Shell, 'showItemInFolder'>;
  readonly openExternal: OpenExternal;
  /** The window that a dialog belongs to. */
  readonly window: () => BrowserWindow | undefined;
  /** What the windows, the tray and the shortcut can be asked for. */
  readonly acts: HostShell;
  readonly services: Services;
};

export function createElectronHost({ dialog, shell, openExternal, window, acts, services }: ElectronHostDeps): Host {
  return {
    kind: 'electron',
    shell: acts,
    services,
    capabilities: { pickFolder: true, openExternal: true, reveal: true },
    async pickFolder(startIn) {
      const options = {
        properties: ['openDirectory' as const, 'createDirectory' as const],
        ...(startIn === undefined ? {} : { defaultPath: startIn }),
      };
      const owner = window();
      const answer = await (owner === undefined
        ? dialog.showOpenDialog(options)
        : dialog.showOpenDialog(owner, options));
      return answer.canceled ? null : (answer.filePaths[0] ?? null);
    },
    openExternal,
    async reveal(path) {
      // Shown in its folder, never opened: opening a file may run it.
      const isThere = isAbsolute(path) && (await stat(path).catch(() => undefined)) !== undefined;
      if (!isThere) throw new AppError('not_found', 'The file is no longer there.');
      shell.showItemInFolder(path);
    },
  };
}
