// Two of three are everyday work, three of three ask. Every row is a call as a tool would plan it.
import { describe, expect, it } from 'vitest';
import type { Effect, Shown } from '#main/contract/messages.ts';
import type { Secrecy, TaintLabels, Trust } from '#main/contract/taint.ts';
import { isGuidance } from './guidance-paths.ts';
import { type JudgeDeps, judgeCall } from './judge.ts';
import { addressesIn } from './named-addresses.ts';
import { isPrivatePlace } from './private-places.ts';
import { isSynced } from './synced-folder.ts';

const labels = (trust: Trust, secrecy: Secrecy): TaintLabels => ({
  trust,
  secrecy,
  sources: [{ source: 'https://page.test', trust, secrecy, at: 1 }],
  more: 0,
});
const deps = (more: Partial<JudgeDeps> = {}): JudgeDeps => ({
  isNamed: async (address) => address === 'https://named.test/page',
  isAllowedHost: async (host) => host === 'allowed.test',
  isPrivateFolder: () => true,
  isSyncedFolder: async () => false,
  ...more,
});
const get = (url: string, more: object = {}) => ({
  tool: 'web_fetch',
  effects: [{ type: 'network', target: new URL(url).origin }] as Effect[],
  shown: { type: 'request', method: 'GET', url, ...more } as Shown,
});
const command = (network: boolean, sandbox = 'bubblewrap') => ({
  tool: 'run_command',
  effects: [{ type: 'execute', target: 'make' }, ...(network ? [{ type: 'network', target: '*' }] : [])] as Effect[],
  shown: { type: 'argv', argv: ['sh', '-c', 'make'], cwd: '/w', sandbox, network, timeoutMs: 1 } as Shown,
});
const write = (target: string) => ({
  tool: 'write_file',
  effects: [{ type: 'write', target, insideWorkspace: true }] as Effect[],
  shown: { type: 'diff', path: target, diff: '+x', created: true, added: 1, removed: 0 } as Shown,
});
const one = (effect: Effect, text = 'text') => ({
  tool: 'any',
  effects: [effect],
  shown: { type: 'text', text } as Shown,
});
const far = 'https://far.test/?d=x';

describe('a device', () => {
  it('is told what it said itself without a question, and nothing of another or of the folder', async () => {
    const from = (...sources: string[]): TaintLabels => ({
      ...{ trust: 'untrusted', secrecy: 'private', more: 0 },
      sources: sources.map((source) => ({ source, trust: 'untrusted', secrecy: 'private', at: 1 })),
    });
    const tell = async (said: TaintLabels) =>
      (await judgeCall(one({ type: 'device', target: 'usb:1:2:3', access: 'write' }), said, deps())).type;
    expect(await tell(from('usb:1:2:3'))).toBe('free');
    expect(await tell(from('usb:1:2:4'))).toBe('ask');
    expect(await tell(from('usb:1:2:3', 'diary.txt'))).toBe('ask');
    expect(await tell({ ...from('usb:1:2:3'), more: 1 })).toBe('ask');
  });
});

