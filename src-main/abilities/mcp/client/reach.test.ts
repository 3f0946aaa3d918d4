// What a program of a server can reach and see: its hosts through the proxy and nothing beside, its keys only as placeholders.
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { McpServerId, type McpTransport } from '#main/contract/mcp.ts';
import { createEgressProxy } from '#main/guard/egress/create-egress-proxy.ts';
import type { EgressProxy } from '#main/guard/egress/port.ts';
import { createPublicHosts, type PublicHost, type PublicHosts } from '#main/guard/egress/testing/public-hosts.ts';
import { neverAborts } from '#main/platform/base/abort.ts';
import { systemClock } from '#main/platform/base/clock.ts';
import { silentLog } from '#main/platform/base/log.ts';
import { createMcpKit, type McpKit } from '../testing/mcp-kit.ts';

// New in every run: it stands in no source that lies somewhere on the disk.
const canary = `canary-${randomBytes(8).toString('hex')}`;
const plain = McpServerId.parse('plain');

let hosts: PublicHosts;
let proxy: EgressProxy;
let kit: McpKit;
let own: PublicHost;
let foreign: PublicHost;
beforeAll(async () => {
  hosts = await createPublicHosts();
  own = await hosts.https('api.own.test', (seen, response) => response.end(`hello ${seen.headers.authorization}`));
  foreign = await hosts.https('foreign.test');
  proxy = createEgressProxy({
    ...{ clock: systemClock, log: silentLog, ownPorts: () => [], trust: hosts.trust, ...hosts.guard },
    readSecret: (name) => kit.secrets.get(name),
  });
  kit = await createMcpKit({ proxy });
  kit.start();
});
afterAll(async () => {
  await kit.close();
  await proxy.close();
  await hosts.close();
});

type Program = Extract<McpTransport, { type: 'stdio' }>;
const program = (change: Partial<Program>): Program => ({
  type: 'stdio',
  command: process.execPath,
  args: [join(import.meta.dirname, '../testing/plain-server.mjs')],
  ...{ env: [], write: [], network: true },
  read: [dirname(dirname(process.execPath)), join(import.meta.dirname, '../testing')],
  ...change,
});
const start = async (transport: Program) => {
  await kit.servers.save({ id: plain, transport, inputs: {}, replace: true }, neverAborts);
  const { unreviewed } = await kit.servers.restart(plain, neverAborts);
  expect(unreviewed).toBe(0);
  await kit.load('plain__env', 'plain__call');
};
const at = (name: string, { port }: PublicHost) => `${name}:${port}`;
const key = (into?: string): Program['env'] => [
  {
    name: 'OWN_TOKEN',
    value: canary,
    secret: true,
    ...(into === undefined ? {} : { into: { host: into, header: 'authorization' } }),
  },
];
const call = async (host: string) =>
  (await kit.run('plain__call', { url: `https://${host}/`, variable: 'OWN_TOKEN' })).output;

describe.skipIf(!existsSync('/usr/bin/bwrap'))('a program of a server [D9]', () => {
  it('never holds its key, which is put in on the way to its host and nowhere else', async () => {
    const [ownHost, foreignHost] = [at('api.own.test', own), at('foreign.test', foreign)];
    await start(program({ env: key(ownHost), hosts: [ownHost, foreignHost] }));
    const shown = (await kit.run('plain__env', {})).output;
    expect(shown).toMatch(/OWN_TOKEN.{3}limpet_[0-9a-f]{36}/);
    const answers = [await call(ownHost), await call(foreignHost)].join('\n');
    expect(shown + answers + JSON.stringify(kit.servers.log(plain))).not.toContain(canary);
    expect(own.seen.at(-1)?.headers.authorization).toBe(`Bearer ${canary}`);
    // In the body it stays a placeholder, also at its own host; another host gets nothing else.
    expect(own.seen.at(-1)?.body).toMatch(/^stolen=limpet_[0-9a-f]{36}$/);
    expect(foreign.seen).toHaveLength(1);
    expect(JSON.stringify(foreign.seen)).not.toContain(canary);
    expect(JSON.stringify([...kit.values])).not.toContain(canary);
  });

  it('reaches its hosts alone, and the person is told what it was refused', async () => {
    const [ownHost, foreignHost] = [at('api.own.test', own), at('foreign.test', foreign)];
    const [before, beside] = [foreign.seen.length, own.seen.length];
    await start(program({ env: key(ownHost), hosts: [] }));
    expect(await call(foreignHost)).toMatch(/ 000 56/);
    expect(await call(`127.0.0.1:${foreign.port}`)).toMatch(/ 000 /);
    expect(await call(ownHost)).toContain('200');
    expect([foreign.seen.length, own.seen.length]).toEqual([before, beside + 1]);
    expect((await kit.servers.list())[0]?.refused).toEqual([foreignHost]);
    expect(kit.servers.log(plain).map(({ text }) => text)).toContain(`${foreignHost}: refused (host_refused)`);
    // With another list it begins anew.
    await start(program({ env: key(ownHost), hosts: [foreignHost] }));
    expect(await call(foreignHost)).toContain('200');
    expect((await kit.servers.list())[0]?.refused).toEqual([]);
  });

  it('without a network reaches nobody', async () => {
    await start(program({ network: false }));
    expect(await call(at('api.own.test', own))).toMatch(/ 000 6/);
  });

  it('has the key itself only where the person chose that', async () => {
    await start(program({ env: key(), network: false }));
    expect((await kit.run('plain__env', {})).output).toContain(canary);
  });

  it('is not kept when its key would have no way', async () => {
    const transport = program({ env: key('api.own.test'), direct: true });
    const saved = kit.servers.save({ id: plain, transport, inputs: {}, replace: true }, neverAborts);
    await expect(saved).rejects.toMatchObject({ details: { reason: 'mcp_key_way' } });
  });
});

describe('a call of it', () => {
  it('asks for its hosts, and for anywhere when nothing bounds it', async () => {
    const { effectsOf } = await import('../tools/server-tool.ts');
    const hints = { readOnly: true, destructive: false, openWorld: true };
    const of = (change: Partial<Program>) => effectsOf(program(change), hints, 'mcp:plain/env');
    expect(of({ hosts: ['a.test', 'b.test:8443'] }).map(({ target }) => target)).toEqual([
      'https://a.test',
      'https://b.test:8443',
    ]);
    expect(of({}).map(({ target }) => target)).toEqual(['*']);
    expect(of({ hosts: ['a.test'], direct: true }).map(({ target }) => target)).toEqual(['*']);
    expect(of({ hosts: [] })).toMatchObject([{ type: 'read' }]);
  });
});
