// `npm start` on machines of every kind ends in a window, a working page, or one sentence that says what to do.
import { type ChildProcess, spawn } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';

const own = join(import.meta.dirname, '../..');
/** What was built, without its sources: nobody else's change makes it stale while these tests run. */
const project = mkdtempSync(join(tmpdir(), 'limpet-project-'));
const start = join(project, 'build/launch/start.mjs');
const fakeElectron = join(project, 'build/electron-fake/electron.sh');

beforeAll(() => {
  chmodSync(project, 0o755);
  for (const part of ['package.json', 'build/launch', 'build/electron-fake', 'out'])
    cpSync(join(own, part), join(project, part), { recursive: true });
  const past = new Date(Date.now() - 60_000);
  utimesSync(join(project, 'package.json'), past, past);
  symlinkSync(join(own, 'node_modules'), join(project, 'node_modules'));
  // Stands before the real one, so that no test opens somebody's browser.
  mkdirSync(join(project, 'bin'));
  for (const name of ['xdg-open', 'open']) writeProgram(join(project, 'bin', name), 'printf %s "$1" > "$HOME/opened"');
});
afterAll(() => rmSync(project, { recursive: true, force: true }));

const isRoot = process.getuid?.() === 0;
const nobody = 65_534;

type Running = {
  child: ChildProcess;
  text: () => string;
  ended: Promise<number | null>;
  saw: (what: RegExp) => Promise<string>;
};

/** A home of its own; an ordinary user's, also when the tests run as root. */
function createHome(): string {
  const home = mkdtempSync(join(tmpdir(), 'limpet-start-'));
  onTestFinished(() => rmSync(home, { recursive: true, force: true }));
  if (isRoot) chownSync(home, nobody, nobody);
  return home;
}

type RunOptions = { home?: string; environment?: Record<string, string>; node?: readonly string[] };

