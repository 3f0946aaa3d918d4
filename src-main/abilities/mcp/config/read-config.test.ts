// Files of other programs as proposals: every shape of them, with keys on their way to the secret store and nothing believed.
import { describe, expect, it } from 'vitest';
import { isAppError } from '#main/contract/errors.ts';
import { readServersFile } from './read-config.ts';

const none: ReadonlySet<string> = new Set();
const read = (file: unknown, known = none) =>
  readServersFile(typeof file === 'string' ? file : JSON.stringify(file), known);
const program = { command: 'npx', args: ['-y', 'tides-server', '--port', 8080], env: { MODE: 'fast' } };

describe('a file of servers', () => {
  it.each([
    ['of mcpServers', { mcpServers: { tides: program } }],
    ['of VS Code', { servers: { tides: { type: 'stdio', ...program } }, inputs: [] }],
    ['of VS Code’s settings', { mcp: { servers: { tides: program } } }],
    ['with the entries alone', { tides: program }],
    ['with one entry that has a name', { name: 'tides', ...program }],
  ])('%s becomes a proposal', (_what, file) => {
    expect(read(file)).toMatchObject([
      {
        id: 'tides',
        transport: {
          ...{ type: 'stdio', command: 'npx', args: ['-y', 'tides-server', '--port', '8080'] },
          env: [{ name: 'MODE', value: 'fast', secret: false }],
          ...{ network: true, hosts: ['registry.npmjs.org'] },
        },
      },
    ]);
  });

  it('may have comments and trailing commas, as VS Code writes them', () => {
    const text = '{ // mine\n "servers": { "tides": { "url": "https://tides.example.org/mcp" /* http */ }, }, }';
    expect(read(text)).toMatchObject([{ transport: { type: 'http', url: 'https://tides.example.org/mcp' } }]);
  });

  it.each([
    [{ url: 'https://a.example/mcp' }, 'http'],
    [{ type: 'sse', url: 'https://a.example/sse' }, 'sse'],
    [{ serverUrl: 'https://a.example/mcp' }, 'http'],
    [{ transport: 'sse', httpUrl: 'https://a.example/mcp' }, 'sse'],
  ])('knows the address in %j', (entry, type) => {
    expect(read({ mcpServers: { a: entry } })[0]?.transport.type).toBe(type);
  });

  it('marks what looks like a key by its name or its shape, and sends known ones their way', () => {
    const env = {
      ...{ GITHUB_PERSONAL_ACCESS_TOKEN: 'x', TIDES_KEY: 'y', DATABASE: 'postgres://me:pw@db.example/x' },
      ...{ PLAIN: 'sk-abcdef', KEYBOARD: 'de' },
    };
    const [one] = read({ mcpServers: { a: { command: 'uvx', env } } });
    if (one?.transport.type !== 'stdio') throw new Error('no program');
    const { transport } = one;
    expect(transport.env.map(({ name, secret, into }) => [name, secret, into?.host])).toEqual([
      ['GITHUB_PERSONAL_ACCESS_TOKEN', true, 'api.github.com'],
      ['TIDES_KEY', true, undefined],
      ['DATABASE', true, undefined],
      ['PLAIN', true, undefined],
      ['KEYBOARD', false, undefined],
    ]);
    expect(transport.hosts).toEqual(['pypi.org', 'files.pythonhosted.org', 'api.github.com']);
  });

  it('asks for inputs and for variables of ours, and reads none of them', () => {
    const file = {
      servers: { a: { command: 'a', args: ['--key', '$\u007binput:key}'], env: { HOME_DIR: '$\u007benv:HOME}' } } },
      inputs: [{ id: 'key', description: 'Your key', password: true }],
    };
    expect(read(file)[0]).toMatchObject({
      inputs: [
        { id: 'key', label: 'Your key', secret: true, required: true },
        { id: 'HOME', secret: false, required: true },
      ],
    });
  });

  it('says what is worth a thought', () => {
    const file = {
      a: { command: 'run.bat' },
      b: { url: 'http://b.example/mcp' },
      c: { command: 'npx', sandbox: false },
      d: { url: 'http://127.0.0.1:9/mcp' },
    };
    const notes = read({ mcpServers: file }, new Set(['d'])).map((one) => one.notes);
    expect(notes).toEqual([['batch'], ['plain_http'], ['download', 'ignored_fields'], ['taken']]);
  });

  it('makes names that stand before tools from any names, and none twice', () => {
    const entry = { command: 'x' };
    const names = read({ mcpServers: { 'My Server!': entry, 'my--server': entry, 日本: entry, __x__: entry } });
    expect(names.map(({ id }) => id)).toEqual(['my-server', 'my-server-2', 'server', 'x']);
  });

  it.each(
    [
      [
        '',
        '{',
        'null',
        '[]',
        '{}',
        '"x"',
        '{"mcpServers":{}}',
        '{"mcpServers":{"a":{}}}',
        '{"mcpServers":{"a":{"command":7}}}',
      ],
      [
        JSON.stringify({
          mcpServers: Object.fromEntries(Array.from({ length: 101 }, (_, n) => [n, { command: 'x' }])),
        }),
      ],
      [JSON.stringify({ mcpServers: { a: { command: 'x', args: Array.from({ length: 300 }, () => 'x') } } })],
      [JSON.stringify({ __proto__: null, constructor: { command: 'x'.repeat(9_000) } })],
    ].flat(),
  )('is none when it is %s', (text) => {
    try {
      read(text);
      expect.unreachable();
    } catch (error) {
      expect(isAppError(error) && error.details?.reason).toBe('mcp_file');
    }
  });
});
