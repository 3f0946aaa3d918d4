// Imports from other assistants: every branch, what is bad left out and told, twice the same as once.
import { mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { neverAborts } from '#main/platform/base/abort.ts';
import { rawZip } from '#main/platform/base/zip/testing/raw-zip.ts';
import {
  chatgptConversations,
  chatgptExport,
  claudeExport,
  clawdbotFolder,
  octoclawFolder,
  openclawFolder,
  picoclawFolder,
  picture,
  writeFiles,
} from './testing/foreign-exports.ts';
import { openLimpet, shown } from './testing/transfer-kit.ts';

vi.setConfig({ testTimeout: 60_000 });

let limpet: Awaited<ReturnType<typeof openLimpet>>;
let folder = '';
beforeEach(async () => {
  limpet = await openLimpet();
  folder = mkdtempSync(join(tmpdir(), 'limpet-import-'));
});
afterEach(async () => {
  await limpet.end();
  rmSync(folder, { recursive: true, force: true });
});

const signal = neverAborts;
const zipOf = (files: Readonly<Record<string, string | Buffer>>) => {
  const path = join(folder, 'export.zip');
  writeFileSync(path, rawZip(Object.entries(files).map(([name, content]) => ({ name, content, isDeflated: true }))));
  return path;
};
const bring = (path: string) => limpet.transfer.import({ source: { path }, signal });
const titles = async () =>
  (await limpet.store.sessions.list({ archived: false, limit: 200 })).sessions.map(({ title }) => title);
async function find(title: string) {
  const { sessions } = await limpet.store.sessions.list({ archived: false, limit: 200 });
  const found = sessions.find((session) => session.title === title);
  if (found === undefined) throw new Error(`no session ${title}`);
  return found;
}

describe('an export of ChatGPT', () => {
  it('comes in with all branches, its picture, its tools, and the version that was shown', async () => {
    const report = await bring(zipOf(chatgptExport));
    expect(report).toMatchObject({ kind: 'chatgpt', sessions: 2, messages: 5, attachments: 1 });
    expect(await titles()).toEqual(['Just this, without a title', 'Tides at the pier']);
    const session = await find('Tides at the pier');
    expect([session.createdAt, session.updatedAt]).toEqual([1_700_000_000_250, 1_700_000_900_500]);
    expect(await shown(limpet.store, session.id)).toEqual([
      'user: [image] When is high water?',
      'assistant: [reasoning] [tool_call] At 6:12.',
      'user: Thanks',
    ]);
    const { messages } = await limpet.store.messages.history({ sessionId: session.id, from: 0, limit: 10 });
    const [ask, answer] = messages;
    expect(answer?.versions).toHaveLength(2);
    expect(answer).toMatchObject({ model: 'chatgpt/gpt-4o', createdAt: 1_700_000_003_000 });
    expect(answer?.parts[1]).toMatchObject({
      tool: 'python',
      input: { text: 'print(6.2)' },
      output: '6.2',
      state: 'done',
    });
    const image = ask?.parts[0];
    expect(image?.type === 'image' && Buffer.from(await limpet.store.blobs.read(image.blobId))).toEqual(picture);
  });

  it('tells what was left out, where it stands and why', async () => {
    const { skipped, skippedCount } = await bring(zipOf(chatgptExport));
    expect(skipped).toEqual([
      { place: 'conversations.json[0] “Tides at the pier” › gone.pdf', reason: 'missing_file' },
      { place: 'conversations.json[0] “Tides at the pier” › odd', reason: 'wrong_shape' },
      { place: 'conversations.json[1] “Broken”', reason: 'wrong_shape' },
      { place: 'conversations.json[3] “Empty”', reason: 'empty' },
    ]);
    expect(skippedCount).toBe(4);
  });

  it('shows all of that before anything is written, and then comes in once however often it is asked for', async () => {
    const path = zipOf(chatgptExport);
    const preview = await limpet.transfer.preview({ source: { path }, signal });
    expect(await limpet.store.counts()).toMatchObject({ sessions: 0, messages: 0 });
    expect(await bring(path)).toEqual(preview);
    const counts = await limpet.store.counts();
    expect(await bring(path)).toMatchObject({ sessions: 0, messages: 0, knownSessions: 2, knownMessages: 5 });
    expect(await limpet.store.counts()).toEqual(counts);
  });

  it('that is newer adds what was said since', async () => {
    await bring(zipOf(chatgptExport));
    const [tides, ...others] = structuredClone(chatgptConversations) as {
      mapping: Record<string, unknown>;
      current_node?: string;
    }[];
    if (tides === undefined) throw new Error('no conversation');
    const message = {
      author: { role: 'assistant' },
      content: { content_type: 'text', parts: ['You are welcome'] },
      create_time: 1_700_002_000,
    };
    tides.mapping.later = { id: 'later', parent: 'thanks', message, children: [] };
    tides.current_node = 'later';
    const newer = { ...chatgptExport, 'conversations.json': JSON.stringify([tides, ...others]) };
    expect(await bring(zipOf(newer))).toMatchObject({ messages: 1, knownSessions: 2 });
    const session = await find('Tides at the pier');
    expect((await shown(limpet.store, session.id)).at(-1)).toBe('assistant: You are welcome');
  });

  it('is found in a folder, as a single file and in numbered parts', async () => {
    writeFiles(folder, { 'x/conversations-000.json': JSON.stringify(chatgptConversations.slice(0, 1)) });
    writeFiles(folder, { 'x/conversations-001.json': JSON.stringify(chatgptConversations.slice(2, 3)) });
    expect(await bring(join(folder, 'x'))).toMatchObject({ kind: 'chatgpt', sessions: 2 });
    writeFiles(folder, { 'my chats.json': JSON.stringify(chatgptConversations) });
    expect(await bring(join(folder, 'my chats.json'))).toMatchObject({ kind: 'chatgpt', knownSessions: 2 });
  });

  it('whose file breaks off keeps what came before', async () => {
    const text = JSON.stringify(chatgptConversations);
    const cut = { ...chatgptExport, 'conversations.json': text.slice(0, text.indexOf('"title":""') + 40) };
    const { sessions, skipped } = await bring(zipOf(cut));
    expect(sessions).toBe(1);
    expect(skipped).toContainEqual({ place: 'conversations.json[2]', reason: 'unreadable' });
  });
});

describe('an export of Claude', () => {
  it('comes in with its branches, thoughts, tools and the text of attachments', async () => {
    const report = await bring(zipOf(claudeExport));
    expect(report).toMatchObject({ kind: 'claude', sessions: 2, messages: 5, attachments: 1 });
    expect(report.skipped.map(({ place, reason }) => [place.split(' › ')[1], reason])).toEqual([
      ['photo.jpg', 'missing_file'],
      ['chat_messages[3]', 'wrong_shape'],
    ]);
    const boats = await find('Boats');
    const { messages } = await limpet.store.messages.every({ sessionId: boats.id, limit: 10 });
    expect(messages.map(({ parts }) => parts.map(({ type }) => type).join())).toEqual([
      'text,file',
      'reasoning,tool_call,text',
      'text',
    ]);
    expect(messages[1]?.parts[1]).toMatchObject({ tool: 'repl', input: { code: '1+1' }, output: '2' });
    const file = messages[0]?.parts[1];
    expect(file?.type === 'file' && Buffer.from(await limpet.store.blobs.read(file.blobId)).toString()).toBe(
      'boat\nketch',
    );
    expect(await shown(limpet.store, (await find('An old one')).id)).toEqual([
      'user: An old one',
      'assistant: Without content',
    ]);
    expect(await bring(zipOf(claudeExport))).toMatchObject({ sessions: 0, messages: 0, knownMessages: 5 });
  });
});

describe('a data folder', () => {
  it.each(['folder', 'archive'])('of OpenClaw comes in from its transcripts, as a %s', async (as) => {
    writeFiles(folder, openclawFolder);
    const report = await bring(as === 'folder' ? folder : zipOf(openclawFolder));
    expect(report).toMatchObject({ kind: 'openclaw', sessions: 1, messages: 3 });
    expect(report.skipped.map(({ place, reason }) => [place.split('/').at(-1), reason])).toEqual([
      ['11111111-1111-4111-8111-111111111111.jsonl:6', 'unreadable'],
      ['22222222-2222-4222-8222-222222222222.jsonl', 'empty'],
    ]);
    const session = await find('Garden');
    const { messages } = await limpet.store.messages.every({ sessionId: session.id, limit: 10 });
    expect(messages.map(({ parts }) => parts.map(({ type }) => type).join())).toEqual([
      'text',
      'reasoning,tool_call,text',
      'text',
    ]);
    expect(messages[1]).toMatchObject({
      model: 'openai-codex/gpt-5.2',
      versions: [expect.anything(), expect.anything()],
    });
    expect(messages[1]?.parts[1]).toMatchObject({ tool: 'exec', input: { command: 'rain' }, output: '12 mm' });
    expect(JSON.stringify(messages)).not.toContain('not-to-be-read');
  });

  it('of ClawdBot comes in from lines and from whole files', async () => {
    writeFiles(folder, clawdbotFolder);
    const report = await bring(folder);
    expect(report).toMatchObject({ kind: 'clawdbot', sessions: 2, messages: 3, skippedCount: 1 });
    expect(report.skipped[0]).toMatchObject({ place: expect.stringMatching(/messages\[1\]$/), reason: 'wrong_shape' });
    const session = await find('Good morning');
    expect(await shown(limpet.store, session.id)).toEqual([
      'user: Good morning',
      'assistant: [tool_call] It is sunny.',
    ]);
    expect(session.createdAt).toBe(Date.UTC(2026, 0, 5, 8));
  });

  it('of Octoclaw comes in with its calls and times', async () => {
    writeFiles(folder, octoclawFolder);
    const report = await bring(folder);
    expect(report).toMatchObject({ kind: 'octoclaw', sessions: 1, messages: 2 });
    expect(report.skipped).toEqual([{ place: 'sessions/damaged.json', reason: 'unreadable' }]);
    const session = await find('Reefs');
    const { messages } = await limpet.store.messages.history({ sessionId: session.id, from: 0, limit: 5 });
    expect(messages[1]).toMatchObject({ model: 'octoclaw/claude-sonnet-4', createdAt: 1_760_000_002_500 });
    expect(messages[1]?.parts[1]).toMatchObject({ tool: 'list_reefs', input: { sea: 'north' }, output: '["a","b"]' });
  });

  it('keeps an output that is too long for a message, whole', async () => {
    const result = 'x'.repeat(100_000);
    const call = { name: 'read', arguments: '{}', result };
    const messages = [{ role: 'assistant', content: 'Done', timestamp: 1_760_000_000, tool_calls: [call] }];
    const session = {
      id: 'long',
      messages,
      model: '',
      created_at: 1_760_000_000,
      updated_at: 1_760_000_000,
      title: 'Long',
    };
    writeFiles(folder, { 'sessions/long.json': JSON.stringify(session) });
    await bring(folder);
    const { messages: stored } = await limpet.store.messages.history({
      sessionId: (await find('Long')).id,
      from: 0,
      limit: 5,
    });
    const part = stored[0]?.parts.find(({ type }) => type === 'tool_call');
    if (part?.type !== 'tool_call') throw new Error('no call');
    expect(part.output).toHaveLength(32 * 1024);
    expect(await limpet.store.messages.callOutput(part.callId)).toBe(result);
  });

  it('of PicoClaw comes in from both of its stores', async () => {
    writeFiles(folder, picoclawFolder);
    const report = await bring(folder);
    expect(report).toMatchObject({ kind: 'picoclaw', sessions: 2, messages: 4 });
    expect(report.skipped).toEqual([{ place: 'workspace/sessions/agent_main_main.jsonl:2', reason: 'unreadable' }]);
    const session = await find('hello');
    const { messages } = await limpet.store.messages.history({ sessionId: session.id, from: 0, limit: 5 });
    expect(messages[1]?.parts).toMatchObject([
      { type: 'tool_call', tool: 'exec', input: { command: 'date' }, output: 'Friday' },
      { type: 'text', text: 'It is Friday.' },
    ]);
    expect(await shown(limpet.store, (await find('from the newer store')).id)).toEqual([
      'user: from the newer store',
      'assistant: [reasoning] indeed',
    ]);
  });

  it('is not left by a link [T30]', async () => {
    writeFiles(folder, { 'secret/sessions/x.json': octoclawFolder['sessions/9f8e7d.json'] ?? '' });
    writeFiles(folder, { 'data/sessions/a.json': '{"id":"a","messages":[],"created_at":1}' });
    symlinkSync(join(folder, 'secret/sessions/x.json'), join(folder, 'data/sessions/x.json'));
    symlinkSync(join(folder, 'secret'), join(folder, 'data/more'));
    expect(await limpet.transfer.preview({ source: { path: join(folder, 'data') }, signal })).toMatchObject({
      sessions: 0,
    });
  });
});

describe('an import', () => {
  it('refuses an archive that is not safe, with nothing taken from it [T30]', async () => {
    const path = join(folder, 'bad.zip');
    writeFileSync(path, rawZip([{ name: '../conversations.json', content: '[]' }]));
    await expect(bring(path)).rejects.toMatchObject({ code: 'invalid_input' });
    const zeros = Buffer.alloc(200 * 1024 * 1024, 0x20);
    writeFileSync(path, rawZip([{ name: 'conversations.json', content: zeros, isDeflated: true }]));
    await expect(bring(path)).rejects.toMatchObject({ details: { reason: 'archive_too_large' } });
    expect(readdirSync(limpet.folder)).not.toContain('conversations.json');
    expect(await limpet.store.counts()).toMatchObject({ sessions: 0 });
  });

  it('says that it knows nothing like it, or that nothing is there', async () => {
    writeFiles(folder, { 'notes.txt': 'hello', 'data.json': '{"a":1}' });
    await expect(bring(folder)).rejects.toMatchObject({ details: { reason: 'import_unknown' } });
    await expect(bring(join(folder, 'none'))).rejects.toMatchObject({ details: { reason: 'import_missing' } });
    await expect(bring('relative.zip')).rejects.toMatchObject({ details: { reason: 'bad_path' } });
  });

  it('that is stopped keeps what it has, and goes on from there', async () => {
    const many = Array.from({ length: 60 }, (_, n) => ({
      ...chatgptConversations[2],
      conversation_id: `m-${n}`,
      title: `T ${n}`,
    }));
    const path = zipOf({ 'conversations.json': JSON.stringify(many) });
    const stop = new AbortController();
    const importing = limpet.transfer.import({ source: { path }, signal: stop.signal });
    await expect(limpet.transfer.import({ source: { path }, signal })).rejects.toMatchObject({
      details: { reason: 'transfer_busy' },
    });
    await expect.poll(async () => (await titles()).length, { interval: 2, timeout: 30_000 }).toBeGreaterThan(0);
    stop.abort();
    await importing.catch(() => undefined);
    const { sessions } = await limpet.store.counts();
    expect(await bring(path)).toMatchObject({ knownSessions: sessions, sessions: 60 - sessions });
  });

  it('takes a conversation whose tree goes round in a circle, or is very deep', async () => {
    const text = (role: string) => ({
      author: { role },
      content: { content_type: 'text', parts: ['x'] },
      create_time: 1,
    });
    const loop = {
      a: { id: 'a', parent: 'b', message: text('user') },
      b: { id: 'b', parent: 'a', message: text('user') },
    };
    const deep = Object.fromEntries(
      Array.from({ length: 5_000 }, (_, n) => [
        `n${n}`,
        { id: `n${n}`, parent: n === 0 ? null : `n${n - 1}`, message: text(n % 2 === 0 ? 'user' : 'assistant') },
      ]),
    );
    const conversations = [
      { title: 'Loop', conversation_id: 'l', mapping: loop },
      { title: 'Deep', conversation_id: 'd', mapping: deep },
    ];
    const path = zipOf({ 'conversations.json': JSON.stringify(conversations) });
    expect(await bring(path)).toMatchObject({ sessions: 1, messages: 5_000 });
    expect((await find('Deep')).messageCount).toBe(5_000);
  });
});
