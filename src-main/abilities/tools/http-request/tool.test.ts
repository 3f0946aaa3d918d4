// Requests with a body: shown to the letter, sent to the letter, answered within bounds, never trusted.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { shownText } from '#main/contract/shown-text.ts';
import { unmarkUntrusted } from '#main/contract/untrusted-text.ts';
import { createToolKit, type ToolKit } from '../testing/tool-kit.ts';

describe('http_request', () => {
  let kit: ToolKit;
  let server: Server;
  const got: { method: string | undefined; type: string | undefined; body: string }[] = [];
  const url = () => `http://api.test:${(server.address() as AddressInfo).port}`;
  beforeAll(async () => {
    server = createServer((request, response) => {
      let body = '';
      request.on('data', (piece) => {
        body += piece;
      });
      request.on('end', () => {
        got.push({ method: request.method, type: request.headers['content-type'], body });
        response.setHeader('content-type', 'application/json').setHeader('set-cookie', 'a=b');
        response.writeHead(request.url === '/missing' ? 404 : 201).end('{"done":true}');
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    // The guard looks at the address; the test's own server is let through as a public one.
    kit = createToolKit({
      egress: {
        isAllowedAddress: (one) => one === '127.0.0.1',
        resolver: async () => [{ address: '127.0.0.1', family: 4 }],
      },
    });
  });
  afterAll(async () => {
    server.close();
    await kit.close();
  });

  it('sends exactly what the card shows, and says what came back', async () => {
    const input = {
      method: 'POST',
      url: `${url()}/items`,
      headers: { 'content-type': 'application/json' },
      body: '{"a":1}',
    };
    const { plan, result } = await kit.run('http_request', input);
    expect(shownText(plan.shown).lines).toEqual([
      `POST ${url()}/items`,
      'content-type: application/json',
      '',
      '{"a":1}',
    ]);
    expect(got.at(-1)).toEqual({ method: 'POST', type: 'application/json', body: '{"a":1}' });
    expect(unmarkUntrusted(result.output)).toContain('HTTP 201');
    expect(result.output).toContain('{"done":true}');
    expect(result.output).not.toContain('set-cookie');
    expect(result.output).not.toBe(unmarkUntrusted(result.output));
  });

  it('tells a refusal of the server apart, and asks each time for what is not only read', async () => {
    expect((await kit.run('http_request', { method: 'DELETE', url: `${url()}/missing` })).result).toMatchObject({
      isError: true,
    });
    const { plan: reads } = await kit.plan('http_request', { method: 'GET', url: `${url()}/` });
    const { plan: deletes } = await kit.plan('http_request', { method: 'DELETE', url: `${url()}/` });
    expect([reads.sessionGrant === undefined, deletes.sessionGrant === undefined]).toEqual([false, true]);
  });

  it('makes a break hidden in a header visible, and refuses the header [T25]', async () => {
    const input = { method: 'POST', url: `${url()}/items`, headers: { 'x-note': 'a\r\nHost: evil.test' }, body: '' };
    const { plan } = await kit.plan('http_request', input);
    expect(shownText(plan.shown).lines[1]).toBe('x-note: a\\r\\nHost: evil.test');
    expect(await kit.refusal('http_request', input)).not.toBe('done');
  });
});
