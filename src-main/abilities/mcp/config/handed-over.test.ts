// Servers that something installed brought along: they wait, start nothing, keep no key, and go when they are added or dismissed.
import { afterEach, beforeEach, expect, it } from 'vitest';
import { McpServerId } from '#main/contract/mcp.ts';
import { createFakeServers, type FakeServers } from '../testing/fake-servers.ts';
import { createMcpKit, type McpKit } from '../testing/mcp-kit.ts';

let fakes: FakeServers;
let kit: McpKit;
beforeEach(async () => {
  fakes = createFakeServers();
  kit = await createMcpKit({ transports: fakes.open });
});
afterEach(() => kit.close());

const file = (name: string, command = 'charts-server') =>
  JSON.stringify({ mcpServers: { [name]: { command, env: { CHARTS_KEY: 'canary-4711', MODE: 'fast' } } } });
const source = 'plugin charts 1.2';

it('wait as they were described, and nothing of them starts or is added [T32]', async () => {
  const fake = fakes.add('charts', []);
  await kit.servers.handOver({ text: file('charts'), source });
  expect(await kit.servers.list()).toEqual([]);
  expect(fake.started).toEqual([]);
  expect(await kit.servers.handedOver()).toMatchObject([
    { source, proposal: { id: 'charts', transport: { command: 'charts-server' } } },
  ]);
});

it('bring no key along: the person is asked for theirs', async () => {
  await kit.servers.handOver({ text: file('charts'), source });
  expect(JSON.stringify([...kit.values])).not.toContain('canary-4711');
  const [waiting] = await kit.servers.handedOver();
  expect(waiting?.proposal.inputs).toMatchObject([{ id: 'CHARTS_KEY', secret: true }]);
  expect(JSON.stringify(waiting)).toContain('fast');
});

it('go when they are added, and when they are dismissed', async () => {
  fakes.add('charts', []);
  const [charts] = await kit.servers.handOver({ text: file('charts'), source });
  const [maps] = await kit.servers.handOver({ text: file('maps'), source });
  if (charts === undefined || maps === undefined) throw new Error('nothing handed over');
  const { transport } = charts.proposal;
  const id = McpServerId.parse('charts');
  await kit.servers.save({ id, transport, inputs: {}, replace: false, handedOver: charts.id }, kit.signal);
  expect((await kit.servers.handedOver()).map(({ proposal }) => proposal.id)).toEqual(['maps']);
  await kit.servers.dismiss(maps.id);
  expect(await kit.servers.handedOver()).toEqual([]);
  await expect(kit.servers.dismiss(maps.id)).rejects.toMatchObject({ code: 'not_found' });
});

it('are replaced by the same name of the same source, and say when the name is taken', async () => {
  await kit.servers.handOver({ text: file('charts'), source });
  await kit.servers.handOver({ text: file('charts', 'charts-two'), source });
  await kit.servers.handOver({ text: file('charts', 'another'), source: 'plugin other 1' });
  fakes.add('charts', []);
  await kit.add('charts', fakes.address('charts'));
  const waiting = await kit.servers.handedOver();
  expect(waiting.map(({ proposal }) => proposal.transport)).toMatchObject([
    { command: 'charts-two' },
    { command: 'another' },
  ]);
  for (const { proposal } of waiting) expect(proposal.notes).toContain('taken');
});

it('go with whoever brought them, and those of others stay', async () => {
  await kit.servers.handOver({ text: file('charts'), source });
  await kit.servers.handOver({ text: file('maps'), source: 'plugin maps 1' });
  await kit.servers.takeBack(source);
  expect((await kit.servers.handedOver()).map(({ proposal }) => proposal.id)).toEqual(['maps']);
});

it('are refused whole when the text is no list of servers', async () => {
  await expect(kit.servers.handOver({ text: '{"nothing":1}', source })).rejects.toMatchObject({
    details: { reason: 'mcp_file' },
  });
  expect(await kit.servers.handedOver()).toEqual([]);
});
