// A server's health: started when it is needed, waited for when it fails, started again, ended when nobody uses it.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { McpServerId } from '#main/contract/mcp.ts';
import { createFakeClock, type FakeClock } from '#main/platform/base/fake-clock.ts';
import { createFakeServers, type FakeServer, type FakeServers } from '../testing/fake-servers.ts';
import { createMcpKit, type McpKit } from '../testing/mcp-kit.ts';

const docs = McpServerId.parse('docs');
const tool = { name: 'search', description: 'Searches.', inputSchema: { type: 'object' as const } };

let clock: FakeClock;
let fakes: FakeServers;
let kit: McpKit;
let server: FakeServer;
beforeEach(async () => {
  clock = createFakeClock();
  fakes = createFakeServers();
  kit = await createMcpKit({ transports: fakes.open, clock });
  server = fakes.add('docs', [tool]);
});
afterEach(() => kit.close());

const one = async () => (await kit.servers.list())[0];
const end = async () => {
  await server.started.at(-1)?.close();
  await new Promise((resolve) => setImmediate(resolve));
};
/** Longer than the pause between two looks. */
const aLook = 16_000;

describe('a server that fails to start', () => {
  it('is left alone for a while, says so to whoever asks, and is tried again after it', async () => {
    await kit.add('docs', fakes.address('docs'));
    await kit.load('docs__search');
    await end();
    server.broken = new Error('no such module: tides');
    expect(await kit.refusal('docs__search', {})).toBe('mcp_waiting');
    expect(await one()).toMatchObject({ state: 'waiting', retryAt: clock.now() + 2_000 });
    await clock.advance(2_000);
    expect(await kit.refusal('docs__search', {})).toBe('mcp_error');
    expect(await one()).toMatchObject({ state: 'waiting', retryAt: clock.now() + 4_000 });
    expect(kit.servers.log(docs).map(({ text }) => text)).toContain('no such module: tides');
    delete server.broken;
    await clock.advance(4_000);
    expect(await kit.refusal('docs__search', {})).toContain('done:');
    expect(await one()).toMatchObject({ state: 'ready' });
  });

  it('is started at once when the person says so', async () => {
    await kit.add('docs', fakes.address('docs'));
    server.broken = new Error('not yet');
    await expect(kit.servers.restart(docs, kit.signal)).rejects.toMatchObject({ details: { reason: 'mcp_error' } });
    delete server.broken;
    expect(await kit.servers.restart(docs, kit.signal)).toMatchObject({ state: 'ready' });
  });

  it('never waits longer than five minutes between two tries', async () => {
    await kit.add('docs', fakes.address('docs'));
    server.broken = new Error('never');
    await kit.servers.restart(docs, kit.signal).catch(() => {});
    for (let n = 0; n < 12; n += 1) {
      await clock.advance(5 * 60_000);
      await kit.refusal('find_tools', { query: 'x' });
      await kit.servers.resources(docs, kit.signal).catch(() => {});
      const wait = ((await one())?.retryAt ?? 0) - clock.now();
      expect(wait).toBeLessThanOrEqual(5 * 60_000);
    }
  });
});

describe('a server that ends', () => {
  it('is started again by itself where it runs always', async () => {
    await kit.add('docs', fakes.address('docs'));
    await kit.servers.set(docs, { start: 'always' });
    kit.start();
    await clock.advance(aLook);
    expect(await one()).toMatchObject({ state: 'ready' });
    const starts = server.started.length;
    await end();
    expect(await one()).toMatchObject({ state: 'waiting', error: { details: { reason: 'mcp_ended' } } });
    await clock.advance(aLook);
    expect(await one()).toMatchObject({ state: 'ready' });
    expect(server.started).toHaveLength(starts + 1);
  });

  it('is not started again by itself where it runs when needed, and then by the next call', async () => {
    await kit.add('docs', fakes.address('docs'));
    await kit.load('docs__search');
    kit.start();
    await end();
    await clock.advance(60_000);
    expect(server.started).toHaveLength(1);
    expect(await kit.refusal('docs__search', {})).toContain('done:');
    expect(server.started).toHaveLength(2);
  });
});

describe('a server that nobody uses', () => {
  it('is ended after ten minutes, and comes back with the next call', async () => {
    await kit.add('docs', fakes.address('docs'));
    await kit.load('docs__search');
    await kit.run('docs__search', {});
    kit.start();
    await clock.advance(9 * 60_000);
    expect(await one()).toMatchObject({ state: 'ready' });
    await clock.advance(2 * 60_000);
    expect(await one()).toMatchObject({ state: 'idle' });
    expect(await kit.refusal('docs__search', {})).toContain('done:');
    expect(server.started).toHaveLength(2);
  });
});

describe('the log of a server', () => {
  it('keeps the newest lines, each within bounds', async () => {
    server.answer = async (_name, _input, own) => {
      for (let n = 0; n < 600; n += 1)
        await own.sendLoggingMessage({ level: 'warning', data: n === 599 ? 'x'.repeat(9_000) : `line ${n}` });
      return { content: [{ type: 'text', text: 'ok' }] };
    };
    await kit.add('docs', fakes.address('docs'));
    await kit.load('docs__search');
    await kit.run('docs__search', {});
    const lines = kit.servers.log(docs);
    expect(lines).toHaveLength(500);
    expect(lines.at(-2)).toMatchObject({ level: 'warn', text: 'line 598' });
    expect(lines.at(-1)?.text).toHaveLength(2_000);
  });
});
