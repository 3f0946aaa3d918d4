// The gateway over real HTTP: who gets in, what they get, and how it ends.
import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { Agent, createServer, request as httpRequest, type IncomingMessage } from 'node:http';
import { request as requestTls } from 'node:https';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { createClient } from '#main/contract/client.ts';
import { closeCodes, protocolVersion } from '#main/contract/frames.ts';
import { createFakeClock } from '#main/platform/base/fake-clock.ts';
import { demoContract } from '#main/platform/rpc/testing/demo-contract.ts';
import { connectLocal, requestSignInLink } from '#main/platform/rpc/websocket/connect-local.ts';
import { connectSocket } from '#main/platform/rpc/websocket/connect-socket.ts';
import { openSocket, startTestGateway, type TestGateway, type TestGatewayOptions } from './testing/test-gateway.ts';
import { testCertificate, testCertificateKey } from './testing/tls-fixture.ts';

const open: TestGateway[] = [];
afterEach(async () => {
  for (const gateway of open.splice(0)) await gateway.remove();
});
async function start(o: TestGatewayOptions = {}): Promise<TestGateway> {
  const gateway = await startTestGateway(o);
  open.push(gateway);
  return gateway;
}
const json = 'application/json';
const unlimited = new AbortController().signal;

/** Raw bytes on the line, for what no client library would send. */
function rawRequest(port: number, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.end(text));
    let answer = '';
    socket.setEncoding('utf8').on('data', (piece: string) => {
      answer += piece;
    });
    socket.on('error', reject).on('close', () => resolve(answer));
  });
}

