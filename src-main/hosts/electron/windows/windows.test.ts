// The two windows against parts of Electron: opened once, remembered, closed and put away.
import { EventEmitter } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserWindow, Display, Screen } from 'electron';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createFakeClock } from '#main/platform/base/fake-clock.ts';
import { silentLog } from '#main/platform/base/log.ts';
import type { CloseFacts } from '../system/close-policy.ts';
import { createMailbox } from './mailbox.ts';
import { createMainWindow } from './main-window.ts';
import { createPlaceBook } from './place-book.ts';
import { createQuickWindow } from './quick-window.ts';
import type { Area } from './window-place.ts';

class FakeWindow extends EventEmitter {
  did: string[] = [];
  bounds: Area = { x: 0, y: 0, width: 900, height: 700 };
  isGone = false;
  visible = false;
  focused = false;
  maximized = false;
  minimized = false;
  isDestroyed = () => this.isGone;
  isVisible = () => this.visible;
  isFocused = () => this.focused;
  isMinimized = () => this.minimized;
  isMaximized = () => this.maximized;
  isFullScreen = () => false;
  getNormalBounds = () => this.bounds;
  setAlwaysOnTop = (isOn: boolean, level: string) => void this.did.push(`on top ${isOn} ${level}`);
  setVisibleOnAllWorkspaces = (isOn: boolean) => void this.did.push(`all spaces ${isOn}`);
  restore = () => void this.did.push('restore');
  maximize() {
    this.maximized = true;
  }
  unmaximize() {
    this.maximized = false;
  }
  setBounds(bounds: Area) {
    this.bounds = bounds;
    this.emit('resize');
  }
  show() {
    this.visible = true;
    this.did.push('show');
  }
  focus() {
    this.focused = true;
  }
  hide() {
    this.visible = false;
    this.focused = false;
  }
  destroy() {
    this.isGone = true;
    this.emit('closed');
  }
}

class FakeScreen extends EventEmitter {
  displays = [laptop];
  getPrimaryDisplay = () => this.displays[0];
  getAllDisplays = () => this.displays;
  getCursorScreenPoint = () => ({ x: 0, y: 0 });
  getDisplayNearestPoint = () => this.displays.at(-1);
}
const display = (id: number, bounds: Area) => ({ id, bounds, workArea: bounds }) as Display;
const laptop = display(1, { x: 0, y: 0, width: 1440, height: 900 });
const desk = display(2, { x: 1440, y: 0, width: 2560, height: 1440 });

function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'limpet-windows-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

describe('the main window', () => {
  function setUp(closing: Partial<CloseFacts> = {}, file = join(makeFolder(), 'places.json')) {
    const clock = createFakeClock();
    const screen = new FakeScreen();
    const places = createPlaceBook({ file, clock, log: silentLog });
    const made: FakeWindow[] = [];
    let quits = 0;
    const main = createMainWindow({
      app: {
        quit() {
          quits += 1;
        },
      },
      screen: screen as unknown as Screen,
      places,
      make(place) {
        const window = new FakeWindow();
        if (place !== undefined) window.bounds = place.area;
        made.push(window);
        return window as unknown as BrowserWindow;
      },
      closing: () => ({ platform: 'linux', closeToTray: false, hasTray: true, isQuitting: false, ...closing }),
      onShown: () => {},
      onFocus: () => {},
    });
    return { clock, screen, places, made, main, file, quits: () => quits };
  }

  it('is one, comes up once it has painted, and is brought to the front after that', () => {
    const { main, made } = setUp();
    main.show();
    main.show();
    expect([made.length, made[0]?.did]).toEqual([1, []]);
    made[0]?.emit('ready-to-show');
    expect(made[0]?.did).toEqual(['show']);
    if (made[0] !== undefined) made[0].minimized = true;
    main.show();
    expect(made[0]?.did).toEqual(['show', 'restore', 'show']);
    expect(made[0]?.focused).toBe(true);
  });

  it('is where it was, and as large, after a restart; a damaged file is none', async () => {
    const { main, made, places, file, clock } = setUp();
    main.show();
    made[0]?.emit('ready-to-show');
    made[0]?.setBounds({ x: 33, y: 44, width: 800, height: 600 });
    await clock.advance(499);
    made[0]?.setBounds({ x: 33, y: 45, width: 800, height: 600 });
    await places.settle();
    expect(JSON.parse(readFileSync(file, 'utf8'))).toHaveLength(1);
    const again = setUp({}, file);
    again.main.show();
    expect(again.made[0]?.bounds).toEqual({ x: 33, y: 45, width: 800, height: 600 });
    writeFileSync(file, '{"broken');
    const fresh = setUp({}, file);
    fresh.main.show();
    expect(fresh.made[0]?.bounds).toEqual({ x: 130, y: 50, width: 1180, height: 800 });
  });

  it('follows the displays: back to the desk’s place when the desk is back', () => {
    const { main, made, screen } = setUp();
    screen.displays = [laptop, desk];
    main.show();
    made[0]?.emit('ready-to-show');
    made[0]?.setBounds({ x: 2000, y: 100, width: 1500, height: 1000 });
    screen.displays = [laptop];
    screen.emit('display-removed');
    expect((made[0]?.bounds.x ?? 9_999) + (made[0]?.bounds.width ?? 0)).toBeLessThanOrEqual(1440);
    screen.displays = [laptop, desk];
    screen.emit('display-added');
    expect(made[0]?.bounds).toEqual({ x: 2000, y: 100, width: 1500, height: 1000 });
  });

  it('ends the app with it, or leaves it, as its policy says', () => {
    const ending = setUp();
    ending.main.show();
    ending.made[0]?.destroy();
    expect([ending.quits(), ending.main.current()]).toEqual([1, undefined]);
    const staying = setUp({ closeToTray: true });
    staying.main.show();
    staying.made[0]?.destroy();
    staying.main.show();
    expect([staying.quits(), staying.made.length]).toEqual([0, 2]);
  });
});

