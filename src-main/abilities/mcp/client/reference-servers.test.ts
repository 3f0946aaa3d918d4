// The published servers, as they come from npm, in the real sandbox: started, asked, called, stopped.
import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { McpServerId } from '#main/contract/mcp.ts';
import { neverAborts } from '#main/platform/base/abort.ts';
import { workspaceWord } from '../config/words.ts';
import { createMcpKit, type McpKit, project, published } from '../testing/mcp-kit.ts';

let kit: McpKit;
beforeAll(async () => {
  kit = await createMcpKit();
});
afterAll(() => kit.close());

const freePort = () =>
  new Promise<number>((resolve) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });

describe('server-everything over stdio', () => {
  beforeAll(async () => {
    const server = await kit.add('everything', published('server-everything', 'stdio'));
    expect(server).toMatchObject({ state: 'ready', unreviewed: 0, offers: ['tools', 'resources', 'prompts'] });
    expect(server.tools).toBeGreaterThan(10);
  });

  it('is found, loaded and called, and its words are marked as nobody’s order [T31]', async () => {
    expect(await kit.names()).toEqual(['find_tools']);
    const found = await kit.run('find_tools', { query: 'echo a message', server: 'everything' });
    expect(found.output).toContain('everything__echo');
    expect(await kit.names()).toContain('everything__echo');
    const { output } = await kit.run('everything__echo', { message: 'tide' });
    expect(output).toMatch(/^<untrusted from="server everything">\n.*tide\n<\/untrusted>$/s);
  });

  it('reports progress on the card, and is told when nobody wants the result any more', async () => {
    await kit.load('everything__trigger-long-running-operation');
    const heard: string[] = [];
    const progress = (text: string) => void heard.push(text);
    await kit.run('everything__trigger-long-running-operation', { duration: 0.4, steps: 4 }, { progress });
    expect(heard.join('')).toContain('4/4');
    const stop = new AbortController();
    const running = kit.run(
      'everything__trigger-long-running-operation',
      { duration: 60, steps: 60 },
      { signal: stop.signal },
    );
    setTimeout(() => stop.abort(), 300);
    await expect(running).rejects.toMatchObject({ code: 'cancelled' });
    expect((await kit.run('everything__echo', { message: 'still here' })).output).toContain('still here');
  });

  it('has resources and prompts, by its own lists', async () => {
    const id = McpServerId.parse('everything');
    const resources = await kit.servers.resources(id, neverAborts);
    const first = resources.find(({ isTemplate }) => !isTemplate);
    expect(resources.some(({ isTemplate }) => isTemplate)).toBe(true);
    expect((await kit.servers.readResource(id, first?.uri ?? '', neverAborts)).text).toContain(first?.uri);
    await kit.load('everything__read_resource');
    expect((await kit.run('everything__read_resource', { uri: first?.uri })).output).toContain('<untrusted');
    const { prompts, resources: able } = await kit.servers.prompts();
    expect(prompts.map(({ name }) => name)).toContain('simple-prompt');
    expect(able).toEqual(['everything']);
    expect(await kit.servers.getPrompt({ serverId: id, name: 'simple-prompt', arguments: {} }, neverAborts)).not.toBe(
      '',
    );
  });

  it('completes what is filled in for a prompt, and nothing where it has nothing to offer', async () => {
    const of = { type: 'prompt' as const, name: 'completable-prompt' };
    const ask = (name: string, value: string, others = {}) =>
      kit.servers.complete(
        { serverId: McpServerId.parse('everything'), of, argument: { name, value }, others },
        neverAborts,
      );
    expect(await ask('department', 'Eng')).toEqual(['Engineering']);
    expect(await ask('name', '', { department: 'Engineering' })).not.toEqual([]);
    expect(await ask('department', 'nobody')).toEqual([]);
  });

  it('sees neither our environment nor our files [T18] [T19]', async () => {
    await kit.load('everything__get-env');
    const { output } = await kit.run('everything__get-env', {});
    expect(output).toContain('PATH');
    for (const name of ['VITEST', 'NODE_OPTIONS', 'npm_config', 'SSH_AUTH_SOCK']) expect(output).not.toContain(name);
    expect(output).toContain(join(kit.data, 'servers/everything/home'));
  });
});

describe('server-filesystem', () => {
  it('reads and writes in the folder of the session, and nowhere else [T19]', async () => {
    writeFileSync(join(kit.root, 'tide.txt'), 'high at six');
    writeFileSync(join(kit.base, 'outside.txt'), 'not for you');
    const transport = published('server-filesystem', workspaceWord, '/');
    await kit.add('files', { ...transport, write: [workspaceWord] });
    await kit.load('files__read_text_file', 'files__write_file');
    expect((await kit.run('files__read_text_file', { path: join(kit.root, 'tide.txt') })).output).toContain(
      'high at six',
    );
    await kit.run('files__write_file', { path: join(kit.root, 'new.txt'), content: 'written' });
    expect(readFileSync(join(kit.root, 'new.txt'), 'utf8')).toBe('written');
    // The server was told that it may read everything; the sandbox was not.
    const outside = await kit.run('files__read_text_file', { path: join(kit.base, 'outside.txt') });
    expect(outside).toMatchObject({ isError: true });
    expect(outside.output).not.toContain('not for you');
    const written = await kit.run('files__write_file', { path: '/etc/limpet-was-here', content: 'x' });
    expect(written.isError).toBe(true);
  });
});

describe('server-memory', () => {
  it('remembers between two starts, in a home of its own', async () => {
    const file = join(kit.data, 'servers/memory/home/memory.json');
    const env = [{ name: 'MEMORY_FILE_PATH', value: file, secret: false }];
    await kit.add('memory', { ...published('server-memory'), env });
    await kit.load('memory__create_entities', 'memory__read_graph');
    const entities = [{ name: 'Dover', entityType: 'harbour', observations: ['high water at six'] }];
    await kit.run('memory__create_entities', { entities });
    await kit.servers.restart(McpServerId.parse('memory'), neverAborts);
    expect((await kit.run('memory__read_graph', {})).output).toContain('high water at six');
  });
});

describe('server-everything over streamable HTTP and SSE', () => {
  let running: ChildProcess[] = [];
  afterAll(() => {
    for (const child of running) child.kill();
    running = [];
  });

  it.each([
    { kind: 'http' as const, mode: 'streamableHttp', path: '/mcp' },
    { kind: 'sse' as const, mode: 'sse', path: '/sse' },
  ])('is called at the address that the person entered: $kind', async ({ kind, mode, path }) => {
    const port = await freePort();
    const script = join(project, 'node_modules/@modelcontextprotocol/server-everything/dist/index.js');
    const child = spawn(process.execPath, [script, mode], { env: { PORT: String(port) } });
    running.push(child);
    await new Promise<void>((resolve) => {
      const heard = (bytes: Buffer) => /listening|running|port/i.test(bytes.toString()) && resolve();
      child.stderr?.on('data', heard);
      child.stdout?.on('data', heard);
    });
    const server = await kit.add(`web-${kind}`, { type: kind, url: `http://127.0.0.1:${port}${path}`, headers: [] });
    expect(server.state).toBe('ready');
    await kit.load(`web-${kind}__echo`);
    expect((await kit.run(`web-${kind}__echo`, { message: kind })).output).toContain(kind);
    const { plan } = await kit.plan(`web-${kind}__echo`, { message: kind });
    expect(plan.effects[0]).toEqual({ type: 'network', target: `http://127.0.0.1:${port}` });
  });
});
