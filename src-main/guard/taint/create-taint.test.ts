// Labels of a chat over real SQLite: they only get worse, outlive the process, and nothing of the model's resets them.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CallId, SessionId, TurnId } from '#main/contract/ids.ts';
import type { Effect } from '#main/contract/messages.ts';
import { Settings } from '#main/contract/settings.ts';
import { openStore } from '#main/platform/store/create-store.ts';
import type { Store } from '#main/platform/store/port.ts';
import { createTaint } from './create-taint.ts';
import type { Taint } from './port.ts';

const sessionId = SessionId.parse('s1');
const turnId = TurnId.parse('t1');
let folder = '';
let store: Store;
let taint: Taint;

async function open() {
  ({ store } = await openStore({ folder, now: () => 5 }));
  const settings = { current: () => Settings.parse({}) };
  taint = createTaint({
    store,
    bus: { publish: () => {} },
    settings,
    clock: { now: () => 5 },
    isAllowedHost: async () => false,
  });
}
const page = { trust: 'untrusted', secrecy: 'public', source: 'https://a.test' } as const;
const file = { trust: 'known', secrecy: 'private', source: 'notes.md' } as const;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'limpet-taint-'));
  await open();
  await store.sessions.create({ id: sessionId, title: 'x', titleIsAutomatic: true, workspace: '/w', now: 1 });
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('labels of a chat', () => {
  it('begin with nothing, keep the worst of each kind, and name who brought it [T23]', async () => {
    expect(await taint.labelsOf(sessionId)).toEqual({ trust: 'owner', secrecy: 'public', sources: [], more: 0 });
    await taint.note(sessionId, { ...page, turnId });
    await taint.note(sessionId, file);
    await taint.note(sessionId, { trust: 'owner', secrecy: 'public', source: 'clock' });
    expect(await taint.labelsOf(sessionId)).toEqual({
      ...{ trust: 'untrusted', secrecy: 'private', more: 0 },
      sources: [
        { ...page, at: 5 },
        { ...file, at: 5 },
      ],
    });
    expect(await taint.labelsOfTurn(sessionId, turnId)).toMatchObject({ trust: 'untrusted', secrecy: 'public' });
  });

  it('outlive the process, keep a bounded list, and are gone only by a reset [T23]', async () => {
    for (let at = 0; at < 230; at += 1) await taint.note(sessionId, { ...page, source: `https://a.test/${at}` });
    await store.close();
    await open();
    const labels = await taint.labelsOf(sessionId);
    expect([labels.trust, labels.sources.length, labels.more]).toEqual(['untrusted', 200, 30]);
    await taint.reset(sessionId);
    expect((await taint.labelsOf(sessionId)).trust).toBe('owner');
  });

  it('come from what a call touched, and from what its output looks like [T23]', async () => {
    const label = async (effects: Effect[], output = 'text') => {
      await taint.reset(sessionId);
      await taint.noteCall(sessionId, { turnId, effects, output, label: undefined });
      const { trust, secrecy, sources } = await taint.labelsOf(sessionId);
      return [trust, secrecy, sources[0]?.source];
    };
    const inside = { type: 'read', target: 'a.md', insideWorkspace: true } as const;
    expect(await label([inside])).toEqual(['known', 'private', 'a.md']);
    expect(await label([{ ...inside, insideWorkspace: false }])).toEqual(['untrusted', 'private', 'a.md']);
    expect(await label([{ type: 'read', target: 'chats' }])).toEqual(['untrusted', 'private', 'chats']);
    expect(await label([{ type: 'network', target: 'https://a.test' }])).toEqual([
      'untrusted',
      'public',
      'https://a.test',
    ]);
    const networked: Effect[] = [
      { type: 'execute', target: 'curl a.test' },
      { type: 'network', target: '*' },
    ];
    expect(await label(networked)).toEqual(['untrusted', 'private', 'curl a.test']);
    expect(await label([{ type: 'execute', target: 'mcp:mail/read' }])).toEqual(['untrusted', 'private', 'mcp:mail …']);
    expect(await label([{ type: 'write', target: 'a.md' }])).toEqual(['owner', 'public', undefined]);
    const key = `ghp_${'aB3dE5gH7jK9mN1pQ3sT5vW7yZ9bC1dE3fG5'}`;
    expect((await label([{ type: 'network', target: 'https://a.test' }], `token ${key}`))[1]).toBe('secret');
  });

  it('take an address of the person as named, one of a checked summary never [T23]', async () => {
    await taint.note(sessionId, page);
    await taint.note(sessionId, file);
    const judge = async (url: string) => {
      const verdict = await taint.judge({
        ...{ sessionId, turnId, callId: CallId.parse('c'), tool: 'web_fetch', title: { key: 'x', params: {} } },
        effects: [{ type: 'network', target: new URL(url).origin }],
        shown: { type: 'request', method: 'GET', url },
        ...{ planHash: 'x', canUndo: false, policy: { allow: ['network'], interactive: true } },
      });
      return verdict.type;
    };
    await taint.doubt(sessionId, 'see https://summary.test/');
    await taint.heard(sessionId, 'read https://mine.test/a and https://summary.test/');
    expect(await judge('https://mine.test/a')).toBe('free');
    expect(await judge('https://mine.test/b')).toBe('ask');
    expect(await judge('https://summary.test/')).toBe('ask');
  });

  it('never takes a file, a command or an attachment for the server whose name it bears [T23]', async () => {
    const ended = { turnId, output: 'x', label: undefined };
    const sources = async () => (await taint.labelsOf(sessionId)).sources.map(({ source }) => source);
    const effect = (one: Effect) => taint.noteCall(sessionId, { ...ended, effects: [one] });
    await effect({ type: 'read', target: 'mcp:notes', insideWorkspace: true });
    await effect({ type: 'read', target: 'mcp:notes/x', insideWorkspace: true });
    await effect({ type: 'execute', target: 'mcp:notes/x; cat secret.txt' });
    await effect({ type: 'execute', target: 'skill:x; cat secret.txt', command: [['skill:x'], ['cat', 'secret.txt']] });
    expect((await taint.labelsOf(sessionId)).sources).toContainEqual(
      expect.objectContaining({ source: 'skill:x; cat secret.txt', secrecy: 'private' }),
    );
    await taint.note(sessionId, { ...page, source: 'mcp:notes' });
    expect(await sources()).not.toContain('mcp:notes');
    const label = { trust: 'untrusted', secrecy: 'private', source: 'mcp:notes' } as const;
    await taint.noteCall(sessionId, { ...ended, effects: [], label });
    expect(await sources()).toContain('mcp:notes');
  });
});