describe('the quick chat’s window', () => {
  function setUp(platform: NodeJS.Platform = 'linux') {
    const window = new FakeWindow();
    let shown = 0;
    let isQuitting = false;
    const quick = createQuickWindow({
      screen: new FakeScreen() as unknown as Screen,
      make: () => window as unknown as BrowserWindow,
      platform,
      isQuitting: () => isQuitting,
      onShown() {
        shown += 1;
      },
    });
    const quit = () => {
      isQuitting = true;
    };
    return { quick, window, shown: () => shown, quit };
  }

  it('is made once, comes where the pointer is, and tells its page', () => {
    const { quick, window, shown } = setUp();
    quick.prepare();
    expect(window.visible).toBe(false);
    expect([quick.toggle(), shown()]).toEqual([true, 1]);
    expect(window.bounds).toEqual({ x: 380, y: 300, width: 680, height: 140 });
    quick.size(300);
    expect(window.bounds.height).toBe(300);
    expect([quick.toggle(), window.visible]).toEqual([false, false]);
  });

  it('comes to the front when it is behind others, instead of going away', () => {
    const { quick, window } = setUp();
    quick.show();
    window.focused = false;
    expect(quick.toggle()).toBe(true);
  });

  it('is put away, not closed, until the app quits', () => {
    const { quick, window, quit } = setUp();
    quick.show();
    let prevented = 0;
    const event = {
      preventDefault() {
        prevented += 1;
      },
    };
    window.emit('close', event);
    expect([prevented, window.visible]).toEqual([1, false]);
    quit();
    window.emit('close', event);
    expect(prevented).toBe(1);
  });

  it('opens over the space in front on macOS, without leaving it', () => {
    const { quick, window } = setUp('darwin');
    quick.show();
    expect(window.did).toEqual(['all spaces true', 'on top true pop-up-menu', 'show']);
  });
});

describe('what windows are told', () => {
  it('waits for a page that is still loading, in order, and goes to the newest one', async () => {
    const mailbox = createMailbox();
    mailbox.tell('main', { type: 'act', act: 'search' });
    const first = mailbox.follow('main', new AbortController().signal)[Symbol.asyncIterator]();
    expect((await first.next()).value).toEqual({ type: 'ready' });
    expect((await first.next()).value).toEqual({ type: 'act', act: 'search' });
    const waiting = first.next();
    const second = mailbox.follow('main', new AbortController().signal)[Symbol.asyncIterator]();
    await second.next();
    expect((await waiting).done).toBe(true);
    mailbox.tell('main', { type: 'shown' });
    expect((await second.next()).value).toEqual({ type: 'shown' });
  });

  it('is bounded, and ends with its signal', async () => {
    const mailbox = createMailbox();
    for (let n = 0; n < 500; n += 1) mailbox.tell('quick', { type: 'shown' });
    const stop = new AbortController();
    let count = 0;
    for await (const event of mailbox.follow('quick', stop.signal)) {
      if (event.type === 'shown') count += 1;
      if (count === 50) stop.abort();
    }
    expect(count).toBe(50);
  });
});
