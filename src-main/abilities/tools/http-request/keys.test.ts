// Keys in requests: the model names one and never sees it, it reaches its own hosts over TLS and nobody else, and what comes
// back without it.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { isAppError } from '#main/contract/errors.ts';
import { SessionId } from '#main/contract/ids.ts';
import { createPublicHosts, type PublicHost, type PublicHosts } from '#main/guard/egress/testing/public-hosts.ts';
import { neverAborts } from '#main/platform/base/abort.ts';
import { systemClock } from '#main/platform/base/clock.ts';
import { createRedactor } from '#main/platform/base/log.ts';
import { createRedaction } from '#main/platform/secrets/create-redaction.ts';
import { createToolKit, type ToolKit } from '../testing/tool-kit.ts';

const canary = 'cnry/5e"c ret+9f81&x=1';
const forms = [canary, encodeURIComponent(canary), JSON.stringify(canary).slice(1, -1)];

describe('a key in a request [T12] [T23]', () => {
  let hosts: PublicHosts;
  let api: PublicHost;
  let other: PublicHost;
  let plain: PublicHost;
  let kit: ToolKit;
  const redactor = createRedactor();
  redactor.add(canary);

  beforeAll(async () => {
    hosts = await createPublicHosts();
    other = await hosts.https('evil.test');
    plain = await hosts.http();
    // Tells everything that it was told, as an echo server does, and sends on when it is asked to.
    api = await hosts.https('api.test', (seen, response) => {
      if (seen.url.startsWith('/elsewhere'))
        return response
          .writeHead(307, { location: `https://evil.test:${other.port}/?k=${encodeURIComponent(canary)}` })
          .end();
      if (seen.url.startsWith('/here')) return response.writeHead(302, { location: '/echo' }).end();
      return response.writeHead(200, { 'content-type': 'text/plain', etag: canary }).end(JSON.stringify(seen));
    });
    const keys = { api: { value: canary, hosts: [`api.test:${api.port}`, `api.test:${plain.port}`] } };
    kit = createToolKit({ keys, egress: { ...hosts.guard, trust: hosts.trust } });
  });
  beforeEach(() => {
    for (const host of [api, other, plain]) host.seen.length = 0;
  });
  afterAll(async () => {
    await kit.close();
    await hosts.close();
  });

  /** As the loop has them: behind the redaction. */
  async function run(input: object) {
    const bench = createRedaction({ redactor, secrets: { settle: async () => {} }, clock: systemClock }).tools(
      kit.bench,
    );
    const tools = await bench.list({ sessionId: SessionId.parse('s1') }, neverAborts);
    const tool = tools.find(({ name }) => name === 'http_request');
    if (tool === undefined) throw new Error('no tool');
    const context = await kit.context();
    const plan = await tool.plan(tool.input.parse(input), context);
    const result = await tool.run(plan, await kit.toolContext(plan, context));
    return { plan, output: result.output };
  }
  const refusal = (input: object) =>
    run(input).then(
      () => 'done',
      (error: unknown) => (isAppError(error) ? (error.details?.reason ?? error.code) : String(error)),
    );
  const url = (path = '/echo') => `https://api.test:${api.port}${path}`;
  const holdsKey = (text: string) => forms.some((form) => text.includes(form));

  it('is put into header, query and body as each is written, and stands in neither card nor answer', async () => {
    const { plan, output } = await run({
      method: 'POST',
      url: url('/echo?k={{secret:api}}&n=1'),
      headers: { 'x-key': 'Key {{secret:api}}', 'content-type': 'application/json' },
      body: '{"key":"{{secret:api}}"}',
    });
    const [seen] = api.seen;
    expect(seen?.url).toBe(`/echo?k=${encodeURIComponent(canary)}&n=1`);
    expect(seen?.headers['x-key']).toBe(`Key ${canary}`);
    expect(JSON.parse(seen?.body ?? '')).toEqual({ key: canary });
    expect(plan.shown).toMatchObject({ keys: ['api'], headers: { 'x-key': 'Key {{secret:api}}' } });
    expect(plan.sessionGrant).toBeUndefined();
    expect(holdsKey(JSON.stringify(plan))).toBe(false);
    expect(output).toContain('HTTP 200');
    expect(output).toContain('{{secret:api}}');
    expect(holdsKey(output)).toBe(false);
  });

  it('goes to no other host, and over nothing but TLS', async () => {
    const headers = { 'x-key': '{{secret:api}}' };
    expect(await refusal({ method: 'GET', url: `https://evil.test:${other.port}/`, headers })).toBe('request_key_host');
    expect(await refusal({ method: 'GET', url: `https://api.test:${other.port}/`, headers })).toBe('request_key_host');
    expect(await refusal({ method: 'GET', url: `https://api.test.evil.test:${api.port}/`, headers })).toBe(
      'request_key_host',
    );
    expect(await refusal({ method: 'GET', url: `http://api.test:${plain.port}/`, headers })).toBe('request_key_host');
    expect([api.seen, other.seen, plain.seen]).toEqual([[], [], []]);
  });

  it('is carried to no other host by a redirect, which is told without it', async () => {
    const { output } = await run({ method: 'GET', url: url('/elsewhere'), headers: { 'x-key': '{{secret:api}}' } });
    expect(output).toContain('redirects to');
    expect(holdsKey(output)).toBe(false);
    expect(other.seen).toEqual([]);
  });

  it('stays on its host over a redirect there', async () => {
    const { output } = await run({
      method: 'GET',
      url: url('/here?k={{secret:api}}'),
      headers: { 'x-key': '{{secret:api}}' },
    });
    expect(api.seen.map(({ headers }) => headers['x-key'])).toEqual([canary, canary]);
    expect(holdsKey(output)).toBe(false);
  });

  it('cannot stand where an address names its host, path or person', async () => {
    for (const at of ['/{{secret:api}}', '/%7B%7Bsecret:api%7D%7D', '/#{{secret:api}}'])
      expect(await refusal({ method: 'GET', url: url(at) })).toBe('invalid_input');
    expect(await refusal({ method: 'GET', url: `https://{{secret:api}}.evil.test/` })).not.toBe('done');
    expect(api.seen).toEqual([]);
  });

  it('is named as keys are named, or the request does not leave', async () => {
    expect(await refusal({ method: 'GET', url: url(), headers: { a: '{{secret:nobody}}' } })).toBe(
      'request_key_missing',
    );
    expect(await refusal({ method: 'GET', url: url(), headers: { a: '{{secret:API KEY}}' } })).toBe('invalid_input');
    expect(api.seen).toEqual([]);
  });

  it('is not put in where the card did not say so', async () => {
    const context = await kit.context();
    const tool = await kit.tool('http_request');
    const plan = await tool.plan(tool.input.parse({ method: 'GET', url: url() }), context);
    const full = await kit.toolContext(plan, context);
    const request = {
      url: url(),
      method: 'GET' as const,
      headers: { a: '{{secret:api}}' },
      maxBytes: 99,
      timeoutMs: 9_999,
    };
    await expect(full.fetch({ ...request, fillsKeys: true })).rejects.toMatchObject({
      details: { reason: 'not_planned' },
    });
    await full.fetch(request);
    expect(api.seen.at(-1)?.headers.a).toBe('{{secret:api}}');
  });
});
