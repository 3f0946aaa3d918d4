// What the system shows of the work: tray, badge, menu, notifications; and the settings that the system has to be told.
import { join } from 'node:path';
import type { LimpetClient } from '#main/contract/contract.ts';
import type { DesktopState } from '#main/contract/desktop.ts';
import type { SessionId } from '#main/contract/ids.ts';
import { Settings } from '#main/contract/settings.ts';
import { createTranslate, pickLanguage, type Translate } from '#main/platform/texts/translate.ts';
import type { DesktopDeps } from '../desktop-deps.ts';
import { type MenuAct, menuTemplate } from '../menu.ts';
import { createNotifier } from '../notices/create-notifier.ts';
import { electronNotices, type NoticeBoard, preferring } from '../notices/notice-board.ts';
import { planNotices } from '../notices/notice-plan.ts';
import { createBusNotices } from '../notices/session-bus/bus-notices.ts';
import { connectBus } from '../notices/session-bus/connect-bus.ts';
import { createTurnTimes } from '../notices/turn-times.ts';
import { createShortcut } from '../system/create-shortcut.ts';
import { createLoginItem } from '../system/login-item.ts';
import { createTray } from '../tray/create-tray.ts';
import { newFailures, type TrayAct, trayModel } from '../tray/tray-model.ts';
import { followFacts, noFacts, type WorkFacts } from '../tray/work-facts.ts';
import type { ShellWindows } from './shell-windows.ts';

export type ShellWorkDeps = DesktopDeps & {
  readonly windows: ShellWindows;
  readonly api: LimpetClient;
  readonly onState: () => void;
};

export interface ShellWork {
  state(): DesktopState;
  settings(): Settings;
  readonly hasTray: boolean;
  /** The person has looked: what failed is no news any more. */
  looked(): void;
  /** Until the signal aborts; then tray, shortcut and notifications are given back. */
  run(signal: AbortSignal): Promise<void>;
}

/** On Linux the desktop's own service, where it has buttons: Electron's notifications have none there. */
function boardOf({ electron, platform, environment, trayFolder, log }: ShellWorkDeps): NoticeBoard {
  const own = electronNotices(electron.Notification);
  const address = environment.DBUS_SESSION_BUS_ADDRESS ?? '';
  const uid = process.getuid?.();
  if (platform !== 'linux' || address === '' || uid === undefined) return own;
  const ofDesktop = connectBus({ address, uid })
    .then((bus) => createBusNotices({ bus, appIcon: join(trayFolder, 'idle@2x.png'), log }))
    .catch((error: unknown) => {
      log.info('notifications without buttons', { error });
      return undefined;
    });
  return preferring(own, ofDesktop);
}

