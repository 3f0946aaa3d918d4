// What the shell tells the system and asks of it: shortcut, closing, opening at login, the screen.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DesktopCapturerSource, LoginItemSettings } from 'electron';
import { describe, expect, it, onTestFinished } from 'vitest';
import { BlobId } from '#main/contract/ids.ts';
import { neverAborts } from '#main/platform/base/abort.ts';
import { createFakeClock } from '#main/platform/base/fake-clock.ts';
import { silentLog } from '#main/platform/base/log.ts';
import { checkKeys } from './accelerator.ts';
import { afterClose } from './close-policy.ts';
import { createShortcut } from './create-shortcut.ts';
import { autostartEntry, createLoginItem } from './login-item.ts';
import { createScreenshot } from './screenshot.ts';
import { toggleCommand } from './toggle-command.ts';

describe('keys of a shortcut', () => {
  it.each([
    ['CommandOrControl+Shift+Space', 'CommandOrControl+Shift+Space'],
    ['ctrl + shift+space', 'Control+Shift+Space'],
    ['alt+k', 'Alt+K'],
    ['Super+1', 'Super+1'],
    ['F9', 'F9'],
    ['Shift+F9', 'Shift+F9'],
    ['Cmd+Enter', 'Command+Return'],
    ['Ctrl+Plus', 'Control+Plus'],
  ])('%s are taken as %s', (text, keys) => {
    expect(checkKeys(text)).toEqual({ type: 'ok', keys });
  });
  it.each(['k', 'Shift+K', 'Space', 'Ctrl', 'Ctrl+', '+', 'Ctrl+Ctrl+K', 'Ctrl+Foo', 'Hyper+K', 'Ctrl+K+L', 'Ctrl-K'])(
    '%s are none',
    (text) => {
      expect(checkKeys(text)).toEqual({ type: 'wrong' });
    },
  );
  it('may be empty', () => {
    expect(checkKeys('  ')).toEqual({ type: 'off' });
  });
});

describe('the shortcut', () => {
  function setUp(register: (keys: string) => boolean) {
    const held = new Set<string>();
    let told = 0;
    const shortcut = createShortcut({
      globalShortcut: {
        register(keys: string) {
          const isTaken = register(keys);
          if (isTaken) held.add(keys);
          return isTaken;
        },
        unregister: (keys: string) => void held.delete(keys),
      },
      onPress: () => {},
      onState() {
        told += 1;
      },
      command: 'limpet --toggle',
      log: silentLog,
    });
    return { shortcut, held, told: () => told };
  }

  it('gives the old keys back before it takes others, and says what became of them', () => {
    const { shortcut, held, told } = setUp((keys) => keys !== 'Control+T');
    shortcut.use('Ctrl+K');
    shortcut.use('Ctrl+K');
    expect([shortcut.state().state, [...held], told()]).toEqual(['active', ['Control+K'], 1]);
    shortcut.use('Ctrl+T');
    expect([shortcut.state().state, [...held]]).toEqual(['taken', []]);
    shortcut.use('');
    expect(shortcut.state()).toEqual({ keys: '', state: 'off', command: 'limpet --toggle' });
    shortcut.use('Ctrl+J');
    shortcut.close();
    expect(held.size).toBe(0);
  });

  it('is unavailable where the session throws', () => {
    const { shortcut } = setUp(() => {
      throw new Error('no portal');
    });
    shortcut.use('Ctrl+K');
    expect(shortcut.state().state).toBe('unavailable');
  });
});

describe('closing the last window', () => {
  const facts = { closeToTray: false, hasTray: true, isQuitting: false };
  it('leaves the app on macOS, ends it elsewhere, and stays in a tray only where it was asked for and is one', () => {
    expect(afterClose({ ...facts, platform: 'darwin' })).toBe('stay');
    for (const platform of ['linux', 'win32'] as const) {
      expect(afterClose({ ...facts, platform })).toBe('quit');
      expect(afterClose({ ...facts, platform, closeToTray: true })).toBe('stay');
      expect(afterClose({ ...facts, platform, closeToTray: true, hasTray: false })).toBe('quit');
      expect(afterClose({ ...facts, platform, isQuitting: true })).toBe('stay');
    }
  });
});

