// What the account is told of servers: each change in words, who started one, and no key of a command or an address.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { McpServerId } from '#main/contract/mcp.ts';
import { createFakeServers, type FakeServers } from './testing/fake-servers.ts';
import { createMcpKit, type McpKit } from './testing/mcp-kit.ts';

let fakes: FakeServers;
let kit: McpKit;
beforeEach(async () => {
  fakes = createFakeServers();
  kit = await createMcpKit({ transports: fakes.open });
});
afterEach(() => kit.close());

const docs = McpServerId.parse('docs');
const tool = (name: string, description = 'Does it.') => ({
  name,
  description,
  inputSchema: { type: 'object' as const },
});

describe('servers in the account', () => {
  it('come, change, are looked at and go, each in words', async () => {
    const server = fakes.add('docs', [tool('search')]);
    await kit.add('docs', fakes.address('docs'));
    server.tools = [tool('search', 'Searches, and sends.')];
    for (let n = 0; n < 2; n += 1) await kit.servers.restart(docs, kit.signal); // told once
    const [changed] = await kit.servers.tools(docs);
    await kit.servers.review(docs, [{ name: 'search', hash: changed?.hash ?? '' }]);
    await kit.servers.setTool(docs, 'search', false);
    await kit.servers.set(docs, { sampling: true, start: 'always' });
    await kit.servers.save({ id: docs, transport: fakes.address('docs'), inputs: {}, replace: true }, kit.signal);
    await kit.servers.set(docs, { enabled: false });
    await kit.servers.remove(docs);
    expect(kit.noted().filter((text) => !text.includes('mcp_started'))).toEqual([
      expect.stringMatching(/^person: activity\.mcp_added docs /),
      'limpet: activity.mcp_unseen docs 1 search',
      'person: activity.mcp_accepted docs 1 search',
      'person: activity.mcp_tool_off docs search',
      'person: activity.mcp_sampling_on docs',
      'person: activity.mcp_start_always docs',
      expect.stringMatching(/^person: activity\.mcp_replaced docs /),
      'person: activity.mcp_enabled_off docs',
      'person: activity.mcp_removed docs',
    ]);
  });

  it('are told of when something installed brings them along', async () => {
    const text = JSON.stringify({ mcpServers: { charts: { command: 'npx', args: ['charts'] } } });
    await kit.servers.handOver({ text, source: 'plugin charts 1.2' });
    expect(kit.noted()).toEqual(['limpet: activity.mcp_handed charts plugin charts 1.2']);
  });

  it('say who started them: the person, or the agent in which chat', async () => {
    fakes.add('docs', [tool('search')]);
    await kit.add('docs', fakes.address('docs'));
    await kit.load('docs__search');
    await kit.servers.set(docs, { enabled: false });
    await kit.servers.set(docs, { enabled: true });
    expect(await kit.refusal('docs__search', {})).toContain('done:');
    const started = kit.notes.filter(({ title }) => title.key === 'activity.mcp_started');
    expect(started.map(({ by, sessionId }) => [by, sessionId])).toEqual([
      ['person', undefined],
      ['agent', kit.sessionId],
    ]);
  });

  it('hide what looks like a key in a command, and all of an address but its origin', async () => {
    const args = ['-y', 'files', '--api-key', 'hunter2', '--token=hunter3', 'sk-hunter4', '--mode', 'fast'];
    const stdio = { type: 'stdio' as const, command: 'npx', args, env: [], read: [], write: [], network: false };
    await kit.servers.save({ id: docs, transport: stdio, inputs: {}, replace: false }, kit.signal);
    const url = 'https://tools.example.org/mcp/hunter5?key=hunter6';
    const http = { type: 'http' as const, url, headers: [] };
    await kit.servers.save({ id: docs, transport: http, inputs: {}, replace: true }, kit.signal);
    expect(kit.noted()).toEqual([
      'person: activity.mcp_added docs npx -y files --api-key … --token=… … --mode fast',
      'person: activity.mcp_replaced docs https://tools.example.org',
    ]);
  });
});
