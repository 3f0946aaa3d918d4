// A server that would have something else opened than a page for signing in, answered by somebody else, or carried elsewhere.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isAppError } from '#main/contract/errors.ts';
import { McpServerId } from '#main/contract/mcp.ts';
import { neverAborts } from '#main/platform/base/abort.ts';
import { createMcpKit, type McpKit } from '../testing/mcp-kit.ts';
import { isSafeSignInUrl } from './sign-in.ts';

const docs = McpServerId.parse('docs');

let page: string;
let server: Server;
let origin: string;
let kit: McpKit;
let opened: string[];
let tokensAsked: number;
/** What the person's browser does with the page. */
let browse: (url: URL) => Promise<void>;

/** An authorization server and a server behind it, which says that signing in happens at `page`. */
beforeEach(async () => {
  page = '';
  opened = [];
  tokensAsked = 0;
  browse = async () => {};
  server = createServer((request, response) => {
    const json = (body: unknown) => response.setHeader('content-type', 'application/json').end(JSON.stringify(body));
    const path = request.url ?? '';
    if (path.startsWith('/.well-known/oauth-protected-resource'))
      return json({ resource: `${origin}/mcp`, authorization_servers: [origin] });
    if (path.startsWith('/.well-known/oauth-authorization-server'))
      return json({
        ...{ issuer: origin, authorization_endpoint: page, token_endpoint: `${origin}/token` },
        ...{ registration_endpoint: `${origin}/register`, response_types_supported: ['code'] },
        code_challenge_methods_supported: ['S256'],
      });
    if (path === '/register') {
      response.statusCode = 201;
      let body = '';
      request.on('data', (bytes: Buffer) => (body += bytes.toString()));
      request.on('end', () => json({ ...(JSON.parse(body) as object), client_id: 'limpet-here' }));
      return undefined;
    }
    if (path === '/token') {
      tokensAsked += 1;
      return json({ access_token: 'canary-token', token_type: 'Bearer' });
    }
    response.writeHead(401, { 'www-authenticate': 'Bearer' }).end();
    return undefined;
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  kit = await createMcpKit({
    openExternal: async (url) => {
      opened.push(url);
      await browse(new URL(url));
    },
  });
  await kit.servers.save(
    { id: docs, transport: { type: 'http', url: `${origin}/mcp`, headers: [] }, inputs: {}, replace: false },
    neverAborts,
  );
});
afterEach(async () => {
  await kit.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const signIn = () =>
  kit.servers.signIn(docs, neverAborts).then(
    () => 'done',
    (error: unknown) => (isAppError(error) ? (error.details?.reason ?? error.code) : String(error)),
  );
const back = async (url: URL, change: Record<string, string>) => {
  const to = new URL(url.searchParams.get('redirect_uri') ?? '');
  for (const [name, value] of Object.entries({ state: url.searchParams.get('state') ?? '', code: 'c', ...change }))
    to.searchParams.set(name, value);
  await fetch(to);
};

describe('the page for signing in [T32]', () => {
  it.each([
    'javascript:alert(1)',
    'file:///etc/passwd',
    'data:text/html,<script>alert(1)</script>',
    'http://sign-in.example.org/authorize',
    'https://user:pass@sign-in.example.org/authorize',
    'ms-msdt:/id PCWDiagnostic',
    'smb://evil.example.org/share',
    '$(calc.exe)',
    'https://x.example.org/$(calc)`calc`|calc&calc',
  ])('is never opened as %s', async (address) => {
    page = address;
    expect(await signIn()).toMatch(/^mcp_sign_in_(address|refused)$/);
    expect(opened).toEqual([]);
    expect(tokensAsked).toBe(0);
  });

  it('is one over https, or of this machine, without a name or password in it', () => {
    const safe = (url: string) => isSafeSignInUrl(new URL(url));
    expect(['https://a.example/x', 'http://127.0.0.1:9/x', 'http://localhost/x', 'http://[::1]:9/'].map(safe)).toEqual([
      ...[true, true, true, true],
    ]);
    expect(['http://a.example', 'http://127.0.0.1.evil.example', 'https://a@b.example', 'ftp://a'].map(safe)).toEqual([
      ...[false, false, false, false],
    ]);
  });
});

describe('the way back from it [T32]', () => {
  beforeEach(() => {
    page = `${origin}/authorize`;
  });

  it('is taken with the state and the port that belong to it, and PKCE', async () => {
    browse = (url) => back(url, {});
    expect(await signIn()).toBe('done');
    const asked = new URL(opened[0] ?? '').searchParams;
    expect([asked.get('code_challenge_method'), asked.get('code_challenge')?.length]).toEqual(['S256', 43]);
    expect(asked.get('redirect_uri')).toMatch(/^http:\/\/127\.0\.0\.1:\d+\//);
    expect(await kit.servers.list()).toMatchObject([{ signedIn: true }]);
    expect(JSON.stringify([...kit.values])).not.toContain('canary-token');
  });

  it.each([
    ['another state', { state: 'x'.repeat(43) }],
    ['no state', { state: '' }],
    ['a refusal', { code: '', error: 'access_denied' }],
  ])('with %s signs nobody in', async (_what, change) => {
    browse = (url) => back(url, change);
    expect(await signIn()).toBe('mcp_sign_in_refused');
    expect(await kit.servers.list()).toMatchObject([{ signedIn: false }]);
  });

  it('is no gift to another server: with another address the sign-in is forgotten', async () => {
    browse = (url) => back(url, {});
    await signIn();
    const save = (url: string) =>
      kit.servers.save(
        { id: docs, transport: { type: 'http', url, headers: [] }, inputs: {}, replace: true },
        neverAborts,
      );
    expect(await save(`${origin}/mcp?v=2`)).toMatchObject({ signedIn: true });
    expect(await save('https://elsewhere.example.org/mcp')).toMatchObject({ signedIn: false });
    expect([...kit.secrets.values.values()].join()).not.toContain('canary-token');
  });
});
