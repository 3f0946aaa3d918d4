// The way out of a browser, without a browser: what it carries, what it refuses, and that a name is resolved once for each connection.
import { createServer, request, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '#main/platform/base/clock.ts';
import { silentLog } from '#main/platform/base/log.ts';
import { isPublicAddress } from './address-rules.ts';
import { createEgressProxy } from './create-egress-proxy.ts';
import type { OpenedProxy, ProxyTraffic } from './port.ts';
import type { ExchangeDeps } from './proxy/exchange.ts';

const internet = '127.0.0.2';
const open: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

async function serve(host: string, port = 0): Promise<{ port: number; hits: string[] }> {
  const hits: string[] = [];
  const server: Server = createServer((incoming, answer) => {
    hits.push(`${incoming.method} ${incoming.url} ${incoming.headers['proxy-authorization'] ?? ''}`.trim());
    answer.end('here');
  });
  server.on('upgrade', (_incoming, socket) => socket.end('HTTP/1.1 101 Switching Protocols\r\n\r\nsocket'));
  await new Promise<void>((resolve) => server.listen(port, host, resolve));
  open.push(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return { port: (server.address() as AddressInfo).port, hits };
}

async function openProxy(o: Partial<ExchangeDeps> = {}): Promise<{ proxy: OpenedProxy; traffic: ProxyTraffic[] }> {
  const all = createEgressProxy({
    ...{ clock: systemClock, log: silentLog },
    readSecret: async () => undefined,
    ownPorts: () => [],
    resolver: async () => [{ address: internet, family: 4 }],
    isAllowedAddress: (address) => address === internet || isPublicAddress(address),
    ...o,
  });
  open.push(() => all.close());
  const traffic: ProxyTraffic[] = [];
  const proxy = await all.open({
    ...{ hosts: 'any', purpose: 'browser', listen: 'port', never: /^update\.test$/ },
    onTraffic: (one) => traffic.push(one),
  });
  return { proxy, traffic };
}

const portOf = (proxy: OpenedProxy) => Number(new URL(proxy.url).port);

/** As a browser asks for a plain page. */
function ask(proxy: OpenedProxy, url: string): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const headers = { host: new URL(url).host, 'proxy-authorization': 'secret', connection: 'close' };
    const sent = request({ host: '127.0.0.1', port: portOf(proxy), path: url, headers }, async (answer) => {
      let text = '';
      for await (const chunk of answer) text += String(chunk);
      resolve({ status: answer.statusCode ?? 0, text });
    });
    sent.on('error', reject);
    sent.end();
  });
}

/** As a browser opens a tunnel, for TLS and for WebSockets; then says `words` into it. */
function tunnel(proxy: OpenedProxy, authority: string, words = ''): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(portOf(proxy), '127.0.0.1');
    let text = '';
    socket.on('data', (chunk) => {
      const isFirst = text === '';
      text += String(chunk);
      if (isFirst && text.startsWith('HTTP/1.1 200') && words !== '') socket.write(words);
    });
    socket.on('error', () => resolve(text));
    socket.on('close', () => resolve(text));
    socket.write(`CONNECT ${authority} HTTP/1.1\r\nHost: ${authority}\r\n\r\n`);
    setTimeout(() => socket.end(), 500);
  });
}

describe('the way out of a browser', () => {
  it('carries pages and sockets to the public internet, and keeps its own headers to itself', async () => {
    const site = await serve(internet);
    const { proxy, traffic } = await openProxy();
    expect(await ask(proxy, `http://site.test:${site.port}/a?b=1`)).toEqual({ status: 200, text: 'here' });
    expect(site.hits).toEqual(['GET /a?b=1']);
    const words = 'GET /s HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n';
    expect(await tunnel(proxy, `site.test:${site.port}`, words)).toContain('socket');
    expect(traffic).toMatchObject([
      { host: 'site.test', method: 'GET', path: '/a?…', outcome: 'passed', status: 200, receivedBytes: 4 },
      { host: 'site.test', method: 'CONNECT', outcome: 'passed', sentBytes: words.length },
    ]);
  });

  it.each([
    'localhost',
    '127.0.0.1',
    '[::1]',
    '169.254.169.254',
    '10.0.0.1',
    '2130706433',
    '0x7f000001',
    '[::ffff:127.0.0.1]',
    'metadata.internal',
    'box',
  ])('refuses %s, plain and tunnelled [T22] [T39]', async (host) => {
    const inside = await serve('127.0.0.1');
    const { proxy, traffic } = await openProxy();
    expect((await ask(proxy, `http://${host}:${inside.port}/`)).status).toBe(403);
    expect(await tunnel(proxy, `${host}:${inside.port}`, 'GET / HTTP/1.1\r\n\r\n')).toContain('403 Forbidden');
    expect(inside.hits).toEqual([]);
    expect(traffic.map(({ outcome }) => outcome)).toEqual(['refused', 'refused']);
  });

  it('judges what it dials: a name that turns inside between two questions gains nothing [T22] [T39]', async () => {
    const inside = await serve('127.0.0.1');
    let asked = 0;
    const { proxy } = await openProxy({
      resolver: async () => {
        asked += 1;
        return [{ address: asked % 2 === 1 ? internet : '127.0.0.1', family: 4 }];
      },
    });
    for (let n = 0; n < 6; n += 1) {
      await ask(proxy, `http://turns.test:${inside.port}/`).catch(() => undefined);
      await tunnel(proxy, `turns.test:${inside.port}`, 'GET / HTTP/1.1\r\n\r\n');
    }
    expect(asked).toBe(12);
    expect(inside.hits).toEqual([]);
  });

  it('refuses a name with one bad address among good ones, and the own gateway on any [T22]', async () => {
    const site = await serve(internet);
    const both = [internet, '192.168.1.1'].map((address) => ({ address, family: 4 }));
    const mixed = await openProxy({ resolver: async () => both });
    expect((await ask(mixed.proxy, `http://mixed.test:${site.port}/`)).status).toBe(403);
    const gateway = await openProxy({ ownPorts: () => [site.port] });
    expect((await ask(gateway.proxy, `http://site.test:${site.port}/`)).status).toBe(403);
    expect(site.hits).toEqual([]);
  });

  it('serves nothing itself, refuses ports that serve no pages, and reaches what it never may without a word', async () => {
    const { proxy, traffic } = await openProxy();
    const own = await fetch(`${proxy.url}/`);
    expect(own.status).toBe(400);
    expect(await tunnel(proxy, 'site.test:25')).toContain('403 Forbidden');
    expect(await tunnel(proxy, 'update.test:443')).toContain('own_service');
    expect(traffic.map(({ reason }) => reason)).toEqual(['bad_url', 'blocked_port']);
  });

  it('ends every connection when it closes', async () => {
    const site = await serve(internet);
    const { proxy } = await openProxy();
    const socket = connect(portOf(proxy), '127.0.0.1');
    socket.write(`CONNECT site.test:${site.port} HTTP/1.1\r\n\r\n`);
    await new Promise((resolve) => socket.once('data', resolve));
    const ended = new Promise((resolve) => socket.once('close', resolve));
    socket.on('error', () => {}); // cut off
    await proxy.close();
    await ended;
    expect(await ask(proxy, 'http://site.test/').catch(() => 'gone')).toBe('gone');
  });
});
