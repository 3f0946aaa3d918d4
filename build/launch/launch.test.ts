// Decisions of the launchers: which Node, which bundle, window or browser, build or not, when a download is given up.
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { oldestNode as doctorsOldestNode } from '#main/platform/upkeep/doctor/machine-checks.ts';
import { buildState } from './build-state.mjs';
import {
  canOpenBrowser,
  findSignInLink,
  firstError,
  lastWords,
  openCommand,
  readAnnouncement,
  whyNoDesktop,
} from './choose-desktop.mjs';
import { bringElectron, createStallWatch, findElectron } from './electron-binary.mjs';
import { argsForEntry, pickEntry } from './entry.mjs';
import { gatewayFlags } from './node-flags.mjs';
import { chooseNode, findOwnNode, isNewEnough, oldestNode, projectOf } from './own-node.mjs';

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'limpet launch-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
function write(path: string, text = ''): string {
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, text);
  return path;
}

describe('the flags of the gateway', () => {
  const launcher = join(import.meta.dirname, 'node-flags.mjs');
  const run = (code: string, nodeArgs: string[] = []) => {
    const file = write(
      join(temporaryFolder(), 'main.mjs'),
      `import { becomeWith, gatewayFlags } from ${JSON.stringify(launcher)};
       const before = process.pid; process.env.FIRST ??= String(before); ${code}
       becomeWith(gatewayFlags, process.argv.slice(1));
       console.log(JSON.stringify({ same: process.env.FIRST === String(process.pid), flags: process.execArgv, words: process.argv.slice(2) }));`,
    );
    const { stdout, stderr } = spawnSync(process.execPath, [...nodeArgs, file, 'a word', '--port', '0'], {
      encoding: 'utf8',
    });
    return { ...JSON.parse(stdout), stderr };
  };
  it('are those of this very process afterwards, with the same words', () => {
    const canBecome = typeof process.execve === 'function';
    expect(run('')).toMatchObject({
      same: true,
      flags: canBecome ? gatewayFlags : [],
      words: ['a word', '--port', '0'],
      stderr: '',
    });
  });
  it('are asked for once, and Limpet runs without them where they cannot be had', () => {
    expect(run('', gatewayFlags).flags).toEqual(gatewayFlags);
    expect(run('process.execve = () => { throw new Error("not here"); };').flags).toEqual([]);
    expect(run('process.execve = undefined;').flags).toEqual([]);
  });
});

/** Packages that the core imports, tests aside. */
function packagesOf(folder: string): string[] {
  const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (path) => path.endsWith('.ts') && !/\.test\.ts$|(^|\/)testing\//.test(path),
  );
  const names = sources.flatMap((path) =>
    [...readFileSync(join(folder, path), 'utf8').matchAll(/(?:from |import\()'((?:@[\w-]+\/)?[\w.-]+)[^']*'/g)].map(
      ([, name = '']) => name,
    ),
  );
  return [...new Set(names)].filter((name) => /^[@\w]/.test(name) && name !== 'electron' && name !== 'node').sort();
}
/** Whether a range of `engines` lets this version in; of its forms those that occur: `>=` and `^`, joined by `||`. */
function accepts(range: string, version: readonly number[]): boolean {
  if (range === '') return true;
  return range.split('||').some((part) => {
    const [, sign, text = ''] = /^\s*(>=|\^)\s*([\d.]+)\s*$/.exec(part) ?? [];
    if (sign === undefined) throw new Error(`a range of another form: ${range}`);
    const [major = 0, minor = 0, patch = 0] = text.split('.').map(Number);
    if (sign === '^' && version[0] !== major) return false;
    const [ours = 0, oursMinor = 0, oursPatch = 0] = version;
    return ours !== major ? ours > major : oursMinor !== minor ? oursMinor > minor : oursPatch >= patch;
  });
}

