// Boots the built desktop under the stand-in and plays what happens around its windows: tray, notifications, shortcut, links,
// closing, power. Prints what happened as one JSON line.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as electron from './electron.mjs';

const project = join(import.meta.dirname, '../..');
const [name] = process.argv.slice(2);
process.argv = [process.argv[0], project, ...process.argv.slice(3)];
const { app, BrowserWindow, calls, exposed, globalShortcut, Notification, powerMonitor, Tray } = electron;

async function until(what, isTrue) {
  for (let tries = 0; tries < 2_000; tries += 1) {
    if (isTrue()) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`this never came: ${what}\n${JSON.stringify(calls.slice(-20))}`);
}
const count = (what, ...details) =>
  calls.filter((call) => call[0] === what && details.every((one, at) => call[at + 1] === one)).length;
const mainWindow = () => BrowserWindow.all.find(({ options }) => options.frame !== false);
const quickWindow = () => BrowserWindow.all.find(({ options }) => options.frame === false);
const entry = (label) => Tray.all[0].menu.find((item) => item.label === label || item.label?.startsWith(`${label} (`));

/** The main window's page: calls of the contract, and what the shell tells it. */
async function openPage() {
  await import(pathToFileURL(join(project, 'out/main/electron.js')).href);
  // The settings have come: the shortcut was asked for, whatever became of it.
  await until('a shell or an end', () => count('register') > 0 || count('exit') > 0);
  createRequire(import.meta.url)(join(project, 'out/preload/index.cjs'));
  const frames = [];
  exposed.limpet.onMessage((text) => text.startsWith('{') && frames.push(JSON.parse(text)));
  let ids = 0;
  const send = (frame) => exposed.limpet.send(JSON.stringify(frame));
  const answer = async (id, what) => {
    await until(what, () => frames.some((frame) => frame.id === id && frame.type !== 'item'));
    return frames.find((frame) => frame.id === id && frame.type !== 'item');
  };
  const page = {
    async connect() {
      exposed.limpet.send('open');
      send({ type: 'hello', protocol: 1 });
      await until('welcome', () => frames.some((frame) => frame.type === 'welcome'));
    },
    async call(op, input) {
      ids += 1;
      const id = String(ids);
      send({ type: 'call', id, op, input, commandId: `c${ids}` });
      const { type, output, error } = await answer(id, op);
      return type === 'ok' ? output : { error };
    },
    /** Items of a stream, growing. */
    follow(op, input) {
      ids += 1;
      const id = String(ids);
      send({ type: 'open', id, op, input });
      return () => frames.filter((frame) => frame.id === id && frame.type === 'item').map(({ data }) => data);
    },
  };
  if (mainWindow() !== undefined) await page.connect();
  return page;
}

/** A second start with these words. */
const startAgain = (...words) =>
  app.emit('second-instance', {}, [], '', { argv: ['limpet', project, ...words], folder: project });

/** A chat in which Limpet asks before it writes; nobody looks at a window. */
async function ask(page) {
  const { id } = await page.call('sessions.create', { title: 'Tide tables' });
  mainWindow()?.blur();
  await page.call('chat.send', { sessionId: id, text: 'write hello to a.txt', mode: 'auto' });
  await until('a notification', () => Notification.all.length > 0);
  return id;
}

