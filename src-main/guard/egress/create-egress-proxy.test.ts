// The way out of one process: its token, its hosts, the keys that are put in, and what is told about it.
import { readFileSync } from 'node:fs';
import { request as ask } from 'node:http';
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { type Dispatcher, ProxyAgent, request } from 'undici';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isAppError } from '#main/contract/errors.ts';
import { systemClock } from '#main/platform/base/clock.ts';
import { silentLog } from '#main/platform/base/log.ts';
import { createEgressProxy } from './create-egress-proxy.ts';
import type { EgressProxy, OpenedProxy, ProxyRequest, ProxyTraffic } from './port.ts';
import { covers, parseHostRule } from './proxy/host-rules.ts';
import { createPublicHosts, type PublicHosts } from './testing/public-hosts.ts';

const canary = 'canary-7f3a9c51e0d2b846';
let hosts: PublicHosts;
let proxy: EgressProxy;
const traffic: ProxyTraffic[] = [];
const ownPorts: number[] = [];
const stored = new Map([['github', canary]]);

beforeAll(async () => {
  hosts = await createPublicHosts();
  proxy = createEgressProxy({
    clock: systemClock,
    log: silentLog,
    ownPorts: () => ownPorts,
    readSecret: async (name) => stored.get(name),
    trust: hosts.trust,
    ...hosts.guard,
  });
  proxy.onTraffic((one) => traffic.push(one));
});
afterAll(async () => {
  await proxy.close();
  await hosts.close();
});

type Options = {
  method?: string;
  headers?: Record<string, string>;
  body?: string;
  ca?: readonly string[];
  tunnel?: boolean;
};

