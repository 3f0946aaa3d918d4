// Boots the built main and preload bundles under the stand-in, plays the page, and prints what happened as one JSON line.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as electron from './electron.mjs';

const project = join(import.meta.dirname, '../..');
const [name] = process.argv.slice(2);
process.argv = [process.argv[0], project, ...process.argv.slice(3)];
const { app, BrowserWindow, calls, exposed, ipcRenderer, protocol, session } = electron;

const until = async (what, isTrue) => {
  for (let tries = 0; tries < 1_000; tries += 1) {
    if (isTrue()) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`this never came: ${what}`);
};
const called = (what) => calls.some(([name]) => name === what);

/** The wire as the page speaks it: words for the connection, JSON for frames. */
function openPage() {
  const heard = [];
  exposed.limpet.onMessage((text) => heard.push(text));
  const frames = () => heard.filter((text) => text.startsWith('{')).map((text) => JSON.parse(text));
  return {
    heard,
    send: (frame) => exposed.limpet.send(typeof frame === 'string' ? frame : JSON.stringify(frame)),
    async answerTo(id) {
      await until(`an answer to ${id}`, () => frames().some((frame) => frame.id === id));
      return frames().find((frame) => frame.id === id);
    },
    async welcome() {
      await until('welcome', () => frames().some((frame) => frame.type === 'welcome'));
      return frames().find((frame) => frame.type === 'welcome');
    },
  };
}

async function boot() {
  await import(pathToFileURL(join(project, 'out/main/electron.js')).href);
  await until('a window or an end', () => called('loadURL') || called('exit'));
  createRequire(import.meta.url)(join(project, 'out/preload/index.cjs'));
}

async function talk() {
  await boot();
  const page = openPage();
  page.send('open');
  page.send({ type: 'hello', protocol: 1 });
  const welcome = await page.welcome();
  page.send({ type: 'call', id: '1', op: 'sessions.create', input: { title: 'From the window' }, commandId: 'one' });
  const created = await page.answerTo('1');
  page.send({ type: 'call', id: '2', op: 'sessions.list', input: {} });
  const listed = await page.answerTo('2');
  page.send({ type: 'call', id: '3', op: 'desktop.capabilities', input: {} });
  const capabilities = await page.answerTo('3');
  const handle = protocol.handlers.app;
  const index = await handle(new Request('app://limpet/'));
  const outside = await handle(new Request('app://limpet/..%2f..%2fpackage.json'));
  const put = await handle(
    new Request('app://limpet/blobs', {
      method: 'PUT',
      body: 'bytes of a note',
      headers: { 'content-type': 'text/plain', 'x-limpet-name': 'note.txt' },
    }),
  );
  const attachment = await put.json();
  const got = await handle(new Request(`app://limpet/blobs/${attachment.blobId}`));
  return {
    welcome,
    created,
    listed,
    capabilities,
    index: {
      status: index.status,
      headers: Object.fromEntries(index.headers),
      text: (await index.text()).slice(0, 200),
    },
    outside: outside.status,
    blob: { status: put.status, text: await got.text(), disposition: got.headers.get('content-disposition') },
    exposed: Object.keys(exposed),
  };
}

async function strangers() {
  await boot();
  const page = openPage();
  const greet = async (senderFrame) => {
    ipcRenderer.senderFrame = senderFrame;
    page.send('open');
    page.send({ type: 'hello', protocol: 1 });
    await new Promise((resolve) => setTimeout(resolve, 200));
    const heard = page.heard.splice(0).length;
    ipcRenderer.senderFrame = undefined;
    return heard;
  };
  const foreign = await greet({ url: 'https://evil.test/', parent: null });
  const lookalike = await greet({ url: 'app://limpet.evil.test/', parent: null });
  const embedded = await greet({ url: 'app://limpet/', parent: { url: 'app://limpet/' } });
  const gone = await greet(null);
  page.send('open');
  page.send({ type: 'hello', protocol: 1 });
  const own = (await page.welcome()).type;
  return { foreign, lookalike, embedded, gone, own };
}

async function guards() {
  await boot();
  const { webContents } = BrowserWindow.all[0];
  const navigate = (event, url) => {
    let prevented = false;
    webContents.emit(event, { url, preventDefault: () => (prevented = true) });
    return prevented;
  };
  let webviewPrevented = false;
  webContents.emit('will-attach-webview', { preventDefault: () => (webviewPrevented = true) });
  const { request, check, device, beforeRequest } = session.defaultSession.handlers;
  const ask = (permission, url) => {
    let answer;
    request(webContents, permission, (given) => (answer = given), { requestingUrl: url });
    return answer;
  };
  const load = (url) => {
    let answer;
    beforeRequest({ url }, (given) => (answer = given.cancel));
    return answer;
  };
  return {
    away: ['will-navigate', 'will-frame-navigate', 'will-redirect'].map((event) =>
      navigate(event, 'https://evil.test/'),
    ),
    home: navigate('will-navigate', 'app://limpet/settings'),
    opened: webContents.windowOpenHandler({ url: 'https://example.org/' }).action,
    script: webContents.windowOpenHandler({ url: 'javascript:alert(1)' }).action,
    webviewPrevented,
    camera: ask('media', 'app://limpet/'),
    copy: ask('clipboard-sanitized-write', 'app://limpet/'),
    copyElsewhere: ask('clipboard-sanitized-write', 'https://evil.test/'),
    checkGeo: check(webContents, 'geolocation', 'app://limpet'),
    device: device({}),
    loadsRemote: load('https://evil.test/pixel.gif'),
    loadsOwn: load('app://limpet/assets/a.js'),
  };
}

async function second() {
  await boot();
  return {};
}

async function crash() {
  await boot();
  const { webContents } = BrowserWindow.all[0];
  const page = openPage();
  page.send('open');
  page.send({ type: 'hello', protocol: 1 });
  await page.welcome();
  page.send({ type: 'call', id: '1', op: 'sessions.create', input: { title: 'Before the crash' }, commandId: 'one' });
  await page.answerTo('1');
  for (let times = 0; times < 4; times += 1)
    webContents.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 11 });
  page.heard.splice(0);
  page.send('open');
  page.send({ type: 'hello', protocol: 1 });
  await page.welcome();
  page.send({ type: 'call', id: '2', op: 'sessions.list', input: {} });
  return { after: await page.answerTo('2'), reloads: calls.filter(([what]) => what === 'reload').length };
}

const scenarios = { talk, strangers, guards, second, crash };
const result = await scenarios[name]();
// Recorded before the end, which is part of the story: quitting drains the core first.
const before = [...calls];
const exited = new Promise((resolve) => app.once('fake-exit', resolve));
if (!before.some(([what]) => what === 'exit')) {
  app.quit();
  await exited;
}
process.stdout.write(`\nRESULT ${JSON.stringify({ result, calls })}\n`);
process.exit(0);