describe('opening with the session', () => {
  function setUp(o: { platform: NodeJS.Platform; isPackaged?: boolean; obeys?: boolean }) {
    const home = mkdtempSync(join(tmpdir(), 'limpet-login-'));
    onTestFinished(() => rmSync(home, { recursive: true, force: true }));
    const asked: unknown[] = [];
    let isOpen = false;
    const item = createLoginItem({
      app: {
        isPackaged: o.isPackaged ?? true,
        getLoginItemSettings: () => ({ openAtLogin: isOpen }) as LoginItemSettings,
        setLoginItemSettings(settings) {
          asked.push(settings);
          if (o.obeys ?? true) isOpen = settings.openAtLogin === true;
        },
      },
      ...{ platform: o.platform, home, environment: {}, program: '/opt/Limpet/limpet', log: silentLog },
    });
    return { item, asked, file: join(home, '.config/autostart/org.limpet.Limpet.desktop') };
  }

  it('is a file of the autostart on Linux, and gone again', async () => {
    const { item, file } = setUp({ platform: 'linux' });
    expect(await item.apply(false)).toBe('off');
    expect(await item.apply(true)).toBe('on');
    expect(readFileSync(file, 'utf8')).toContain('Exec="/opt/Limpet/limpet" --background\n');
    expect(await item.apply(false)).toBe('off');
    expect(existsSync(file)).toBe(false);
  });

  it('is asked of the system elsewhere, once, and said when it was refused', async () => {
    const { item, asked } = setUp({ platform: 'win32' });
    expect([await item.apply(true), await item.apply(true)]).toEqual(['on', 'on']);
    expect(asked).toEqual([{ openAtLogin: true, args: ['--background'] }]);
    expect(await setUp({ platform: 'darwin', obeys: false }).item.apply(true)).toBe('refused');
  });

  it('is nothing for a checkout', async () => {
    expect(await setUp({ platform: 'linux', isPackaged: false }).item.apply(true)).toBe('unavailable');
  });

  it('names a program that no shell and no desktop reads otherwise', () => {
    expect(autostartEntry('/opt/my $app/100%/"x"')).toContain('Exec="/opt/my \\\\$app/100%%/\\\\"x\\\\"" --background');
  });
});

describe('the command for a desktop’s own shortcut', () => {
  it('is quoted where it must be, and names the file of an AppImage', () => {
    const facts = { program: '/usr/bin/limpet', appImage: undefined, platform: 'linux' as const };
    expect(toggleCommand(facts)).toBe('/usr/bin/limpet --toggle');
    expect(toggleCommand({ ...facts, appImage: "/home/a b/Lim'pet.AppImage" })).toBe(
      "'/home/a b/Lim'\\''pet.AppImage' --toggle",
    );
    expect(toggleCommand({ ...facts, program: 'C:\\Program Files\\limpet.exe', platform: 'win32' })).toBe(
      '"C:\\Program Files\\limpet.exe" --toggle',
    );
  });
});

describe('a picture of the screen', () => {
  const screen = { displayId: '2', size: { width: 7_680, height: 4_320 }, signal: neverAborts };
  function setUp(o: { status?: string; pictures?: readonly string[] }) {
    const asked: unknown[] = [];
    const take = createScreenshot({
      desktopCapturer: {
        async getSources(options) {
          asked.push(options);
          return (o.pictures ?? ['1', '2']).map((id) => ({
            display_id: id,
            thumbnail: { isEmpty: () => false, toPNG: () => Buffer.from(`picture of ${id}`) },
          })) as unknown as DesktopCapturerSource[];
        },
      },
      systemPreferences: { getMediaAccessStatus: () => (o.status ?? 'granted') as 'granted' },
      platform: 'darwin',
      blobs: () => ({
        async put({ bytes, name, mediaType }) {
          let text = '';
          for await (const piece of bytes) text += Buffer.from(piece).toString();
          return {
            id: BlobId.parse('b1'),
            sha256: '',
            name: `${name}: ${text}`,
            mediaType,
            sizeBytes: text.length,
            createdAt: 0,
          };
        },
      }),
      clock: createFakeClock(Date.UTC(2026, 4, 1, 12, 30)),
    });
    return { take, asked };
  }

  it('is of the display that was meant, no larger than it is useful', async () => {
    const { take, asked } = setUp({});
    expect(await take(screen)).toMatchObject({
      name: 'Screen 2026-05-01 12-30-00.png: picture of 2',
      mediaType: 'image/png',
    });
    expect(asked).toEqual([{ types: ['screen'], thumbnailSize: { width: 3_840, height: 2_160 } }]);
  });

  it('is refused with what to do where the system says no, and missed where none came', async () => {
    await expect(setUp({ status: 'denied' }).take(screen)).rejects.toMatchObject({
      ...{ code: 'forbidden', details: { reason: 'screen_refused' } },
    });
    await expect(setUp({ pictures: [] }).take(screen)).rejects.toMatchObject({ details: { reason: 'no_screenshot' } });
  });
});
