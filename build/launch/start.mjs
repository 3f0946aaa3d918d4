// `npm start`: builds when needed, opens the desktop app, or says in one line why not and serves it to the browser.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
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
import { bringElectron, findElectron } from './electron-binary.mjs';
import { gatewayFlags } from './node-flags.mjs';
import { chooseNode, findOwnNode, projectOf } from './own-node.mjs';
import { runChild } from './run-child.mjs';

const project = projectOf(fileURLToPath(import.meta.url));
const args = process.argv.slice(2);
const machine = { platform: process.platform, uid: process.getuid?.(), environment: process.env };

function say(text) {
  process.stderr.write(`${text}\n`);
}

async function build() {
  const state = buildState(project);
  if (state === 'fresh') return true;
  say(state === 'missing' ? 'Building Limpet, once …' : 'Building what has changed …');
  const tool = join(project, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js');
  const child = spawn(process.execPath, [tool, 'build', '--logLevel', 'error'], {
    cwd: project,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let errors = '';
  child.stderr.on('data', (data) => {
    errors = (errors + data).slice(-65_536);
  });
  const code = await new Promise((resolve) => {
    child.on('error', () => resolve(1));
    child.on('close', resolve);
  });
  if (code === 0) return true;
  const why = firstError(errors);
  const what = `It did not build${why === undefined ? '' : ` (${why})`}`;
  if (state === 'stale') say(`${what}; starting what was built before.`);
  else say(`${what}. Run npm ci and npm run build in ${project}, as the user who owns it.`);
  return state === 'stale';
}

/** Asks whoever runs with the same data folder for a link; undefined when nobody does. */
function linkOfRunning() {
  const at = args.findIndex((word) => word === '--data-dir' || word.startsWith('--data-dir='));
  const dataFolder = at === -1 ? [] : args.slice(at, args[at] === '--data-dir' ? at + 2 : at + 1);
  if (!existsSync(join(project, 'out/main/cli.js'))) return Promise.resolve(undefined);
  const child = spawn(process.execPath, [join(project, 'out/main/cli.js'), 'link', ...dataFolder], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let text = '';
  child.stdout.on('data', (data) => {
    text += data;
  });
  return new Promise((resolve) => {
    child.on('error', () => resolve(undefined));
    child.on('close', () => resolve(findSignInLink(text)));
  });
}

function openInBrowser(url) {
  if (!canOpenBrowser(machine)) return;
  const { file, args: words } = openCommand(machine.platform, url);
  // Where no such program is, the printed link is enough.
  spawn(file, words, { stdio: 'ignore', detached: true })
    .on('error', () => undefined)
    .unref();
}

async function findOrBringElectron() {
  const found = findElectron(project, process.env);
  if (found !== undefined) return { path: found };
  say('Downloading Electron, once …');
  let shownMegabytes = 0;
  const why = await bringElectron(project, {
    environment: process.env,
    onBytes(bytes) {
      const megabytes = Math.floor(bytes / 1_048_576);
      if (process.stderr.isTTY && megabytes > shownMegabytes) process.stderr.write(`\r${megabytes} MB `);
      shownMegabytes = Math.max(shownMegabytes, megabytes);
    },
  });
  if (process.stderr.isTTY && shownMegabytes > 0) process.stderr.write('\r');
  return why === undefined ? { path: findElectron(project, process.env) } : { why };
}

/** The child ends when this process is told to, and when npm, which does not pass signals on, has gone. */
function endWith(child) {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
    process.on(signal, () => {
      // On a terminal Ctrl+C reaches the child by itself.
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
    });
  const parent = process.ppid;
  setInterval(() => process.ppid !== parent && child.kill('SIGTERM'), 2_000).unref();
}

/** Runs the desktop app to its end. `why` is set when it ended before a window was there. */
function runDesktop(path) {
  const child = spawn(path, [project, ...args], { cwd: process.cwd(), stdio: ['inherit', 'pipe', 'pipe'] });
  let announced;
  let errors = '';
  createInterface({ input: child.stdout }).on('line', (line) => {
    const said = readAnnouncement(line);
    if (said === undefined) process.stdout.write(`${line}\n`);
    else if (announced?.event !== 'window') {
      announced = said;
      if (said.event === 'window') say('Limpet is open in its window. Ctrl+C ends it.');
    }
  });
  child.stderr.on('data', (data) => {
    errors = (errors + data).slice(-8_192);
    if (announced?.event === 'window') process.stderr.write(data);
  });
  endWith(child);
  return new Promise((resolve) => {
    child.on('error', (error) => resolve({ why: `it could not be started (${error.code ?? error.message})` }));
    child.on('close', (code) => {
      if (announced?.event === 'window') return resolve({ code: code ?? 1 });
      if (announced?.event === 'already-open')
        return resolve({ code: 0, said: 'Limpet is open already; its window is in front now.' });
      if (announced?.event === 'failed') return resolve({ code: code || 1, said: announced.detail });
      const words = lastWords(errors);
      resolve({ why: `it ended before a window was there${words === undefined ? '' : `: ${words}`}` });
    });
  });
}

async function serveToBrowser() {
  const child = spawn(process.execPath, [...gatewayFlags, join(project, 'out/main/gateway.js'), ...args], {
    stdio: ['inherit', 'pipe', 'inherit'],
  });
  let seen = '';
  child.stdout.on('data', (data) => {
    process.stdout.write(data);
    if (seen === undefined) return;
    seen += data;
    const link = findSignInLink(seen);
    if (link === undefined) return;
    seen = undefined;
    openInBrowser(link);
  });
  endWith(child);
  return new Promise((resolve) => {
    child.on('error', () => resolve(1));
    child.on('close', (code) => resolve(code ?? 1));
  });
}

async function start() {
  // Whoever runs is found before anything is built: a build would take the page from under it.
  const link = await linkOfRunning();
  if (link !== undefined) {
    say('Limpet is running already. This link signs one browser in, once:');
    process.stdout.write(`${link}\n`);
    openInBrowser(link);
    return 0;
  }
  if (!(await build())) return 1;
  let why = whyNoDesktop(machine);
  if (why === undefined) {
    const electron = await findOrBringElectron();
    const ended = electron.path === undefined ? electron : await runDesktop(electron.path);
    if (ended.said !== undefined) say(ended.said);
    if (ended.code !== undefined) return ended.code;
    why = ended.why ?? 'its program is missing';
  }
  say(`No desktop window: ${why}. Limpet is served to your browser instead.`);
  return serveToBrowser();
}

const choice = chooseNode(process.versions.node, findOwnNode(project, process.platform));
if (choice.type === 'none') {
  say(choice.message);
  process.exitCode = 1;
} else if (choice.type === 'other') {
  process.exitCode = await runChild(choice.path, [join(project, 'build/launch/start.mjs'), ...args], {});
} else {
  process.exitCode = await start();
}