describe('which Node', () => {
  it('is new enough from 22.19 on', () => {
    const versions = ['12.22.0', '20.20.2', '22.18.0', '22.19.0', 'v24.21.0', '26.1.0'];
    expect(versions.map(isNewEnough)).toEqual([false, false, false, true, true, true]);
  });
  it('is the same in package.json, in the launcher and in the doctor, and enough for every package that runs', () => {
    const project = join(import.meta.dirname, '../..');
    const manifest = (path: string): { engines?: { node?: string } } =>
      JSON.parse(readFileSync(join(project, path, 'package.json'), 'utf8'));
    expect(manifest('.').engines?.node).toBe(`>=${oldestNode.join('.')}.0`);
    expect([...doctorsOldestNode]).toEqual(oldestNode);
    const wanted = packagesOf(join(project, 'src-main')).map((name) => [
      name,
      manifest(`node_modules/${name}`).engines?.node ?? '',
    ]);
    expect(wanted).toContainEqual(['undici', expect.stringMatching(/^>=/)]);
    expect(wanted.filter(([, range = '']) => !accepts(range, [...oldestNode, 0]))).toEqual([]);
  });
  it('is this one, else the one of the project, else a sentence that says what to install', () => {
    expect(chooseNode('24.0.0', undefined)).toEqual({ type: 'here' });
    expect(chooseNode('20.20.2', '/own/node')).toEqual({ type: 'other', path: '/own/node' });
    const none = chooseNode('20.20.2', undefined);
    expect(none).toMatchObject({ type: 'none' });
    expect(none.message).toMatch(/needs Node 22\.19.*this is 20\.20\.2.*Install/);
  });
  it('is found in the package of the project, on each system', () => {
    const project = temporaryFolder();
    expect(findOwnNode(project, 'linux')).toBeUndefined();
    const linux = write(join(project, 'node_modules/node/bin/node'));
    const windows = write(join(project, 'node_modules/node/bin/node.exe'));
    expect([findOwnNode(project, 'linux'), findOwnNode(project, 'win32')]).toEqual([linux, windows]);
    const installed = join(project, 'node_modules', 'limpet');
    expect(findOwnNode(installed, 'linux')).toBe(linux);
    expect(findOwnNode(join(project, 'sub', 'folder'), 'linux')).toBeUndefined();
  });
  it('knows the project through a link', () => {
    const folder = temporaryFolder();
    const script = write(join(folder, 'limpet', 'build', 'launch', 'limpet.mjs'));
    const link = join(folder, 'bin');
    symlinkSync(script, link);
    expect(projectOf(link)).toBe(projectOf(script));
  });
});

describe('which bundle', () => {
  it('is the gateway for its word, the command line for all others', () => {
    const gateway = [['gateway'], ['--data-dir', 'd', 'gateway', '--port', '0']];
    const cli = [[], ['chat', '-m', 'gateway'], ['doctor'], ['gateway', '--help'], ['--data-dir', 'gateway', 'doctor']];
    expect(gateway.map(pickEntry)).toEqual(['gateway.js', 'gateway.js']);
    expect(cli.map(pickEntry)).toEqual(Array(5).fill('cli.js'));
    expect(argsForEntry(['--data-dir', 'd', 'gateway', '--port', '0'])).toEqual(['--data-dir', 'd', '--port', '0']);
    expect(argsForEntry(['chat', '-m', 'x'])).toEqual(['chat', '-m', 'x']);
  });
});

describe('window or browser', () => {
  const user = { platform: 'linux', uid: 1000, environment: { DISPLAY: ':0' } };
  it('is the window where a display is and an ordinary user', () => {
    expect(whyNoDesktop(user)).toBeUndefined();
    expect(whyNoDesktop({ ...user, environment: { WAYLAND_DISPLAY: 'wayland-0' } })).toBeUndefined();
    expect(whyNoDesktop({ platform: 'darwin', uid: 501, environment: {} })).toBeUndefined();
    expect(whyNoDesktop({ platform: 'win32', uid: undefined, environment: {} })).toBeUndefined();
    expect(whyNoDesktop({ ...user, uid: 0 })).toMatch(/root/);
    expect(whyNoDesktop({ ...user, environment: {} })).toMatch(/display/);
  });
  it('opens a browser on a desktop only', () => {
    expect(canOpenBrowser(user)).toBe(true);
    expect(canOpenBrowser({ ...user, uid: 0 })).toBe(false);
    expect(canOpenBrowser({ ...user, environment: {} })).toBe(false);
    expect(canOpenBrowser({ platform: 'darwin', uid: 501, environment: { SSH_CONNECTION: 'x' } })).toBe(false);
  });
  it('hands the address to the system as one word, never to a shell', () => {
    const url = 'http://127.0.0.1:1/#signin=a&b';
    for (const platform of ['linux', 'darwin', 'win32']) {
      const { file, args } = openCommand(platform, url);
      expect(args.at(-1)).toContain(url);
      expect(file).not.toMatch(/cmd|sh$/);
    }
  });
  it('understands what the window, the gateway and Chromium print', () => {
    expect(readAnnouncement('limpet:window')).toEqual({ event: 'window', detail: '' });
    expect(readAnnouncement('limpet:failed The disk is full.')).toEqual({
      event: 'failed',
      detail: 'The disk is full.',
    });
    expect(readAnnouncement('limpet:other')).toBeUndefined();
    expect(readAnnouncement('hello')).toBeUndefined();
    expect(findSignInLink('Open http://127.0.0.1:18789/#signin=Ab_-9 now')).toBe(
      'http://127.0.0.1:18789/#signin=Ab_-9',
    );
    expect(findSignInLink('Listening on http://127.0.0.1:18789')).toBeUndefined();
    expect(lastWords('[123:FATAL:x.cc(1)] The SUID sandbox helper is not set up.\n\n')).toBe(
      'The SUID sandbox helper is not set up.',
    );
    expect(lastWords('')).toBeUndefined();
    expect(firstError('failed to load\nError: EACCES: permission denied, open x\n    at y')).toBe(
      'EACCES: permission denied, open x',
    );
    expect(firstError('nothing of the kind')).toBeUndefined();
  });
});

