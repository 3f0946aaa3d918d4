// Guarded fetching against real local servers and a resolver that lies.
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTcpServer } from 'node:net';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { isAppError } from '#main/contract/errors.ts';
import { neverAborts } from '#main/platform/base/abort.ts';
import { systemClock } from '#main/platform/base/clock.ts';
import { createFakeClock } from '#main/platform/base/fake-clock.ts';
import { silentLog } from '#main/platform/base/log.ts';
import { isPublicAddress } from './address-rules.ts';
import { createEgress, type EgressDeps } from './create-egress.ts';
import type { EgressRequest } from './port.ts';

const open: Server[] = [];
afterEach(async () => {
  for (const server of open.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

async function serve(listener: RequestListener): Promise<{ port: number; hits(): number }> {
  let hits = 0;
  const server = createServer((request, response) => {
    hits += 1;
    listener(request, response);
  });
  open.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const address = server.address();
  return { port: typeof address === 'object' && address !== null ? address.port : 0, hits: () => hits };
}

const make = (o: Partial<EgressDeps> = {}) =>
  createEgress({ clock: systemClock, log: silentLog, ownPorts: () => [], ...o });
/** 127.0.0.1 stands for the internet, everything else is judged as in production. */
const local: Partial<EgressDeps> = {
  isAllowedAddress: (address) => address === '127.0.0.1' || isPublicAddress(address),
  resolver: async () => [{ address: '127.0.0.1', family: 4 }],
};
const get = (url: string, o: Partial<EgressRequest> = {}): EgressRequest => ({
  url,
  method: 'GET',
  maxBytes: 1_000_000,
  timeoutMs: 10_000,
  mayFollow: () => false,
  ...o,
});
const refusal = (promise: Promise<unknown>) =>
  promise.then(
    () => 'done',
    (error: unknown) => (isAppError(error) ? (error.details?.reason ?? error.code) : String(error)),
  );

describe('addresses', () => {
  it('refuses forty spellings of this machine, its network and its metadata without a connection [T22]', async () => {
    const { port, hits } = await serve((_request, response) => response.end('inside'));
    const urls = [
      ...[
        `http://127.0.0.1:${port}/`,
        `http://localhost:${port}/`,
        `http://LOCALHOST:${port}/`,
        `http://0.0.0.0:${port}/`,
      ],
      ...[`http://[::1]:${port}/`, `http://[::]:${port}/`, `http://127.1:${port}/`, `http://127.0.1:${port}/`],
      ...[
        `http://2130706433:${port}/`,
        `http://0x7f000001:${port}/`,
        `http://0x7f.0.0.1:${port}/`,
        `http://0177.0.0.1:${port}/`,
      ],
      ...[
        `http://017700000001:${port}/`,
        `http://127.0.0.1.:${port}/`,
        `http://localhost.:${port}/`,
        `http://a.localhost:${port}/`,
      ],
      ...[
        `http://[::ffff:127.0.0.1]:${port}/`,
        `http://[::ffff:7f00:1]:${port}/`,
        `http://[0:0:0:0:0:ffff:127.0.0.1]:${port}/`,
      ],
      ...[`http://[64:ff9b::7f00:1]:${port}/`, `http://[2002:7f00:1::]:${port}/`, `http://[::127.0.0.1]:${port}/`],
      ...[
        `http://①②⑦.⓪.⓪.①:${port}/`,
        `http://１２７.０.０.１:${port}/`,
        `http://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ:${port}/`,
        `http://127。0。0。1:${port}/`,
      ],
      ...[
        `http://user:pass@127.0.0.1:${port}/`,
        `http://example.org@127.0.0.1:${port}/`,
        `http://127.0.0.1:${port}\\@example.org/`,
      ],
      ...[`http://example.org\\@127.0.0.1:${port}/`, `http://@127.0.0.1:${port}/`, `http://example.org%00.evil.test/`],
      ...['http://169.254.169.254/latest/meta-data/', 'http://metadata.google.internal/', 'http://[fd00:ec2::254]/'],
      ...['http://2852039166/', 'http://0xa9fea9fe/', 'http://10.0.0.1/', 'http://192.168.0.1/', 'http://172.20.1.1/'],
      ...[
        'http://100.64.0.1/',
        'http://100.100.100.200/',
        'http://printer/',
        'http://nas.local/',
        'http://router.lan/',
      ],
      ...['file:///etc/passwd', 'ftp://example.org/', 'gopher://127.0.0.1/', 'javascript:alert(1)', 'data:text/html,x'],
      ...[
        'http:127.0.0.1',
        'http:///127.0.0.1/',
        '//127.0.0.1/',
        'http://',
        'http:// 127.0.0.1/',
        'http://127.0.0.1\t/',
      ],
      ...[
        'http://exa\0mple.org/',
        'http://example.org/\0',
        'ws://127.0.0.1/',
        'http://example.org:22/',
        'http://134744072/',
      ],
      ...['http://0x08.8.8.8/', 'http://example.org:6379/', 'unix:/run/docker.sock', 'http://unix:/run/docker.sock'],
    ];
    expect(urls.length).toBeGreaterThanOrEqual(40);
    const egress = make({ resolver: async () => [{ address: '127.0.0.1', family: 4 }] });
    for (const url of urls) {
      expect(await refusal(egress.fetch(get(url), neverAborts)), url).toMatch(
        /blocked_address|bad_url|url_credentials|odd_host|blocked_port/,
      );
      expect(() => egress.check(url), url).toThrow();
    }
    expect(hits()).toBe(0);
  });

  it('lets ordinary addresses pass, also with international names', () => {
    const egress = make();
    expect(egress.check('https://example.org/a?b=c#d').href).toBe('https://example.org/a?b=c#d');
    expect(egress.check('https://münchen.example/').hostname).toBe('xn--mnchen-3ya.example');
    expect(egress.check('http://8.8.8.8/').hostname).toBe('8.8.8.8');
  });

  it('refuses a public name with one inside address among its answers [T22]', async () => {
    const { port, hits } = await serve((_request, response) => response.end('inside'));
    const inside = ['127.0.0.1', '10.1.2.3', '169.254.169.254', '::1', '::ffff:127.0.0.1', 'fd00::1'];
    for (const address of inside) {
      const resolver = async () => [
        { address: '8.8.8.8', family: 4 },
        { address, family: address.includes(':') ? 6 : 4 },
      ];
      expect(await refusal(make({ resolver }).fetch(get(`http://evil.test:${port}/`), neverAborts))).toBe(
        'blocked_address',
      );
    }
    expect(hits()).toBe(0);
  });

  it('dials the address that it checked when the name changes between check and dial [T22]', async () => {
    const { port, hits } = await serve((_request, response) => response.end('public'));
    const answers = ['127.0.0.1', '10.0.0.1', '169.254.169.254'];
    let asked = 0;
    const resolver = async () => {
      asked += 1;
      return [{ address: answers[asked - 1] ?? '10.0.0.1', family: 4 }];
    };
    const egress = make({ ...local, resolver });
    const response = await egress.fetch(get(`http://rebind.test:${port}/`), neverAborts);
    expect(new TextDecoder().decode(response.body)).toBe('public');
    expect(asked).toBe(1);
    expect(await refusal(egress.fetch(get(`http://rebind.test:${port}/`), neverAborts))).toBe('blocked_address');
    expect(hits()).toBe(1);
  });

  it('never reaches our own gateway, even where its address would be allowed [T22]', async () => {
    const { port, hits } = await serve((_request, response) => response.end('gateway'));
    const egress = make({ ...local, ownPorts: () => [port] });
    expect(await refusal(egress.fetch(get(`http://gateway.test:${port}/`), neverAborts))).toBe('blocked_address');
    expect(() => egress.check(`http://127.0.0.1:${port}/`)).toThrow();
    expect(hits()).toBe(0);
  });
});

describe('redirects', () => {
  it('checks every hop: to an inside address, to another origin, in circles [T22]', async () => {
    const targets: Record<string, string> = {
      '/inside': 'http://10.0.0.1/',
      '/metadata': 'http://169.254.169.254/latest/',
      '/v6': 'http://[::1]/',
      '/file': 'file:///etc/passwd',
      '/login': 'http://a:b@example.org/',
      '/other': 'http://other.test/x',
      '/circle': '/circle',
      '/local': 'http://localhost/',
    };
    const { port } = await serve((request, response) => {
      const location = targets[request.url ?? ''];
      if (location === undefined) response.end('here');
      else response.writeHead(302, { location }).end();
    });
    const egress = make(local);
    const at = (path: string) => refusal(egress.fetch(get(`http://site.test:${port}${path}`), neverAborts));
    expect(await at('/inside')).toBe('blocked_address');
    expect(await at('/metadata')).toBe('blocked_address');
    expect(await at('/v6')).toBe('blocked_address');
    expect(await at('/file')).toBe('bad_url');
    expect(await at('/login')).toBe('url_credentials');
    expect(await at('/local')).toBe('blocked_address');
    expect(await at('/other')).toBe('redirect_refused');
    expect(await at('/circle')).toBe('too_many_redirects');
  });

  it('follows within the origin and to origins that were allowed', async () => {
    const second = await serve((_request, response) => response.end('second'));
    const { port } = await serve((request, response) => {
      if (request.url === '/a') response.writeHead(301, { location: 'b' }).end();
      else if (request.url === '/b') response.writeHead(307, { location: `http://two.test:${second.port}/c` }).end();
      else response.end('first');
    });
    const asked: string[] = [];
    const mayFollow = (origin: string) => asked.push(origin) > 0;
    const response = await make(local).fetch(get(`http://one.test:${port}/a`, { mayFollow }), neverAborts);
    expect([response.url, new TextDecoder().decode(response.body)]).toEqual([
      `http://two.test:${second.port}/c`,
      'second',
    ]);
    expect(asked).toEqual([`http://two.test:${second.port}`]);
  });
});

describe('answers', () => {
  it('reads status, headers and a body that is cut at the limit', async () => {
    const { port } = await serve((_request, response) =>
      response.writeHead(404, { 'x-a': 'b' }).end('x'.repeat(5_000)),
    );
    const response = await make(local).fetch(get(`http://site.test:${port}/`, { maxBytes: 100 }), neverAborts);
    expect([response.status, response.headers['x-a'], response.body.length, response.truncated]).toEqual([
      404,
      'b',
      100,
      true,
    ]);
  });

  it('unpacks, and stops a bomb at the limit [R16]', async () => {
    const bomb = gzipSync(Buffer.alloc(200_000_000));
    const { port } = await serve((request, response) => {
      if (request.url === '/bomb') response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb);
      else if (request.url === '/odd') response.writeHead(200, { 'content-encoding': 'gzip, gzip' }).end(bomb);
      else response.writeHead(200, { 'content-encoding': 'br' }).end(brotliCompressSync('hello'));
    });
    const egress = make(local);
    const at = (path: string) => egress.fetch(get(`http://site.test:${port}${path}`), neverAborts);
    expect(new TextDecoder().decode((await at('/')).body)).toBe('hello');
    const before = process.memoryUsage.rss();
    const cut = await at('/bomb');
    expect([cut.body.length, cut.truncated]).toEqual([1_000_000, true]);
    expect(process.memoryUsage.rss() - before).toBeLessThan(150_000_000);
    expect(await refusal(at('/odd'))).toBe('content_encoding');
  });

  it('ends a body without end at the limit', async () => {
    const { port } = await serve((_request, response) => {
      const more = () => response.write('y'.repeat(65_536), () => setImmediate(more));
      response.on('error', () => {}); // the reader leaves in the middle
      more();
    });
    const response = await make(local).fetch(get(`http://site.test:${port}/`), neverAborts);
    expect(response.truncated).toBe(true);
  });

  it('names a host that is not there and a connection that is refused', async () => {
    const missing = async () => {
      throw Object.assign(new Error('x'), { code: 'ENOTFOUND' });
    };
    expect(await refusal(make({ resolver: missing }).fetch(get('http://no.test/'), neverAborts))).toBe('no_such_host');
    expect(await refusal(make(local).fetch(get('http://site.test:1025/'), neverAborts))).toBe('network');
  });
});

describe('stopping [T42]', () => {
  const cases: Record<string, (stop: AbortController) => Promise<{ egress: ReturnType<typeof make>; port: number }>> = {
    'while the name is looked up': async (stop) => {
      const resolver = () => {
        stop.abort();
        return new Promise<never>(() => {});
      };
      return { egress: make({ ...local, resolver }), port: 80 };
    },
    'while it waits for the answer': async (stop) => ({
      egress: make(local),
      port: (await serve(() => stop.abort())).port,
    }),
    'in the middle of the body': async (stop) => ({
      egress: make(local),
      port: (
        await serve((_request, response) => {
          response.write('begun');
          setTimeout(() => stop.abort(), 50);
        })
      ).port,
    }),
    'before it begins': async (stop) => {
      stop.abort();
      return { egress: make(local), port: 80 };
    },
  };
  it.each(Object.keys(cases))('ends at once %s', async (name) => {
    const stop = new AbortController();
    const { egress, port } = (await cases[name]?.(stop)) ?? { egress: make(), port: 80 };
    const from = performance.now();
    expect(await refusal(egress.fetch(get(`http://site.test:${port}/`), stop.signal))).toBe('cancelled');
    expect(performance.now() - from).toBeLessThan(1_000);
  });

  it('gives up after its time, whatever the server does', async () => {
    // Reads what comes, or it would never notice that the caller has gone.
    const silent = createTcpServer((socket) => socket.resume()).listen(0, '127.0.0.1');
    await new Promise((resolve) => silent.once('listening', resolve));
    const address = silent.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const clock = createFakeClock();
    const connected = new Promise((resolve) => silent.once('connection', resolve));
    const waiting = make({ ...local, clock }).fetch(
      get(`http://site.test:${port}/`, { timeoutMs: 5_000 }),
      neverAborts,
    );
    const outcome = waiting.catch((error: unknown) => (isAppError(error) ? error.code : error));
    await connected;
    await clock.advance(5_000);
    expect(await outcome).toBe('timeout');
    await new Promise((resolve) => silent.close(resolve));
  });
});

describe('sending', () => {
  type Seen = {
    readonly method: string;
    readonly url: string;
    readonly headers: Record<string, unknown>;
    readonly body: string;
  };
  async function record(answer: (seen: Seen) => { status: number; location?: string } = () => ({ status: 200 })) {
    const seen: Seen[] = [];
    const { port, hits } = await serve((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const body = Buffer.concat(chunks).toString('latin1');
        const one = { method: request.method ?? '', url: request.url ?? '', headers: request.headers, body };
        seen.push(one);
        const { status, location } = answer(one);
        response.writeHead(status, location === undefined ? {} : { location }).end('ok');
      });
    });
    return { port, hits, seen };
  }

  it.each(['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const)(
    'sends %s with a body and headers as given',
    async (method) => {
      const { port, seen } = await record();
      const headers = { 'Content-Type': 'application/json', Authorization: 'Bearer x', Cookie: 'a=b' };
      const body = method === 'PUT' ? new Uint8Array([0, 255, 10]) : '{"ü":1}';
      await make(local).fetch(get(`http://site.test:${port}/a?b`, { method, headers, body }), neverAborts);
      expect(seen).toHaveLength(1);
      expect(seen[0]).toMatchObject({ method, url: '/a?b', body: Buffer.from(body).toString('latin1') });
      expect(seen[0]?.headers).toMatchObject({ host: `site.test:${port}`, authorization: 'Bearer x', cookie: 'a=b' });
      expect(Number(seen[0]?.headers['content-length'])).toBe(Buffer.from(body).length);
    },
  );

  it('refuses headers that belong to the connection, and smuggled lines, before it asks anybody [T22]', async () => {
    const { port, hits } = await record();
    const connection = [
      'Host Content-Length Transfer-Encoding Connection Keep-Alive Upgrade TE Trailer Expect Proxy-Authorization',
      'Proxy-Connection HTTP2-Settings X-Forwarded-For X-Forwarded-Host Forwarded Via Sec-Fetch-Site X-HTTP-Method-Override',
      'hOsT accept-encoding',
    ].flatMap((line) => line.split(' '));
    for (const name of connection)
      expect(
        await refusal(make(local).fetch(get(`http://site.test:${port}/`, { headers: { [name]: 'x' } }), neverAborts)),
        name,
      ).toBe('header_refused');
    const smuggled: Record<string, string>[] = [
      { 'x-a': 'b\r\nHost: inside' },
      { 'x-a': 'b\nc' },
      { 'x-a': 'b\0' },
      { 'x-a': 'snow \u2603' },
      { 'x-a\r\nhost': 'b' },
      { 'x a': 'b' },
      { '': 'b' },
      { 'x-a:': 'b' },
      { 'x-a': 'b'.repeat(20_000) },
      { 'X-A': '1', 'x-a': '2' },
      Object.fromEntries(Array.from({ length: 65 }, (_, index) => [`x-${index}`, 'y'])),
    ];
    for (const headers of smuggled)
      expect(await refusal(make(local).fetch(get(`http://site.test:${port}/`, { headers }), neverAborts))).toBe(
        'bad_header',
      );
    expect(await refusal(make(local).fetch(get(`http://site.test:${port}/`, { body: 'x' }), neverAborts))).toBe(
      'invalid_input',
    );
    const huge = { method: 'POST', body: 'x'.repeat(33 * 1024 * 1024) } as const;
    expect(await refusal(make(local).fetch(get(`http://site.test:${port}/`, huge), neverAborts))).toBe(
      'body_too_large',
    );
    expect(hits()).toBe(0);
  });

  it('sends again within the origin as browsers do: 303 and 302 with GET, 307 and 308 the same', async () => {
    for (const [status, method, body] of [
      [303, 'GET', ''],
      [302, 'GET', ''],
      [301, 'GET', ''],
      [307, 'POST', 'data'],
      [308, 'POST', 'data'],
    ] as const) {
      const { port, seen } = await record((one) => (one.url === '/' ? { status, location: '/next' } : { status: 200 }));
      const headers = { authorization: 'Bearer x', 'content-type': 'text/plain' };
      await make(local).fetch(get(`http://site.test:${port}/`, { method: 'POST', headers, body: 'data' }), neverAborts);
      expect(seen[1], String(status)).toMatchObject({ url: '/next', method, body });
      expect(seen[1]?.headers.authorization).toBe('Bearer x');
      expect('content-type' in (seen[1]?.headers ?? {})).toBe(method === 'POST');
    }
  });

  it('carries neither keys nor a body to another origin, even one that may be followed [T22]', async () => {
    const other = await record();
    const from = (status: number) => record(() => ({ status, location: `http://two.test:${other.port}/` }));
    const headers = { authorization: 'Bearer canary', cookie: 'canary', 'x-api-key': 'canary', accept: 'text/html' };
    const mayFollow = () => true;
    const asked = await from(302);
    await make(local).fetch(get(`http://one.test:${asked.port}/`, { headers, mayFollow }), neverAborts);
    expect(JSON.stringify(other.seen)).not.toContain('canary');
    expect(other.seen[0]?.headers.accept).toBe('text/html');
    for (const [status, method] of [
      [307, 'POST'],
      [308, 'PUT'],
      [302, 'DELETE'],
    ] as const) {
      const { port } = await from(status);
      const request = get(`http://one.test:${port}/`, { method, body: 'canary', headers, mayFollow });
      expect(await refusal(make(local).fetch(request, neverAborts))).toBe('redirect_refused');
    }
    expect(other.hits()).toBe(1);
  });
});