export function createShellWork(deps: ShellWorkDeps): ShellWork {
  const { electron, platform, windows, api, clock, log } = deps;
  let facts: WorkFacts = noFacts;
  let failures: ReadonlySet<SessionId> = new Set();
  let t: Translate = deps.t;
  const settings = () => facts.settings ?? Settings.parse({});
  const times = createTurnTimes(clock);
  const fail = (error: unknown) => log.warn('the shell was refused', { error });

  const acts = createActs({ ...deps, isPaused: () => facts.isPaused, onRefused: fail });
  const tray = createTray({
    ...{ electron, platform, iconFolder: deps.trayFolder, log },
    onAct: acts.tray,
    window: windows.main.current,
    badgeText: (count) => t('desktop.status_asks', { count }),
  });
  const wishes = createWishes(deps);
  const notifier = createNotifier({
    ...{ board: boardOf(deps), api, log },
    onOpen: (sessionId) => (sessionId === undefined ? windows.main.show() : windows.openChat(sessionId)),
    t: () => t,
  });

  const drawTray = () => tray.show(trayModel({ facts, unseenFailures: failures.size, t }));
  const drawMenu = () => {
    const isDevelopment = deps.devServer !== undefined;
    const template = menuTemplate({ t, platform, isDevelopment, isPaused: facts.isPaused, onAct: acts.menu });
    electron.Menu.setApplicationMenu(electron.Menu.buildFromTemplate(template));
  };
  const applySettings = (next: Settings) => {
    const wish = next.language;
    t = createTranslate(wish === 'system' ? pickLanguage(electron.app.getPreferredSystemLanguages()) : wish);
    wishes.apply(next);
  };
  const take = (next: WorkFacts) => {
    const before = facts;
    facts = next;
    times.follow(before.sessions, next.sessions);
    const isLooking = windows.isLooking();
    if (!isLooking) failures = new Set([...failures, ...newFailures(before.sessions, next.sessions)]);
    if (next.settings !== undefined && next.settings !== before.settings) applySettings(next.settings);
    const { notifications: mode } = settings().desktop;
    const input = { before, after: next, mode, isLooking, startedAt: times.startedAt, now: clock.now() };
    notifier.carryOut(planNotices(input));
    drawTray();
    if (next.settings !== before.settings || next.isPaused !== before.isPaused) drawMenu();
  };
  drawMenu();
  drawTray();
  return {
    state: wishes.state,
    settings,
    hasTray: tray.isThere,
    looked() {
      failures = new Set();
      drawTray();
    },
    async run(signal) {
      try {
        await followFacts({ api, onFacts: take, log }, signal);
      } finally {
        wishes.close();
        notifier.close();
        tray.close();
      }
    },
  };
}

/** Settings that the system has to be told, and what became of them there. */
function createWishes(deps: ShellWorkDeps) {
  const { electron, windows, onState, log } = deps;
  let login: DesktopState['login'] = 'unavailable';
  let isAtLogin: boolean | undefined;
  const shortcut = createShortcut({
    ...{ globalShortcut: electron.globalShortcut, onState, command: deps.toggleCommand, log },
    onPress: () => void windows.quick.toggle(),
  });
  const loginItem = createLoginItem({ ...deps, app: electron.app });
  return {
    state: (): DesktopState => ({ shortcut: shortcut.state(), login }),
    apply({ desktop }: Settings) {
      shortcut.use(desktop.shortcut);
      if (desktop.openAtLogin === isAtLogin) return;
      isAtLogin = desktop.openAtLogin;
      void loginItem.apply(isAtLogin).then((is) => {
        login = is;
        onState();
      });
    },
    close: shortcut.close,
  };
}

type ActsDeps = Pick<ShellWorkDeps, 'electron' | 'windows' | 'api'> & {
  readonly isPaused: () => boolean;
  readonly onRefused: (error: unknown) => void;
};

/** What the entries of tray and menu do. */
function createActs({ electron, windows, api, isPaused, onRefused }: ActsDeps) {
  const pause = (paused: boolean) => void api.work.pause({ paused }).catch(onRefused);
  const stopAll = () => void api.work.stopAll({}).catch(onRefused);
  return {
    tray(act: TrayAct) {
      switch (act.type) {
        case 'show':
          return windows.main.show();
        case 'quick':
          return windows.quick.show();
        case 'open':
          return windows.openChat(act.sessionId);
        case 'pause':
          return pause(act.paused);
        case 'stop_all':
          return stopAll();
        case 'stop_outputs':
          return void api.bench.stopAll({}).catch(onRefused);
        case 'release_outputs':
          return void api.bench.release({}).catch(onRefused);
        case 'quit':
          return electron.app.quit();
      }
    },
    menu(act: MenuAct) {
      switch (act) {
        case 'quick':
          return windows.quick.show();
        case 'pause':
          return pause(!isPaused());
        case 'stop_all':
          return stopAll();
        case 'new_chat':
        case 'search':
        case 'settings':
          windows.mailbox.tell('main', { type: 'act', act });
          return windows.main.show();
      }
    },
  };
}