describe('a planned call and the labels of its chat', () => {
  it.each([
    ['owner', 'secret', get(far), 'free'],
    ['untrusted', 'public', get(far), 'free'],
    ['untrusted', 'private', get(far), 'ask'],
    ['known', 'private', get(far), 'ask'],
    ['untrusted', 'private', get('https://named.test/page'), 'free'],
    ['untrusted', 'private', get('https://named.test/page#part'), 'free'],
    ['untrusted', 'private', get('https://named.test/page?d=x'), 'ask'],
    ['untrusted', 'private', get('https://named.test/other'), 'ask'],
    ['untrusted', 'private', get('https://named.test/page', { body: 'x' }), 'ask'],
    ['untrusted', 'private', get('https://named.test/page', { headers: { cookie: 'x' } }), 'ask'],
    ['untrusted', 'private', get('https://allowed.test/?d=x'), 'free'],
    // What is sent there may lie where others look; a browser may be led on from there, with what its address holds.
    ['untrusted', 'private', get('https://allowed.test/', { body: 'x', method: 'POST' }), 'ask'],
    ['untrusted', 'private', get('https://allowed.test/', { headers: { a: 'x' } }), 'ask'],
    ['untrusted', 'private', { ...get('https://allowed.test/?d=x'), tool: 'browser_open' }, 'ask'],
    ['untrusted', 'private', get('https://below.allowed.test/'), 'ask'],
    ['untrusted', 'private', command(false), 'free'],
    ['untrusted', 'private', command(true), 'ask'],
    // The command itself can read the folder and send it in the same breath.
    ['untrusted', 'public', command(true), 'ask'],
    ['untrusted', 'public', command(false, 'none'), 'deny'],
    ['known', 'private', command(false, 'none'), 'ask'],
    ['untrusted', 'private', write('notes.md'), 'free'],
    ['untrusted', 'public', write('AGENTS.md'), 'propose'],
    ['known', 'public', write('docs/agents.md'), 'propose'],
    ['known', 'public', write('.limpet/permissions.json'), 'propose'],
    ['owner', 'public', write('AGENTS.md'), 'free'],
    ['untrusted', 'public', one({ type: 'write', target: 'note:new' }), 'propose'],
    ['untrusted', 'private', one({ type: 'write', target: 'note:n1', delete: true }), 'propose'],
    ['untrusted', 'private', one({ type: 'read', target: 'note:n1' }), 'free'],
    ['known', 'private', one({ type: 'write', target: 'note:n1' }), 'free'],
    // A file may be called so.
    ['untrusted', 'public', write('note:n1'), 'free'],
    ['untrusted', 'public', one({ type: 'policy', target: 'schedule' }), 'propose'],
    ['untrusted', 'private', one({ type: 'message', target: 'mail/eve' }), 'ask'],
    ['untrusted', 'private', one({ type: 'message', target: 'self' }), 'free'],
    ['untrusted', 'private', one({ type: 'device', target: 'clipboard' }), 'ask'],
    // A server of somebody else holds private things itself.
    ['untrusted', 'public', one({ type: 'read', target: 'mcp:mail/search' }), 'ask'],
  ] as const)('%s and %s: %j is %s [T23]', async (...[trust, secrecy, call, wanted]) => {
    expect((await judgeCall(call, labels(trust, secrecy), deps())).type).toBe(wanted);
  });

  it('names the source, where it goes and every byte of it [T23]', async () => {
    const verdict = await judgeCall(get(far, { body: '{"a":"ö"}' }), labels('untrusted', 'private'), deps());
    expect(verdict).toMatchObject({
      source: 'https://page.test',
      outgoing: { to: 'https://far.test', text: `GET ${far}\n{"a":"ö"}`, sizeBytes: 36 },
    });
  });

  it('lets a server have back what it alone has said, and nothing that came from elsewhere or has its name [T23]', async () => {
    const call = (server: string): Parameters<typeof judgeCall>[0] => ({
      ...one({ type: 'execute', target: `mcp:${server}/search` }),
      effects: [
        { type: 'network', target: 'https://notes.test' },
        { type: 'execute', target: `mcp:${server}/search` },
      ],
    });
    const from = (...sources: string[]): TaintLabels => ({
      ...labels('untrusted', 'private'),
      sources: sources.map((source) => ({ source, trust: 'untrusted', secrecy: 'private', at: 1 })),
    });
    const type = async (asked: Parameters<typeof judgeCall>[0], of: TaintLabels) =>
      (await judgeCall(asked, of, deps())).type;
    expect(await type(call('notes'), from('mcp:notes'))).toBe('free');
    expect(await type(call('notes'), from('mcp:notes', 'secret.txt'))).toBe('ask');
    expect(await type(call('notes'), from('mcp:mail'))).toBe('ask');
    expect(await type(call('notes'), from('mcp:notes …'))).toBe('ask');
    expect(await type(call('notes'), { ...from('mcp:notes'), more: 1 })).toBe('ask');
    const both = {
      ...call('notes'),
      effects: [...call('notes').effects, { type: 'read', target: 'a', insideWorkspace: true }],
    };
    expect(await type(both as ReturnType<typeof call>, from('mcp:notes'))).toBe('ask');
  });

  it('asks before a file is written into a folder that is copied elsewhere [T23]', async () => {
    const synced = deps({ isSyncedFolder: async () => true });
    expect((await judgeCall(write('a-secret.txt'), labels('untrusted', 'private'), synced)).type).toBe('ask');
    expect((await judgeCall(write('a.txt'), labels('known', 'private'), synced)).type).toBe('free');
  });
});

describe('what the judge goes by', () => {
  it('finds the addresses that a person wrote, and no others', () => {
    expect(new Set(addressesIn('Read https://a.test/x(1)?q=2#top, (http://b.test/y). And c.test/z!'))).toEqual(
      new Set([
        // As written with what follows it too: which of the two was meant is not ours to guess.
        ...['https://a.test/x(1)?q=2', 'http://b.test/y', 'https://b.test/y'],
        ...['http://b.test/y).', 'https://b.test/y).', 'https://c.test/z', 'http://c.test/z'],
      ]),
    );
    expect(addressesIn('mail me@d.test, version 1.2.3, ftp://e.test, https://me:pw@f.test/')).toEqual([]);
    expect(addressesIn('看 https://g.test/页，谢谢')).toContain(new URL('https://g.test/页').href);
  });

  it.each([
    ['AGENTS.md', true],
    ['a/b/Claude.MD', true],
    ['.Limpet/skills/x/SKILL.md', true],
    ['.github/workflows/ci.yml', true],
    ['.vscode/tasks.json', true],
    ['ＡGENTS.md', true],
    ['notes/agents.txt', false],
    ['src/github/workflows.ts', false],
    ['README.md', false],
  ])('%s is guidance: %s [T24]', (path, wanted) => {
    expect(isGuidance(path)).toBe(wanted);
  });

  it('counts every file as private until the person says otherwise, and some also then', () => {
    const set = (publicFiles: boolean, privateFolders: string[] = []) => ({ publicFiles, privateFolders });
    expect(isPrivatePlace('a.md', '/w', set(false))).toBe(true);
    expect(isPrivatePlace('a.md', '/w', set(true))).toBe(false);
    for (const path of ['.env', 'x/id_ed25519', 'Secrets/a.txt', 'diary.md', 'keys/a.pem'])
      expect(isPrivatePlace(path, '/w', set(true))).toBe(true);
    expect(isPrivatePlace('clients/a.md', '/w', set(true, ['clients']))).toBe(true);
    expect(isPrivatePlace('a.md', '/w/Bills', set(true, ['/W/bills']))).toBe(true);
  });

  it('knows folders of programs that copy files elsewhere by their names', () => {
    expect(['/h/Dropbox/a', '/h/OneDrive - Firm', '/h/Library/Mobile Documents/x', '/h/坚果云'].map(isSynced)).toEqual([
      ...[true, true, true, true],
    ]);
    expect(['/h/work', '/h/boxes', '/h/drive'].map(isSynced)).toEqual([false, false, false]);
  });
});
