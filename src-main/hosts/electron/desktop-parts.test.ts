// Small parts of the shell: menu, crash policy, quitting.
import { EventEmitter } from 'node:events';
import type { App, MenuItemConstructorOptions } from 'electron';
import { describe, expect, it } from 'vitest';
import { createFakeClock } from '#main/platform/base/fake-clock.ts';
import { createTranslate } from '#main/platform/texts/translate.ts';
import { createCrashPolicy } from './crash-policy.ts';
import { menuTemplate } from './menu.ts';
import { drainBeforeQuit, drainLimitMs } from './quit.ts';
import { quickOptions, windowOptions } from './windows/window-options.ts';

const labels = (items: readonly MenuItemConstructorOptions[]): string[] =>
  items.flatMap((item) => [
    ...(item.label === undefined ? [] : [item.label]),
    ...(Array.isArray(item.submenu) ? labels(item.submenu) : []),
  ]);

const onAct = () => {};

describe('the native menu', () => {
  it('has a word of the catalogue for every entry, in every language and on every system', () => {
    const copy = { en: 'Copy', de: 'Kopieren', zh: '复制', ar: 'نسخ' } as const;
    for (const language of ['en', 'de', 'zh', 'ar'] as const)
      for (const platform of ['linux', 'darwin', 'win32'] as const) {
        const template = menuTemplate({
          t: createTranslate(language),
          platform,
          isDevelopment: true,
          isPaused: false,
          onAct,
        });
        expect(labels(template).filter((label) => /^(system|desktop)\./.test(label))).toEqual([]);
        expect(labels(template)).toContain(copy[language]);
      }
  });
  it('does what it says: each entry of ours asks for its act', () => {
    const asked: string[] = [];
    const template = menuTemplate({
      ...{ t: createTranslate('en'), platform: 'darwin', isDevelopment: false, isPaused: true },
      onAct: (act) => void asked.push(act),
    });
    const press = (items: readonly MenuItemConstructorOptions[]) => {
      for (const item of items) {
        // The arguments of Electron's that nobody reads.
        (item.click as (() => void) | undefined)?.();
        if (Array.isArray(item.submenu)) press(item.submenu);
      }
    };
    press(template);
    expect(asked.toSorted()).toEqual(['new_chat', 'pause', 'quick', 'search', 'settings', 'stop_all']);
    expect(labels(template).indexOf('Settings…')).toBeLessThan(labels(template).indexOf('File'));
    expect(JSON.stringify(template)).toContain('"type":"checkbox","checked":true');
  });
  it('offers developer tools while developing only', () => {
    const t = createTranslate('en');
    expect(labels(menuTemplate({ t, platform: 'linux', isDevelopment: false, isPaused: false, onAct }))).not.toContain(
      'Developer tools',
    );
    expect(labels(menuTemplate({ t, platform: 'linux', isDevelopment: true, isPaused: false, onAct }))).toContain(
      'Developer tools',
    );
  });
});

describe('the window', () => {
  const look = { preload: '/p.cjs', isDark: true, isDevelopment: false };
  it.each([windowOptions(look, undefined), quickOptions(look, 'linux')])(
    'is made with every protection said',
    (options) => {
      const { webPreferences } = options;
      expect(webPreferences).toEqual({
        preload: '/p.cjs',
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        nodeIntegrationInWorker: false,
        nodeIntegrationInSubFrames: false,
        webSecurity: true,
        webviewTag: false,
        spellcheck: false,
        devTools: false,
      });
    },
  );
});

describe('a crashed page', () => {
  it('is loaded again three times a minute, not for ever [R26]', async () => {
    const clock = createFakeClock();
    const mayReload = createCrashPolicy(clock);
    expect([mayReload(), mayReload(), mayReload(), mayReload()]).toEqual([true, true, true, false]);
    await clock.advance(61_000);
    expect(mayReload()).toBe(true);
  });
});

describe('quitting', () => {
  function setUp(drain: () => Promise<void>) {
    const clock = createFakeClock();
    const exits: number[] = [];
    const app = Object.assign(new EventEmitter(), { exit: (code = 0) => void exits.push(code) });
    // The two methods that are used; an emitter of Node's behaves as Electron's does.
    drainBeforeQuit({ app: app as unknown as Pick<App, 'on' | 'exit'>, clock, drain });
    let prevented = 0;
    const quit = () => app.emit('will-quit', { preventDefault: () => (prevented += 1) });
    return { clock, exits, quit, prevented: () => prevented };
  }
  it('waits for the core, however often it is asked', async () => {
    let finish: () => void = () => undefined;
    const drained = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const { clock, exits, quit, prevented } = setUp(() => drained);
    quit();
    quit();
    await clock.advance(100);
    expect([exits.length, prevented()]).toEqual([0, 2]);
    finish();
    await clock.advance(0);
    expect(exits).toEqual([0]);
  });
  it('ends after its time limit although something hangs, and although draining fails', async () => {
    const hanging = setUp(() => new Promise(() => undefined));
    hanging.quit();
    await hanging.clock.advance(drainLimitMs);
    expect(hanging.exits).toEqual([0]);
    const failing = setUp(() => Promise.reject(new Error('no')));
    failing.quit();
    await failing.clock.advance(0);
    expect(failing.exits).toEqual([0]);
  });
});
