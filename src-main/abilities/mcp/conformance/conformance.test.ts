// The official suite of the protocol against the real client and the real server, judged by its exit code alone.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, request as httpRequest, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AppError } from '#main/contract/errors.ts';
import { startTestGateway, type TestGateway } from '#main/hosts/gateway/testing/test-gateway.ts';
import { systemClock } from '#main/platform/base/clock.ts';
import { silentLog } from '#main/platform/base/log.ts';
import { createOwnServer } from '../create-own-server.ts';
import { project } from '../testing/mcp-kit.ts';
import { fixtures } from './fixtures.ts';

const suite = join(project, 'node_modules/@modelcontextprotocol/conformance/dist/index.js');
const driver = join(import.meta.dirname, 'client-driver.ts');
const longMs = 300_000;

const plain = ['initialize', 'tools_call', 'elicitation-sep1034-client-defaults', 'sse-retry'];
const signIns = [
  ...['metadata-default', 'metadata-var1', 'metadata-var2', 'metadata-var3', 'basic-cimd', 'pre-registration'],
  ...['scope-from-www-authenticate', 'scope-from-scopes-supported', 'scope-omitted-when-undefined', 'scope-step-up'],
  ...['scope-retry-limit', 'token-endpoint-auth-basic', 'token-endpoint-auth-post', 'token-endpoint-auth-none'],
  ...['2025-03-26-oauth-metadata-backcompat', '2025-03-26-oauth-endpoint-fallback', 'resource-mismatch'],
  ...['offline-access-scope', 'offline-access-not-supported'],
].map((name) => `auth/${name}`);
/** Extensions for programs without a person, and for a company's own sign-on: Limpet always has a person who signs in. */
const notOurs = ['client-credentials-jwt', 'client-credentials-basic', 'cross-app-access-complete-flow'].map(
  (name) => `auth/${name}`,
);

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'limpet-conformance-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function run(...args: string[]): Promise<{ code: number | null; said: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [suite, ...args], {
      ...{ cwd: folder, env: { PATH: '/usr/bin:/bin' } },
      signal: AbortSignal.timeout(longMs - 10_000),
      killSignal: 'SIGKILL',
    });
    child.on('error', (error) => (said += String(error)));
    let said = '';
    child.stdout.on('data', (bytes: Buffer) => (said += bytes.toString()));
    child.stderr.on('data', (bytes: Buffer) => (said += bytes.toString()));
    child.on('close', (code) => resolve({ code, said: said.slice(-6_000) }));
  });
}

describe('the client', () => {
  const client = (...args: string[]) =>
    run('client', '--command', `${process.execPath} ${driver}`, '--timeout', '90000', ...args);

  it('is tried with every scenario that the suite has, but those that are named here with a reason', async () => {
    const { said } = await run('list', '--client');
    const known = [...said.matchAll(/^ {2}- (\S+)/gm)].map(([, name]) => name);
    expect(known.sort()).toEqual([...plain, ...signIns, ...notOurs].sort());
  });

  it.each(plain)(
    'passes %s',
    async (scenario) => {
      const { code, said } = await client('--scenario', scenario);
      expect(code, said).toBe(0);
    },
    longMs,
  );

  it.each(signIns)(
    'signs in as %s wants it [T32]',
    async (scenario) => {
      const { code, said } = await client('--scenario', scenario);
      expect(code, said).toBe(0);
    },
    longMs,
  );

  it(
    'does not pass when it does nothing: the exit code tells',
    async () => {
      const idle = join(folder, 'idle.mjs');
      writeFileSync(idle, 'process.exit(0);\n');
      const { code } = await run('client', '--command', `${process.execPath} ${idle}`, '--scenario', 'tools_call');
      expect(code).not.toBe(0);
    },
    longMs,
  );
});

describe('the server', () => {
  const token = 'limpet_conformance';
  let gateway: TestGateway;
  let door: Server;
  let port = 0;
  beforeAll(async () => {
    const own = createOwnServer({
      bench: {
        list: async () => [],
        planContext: () => Promise.reject(new AppError('internal', 'not in this suite')),
        toolContext: () => Promise.reject(new AppError('internal', 'not in this suite')),
      },
      permissions: { decideNow: async () => undefined },
      place: () => Promise.reject(new AppError('internal', 'not in this suite')),
      isEnabled: () => true,
      token: { create: async () => token, check: async (shown) => shown === token, exists: async () => true },
      version: '9.9.9',
      onChange: () => {},
      offer: fixtures,
      clock: systemClock,
      log: silentLog,
    });
    // The suite cannot send a token: this door adds it, and passes on everything else as it came.
    door = createServer((request, response) => {
      const passed = httpRequest(
        {
          ...{ host: '127.0.0.1', port: gateway.port, method: request.method, path: request.url },
          headers: { ...request.headers, authorization: `Bearer ${token}` },
        },
        (answer) => {
          response.writeHead(answer.statusCode ?? 502, answer.headers);
          response.flushHeaders();
          answer.pipe(response);
        },
      );
      passed.on('error', () => response.destroy());
      response.once('close', () => passed.destroy());
      request.pipe(passed);
    });
    await new Promise<void>((resolve) => door.listen(0, '127.0.0.1', resolve));
    port = (door.address() as { port: number }).port;
    gateway = await startTestGateway({ own, listen: { hostNames: [`localhost:${port}`, `127.0.0.1:${port}`] } });
  });
  afterAll(async () => {
    door.close();
    door.closeAllConnections();
    await gateway.stop();
    await gateway.remove();
  });

  it(
    'passes every scenario of the suite, with none expected to fail',
    async () => {
      const { code, said } = await run('server', '--url', `http://127.0.0.1:${port}/mcp`, '--suite', 'all');
      expect(code, said).toBe(0);
    },
    longMs,
  );

  it('is not there for who shows no token, or a wrong one [T08]', async () => {
    const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list' });
    const ask = (headers: Record<string, string>) =>
      fetch(`http://127.0.0.1:${gateway.port}/mcp`, {
        method: 'POST',
        body,
        headers: { 'content-type': 'application/json', ...headers },
      });
    expect((await ask({})).status).toBe(401);
    expect((await ask({ authorization: 'Bearer limpet_wrong' })).status).toBe(401);
    expect((await ask({ authorization: `Bearer ${token}`, origin: 'https://evil.test' })).status).toBe(403);
  });

  it(
    'does not pass when nobody is there: the exit code tells',
    async () => {
      const { code } = await run('server', '--url', 'http://127.0.0.1:9/mcp', '--scenario', 'ping');
      expect(code).not.toBe(0);
    },
    longMs,
  );
});
