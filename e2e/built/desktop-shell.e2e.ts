// The built desktop under a stand-in for Electron: what the system shows of it, and what comes in from the system.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startDesktop } from '../support/desktop.ts';
import { startGateway } from '../support/gateway.ts';

const project = join(import.meta.dirname, '../..');
const fake = join(project, 'build/electron-fake');
type Call = readonly [what: string, ...details: unknown[]];

function makeHome(): string {
  const home = mkdtempSync(join(tmpdir(), 'limpet-shell-'));
  onTestFinished(() => rmSync(home, { recursive: true, force: true }));
  return home;
}

function play(scenario: string, o: { environment?: Record<string, string>; words?: string[]; home?: string } = {}) {
  const home = o.home ?? makeHome();
  const dataFolder = join(home, 'data');
  const script = [join(fake, 'shell-scenario.mjs'), scenario, '--data-dir', dataFolder, ...(o.words ?? [])];
  const done = spawnSync(process.execPath, ['--import', join(fake, 'register.mjs'), ...script], {
    cwd: project,
    encoding: 'utf8',
    timeout: 100_000,
    env: { PATH: process.env.PATH, HOME: home, FAKE_ELECTRON_EXITS: '0', ...o.environment },
  });
  const line = /^RESULT (.*)$/m.exec(done.stdout)?.[1];
  if (line === undefined) throw new Error(`no result:\n${done.stdout}\n${done.stderr}`);
  const { result, calls } = JSON.parse(line) as { result: Record<string, unknown>; calls: Call[] };
  return { result, calls, dataFolder, of: (what: string) => calls.filter(([name]) => name === what) };
}

describe('the tray', () => {
  it('says that Limpet asks, in its picture, its words, the badge and its menu, and leads to the chat', () => {
    const { result, of } = play('tray');
    expect(result.asking).toEqual({
      image: expect.stringMatching(/resources\/tray\/asks\.png$/),
      tip: 'Limpet: Waits for your answer to 1 question',
      chat: 'Tide tables (asks)',
    });
    expect(result.after).toBe('Limpet: Nothing to do');
    expect(result.news).toEqual([{ type: 'ready' }, { type: 'open', sessionId: result.id }]);
    expect(result.labels).toEqual(
      expect.arrayContaining(['Quick chat', 'Open Limpet', 'Recent chats', 'Pause', 'Stop everything', 'Quit Limpet']),
    );
    expect(of('tray gone')).toHaveLength(1);
  });

  it('pauses and goes on, and stops everything', () => {
    expect(play('pause').result).toEqual({ waiting: 0, answered: 2 });
  });

  it('is not needed: a desktop without one shows the window all the same', () => {
    const { result } = play('place', { environment: { FAKE_ELECTRON_TRAY: '0' } });
    expect(result).toEqual({});
  });
});

describe('notifications', () => {
  it('ask with buttons, and one that comes too late changes nothing and says so [T25]', () => {
    const { result, of } = play('late');
    expect(of('notification')[0]).toEqual([
      'notification',
      'Limpet asks: Tide tables',
      expect.stringContaining('a.txt'),
      expect.arrayContaining(['Open', 'Deny']),
    ]);
    expect(result.told).toBe('This question was answered or has expired. Nothing was done.');
  });
});

describe('the quick chat’s window', () => {
  it('comes by its shortcut over everything, a third down the screen, and hides by it', () => {
    const { result, calls } = play('quick');
    expect(result).toMatchObject({
      shown: {
        visible: true,
        focused: true,
        bounds: { x: 380, y: 320, width: 680 },
        options: { frame: false, alwaysOnTop: true, skipTaskbar: true, resizable: false },
      },
      tallest: 522,
      hidden: false,
      again: true,
      kept: { isThere: true, visible: false },
      afterMain: false,
    });
    expect(calls).toContainEqual(['register', 'CommandOrControl+Shift+Space']);
    expect(calls).toContainEqual(['unregister', 'CommandOrControl+Shift+Space']);
    expect(calls).toContainEqual(['loadURL', 'app://limpet/#/quick']);
  });

  it('carries the text of the clipboard, a picture of the screen, and files of a second start', () => {
    const { result } = play('carries', { environment: { FAKE_ELECTRON_CLIPBOARD: 'tide at six' } });
    expect(result.text).toBe('tide at six');
    expect(result.attachment).toMatchObject({
      mediaType: 'image/png',
      name: expect.stringMatching(/^Screen .*\.png$/),
    });
    expect(result.news).toContainEqual({
      type: 'attach',
      attachments: [expect.objectContaining({ name: 'package.json', mediaType: 'application/json' })],
      refused: ['nothing-here.txt'],
    });
  });

  it('tells when another program has the shortcut, and when it is none', () => {
    const taken = play('shortcut', { environment: { FAKE_ELECTRON_TAKEN: 'CommandOrControl+Shift+Space' } });
    expect(taken.result.first).toBe('taken');
    expect(taken.result.states).toEqual(['taken', 'wrong', 'off', 'active']);
    expect(taken.result.command).toMatch(/ --toggle$/);
    expect(taken.calls).toContainEqual(['register', 'Control+Alt+K']);
  });
});

