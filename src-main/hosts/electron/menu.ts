// The native menu as data: roles where the system knows what to do, the catalogue's words everywhere else.
import type { MenuItemConstructorOptions } from 'electron';
import type { Translate } from '#main/platform/texts/translate.ts';

/** What the menu asks of the app; everything else the system does by itself. */
export type MenuAct = 'new_chat' | 'search' | 'settings' | 'quick' | 'stop_all' | 'pause';
export type MenuOptions = {
  readonly t: Translate;
  readonly platform: NodeJS.Platform;
  readonly isDevelopment: boolean;
  readonly isPaused: boolean;
  readonly onAct: (act: MenuAct) => void;
};
type Item = MenuItemConstructorOptions;
type Role = NonNullable<Item['role']>;

const separator: Item = { type: 'separator' };

type Words = Pick<MenuOptions, 't'>;

const roleItem = ({ t }: Words, role: Role, key: string): Item => ({ role, label: t(`system.menu_${key}`) });

function editMenu(words: Words): Item {
  return {
    label: words.t('system.menu_edit'),
    submenu: [
      roleItem(words, 'undo', 'undo'),
      roleItem(words, 'redo', 'redo'),
      separator,
      roleItem(words, 'cut', 'cut'),
      roleItem(words, 'copy', 'copy'),
      roleItem(words, 'paste', 'paste'),
      roleItem(words, 'pasteAndMatchStyle', 'paste_plain'),
      roleItem(words, 'selectAll', 'select_all'),
    ],
  };
}

function viewMenu(words: Words, isDevelopment: boolean): Item {
  const developing = [
    separator,
    roleItem(words, 'reload', 'reload'),
    roleItem(words, 'toggleDevTools', 'developer_tools'),
  ];
  return {
    label: words.t('system.menu_view'),
    submenu: [
      roleItem(words, 'resetZoom', 'zoom_reset'),
      roleItem(words, 'zoomIn', 'zoom_in'),
      roleItem(words, 'zoomOut', 'zoom_out'),
      separator,
      roleItem(words, 'togglefullscreen', 'full_screen'),
      ...(isDevelopment ? developing : []),
    ],
  };
}

/** macOS keeps settings and quitting in the app's own menu, the others under "File"; their keys are those of the page. */
export function menuTemplate({ t, platform, isDevelopment, isPaused, onAct }: MenuOptions): Item[] {
  const item = (role: Role, key: string) => roleItem({ t }, role, key);
  const act = (what: MenuAct, accelerator?: string): Item => ({
    label: t(`desktop.menu_${what}`),
    click: () => onAct(what),
    // Shown beside the entry; the page hears the keys itself, also where no menu is shown.
    ...(accelerator === undefined ? {} : { accelerator, registerAccelerator: false }),
  });
  const isMac = platform === 'darwin';
  const settings = act('settings', 'CommandOrControl+,');
  const hiding = [item('hide', 'hide'), item('hideOthers', 'hide_others'), item('unhide', 'unhide')];
  const app: Item = {
    label: 'Limpet',
    submenu: [item('about', 'about'), separator, settings, separator, ...hiding, separator, item('quit', 'quit')],
  };
  const file: Item = {
    label: t('system.menu_file'),
    submenu: [
      act('new_chat', 'CommandOrControl+Shift+O'),
      act('search', 'CommandOrControl+Shift+F'),
      act('quick'),
      separator,
      { ...act('pause'), type: 'checkbox', checked: isPaused },
      act('stop_all'),
      separator,
      ...(isMac ? [item('close', 'close')] : [settings, separator, item('close', 'close'), item('quit', 'quit')]),
    ],
  };
  const window: Item = {
    label: t('system.menu_window'),
    role: 'windowMenu',
    submenu: [
      item('minimize', 'minimize'),
      ...(isMac ? [item('zoom', 'zoom'), separator, item('front', 'front')] : []),
    ],
  };
  const rest = [file, editMenu({ t }), viewMenu({ t }, isDevelopment), window];
  return isMac ? [app, ...rest] : rest;
}