/** As a child would ask, by a client that knows nothing of us. */
async function through(way: OpenedProxy, url: string, o: Options = {}) {
  const { username, password, host } = new URL(way.url);
  const agent = new ProxyAgent({
    uri: `http://${host}`,
    token: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`,
    proxyTunnel: o.tunnel ?? url.startsWith('https:'),
    requestTls: { ca: [...(o.ca ?? trusted(way))] },
  });
  try {
    const answer = await request(url, {
      dispatcher: agent,
      method: (o.method ?? 'GET') as Dispatcher.HttpMethod,
      headers: o.headers ?? {},
      body: o.body ?? null,
    });
    return { status: answer.statusCode, headers: answer.headers, body: await answer.body.text() };
  } finally {
    await agent.destroy();
  }
}
const trusted = (way: OpenedProxy) => (way.caFile === undefined ? hosts.trust : [readFileSync(way.caFile, 'utf8')]);
const open = (o: Partial<ProxyRequest> = {}) => proxy.open({ hosts: [], purpose: 'test', ...o });
const failure = (promise: Promise<unknown>) =>
  promise.then(
    () => 'done',
    (error: unknown) => String(error),
  );
const reasonOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'done',
    (error: unknown) => (isAppError(error) ? (error.details?.reason ?? error.code) : String(error)),
  );

describe('who may go where', () => {
  it('answers nobody without the token of the process, whatever they try [T22]', async () => {
    const site = await hosts.http();
    const way = await open({ hosts: [`site.test:${site.port}`] });
    const other = await open({ hosts: ['other.test'] });
    const { port } = new URL(way.url);
    const statuses: number[] = [];
    const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;
    const { password } = new URL(way.url);
    const tries = [undefined, 'x', 'Basic', basic(''), basic('limpet:'), basic(`limpet:${password.slice(0, -1)}`)];
    for (const given of [...tries, `Bearer ${password}`, basic(`:${password}x`)])
      statuses.push(
        await new Promise((resolve) => {
          const headers = given === undefined ? {} : { 'proxy-authorization': given };
          ask({ host: '127.0.0.1', port, path: `http://site.test:${site.port}/`, headers }, (answer) => {
            answer.resume();
            resolve(answer.statusCode ?? 0);
          }).end();
        }),
      );
    expect(new Set(statuses)).toEqual(new Set([407]));
    expect((await through(other, `http://site.test:${site.port}/`)).status).toBe(403);
    expect((await through(way, `http://site.test:${site.port}/`)).body).toBe('ok');
    await way.close();
    expect(await failure(through(way, `http://site.test:${site.port}/`))).toContain('407');
    expect(site.seen).toHaveLength(1);
  });

  it('reaches hosts on the list at their port, and does not even look up others [T22]', async () => {
    const site = await hosts.http();
    const tls = await hosts.https('api.below.test');
    const way = await open({ hosts: [`site.test:${site.port}`, `*.below.test:${tls.port}`] });
    expect((await through(way, `http://site.test:${site.port}/a?b=c`)).status).toBe(200);
    expect((await through(way, `https://api.below.test:${tls.port}/`)).status).toBe(200);
    hosts.resolved.length = 0;
    for (const url of [
      `http://evil.test:${site.port}/`,
      `http://site.test:${site.port + 1}/`,
      'http://site.test.evil.test/',
    ])
      expect((await through(way, url)).status).toBe(403);
    for (const url of [
      `https://below.test:${tls.port}/`,
      `https://evil-below.test:${tls.port}/`,
      'https://api.below.test/',
    ])
      expect(await failure(through(way, url)), url).toContain('403');
    expect(hosts.resolved).toEqual([]);
    expect([site.seen.length, tls.seen.length]).toEqual([1, 1]);
  });

  it('never reaches this machine, its network or our gateway, also by a name on the list [T22]', async () => {
    const gateway = await hosts.http();
    ownPorts.push(gateway.port);
    hosts.inside.set('inside.test', '10.0.0.7').set('meta.test', '169.254.169.254').set('v6.test', '::1');
    const names = [
      'inside.test:80',
      'meta.test:80',
      'v6.test:80',
      `gateway.test:${gateway.port}`,
      '169.254.169.254:80',
    ];
    const way = await open({
      hosts: [...names, '192.168.0.1:80', '2130706433:80', 'metadata.google.internal:80', '[::1]:80'],
    });
    for (const host of [
      ...names,
      '192.168.0.1:80',
      '2130706433:80',
      '0x7f000001:80',
      'metadata.google.internal:80',
      '[::1]:80',
      'localhost:80',
    ]) {
      const answer = await through(way, `http://${host}/`);
      expect([answer.status, host]).toEqual([expect.toBeOneOf([403, 502]), host]);
      expect(await failure(through(way, `https://${host}/`)), host).toMatch(/403|502/);
    }
    expect(gateway.seen).toEqual([]);
    ownPorts.length = 0;
  });

  it('takes names of hosts and nothing looser on the list', async () => {
    for (const host of [
      '*',
      '*.com',
      '*.',
      'com',
      '',
      'a b.test',
      'http://a.test',
      'a.test/x',
      'a.*.test',
      'a.test:0',
      'a.test:70000',
      'u@a.test',
      '*.1.2.3.4',
    ])
      expect(await reasonOf(open({ hosts: [host] })), host).toBe('bad_host');
    const secret = { name: 'github', host: 'b.test', header: 'authorization' };
    expect(await reasonOf(open({ hosts: ['a.test'], secrets: [secret] }))).toBe('bad_host');
    expect(await reasonOf(open({ hosts: ['b.test'], secrets: [{ ...secret, header: 'host' }] }))).toBe('bad_host');
    expect(covers(parseHostRule('*.München.example'), 'a.xn--mnchen-3ya.example', 443)).toBe(true);
    expect(covers(parseHostRule('a.test'), 'A.test.', 443)).toBe(true);
    expect(covers(parseHostRule('a.test'), 'a.test', 80)).toBe(false);
  });

  it('lets every public host be reached where a process was given the network, and still nothing inside [T22]', async () => {
    const site = await hosts.http();
    const way = await open({ hosts: 'any' });
    expect((await through(way, `http://anything.test:${site.port}/`)).status).toBe(200);
    expect((await through(way, 'http://192.168.0.1/')).status).toBe(403);
    expect((await through(way, 'http://anything.test:22/')).status).toBe(403);
  });
});

