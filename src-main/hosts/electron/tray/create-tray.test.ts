// The tray and the badge against parts of Electron, on each system.
import { EventEmitter } from 'node:events';
import type { BrowserWindow, MenuItemConstructorOptions } from 'electron';
import { describe, expect, it } from 'vitest';
import { silentLog } from '#main/platform/base/log.ts';
import { createTranslate } from '#main/platform/texts/translate.ts';
import { createTray, type TraySlices } from './create-tray.ts';
import { type TrayAct, trayModel } from './tray-model.ts';
import { noFacts } from './work-facts.ts';

const t = createTranslate('en');
const asking = { ...noFacts, sessions: new Map(), approvals: [{ id: 'a' }] } as unknown as typeof noFacts;

function setUp(platform: NodeJS.Platform, o: { hasTray?: boolean } = {}) {
  const did: string[] = [];
  const acts: TrayAct[] = [];
  let menu: MenuItemConstructorOptions[] = [];
  class FakeTray extends EventEmitter {
    constructor(image: unknown) {
      super();
      if (o.hasTray === false) throw new Error('no tray');
      did.push(`made ${image}`);
    }
    setImage = (image: unknown) => void did.push(`image ${image}`);
    setToolTip = () => undefined;
    setContextMenu = (items: MenuItemConstructorOptions[]) => {
      did.push('menu');
      menu = items;
    };
    isDestroyed = () => false;
    destroy = () => void did.push('gone');
  }
  const window = {
    isDestroyed: () => false,
    setOverlayIcon: (image: unknown, text: string) => void did.push(`overlay ${image} ${text}`),
  };
  const tray = createTray({
    // The parts of Electron that are used; pictures are their names.
    electron: {
      app: { setBadgeCount: (count: number) => void did.push(`badge ${count}`) },
      Tray: FakeTray,
      Menu: { buildFromTemplate: (items: unknown) => items },
      nativeImage: { createFromPath: (path: string) => path.split('/').at(-1) },
    } as unknown as TraySlices,
    ...{ platform, iconFolder: '/tray', log: silentLog },
    onAct: (act) => void acts.push(act),
    window: () => window as unknown as BrowserWindow,
    badgeText: (count) => `${count} wait`,
  });
  return { tray, did, acts, menu: () => menu };
}
const idle = trayModel({ facts: noFacts, unseenFailures: 0, t });
const asks = trayModel({ facts: asking, unseenFailures: 0, t });

describe('the tray', () => {
  it('changes only what changed', () => {
    const { tray, did } = setUp('linux');
    tray.show(idle);
    tray.show(idle);
    tray.show(asks);
    expect(did).toEqual(['made idle.png', 'badge 0', 'image idle.png', 'menu', 'badge 1', 'image asks.png', 'menu']);
    tray.close();
    expect(did.at(-1)).toBe('gone');
  });

  it('has pictures that macOS colours, and a badge on the window’s button under Windows', () => {
    const mac = setUp('darwin');
    mac.tray.show(asks);
    expect(mac.did).toContain('image asksTemplate.png');
    const windows = setUp('win32');
    windows.tray.show(asks);
    windows.tray.show(idle);
    expect(windows.did.filter((one) => one.startsWith('overlay'))).toEqual([
      'overlay badge.png 1 wait',
      'overlay null ',
    ]);
  });

  it('does what its entries say', () => {
    const { tray, acts, menu } = setUp('linux');
    tray.show(asks);
    for (const item of menu()) (item.click as (() => void) | undefined)?.();
    expect(acts.map(({ type }) => type)).toEqual(['quick', 'show', 'pause', 'stop_all', 'stop_outputs', 'quit']);
  });

  it('may be missing: the badge still counts', () => {
    const { tray, did } = setUp('linux', { hasTray: false });
    tray.show(asks);
    expect([tray.isThere, did]).toEqual([false, ['badge 1']]);
  });
});