describe('gateway: Host and Origin', () => {
  it('answers 403 with no body to every Host but its own [T03]', async () => {
    const { port } = await start();
    const hosts = [
      'evil.test',
      `evil.test:${port}`,
      `127.0.0.1.:${port}`,
      `localhost.:${port}`,
      `127.0.0.1:${port + 1}`,
      '127.0.0.1',
      'localhost',
      `127.0.0.1:${port}.evil.test`,
      `0.0.0.0:${port}`,
      `[::]:${port}`,
      `[::ffff:127.0.0.1]:${port}`,
      `2130706433:${port}`,
      `user@127.0.0.1:${port}`,
      `127.0.0.1:${port}, evil.test`,
      '',
    ];
    for (const host of hosts) {
      const answer = await rawRequest(port, `GET /healthz HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
      expect(answer, host).toMatch(/^HTTP\/1\.1 403 /);
      expect(answer.split('\r\n\r\n')[1], host).toBe('');
    }
    const two = `GET /healthz HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nHost: evil.test\r\nConnection: close\r\n\r\n`;
    expect(await rawRequest(port, two)).toMatch(/^HTTP\/1\.1 40[03] /);
    expect(await rawRequest(port, 'GET /healthz HTTP/1.0\r\n\r\n')).toMatch(/^HTTP\/1\.1 403 /);
    const absolute = `GET http://evil.test/healthz HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: close\r\n\r\n`;
    expect(await rawRequest(port, absolute)).toMatch(/^HTTP\/1\.1 400 /);
  });

  it('knows its own names, whatever their case [T03]', async () => {
    const { port } = await start();
    for (const host of [`127.0.0.1:${port}`, `localhost:${port}`, `LOCALHOST:${port}`, `[::1]:${port}`])
      expect(
        await rawRequest(port, `GET /healthz HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`),
        host,
      ).toMatch(/^HTTP\/1\.1 200 [\s\S]*"status":"ok"/);
  });

  it('opens no WebSocket for a foreign Origin, for none, or for a foreign Host, even with a stolen cookie [T01]', async () => {
    const { url, origin, port, signIn, demo } = await start();
    const { cookie } = await signIn();
    const attempts: Record<string, string>[] = [
      { origin: 'http://evil.test', cookie },
      { origin: 'null', cookie },
      { origin: `http://127.0.0.1:${port}.evil.test`, cookie },
      { origin: `https://127.0.0.1:${port}`, cookie },
      { origin: `http://localhost:${port}`, cookie },
      { origin, cookie, host: 'evil.test' },
      { origin, cookie, 'sec-fetch-site': 'cross-site' },
      { cookie },
    ];
    for (const headers of attempts) expect(await openSocket(url, headers), JSON.stringify(headers)).toBe(403);
    expect(await openSocket(url, { origin })).toBe(401);
    expect(await openSocket(url, {})).toBe(401);
    expect(demo.count()).toBe(0);
  });

  it('serves no page of another site, and only JSON is a request [T02]', async () => {
    const { ask, origin, signIn } = await start();
    const { cookie, pageKey } = await signIn();
    const own = { cookie, 'x-limpet-key': pageKey };
    const post = (headers: Record<string, string>, body = '{}') =>
      ask({ method: 'POST', path: '/auth/sign-out', headers: { ...own, ...headers }, body });
    expect((await post({ origin: 'http://evil.test', 'content-type': json })).status).toBe(403);
    expect((await post({ 'content-type': json })).status).toBe(403);
    expect((await post({ origin, 'content-type': json, 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect((await post({ origin, 'content-type': json, 'sec-fetch-site': 'same-site' })).status).toBe(403);
    expect((await post({ origin, 'content-type': 'text/plain' })).status).toBe(400);
    expect((await post({ origin, 'content-type': json, 'x-limpet-key': 'guess' })).status).toBe(401);
    const preflight = await ask({
      method: 'OPTIONS',
      path: '/auth/sign-out',
      headers: { origin: 'http://evil.test', 'access-control-request-method': 'POST' },
    });
    expect(preflight.status).toBe(403);
    expect(Object.keys(preflight.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
    const script = await ask({ headers: { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' } });
    expect(script.status).toBe(403);
    const opened = await ask({
      headers: { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' },
    });
    expect(opened.status).toBe(200);
    expect((await ask({ path: '/auth/state', headers: own })).status).toBe(200);
  });
});

describe('gateway: signing in', () => {
  it('takes a ticket once, and not after ten minutes [T04]', async () => {
    const clock = createFakeClock();
    const { gateway, ask, origin } = await start({ clock });
    const redeem = (ticket: string) =>
      ask({
        method: 'POST',
        path: '/auth/sign-in',
        headers: { origin, 'content-type': json },
        body: JSON.stringify({ ticket }),
      });
    const ticketOf = (link: string) => link.split('#signin=')[1] ?? '';
    const link = gateway.signInLink();
    expect(link).toMatch(new RegExp(`^${origin}/#signin=[\\w-]{43}$`));
    const first = await redeem(ticketOf(link));
    expect(first.status).toBe(200);
    expect(String(first.headers['set-cookie'])).toMatch(
      /^limpet_\d+=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Max-Age=\d+$/,
    );
    expect((await redeem(ticketOf(link))).status).toBe(401);
    const late = gateway.signInLink();
    await clock.advance(10 * 60_000 + 1);
    expect((await redeem(ticketOf(late))).status).toBe(401);
  });

  it('needs the key of the page beside the cookie, so that a cookie shown to another port is worth nothing', async () => {
    const { url, origin, signIn } = await start();
    const { cookie } = await signIn();
    const socket = await openSocket(url, { origin, cookie });
    if (typeof socket === 'number') throw new Error('refused');
    socket.send({ type: 'hello', protocol: protocolVersion, token: 'guess' });
    expect(await socket.closed).toBe(closeCodes.unauthenticated);
    expect(socket.frames).toEqual([]);
  });

  it('keeps sign-ins over a restart, and only as hashes [T33]', async () => {
    const first = await start();
    const who = await first.signIn();
    open.splice(open.indexOf(first), 1);
    await first.stop();
    const again = await start({ folder: first.folder, port: first.port });
    const { socket } = await again.openPage(who);
    socket.send({ type: 'call', id: '1', op: 'demo.echo', input: { text: 'still me' } });
    expect(await socket.next('ok')).toMatchObject({ output: { text: 'still me' } });
    const stored = JSON.stringify(await again.store.settings.getValue('gateway.sessions'));
    const cookieValue = who.cookie.split('=')[1] ?? '';
    expect(stored).not.toContain(cookieValue);
    expect(stored).not.toContain(who.pageKey);
    expect(stored).toContain(createHash('sha256').update(cookieValue).digest('hex'));
    expect(JSON.stringify([...first.lines, ...again.lines])).not.toContain(cookieValue);
  });

  it('closes the sockets of a revoked sign-in within a second and refuses it from then on [T07]', async () => {
    const { gateway, openPage, url, origin, ask, demo } = await start();
    const { socket, cookie, pageKey } = await openPage();
    const other = await openPage();
    socket.send({ type: 'open', id: 's', op: 'demo.ticks', input: {} });
    await socket.next('item');
    const [session] = gateway.sessions.list();
    const at = performance.now();
    await gateway.sessions.revoke(session?.id ?? '');
    expect(await socket.closed).toBe(closeCodes.unauthenticated);
    expect(performance.now() - at).toBeLessThan(1_000);
    demo.tick();
    expect(await openSocket(url, { origin, cookie })).toBe(401);
    expect((await ask({ path: '/auth/state', headers: { cookie, 'x-limpet-key': pageKey } })).status).toBe(401);
    other.socket.send({ type: 'call', id: '1', op: 'demo.echo', input: { text: 'x' } });
    await other.socket.next('ok');
  });

  it('signs out one browser or all of them', async () => {
    const { openPage, ask, origin } = await start();
    const [a, b, c] = [await openPage(), await openPage(), await openPage()];
    const signOut = (who: typeof a, body: string) =>
      ask({
        method: 'POST',
        path: '/auth/sign-out',
        headers: { origin, 'content-type': json, cookie: who.cookie, 'x-limpet-key': who.pageKey },
        body,
      });
    expect((await signOut(a, '{}')).status).toBe(200);
    await a.socket.closed;
    expect((await signOut(b, '{"everywhere":true}')).status).toBe(200);
    await Promise.all([b.socket.closed, c.socket.closed]);
  });

  it('looks at ten wrong keys a minute, whatever their kind, from loopback too [T06]', async () => {
    const clock = createFakeClock();
    const { ask, url, origin, signIn, port } = await start({
      clock,
      api: { isEnabled: () => true, checkKey: async () => false, listModels: async () => [], async *runTurn() {} },
    });
    const { cookie } = await signIn();
    const guess = () => randomBytes(32).toString('base64url');
    const kinds: (() => Promise<number>)[] = [
      async () =>
        (
          await ask({
            method: 'POST',
            path: '/auth/sign-in',
            headers: { origin, 'content-type': json },
            body: JSON.stringify({ ticket: guess() }),
          })
        ).status,
      async () =>
        (
          await ask({
            method: 'POST',
            path: '/auth/sign-in',
            headers: { origin, 'content-type': json },
            body: JSON.stringify({ token: guess() }),
          })
        ).status,
      async () => (await ask({ path: '/auth/state', headers: { cookie: `limpet_${port}=${guess()}` } })).status,
      async () => (await ask({ path: '/auth/state', headers: { authorization: `Bearer ${guess()}` } })).status,
      async () => (await ask({ path: '/v1/models', headers: { authorization: `Bearer limpet_${guess()}` } })).status,
      async () => (await ask({ path: '/blobs/x', headers: { cookie: `limpet_${port}=${guess()}` } })).status,
      async () => Number(await openSocket(url, { authorization: `Bearer ${guess()}` })),
      async () => Number(await openSocket(url, { origin, cookie: `limpet_${port}=${guess()}` })),
    ];
    const statuses: number[] = [];
    const rounds = 125;
    for (let i = 0; i < rounds; i += 1) statuses.push(...(await Promise.all(kinds.map((kind) => kind()))));
    expect(statuses.filter((status) => status === 401)).toHaveLength(10);
    expect(statuses.filter((status) => status === 429)).toHaveLength(rounds * kinds.length - 10);
    const held = await ask({ path: '/auth/state', headers: { cookie } });
    expect(held.status).toBe(429);
    expect(Number(held.headers['retry-after'])).toBeGreaterThan(0);
    expect(held.headers['set-cookie']).toBeUndefined();
    await clock.advance(61_000);
    expect((await ask({ path: '/auth/state', headers: { cookie: `limpet_${port}=${guess()}` } })).status).toBe(401);
  });

  it('lets a connection that has shown its key go on while others guess [T06]', async () => {
    const clock = createFakeClock();
    const { ask, signIn, origin } = await start({ clock });
    const { cookie, pageKey } = await signIn();
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const own = { path: '/auth/state', headers: { cookie, 'x-limpet-key': pageKey }, agent };
    expect((await ask(own)).status).toBe(200);
    for (let i = 0; i < 20; i += 1)
      await ask({ path: '/auth/state', headers: { authorization: 'Bearer wrong', origin } });
    expect((await ask(own)).status).toBe(200);
    agent.destroy();
  });

  it('trusts no forwarding header [T10]', async () => {
    const { port } = await start();
    const proxy = createServer((request, response) => {
      const forged = {
        ...request.headers,
        host: `127.0.0.1:${port}`,
        'x-forwarded-for': '127.0.0.1',
        'x-real-ip': '127.0.0.1',
        forwarded: 'for=127.0.0.1;host=127.0.0.1',
        'x-forwarded-host': 'localhost',
        'x-forwarded-user': 'owner',
      };
      const call = httpRequest({ port, host: '127.0.0.1', path: request.url, headers: forged }, (answer) => {
        response.writeHead(answer.statusCode ?? 0);
        answer.pipe(response);
      });
      call.end();
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    const at = (proxy.address() as AddressInfo).port;
    for (const path of ['/auth/state', '/blobs/x', '/v1/models'])
      expect((await fetch(`http://127.0.0.1:${at}${path}`)).status).not.toBe(200);
    expect((await fetch(`http://127.0.0.1:${at}/auth/state`)).status).toBe(401);
    proxy.close();
    proxy.closeAllConnections();
  });

  it('lets a program in with the token, which a file keeps only as a hash [T33] [T35]', async () => {
    const { gateway, url, folder } = await start();
    expect(gateway.hasToken()).toBe(false);
    const token = await gateway.renewToken();
    const client = createClient(demoContract, { connect: (signal) => connectSocket({ url, bearer: token, signal }) });
    expect(await client.api.demo.echo({ text: 'hi' })).toEqual({ text: 'hi' });
    client.close();
    const path = join(folder, 'gateway-token.json');
    expect(await readFile(path, 'utf8')).not.toContain(token);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    await gateway.renewToken();
    await expect(connectSocket({ url, bearer: token, signal: unlimited })).rejects.toMatchObject({
      code: 'unauthenticated',
    });
  });
});

describe('gateway: the page and its files', () => {
  it('sends the page with a policy that allows nothing foreign, and packs what is long', async () => {
    const { ask } = await start();
    const page = await ask({});
    expect(page.status).toBe(200);
    expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(page.headers['cache-control']).toBe('no-cache');
    const policy = String(page.headers['content-security-policy']);
    for (const rule of ["default-src 'none'", "script-src 'self'", "frame-ancestors 'none'", "base-uri 'none'"])
      expect(policy).toContain(rule);
    expect(policy).not.toMatch(/unsafe-eval|\*|http:/);
    expect(page.headers['x-content-type-options']).toBe('nosniff');
    expect(page.headers['referrer-policy']).toBe('no-referrer');
    expect(page.headers['cross-origin-opener-policy']).toBe('same-origin');
    const plain = await ask({ path: '/assets/main-abc123.js' });
    expect(plain.headers['cache-control']).toBe('public, max-age=31536000, immutable');
    expect(plain.headers['content-encoding']).toBeUndefined();
    const etag = String(plain.headers.etag);
    expect((await ask({ path: '/assets/main-abc123.js', headers: { 'if-none-match': etag } })).status).toBe(304);
    expect((await ask({ path: '/chat/some-session' })).text).toContain('page');
    expect((await ask({ path: '/assets/gone.js' })).status).toBe(404);
    expect((await ask({ method: 'POST' })).status).toBe(404);
  });

  it('packs scripts for browsers that take it', async () => {
    const { port } = await start();
    const answer = await fetch(`http://127.0.0.1:${port}/assets/main-abc123.js`, {
      headers: { 'accept-encoding': 'gzip' },
    });
    expect(answer.headers.get('content-encoding')).toBe('gzip');
    expect(await answer.text()).toContain('xxx');
  });

  it('serves nothing outside its folder, by whatever path', async () => {
    const { port, folder } = await start();
    await symlink(join(folder, 'secret.txt'), join(folder, 'page', 'link.txt'));
    const paths = [
      '/../secret.txt',
      '/assets/../../secret.txt',
      '/%2e%2e/secret.txt',
      '/..%2fsecret.txt',
      '/%2e%2e%2fsecret.txt',
      '/..%5csecret.txt',
      '/..\\secret.txt',
      '/....//secret.txt',
      '/assets/%00/../../secret.txt',
      '//secret.txt',
      '/.//../secret.txt',
      '/link.txt',
      `${folder}/secret.txt`,
      '/%c0%ae%c0%ae/secret.txt',
      '/..;/secret.txt',
      '/__proto__',
      '/constructor',
    ];
    for (const path of paths) {
      const answer = await rawRequest(
        port,
        `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: close\r\n\r\n`,
      );
      expect(answer, path).not.toContain('outside');
    }
  });
});

describe('gateway: uploads', () => {
  it('takes a file from the signed-in page and gives it back harmless', async () => {
    const { ask, origin, signIn } = await start();
    const { cookie, pageKey } = await signIn();
    const own = { cookie, 'x-limpet-key': pageKey, origin };
    const put = (type: string, name: string, body: string) =>
      ask({
        method: 'PUT',
        path: '/blobs',
        headers: { ...own, 'content-type': type, 'x-limpet-name': encodeURIComponent(name) },
        body,
      });
    const html = await put('text/html', '../grüße "1".html', '<script>alert(1)</script>');
    expect(html.status).toBe(200);
    const attachment = JSON.parse(html.text);
    expect(attachment).toMatchObject({ name: '.._grüße "1".html', mediaType: 'text/html', sizeBytes: 25 });
    const back = await ask({ path: `/blobs/${attachment.blobId}`, headers: { cookie } });
    expect(back.text).toBe('<script>alert(1)</script>');
    expect(back.headers['content-type']).toBe('application/octet-stream');
    expect(back.headers['content-disposition']).toMatch(/^attachment; filename\*=UTF-8''/);
    expect(back.headers['content-security-policy']).toBe("default-src 'none'; sandbox");
    const image = JSON.parse((await put('image/png', 'a.png', 'png')).text);
    const shown = await ask({ path: `/blobs/${image.blobId}`, headers: { cookie } });
    expect(shown.headers['content-type']).toBe('image/png');
    expect(shown.headers['content-disposition']).toMatch(/^inline/);
    expect((await ask({ path: '/blobs/unknown', headers: { cookie } })).status).toBe(404);
    expect((await ask({ path: `/blobs/${image.blobId}` })).status).toBe(401);
  });

  it('refuses an upload that is too large, foreign or not signed in, and keeps nothing of it [T09]', async () => {
    const { ask, origin, signIn, port } = await start();
    const { cookie, pageKey } = await signIn();
    const headers = { cookie, 'x-limpet-key': pageKey, origin, 'content-type': 'text/plain' };
    const large = await ask({
      method: 'PUT',
      path: '/blobs',
      headers: { ...headers, 'content-length': '1073741824' },
    }).catch(() => undefined);
    expect([400, undefined]).toContain(large?.status);
    // Without a length, the bytes themselves are counted.
    const sent = await new Promise<number>((resolve) => {
      const call = httpRequest({
        port,
        method: 'PUT',
        path: '/blobs',
        headers: { ...headers, host: `127.0.0.1:${port}` },
      });
      let bytes = 0;
      const piece = Buffer.alloc(1024 * 1024);
      const more = () => {
        bytes += piece.length;
        call.write(piece, (error) => (error === null || error === undefined ? more() : resolve(bytes)));
      };
      call.once('error', () => resolve(bytes));
      more();
    });
    expect(sent).toBeLessThan(64 * 1024 * 1024);
    const refused = [
      { ...headers, origin: 'http://evil.test' },
      { ...headers, 'x-limpet-key': 'guess' },
      { ...headers, cookie: '' },
    ];
    for (const wrong of refused)
      expect((await ask({ method: 'PUT', path: '/blobs', headers: wrong, body: 'x' })).status).toBeGreaterThanOrEqual(
        401,
      );
  });
});

describe('gateway: floods', () => {
  it('keeps few strangers, answers those who are known, and stays small [T09]', async () => {
    const { openPage, port } = await start();
    const { socket } = await openPage();
    const before = process.memoryUsage().rss;
    const times: number[] = [];
    // In waves, so that the system's own queue of new connections is not what holds them back.
    for (let wave = 0; wave < 10; wave += 1) {
      const sockets = Array.from({ length: 500 }, () => {
        const flood = connect(port, '127.0.0.1');
        flood.on('error', () => {}).resume();
        flood.write('POST /auth/sign-in HTTP/1.1\r\nHost: x\r\n');
        return flood;
      });
      for (let i = 0; i < 10; i += 1) {
        const at = performance.now();
        socket.send({ type: 'call', id: `${wave}.${i}`, op: 'demo.echo', input: { text: 'x' } });
        await socket.next('ok');
        times.push(performance.now() - at);
      }
      await expect
        .poll(() => sockets.filter((flood) => !flood.closed).length, { interval: 10, timeout: 5_000 })
        .toBeLessThanOrEqual(32);
      for (const flood of sockets) flood.destroy();
    }
    times.sort((a, b) => a - b);
    expect(times[Math.floor(times.length * 0.95)]).toBeLessThan(500);
    expect(process.memoryUsage().rss - before).toBeLessThan(100 * 1024 * 1024);
  });

  it('refuses long headers and long bodies [T09]', async () => {
    const { ask, origin } = await start();
    expect((await ask({ headers: { 'x-long': 'x'.repeat(20_000) } })).status).toBe(431);
    const body = JSON.stringify({ ticket: 'x'.repeat(10_000) });
    const headers = { origin, 'content-type': json };
    expect((await ask({ method: 'POST', path: '/auth/sign-in', headers, body })).status).toBe(400);
  });

  it('closes a socket on a frame above the bound and goes on for the others [T09]', async () => {
    const { openPage } = await start();
    const [a, b] = [await openPage(), await openPage()];
    a.socket.send({ type: 'call', id: '1', op: 'demo.echo', input: { text: 'x'.repeat(17 * 1024 * 1024) } });
    expect(await a.socket.closed).toBe(closeCodes.tooLarge);
    b.socket.send({ type: 'call', id: '1', op: 'demo.echo', input: { text: 'x' } });
    await b.socket.next('ok');
  });
});

describe('gateway: the local socket', () => {
  it('serves the wire to the same user and hands out sign-in links', async () => {
    const { folder, origin } = await start();
    const client = createClient(demoContract, { connect: (signal) => connectLocal(folder, signal), reconnect: false });
    expect(await client.api.demo.add({ by: 2 })).toEqual({ count: 2 });
    client.close();
    expect(await requestSignInLink(folder, unlimited)).toMatch(new RegExp(`^${origin}/#signin=`));
    await expect(connectLocal(join(folder, 'nowhere'), unlimited)).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('gateway: TLS', () => {
  it('serves an open address with TLS, marks its cookie secure, and knows its own names [T05]', async () => {
    const files = await mkdtemp(join(tmpdir(), 'limpet-tls-'));
    const [tlsCert, tlsKey] = [join(files, 'cert.pem'), join(files, 'key.pem')];
    await writeFile(tlsCert, testCertificate);
    await writeFile(tlsKey, testCertificateKey);
    const { gateway, port } = await start({ listen: { host: '0.0.0.0', tlsCert, tlsKey, hostNames: ['limpet.test'] } });
    await rm(files, { recursive: true });
    expect(gateway.address).toBe(`https://limpet.test:${port}`);
    const body = JSON.stringify({ ticket: gateway.signInLink().split('#signin=')[1] });
    const signIn = (host: string, origin: string) =>
      new Promise<IncomingMessage>((resolve, reject) => {
        const headers = { host, origin, 'content-type': json };
        const o = {
          host: '127.0.0.1',
          port,
          path: '/auth/sign-in',
          method: 'POST',
          headers,
          ca: testCertificate,
          checkServerIdentity: () => undefined,
        };
        requestTls(o, resolve).on('error', reject).end(body);
      });
    expect((await signIn(`evil.test:${port}`, `https://evil.test:${port}`)).statusCode).toBe(403);
    const answer = await signIn('limpet.test', 'https://limpet.test');
    expect(answer.statusCode).toBe(200);
    expect(answer.headers['set-cookie']?.[0]).toMatch(/; Secure$/);
    await expect(fetch(`http://127.0.0.1:${port}/healthz`)).rejects.toThrow();
  });
});

describe('gateway: the end', () => {
  it('says goodbye, finishes in time and frees its port', async () => {
    let drained = false;
    const gateway = await start({
      drain: async () => {
        drained = true;
      },
    });
    const { socket } = await gateway.openPage();
    const at = performance.now();
    await gateway.gateway.close();
    expect(performance.now() - at).toBeLessThan(5_000);
    expect(drained).toBe(true);
    expect(await socket.closed).toBe(closeCodes.goingAway);
    await expect(gateway.ask({ path: '/healthz' })).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });

  it('does not wait for a drain that never ends', async () => {
    const clock = createFakeClock();
    const { gateway } = await start({ clock, drain: () => new Promise(() => {}) });
    const closing = gateway.close();
    await clock.advance(4_000);
    await closing;
  });
});