describe('requests', () => {
  it('passes method, path, headers and body on, without what belongs to the connection', async () => {
    const site = await hosts.http((seen, response) => {
      response.setHeader('set-cookie', ['a=1', 'b=2']);
      response.writeHead(201, { 'x-kept': 'yes', 'proxy-authenticate': 'x' }).end(`got ${seen.body.length}`);
    });
    const way = await open({ hosts: [`site.test:${site.port}`] });
    const headers = { 'x-own': 'é', 'content-type': 'text/plain' };
    const answer = await through(way, `http://site.test:${site.port}/a/%2e%2e/b?q=1`, {
      method: 'POST',
      body: 'x'.repeat(300_000),
      headers,
    });
    expect([answer.status, answer.body, answer.headers['set-cookie']]).toEqual([201, 'got 300000', ['a=1', 'b=2']]);
    expect(answer.headers['proxy-authenticate']).toBeUndefined();
    expect(site.seen[0]).toMatchObject({
      method: 'POST',
      headers: { host: `site.test:${site.port}`, 'content-type': 'text/plain' },
    });
    expect(Object.keys(site.seen[0]?.headers ?? {}).filter((name) => name.startsWith('proxy-'))).toEqual([]);
  });

  it('ignores another Host in a request, and refuses a second request hidden in the first [T22]', async () => {
    const site = await hosts.http();
    const way = await open({ hosts: [`site.test:${site.port}`] });
    const { port, username, password } = new URL(way.url);
    const auth = `Proxy-Authorization: Basic ${Buffer.from(`${username}:${password}`).toString('base64')}\r\n`;
    const send = (text: string) =>
      new Promise<string>((resolve) => {
        let all = '';
        const socket = connect(Number(port), '127.0.0.1', () => socket.write(text));
        socket.on('data', (chunk) => {
          all += chunk.toString();
        });
        socket.on('error', () => {}); // it was cut off, which 'close' tells
        socket.on('close', () => resolve(all));
        setTimeout(() => socket.destroy(), 400);
      });
    await send(`GET http://site.test:${site.port}/ HTTP/1.1\r\nHost: evil.test\r\n${auth}\r\n`);
    expect(site.seen.map((one) => one.headers.host)).toEqual([`site.test:${site.port}`]);
    const both = 'Content-Length: 4\r\nTransfer-Encoding: chunked\r\n';
    await send(
      `POST http://site.test:${site.port}/ HTTP/1.1\r\nHost: a\r\n${auth}${both}\r\n0\r\n\r\nGET http://evil.test/ HTTP/1.1\r\n\r\n`,
    );
    expect(await send(`GET https://site.test:${site.port}/ HTTP/1.1\r\nHost: a\r\n${auth}\r\n`)).toContain('400');
    expect(await send(`CONNECT site.test:${site.port}@evil.test:443 HTTP/1.1\r\n${auth}\r\n`)).toMatch(/50\d|40\d/);
    expect(await send(`GET /inside HTTP/1.1\r\nHost: a\r\n${auth}\r\n`)).toContain('400');
    expect(site.seen).toHaveLength(1);
  });

  it('tells of each what it was, without queries, and what was refused and why', async () => {
    const site = await hosts.http((_seen, response) => response.end('12345'));
    const way = await open({ hosts: [`site.test:${site.port}`], purpose: 'skill:weather' });
    traffic.length = 0;
    await through(way, `http://site.test:${site.port}/path?key=${canary}`, { method: 'POST', body: 'abc' });
    await through(way, 'http://evil.test/steal?x=1');
    expect(traffic).toMatchObject([
      {
        purpose: 'skill:weather',
        host: 'site.test',
        port: site.port,
        method: 'POST',
        path: '/path?…',
        outcome: 'passed',
        status: 200,
        sentBytes: 3,
        receivedBytes: 5,
        secrets: [],
      },
      { outcome: 'refused', reason: 'host_refused', host: expect.stringContaining('evil.test') },
    ]);
    expect(JSON.stringify(traffic)).not.toContain(canary);
  });

  it('cuts off what is open when the process has ended', async () => {
    const site = await hosts.http((_seen, response) => response.write('begun'));
    const way = await open({ hosts: [`site.test:${site.port}`] });
    const answer = through(way, `http://site.test:${site.port}/`).then(
      ({ status }) => (status === 200 ? 'whole' : 'cut'),
      () => 'cut',
    );
    while (site.seen.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    await way.close();
    expect(await answer).toBe('cut');
  });
});

describe('keys', () => {
  const secret = (port: number, o: object = {}) => ({
    name: 'github',
    host: `api.test:${port}`,
    header: 'Authorization',
    variable: 'GITHUB_TOKEN',
    ...o,
  });

  it('puts a key in the place of its placeholder, for its host, in its header, and nowhere else [D9]', async () => {
    const api = await hosts.https('api.test');
    const other = await hosts.https('other.test');
    const plain = await hosts.http();
    const list = [`api.test:${api.port}`, `other.test:${other.port}`, `api.test:${plain.port}`];
    const way = await open({ hosts: list, secrets: [secret(api.port)] });
    const held = way.variables.GITHUB_TOKEN ?? '';
    expect(held).toMatch(/^limpet_[0-9a-f]{36}$/);
    const headers = { authorization: `token ${held}`, 'x-other': held, cookie: `a=${held}` };
    await through(way, `https://api.test:${api.port}/user?q=${held}`, { headers, method: 'POST', body: held });
    expect(api.seen[0]?.headers).toMatchObject({
      authorization: `token ${canary}`,
      'x-other': held,
      cookie: `a=${held}`,
    });
    expect([api.seen[0]?.body, api.seen[0]?.url]).toEqual([held, `/user?q=${held}`]);
    const basic = `Basic ${Buffer.from(`x:${held}`).toString('base64')}`;
    await through(way, `https://api.test:${api.port}/`, { headers: { authorization: basic } });
    expect(Buffer.from(api.seen[1]?.headers.authorization?.slice(6) ?? '', 'base64').toString()).toBe(`x:${canary}`);
    await through(way, `https://api.test:${api.port}/`, { headers: { authorization: 'Bearer own' } });
    await through(way, `https://other.test:${other.port}/`, { headers, ca: hosts.trust });
    await through(way, `http://api.test:${plain.port}/`, { headers });
    expect(JSON.stringify([api.seen.slice(2), other.seen, plain.seen])).not.toContain(canary);
    expect([other.seen.length, plain.seen.length]).toEqual([1, 1]);
    expect(traffic.at(-5)).toMatchObject({ host: 'api.test', path: '/user?…', secrets: ['github'], status: 200 });
  });

  it('sets the header by itself where the program sends none', async () => {
    const api = await hosts.https('api.test');
    const way = await open({
      hosts: [`api.test:${api.port}`],
      secrets: [secret(api.port, { template: 'Bearer {secret}' })],
    });
    await through(way, `https://api.test:${api.port}/`);
    expect(api.seen[0]?.headers.authorization).toBe(`Bearer ${canary}`);
  });

  it('lets no key come back, in no header, plain, packed or encoded [D9] [T33]', async () => {
    const api = await hosts.https('api.test', (seen, response) => {
      const key = seen.headers.authorization ?? '';
      const text = `${key} ${Buffer.from(key).toString('base64')} ${Buffer.from(canary).toString('hex')} \u00ff end`;
      response.setHeader('x-echo', key);
      if (seen.url === '/gzip') response.setHeader('content-encoding', 'gzip').end(gzipSync(text));
      else if (seen.url === '/odd') response.setHeader('content-encoding', 'zstd').end(text);
      else if (seen.url === '/pieces') for (const piece of text.match(/.{1,3}/gsu) ?? []) response.write(piece);
      if (!response.writableEnded) response.end(seen.url === '/pieces' ? '' : text);
    });
    const way = await open({
      hosts: [`api.test:${api.port}`],
      secrets: [secret(api.port, { template: 'Bearer {secret}' })],
    });
    for (const path of ['/', '/gzip', '/pieces']) {
      const answer = await through(way, `https://api.test:${api.port}${path}`);
      const all = JSON.stringify(answer);
      expect(all, path).not.toContain(canary);
      expect(all, path).not.toContain(Buffer.from(canary).toString('base64').slice(0, 20));
      expect(all, path).not.toContain(Buffer.from(canary).toString('hex'));
      expect(answer.body.endsWith('ÿ end'), path).toBe(true);
    }
    expect((await through(way, `https://api.test:${api.port}/odd`)).status).toBe(502);
    // Posted before, and read back without the key: it is known all the same.
    const quiet = await through(way, `https://api.test:${api.port}/`, {
      headers: { authorization: `Bearer ${canary}` },
    });
    expect(JSON.stringify(quiet)).not.toContain(canary);
  });

  it('does not send a request whose key is not stored, and says so', async () => {
    const api = await hosts.https('api.test');
    const way = await open({ hosts: [`api.test:${api.port}`], secrets: [secret(api.port, { name: 'none' })] });
    const answer = await through(way, `https://api.test:${api.port}/`, {
      headers: { authorization: way.variables.GITHUB_TOKEN ?? '' },
    });
    expect([answer.status, answer.headers['x-limpet-reason'], api.seen.length]).toEqual([502, 'secret_missing', 0]);
  });

  it('refuses a request inside the tunnel that is for another host [T22]', async () => {
    const api = await hosts.https('api.test');
    const way = await open({
      hosts: [`api.test:${api.port}`],
      secrets: [secret(api.port, { template: 'Bearer {secret}' })],
    });
    const answer = await through(way, `https://api.test:${api.port}/`, { headers: { host: 'evil.test' } });
    expect([answer.status, api.seen.length]).toEqual([421, 0]);
  });

  it('verifies the true host, whatever the child trusts', async () => {
    const impostor = await hosts.https('somebody-else.test');
    const way = await open({
      hosts: [`api.test:${impostor.port}`],
      secrets: [secret(impostor.port, { template: 'Bearer {secret}' })],
    });
    const answer = await through(way, `https://api.test:${impostor.port}/`);
    expect([answer.status, answer.headers['x-limpet-reason']]).toEqual([502, 'bad_certificate']);
    expect(impostor.seen).toEqual([]);
  });

  it('keeps the private keys of its certificates in memory', async () => {
    const way = await open({
      hosts: ['api.test'],
      secrets: [{ name: 'github', host: 'api.test', header: 'authorization' }],
    });
    const text = readFileSync(way.caFile ?? '', 'utf8');
    expect(text).toContain('BEGIN CERTIFICATE');
    expect(text).not.toContain('PRIVATE KEY');
  });
});
