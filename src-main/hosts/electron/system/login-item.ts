// Opening with the session, when the person asked for it: by the system's own list, on Linux by a file of its autostart.
import { mkdir, readFile, rm } from 'node:fs/promises';
import { dirname, isAbsolute, join } from 'node:path';
import type { App } from 'electron';
import type { DesktopState } from '#main/contract/desktop.ts';
import type { Log } from '#main/platform/base/log.ts';
import { replaceFile } from '#main/platform/base/replace-file.ts';

/** No window at the start of a session: the app waits in the tray. */
export const backgroundFlag = '--background';

export type LoginDeps = {
  readonly app: Pick<App, 'isPackaged' | 'getLoginItemSettings' | 'setLoginItemSettings'>;
  readonly platform: NodeJS.Platform;
  readonly home: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The program that is running. */
  readonly program: string;
  readonly log: Log;
};

export interface LoginItem {
  /** Asks the system, writes only where it differs. Never rejects; `refused` when it did not become so. */
  apply(wanted: boolean): Promise<DesktopState['login']>;
}

/** `Exec=` of a desktop entry: quoted, with what has a meaning inside quotes taken apart. */
export function autostartEntry(program: string): string {
  const quoted = `"${program
    .replaceAll(/[\\"`$]/g, '\\$&')
    .replaceAll('\\', '\\\\')
    .replaceAll('%', '%%')}"`;
  return [
    '[Desktop Entry]',
    'Type=Application',
    'Name=Limpet',
    `Exec=${quoted} ${backgroundFlag}`,
    'Icon=limpet',
    'Terminal=false',
    'X-GNOME-Autostart-enabled=true',
    '',
  ].join('\n');
}

/** An AppImage runs from a folder that is gone tomorrow; its file is named by a variable. */
function programOf({ program, environment }: LoginDeps): string {
  return environment.APPIMAGE ?? program;
}

function autostartFile({ home, environment }: LoginDeps): string {
  const named = environment.XDG_CONFIG_HOME ?? '';
  return join(isAbsolute(named) ? named : join(home, '.config'), 'autostart/org.limpet.Limpet.desktop');
}

async function applyFile(deps: LoginDeps, wanted: boolean): Promise<boolean> {
  const file = autostartFile(deps);
  const entry = autostartEntry(programOf(deps));
  const there = await readFile(file, 'utf8').catch(() => undefined);
  if (!wanted) await rm(file, { force: true });
  else if (there !== entry) {
    await mkdir(dirname(file), { recursive: true });
    await replaceFile(file, entry, { mode: 0o644 });
  }
  return wanted;
}

function applyList({ app }: LoginDeps, wanted: boolean): boolean {
  const options = { args: [backgroundFlag] };
  if (app.getLoginItemSettings(options).openAtLogin !== wanted)
    app.setLoginItemSettings({ openAtLogin: wanted, ...options });
  return app.getLoginItemSettings(options).openAtLogin;
}

export function createLoginItem(deps: LoginDeps): LoginItem {
  return {
    async apply(wanted) {
      // A checkout is started by its tools, not by a session.
      if (!deps.app.isPackaged) return 'unavailable';
      try {
        const is = deps.platform === 'linux' ? await applyFile(deps, wanted) : applyList(deps, wanted);
        if (is !== wanted) return 'refused';
        return is ? 'on' : 'off';
      } catch (error) {
        deps.log.warn('opening at login not changed', { error });
        return 'refused';
      }
    },
  };
}