describe('build or not', () => {
  const outputs = [
    'out/main/cli.js',
    'out/main/gateway.js',
    'out/main/electron.js',
    'out/preload/index.cjs',
    'out/renderer/index.html',
  ];
  function project(): string {
    const folder = temporaryFolder();
    for (const path of ['src-main/a.ts', 'src-renderer/b/c.tsx', 'package.json']) write(join(folder, path));
    return folder;
  }
  const setTime = (path: string, seconds: number) => utimesSync(path, seconds, seconds);
  it('builds when something is missing, newer or gone, and not otherwise', () => {
    const folder = project();
    expect(buildState(folder)).toBe('missing');
    for (const path of outputs) write(join(folder, path));
    for (const path of [
      'src-main',
      'src-main/a.ts',
      'src-renderer',
      'src-renderer/b',
      'src-renderer/b/c.tsx',
      'package.json',
    ])
      setTime(join(folder, path), 1_000);
    for (const path of outputs) setTime(join(folder, path), 2_000);
    expect(buildState(folder)).toBe('fresh');
    setTime(join(folder, 'src-renderer/b/c.tsx'), 3_000);
    expect(buildState(folder)).toBe('stale');
    rmSync(join(folder, 'src-renderer/b/c.tsx'));
    expect(buildState(folder)).toBe('stale');
    rmSync(join(folder, 'out/preload/index.cjs'));
    expect(buildState(folder)).toBe('missing');
  });
  it('does not build for a test', () => {
    const folder = project();
    for (const path of outputs) setTime(write(join(folder, path)), 2_000);
    write(join(folder, 'src-main/a.test.ts'));
    for (const path of [
      'src-main',
      'src-main/a.ts',
      'src-renderer',
      'src-renderer/b',
      'src-renderer/b/c.tsx',
      'package.json',
    ])
      setTime(join(folder, path), 1_000);
    expect(buildState(folder)).toBe('fresh');
  });
});