const scenarios = {
  async tray() {
    const page = await openPage();
    const id = await ask(page);
    await until('the badge', () => count('setBadgeCount', 1) > 0);
    const asking = { image: Tray.all[0].image, tip: Tray.all[0].tip, chat: entry('Tide tables')?.label };
    Notification.all[0].press('Deny');
    await until('no badge', () => count('setBadgeCount', 0) > 0 && Tray.all[0].tip.includes('Nothing'));
    const news = page.follow('desktop.follow', { window: 'main' });
    entry('Tide tables').click();
    await until('the chat to open', () => news().some((event) => event.type === 'open'));
    return { asking, id, after: Tray.all[0].tip, news: news(), labels: Tray.all[0].menu.map((item) => item.label) };
  },

  async late() {
    const page = await openPage();
    await ask(page);
    const { approvals } = await page.call('approvals.pending', {});
    const [{ id: approvalId, planHash }] = approvals;
    const [first] = Notification.all;
    await page.call('approvals.decide', { approvalId, planHash, decision: 'deny' });
    await until('the notification to go', () => first.isClosed);
    first.press('Deny');
    await until('the person to be told', () => Notification.all.length > 1);
    return { told: Notification.all.at(-1).options.body };
  },

  async pause() {
    const page = await openPage();
    const work = page.follow('work.watch', {});
    entry('Pause').click();
    await until('paused', () => work().at(-1)?.paused === true && Tray.all[0].tip.includes('Paused'));
    const { id } = await page.call('sessions.create', {});
    await page.call('chat.send', { sessionId: id, text: 'what can you do', mode: 'auto' });
    const waiting = (await page.call('sessions.get', { sessionId: id })).messageCount;
    entry('Pause').click();
    await until('going on', () => work().at(-1)?.paused === false);
    for (let tries = 0; tries < 500; tries += 1)
      if ((await page.call('sessions.get', { sessionId: id })).messageCount === 2) break;
    const answered = (await page.call('sessions.get', { sessionId: id })).messageCount;
    await ask(page);
    entry('Stop everything').click();
    await until('nothing to do', () => Tray.all[0].tip.includes('Nothing'));
    return { waiting, answered };
  },

  async quick() {
    const page = await openPage();
    const [press] = globalShortcut.held.values();
    press();
    const quick = quickWindow();
    const bounds = quick.getBounds();
    const shown = { visible: quick.isVisible(), focused: quick.isFocused(), bounds, options: quick.options };
    await page.call('desktop.sizeQuick', { height: 9_000 });
    const tallest = quick.getBounds().height;
    press();
    const hidden = quick.isVisible();
    startAgain('--toggle');
    const again = quick.isVisible();
    quick.close();
    const kept = { isThere: BrowserWindow.all.includes(quick), visible: quick.isVisible() };
    startAgain('--quick');
    await page.call('desktop.showMain', {});
    return { shown, tallest, hidden, again, kept, afterMain: quick.isVisible() };
  },

  async carries() {
    const page = await openPage();
    const { text } = await page.call('desktop.readClipboard', {});
    const { attachment } = await page.call('desktop.takeScreenshot', {});
    const news = page.follow('desktop.follow', { window: 'quick' });
    startAgain('--quick', 'package.json', 'nothing-here.txt');
    await until('the files', () => news().some((event) => event.type === 'attach'));
    return { text, attachment, news: news() };
  },

  async links() {
    const page = await openPage();
    const before = (await page.call('sessions.list', {})).total;
    const news = page.follow('desktop.follow', { window: 'main' });
    startAgain('limpet://new?text=delete%20everything');
    app.emit('open-url', { preventDefault() {} }, 'limpet://install/mcp?command=evil');
    await until('two proposals', () => news().filter((event) => event.type === 'proposal').length === 2);
    return { news: news(), before, after: (await page.call('sessions.list', {})).total };
  },

  async shortcut() {
    const page = await openPage();
    const state = page.follow('desktop.watch', {});
    await until('a state', () => state().length > 0);
    const first = state().at(-1).shortcut.state;
    for (const keys of ['nonsense', '', 'Ctrl+Alt+K']) {
      const before = state().length;
      await page.call('settings.set', { patch: { desktop: { shortcut: keys } } });
      await until('a new state', () => state().length > before);
    }
    return { first, states: state().map(({ shortcut }) => shortcut.state), command: state().at(-1).shortcut.command };
  },

  async close() {
    const page = await openPage();
    await page.call('settings.set', { patch: { desktop: { closeToTray: true } } });
    const first = mainWindow();
    first.close();
    const stayed = count('quit') === 0;
    entry('Open Limpet').click();
    const isNew = mainWindow() !== first && mainWindow() !== undefined;
    await page.connect();
    await page.call('settings.set', { patch: { desktop: { closeToTray: false } } });
    await new Promise((resolve) => setTimeout(resolve, 300));
    mainWindow().close();
    await until('the end', () => count('exit') > 0);
    return { stayed, isNew };
  },

  async place() {
    await openPage();
    mainWindow().setBounds({ x: 40, y: 60, width: 900, height: 700 });
    return {};
  },

  async power() {
    await openPage();
    powerMonitor.emit('suspend');
    powerMonitor.emit('resume');
    return {};
  },

  async background() {
    await openPage();
    const hadWindow = mainWindow() !== undefined;
    await until('the quick chat to be made', () => quickWindow() !== undefined);
    entry('Open Limpet').click();
    return { hadWindow, has: mainWindow() !== undefined, shown: quickWindow().isVisible() };
  },
};

const result = await scenarios[name]();
// Recorded before the end, which is part of the story: quitting drains the core first.
const exited = new Promise((resolve) => app.once('fake-exit', resolve));
if (count('exit') === 0) {
  app.quit();
  await exited;
}
process.stdout.write(`\nRESULT ${JSON.stringify({ result, calls })}\n`);
process.exit(0);