function run(args: readonly string[], { home = createHome(), environment = {}, node = [] }: RunOptions = {}): Running {
  const child = spawn(process.execPath, [...node, start, ...args], {
    cwd: tmpdir(),
    env: {
      PATH: `${join(project, 'bin')}:${join(project, 'node_modules/.bin')}:${process.env.PATH}`,
      HOME: home,
      LANG: 'C.UTF-8',
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(isRoot ? { uid: nobody, gid: nobody } : {}),
  });
  let text = '';
  const listeners = new Set<() => void>();
  const add = (data: Buffer) => {
    text += data.toString();
    for (const listener of listeners) listener();
  };
  child.stdout?.on('data', add);
  child.stderr?.on('data', add);
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  onTestFinished(async () => {
    child.kill('SIGTERM');
    await ended;
  });
  const saw = (what: RegExp) =>
    new Promise<string>((resolve, reject) => {
      const look = () => {
        const found = what.exec(text)?.[0];
        if (found !== undefined) resolve(found);
      };
      listeners.add(look);
      look();
      void ended.then((code) => reject(new Error(`ended with ${code} before ${what}:\n${text}`)));
    });
  return { child, text: () => text, ended, saw };
}
const link = /http:\/\/127\.0\.0\.1:\d+\/#signin=[\w-]+/;
const page = async (found: string) => (await fetch(new URL(found).origin)).text();

function writeProgram(path: string, text: string): string {
  writeFileSync(path, `#!/bin/sh\n${text}\n`);
  chmodSync(path, 0o755);
  return path;
}
const program = (home: string, text: string) => writeProgram(join(home, 'program.sh'), text);
const isOpened = (home: string) =>
  existsSync(join(home, 'opened')) && readFileSync(join(home, 'opened'), 'utf8') !== '';

describe('npm start', () => {
  it('serves the page and says why in one line where no display is', async () => {
    const home = createHome();
    const running = run(['--port', '0'], { home });
    expect(await page(await running.saw(link))).toContain('<div id="root">');
    expect(isOpened(home)).toBe(false);
    expect(running.text()).toMatch(/^No desktop window: there is no display here\. .*browser instead\.$/m);
    running.child.kill('SIGTERM');
    expect(await running.ended).toBe(0);
  });

  it('serves the page to root, also on a desktop', async () => {
    const pretend = 'process.getuid = () => 0';
    const node = ['--import', `data:text/javascript,${pretend}`];
    const running = run(['--port', '0'], { node, environment: { DISPLAY: ':0' } });
    expect(await page(await running.saw(link))).toContain('<div id="root">');
    expect(running.text()).toContain('No desktop window: it does not run as root.');
  });

  it('opens the window where it can, and a second start brings it to the front', async () => {
    const home = createHome();
    const environment = { DISPLAY: ':0', ELECTRON_EXEC_PATH: fakeElectron };
    const running = run(['--data-dir', join(home, 'data')], { home, environment });
    await running.saw(/^Limpet is open in its window\. Ctrl\+C ends it\.$/m);
    const again = { ...environment, FAKE_ELECTRON_SECOND: '1' };
    const second = run(['--data-dir', join(home, 'data')], { home, environment: again });
    expect(await second.ended).toBe(0);
    expect(second.text()).toBe('Limpet is open already; its window is in front now.\n');
    expect(running.child.exitCode).toBeNull();
  });

  it('serves the page when Electron ends before a window is there, with its last words', async () => {
    const home = createHome();
    const failing = program(
      home,
      'echo "[7:1121/1:FATAL:sandbox.cc(1)] The SUID sandbox helper is not set up." >&2; exit 5',
    );
    const running = run(['--port', '0'], { home, environment: { DISPLAY: ':0', ELECTRON_EXEC_PATH: failing } });
    expect(await page(await running.saw(link))).toContain('<div id="root">');
    // On a desktop the browser is opened with the very link that was printed.
    await vi.waitUntil(() => isOpened(home), { timeout: 10_000 });
    expect(readFileSync(join(home, 'opened'), 'utf8')).toBe(link.exec(running.text())?.[0]);
    expect(running.text()).toContain(
      'No desktop window: it ended before a window was there: The SUID sandbox helper is not set up.',
    );
  });

  it('serves the page when Electron cannot be started at all', async () => {
    const running = run(['--port', '0'], { environment: { DISPLAY: ':0', ELECTRON_EXEC_PATH: '/nowhere/electron' } });
    await running.saw(link);
    expect(running.text()).toContain('No desktop window: it could not be started (ENOENT).');
  });

  it('gives a link to the one that runs already, and leaves it alone [R20]', async () => {
    const home = createHome();
    const first = run(['--port', '0'], { home });
    const firstLink = await first.saw(link);
    const second = run(['--port', '0'], { home });
    expect(await second.ended).toBe(0);
    expect(second.text()).toMatch(/^Limpet is running already\. This link signs one browser in, once:$/m);
    const secondLink = await second.saw(link).catch(() => link.exec(second.text())?.[0] ?? '');
    expect(new URL(secondLink).origin).toBe(new URL(firstLink).origin);
    expect(secondLink).not.toBe(firstLink);
    expect(await page(secondLink)).toContain('<div id="root">');
  });

  it('says in one sentence that a port is taken', async () => {
    const taken = createServer();
    const port = await new Promise<number>((resolve) => {
      taken.listen(0, '127.0.0.1', () => resolve((taken.address() as { port: number }).port));
    });
    onTestFinished(() => void taken.close());
    const running = run(['--port', String(port)]);
    expect(await running.ended).toBe(1);
    const lines = running.text().trim().split('\n').slice(1);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain(String(port));
  });

  it('says in one sentence that the home cannot be written', async () => {
    const home = createHome();
    chmodSync(home, 0o555);
    const running = run(['--port', '0'], { home });
    expect(await running.ended).toBe(1);
    const lines = running.text().trim().split('\n').slice(1);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/cannot be written/);
  });

  it('goes on with its own Node where the shell has an old one', async () => {
    const pretend = "Object.defineProperty(process.versions, 'node', { value: '20.20.2' })";
    const running = run(['--port', '0'], { node: ['--import', `data:text/javascript,${pretend}`] });
    expect(await page(await running.saw(link))).toContain('<div id="root">');
  });
});