describe('bringing Electron', () => {
  it('finds its program once it is here', () => {
    const folder = temporaryFolder();
    expect(findElectron(folder, {})).toBeUndefined();
    write(join(folder, 'node_modules/electron/path.txt'), 'electron');
    expect(findElectron(folder, {})).toBeUndefined();
    const program = write(join(folder, 'node_modules/electron/dist/electron'));
    expect(findElectron(folder, {})).toBe(program);
    expect(findElectron(folder, { ELECTRON_EXEC_PATH: '/other' })).toBe('/other');
  });
  it('takes 20 s without a byte for the end, however slowly bytes came before', () => {
    const isStalled = createStallWatch(0);
    expect(isStalled(0, 0)).toBe(false);
    expect(isStalled(19_999, 0)).toBe(false);
    expect(isStalled(20_000, 1)).toBe(false);
    expect(isStalled(39_999, 1)).toBe(false);
    expect(isStalled(40_000, 1)).toBe(true);
  });
  const installer = (text: string) => {
    const folder = temporaryFolder();
    write(join(folder, 'node_modules/electron/install.js'), text);
    return folder;
  };
  const bring = (folder: string, limitMs = 400) =>
    bringElectron(folder, { environment: { PATH: process.env.PATH }, onBytes: () => undefined, limitMs });
  it('gives up when no byte moves, and leaves nothing running', async () => {
    const folder = installer(
      "require('fs').writeFileSync(__dirname + '/pid', String(process.pid)); setInterval(() => {}, 1000);",
    );
    expect(await bring(folder)).toMatch(/has not moved/);
    const pid = Number(readFileSync(join(folder, 'node_modules/electron/pid'), 'utf8'));
    expect(() => process.kill(pid, 0)).toThrow();
  });
  it('waits while bytes move', async () => {
    const slow = `const fs = require('fs'), path = require('path'), os = require('os');
      const file = path.join(os.tmpdir(), 'part'); let n = 0;
      const timer = setInterval(() => { fs.appendFileSync(file, 'xxxx'); if (++n === 12) { clearInterval(timer); } }, 100);`;
    expect(await bring(installer(slow), 1_000)).toBeUndefined();
  });
  it('says why it failed in a few words', async () => {
    const failing = installer("console.error('TypeError: fetch failed\\n    at x'); process.exit(1);");
    expect(await bring(failing, 5_000)).toBe('its download failed (fetch failed)');
    expect(await bring(temporaryFolder())).toBe('Electron is not installed');
  });
});

describe('the limpet command', () => {
  const launch = import.meta.dirname;
  const parts = ['limpet.mjs', 'entry.mjs', 'node-flags.mjs', 'own-node.mjs', 'run-child.mjs'];
  function install(): { project: string; command: string } {
    const folder = temporaryFolder();
    const project = join(folder, 'a project');
    for (const part of parts) {
      mkdirSync(join(project, 'build/launch'), { recursive: true });
      copyFileSync(join(launch, part), join(project, 'build/launch', part));
    }
    chmodSync(join(project, 'build/launch/limpet.mjs'), 0o755);
    const command = join(folder, 'limpet');
    symlinkSync(join(project, 'build/launch/limpet.mjs'), command);
    return { project, command };
  }
  const run = (node: string, ...args: string[]) =>
    spawnSync(node, args, { encoding: 'utf8', cwd: tmpdir(), env: { PATH: '/usr/bin:/bin' } });

  it('says what to do when it is not built', () => {
    const { project, command } = install();
    const done = run(process.execPath, command, 'doctor');
    expect([done.status, done.stdout]).toEqual([1, '']);
    expect(done.stderr).toBe(`Limpet is not built yet. Run npm run build in ${project} first.\n`);
  });
  it('runs the bundle from anywhere, through a link, with its words and exit code', () => {
    const { project, command } = install();
    write(join(project, 'package.json'), '{"type":"module"}');
    write(
      join(project, 'out/main/cli.js'),
      'console.log(JSON.stringify(process.argv.slice(2))); process.exitCode = 4;',
    );
    write(join(project, 'out/main/gateway.js'), 'console.log("gateway", JSON.stringify(process.argv.slice(2)));');
    const chat = run(process.execPath, command, 'chat', '-m', 'two words');
    expect([chat.status, chat.stdout.trim()]).toEqual([4, '["chat","-m","two words"]']);
    const gateway = run(process.execPath, command, 'gateway', '--port', '0');
    expect([gateway.status, gateway.stdout.trim()]).toEqual([0, 'gateway ["--port","0"]']);
  });

  it('starts again with its own Node where the shell has an old one', () => {
    const { project, command } = install();
    write(join(project, 'package.json'), '{"type":"module"}');
    write(join(project, 'out/main/cli.js'), 'console.log(process.versions.node); process.exit(3);');
    const pretend = "Object.defineProperty(process.versions, 'node', { value: '20.20.2' })";
    const runOld = () => run(process.execPath, '--import', `data:text/javascript,${pretend}`, command, 'doctor');
    const without = runOld();
    expect(without.status).toBe(1);
    expect(without.stderr).toMatch(/^Limpet needs Node 22\.19 or newer, this is 20\.20\.2/);
    mkdirSync(join(project, 'node_modules/node/bin'), { recursive: true });
    symlinkSync(process.execPath, join(project, 'node_modules/node/bin/node'));
    const withOwn = runOld();
    expect([withOwn.status, withOwn.stdout.trim()]).toEqual([3, process.versions.node]);
  });
});