describe('limpet --toggle', () => {
  const toggle = (dataFolder: string) =>
    spawnSync(process.execPath, [join(project, 'out/main/cli.js'), '--toggle', '--data-dir', dataFolder], {
      encoding: 'utf8',
      timeout: 60_000,
      env: { PATH: process.env.PATH, HOME: dataFolder, LANG: 'en_GB.UTF-8' },
    });

  it('shows the quick chat of the app that runs, and hides it again', async () => {
    const desktop = await startDesktop();
    expect(toggle(desktop.dataFolder)).toMatchObject({ status: 0, stdout: '', stderr: '' });
    expect((await desktop.client.api.desktop.toggleQuick({})).visible).toBe(false);
    expect(toggle(desktop.dataFolder).status).toBe(0);
    expect((await desktop.client.api.desktop.toggleQuick({})).visible).toBe(false);
    await desktop.stop();
  });

  it('says so where no app runs, and where the Limpet that runs has no windows', async () => {
    const nobody = toggle(join(makeHome(), 'data'));
    expect([nobody.status, nobody.stderr]).toEqual([1, expect.stringContaining('The desktop app is not running')]);
    const gateway = await startGateway();
    expect(toggle(gateway.dataFolder)).toMatchObject({
      ...{ status: 1, stderr: expect.stringContaining('The desktop app is not running') },
    });
    await gateway.stop();
  });
});

describe('what comes from outside', () => {
  it('is asked about: a link does nothing by itself [T15]', () => {
    const { result } = play('links');
    expect(result.news).toEqual([
      { type: 'ready' },
      { type: 'proposal', proposal: { type: 'message', text: 'delete everything' } },
      {
        type: 'proposal',
        proposal: { type: 'refused', link: 'limpet://install/mcp?command=evil', reason: 'unknown' },
      },
    ]);
    expect(result.after).toBe(result.before);
  });

  it('is handed over by a second start with all its words [R20]', () => {
    const { calls } = play('power', { words: ['--quick', 'notes.txt'] });
    const [, handed] = calls.find(([what]) => what === 'requestSingleInstanceLock') ?? [];
    expect(handed).toMatchObject({ argv: expect.arrayContaining(['--quick', 'notes.txt']), folder: project });
  });

  it('reaches the work that is planned by the clock: sleep and waking', () => {
    const { dataFolder } = play('power');
    const folder = join(dataFolder, 'logs');
    const lines = readdirSync(folder).flatMap((file) => readFileSync(join(folder, file), 'utf8').split('\n'));
    const power = lines.filter((line) => line.includes('"power"')).map((line) => JSON.parse(line));
    expect(JSON.stringify(power)).toMatch(/suspend.*resume/);
  });
});

describe('windows', () => {
  it('close the app where people expect that, and leave it in the tray where the person asked for it', () => {
    expect(play('close').result).toEqual({ stayed: true, isNew: true });
  });

  it('come back where they were', () => {
    const home = makeHome();
    play('place', { home });
    const again = play('place', { home });
    const saved = JSON.parse(readFileSync(join(again.dataFolder, 'desktop/places.json'), 'utf8'));
    expect(saved).toEqual([
      {
        displays: '1440x900@0,0',
        place: { area: { x: 40, y: 60, width: 900, height: 700 }, isMaximized: false },
      },
    ]);
  });

  it('stay away when the app was opened with the session', () => {
    expect(play('background', { words: ['--background'] }).result).toEqual({
      hadWindow: false,
      has: true,
      shown: false,
    });
  });
});
