// Exports: everything as JSON and back, and pages to read that nothing inside can take over.
import { readFileSync, rmSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { NoteId } from '#main/contract/ids.ts';
import { neverAborts } from '#main/platform/base/abort.ts';
import { callOf, createConversation, text } from '#main/platform/store/testing/conversation.ts';
import { everything, openLimpet as open, type openLimpet, shown, unzip } from './testing/transfer-kit.ts';

vi.setConfig({ testTimeout: 60_000 });

type Opened = Awaited<ReturnType<typeof openLimpet>>;
let here: Opened;
let there: Opened;
beforeEach(async () => {
  [here, there] = [await open(), await open()];
});
afterEach(async () => {
  await here.end();
  await there.end();
});

const hostile = `<script>alert(1)</script> & "quotes" ' \`\`\`\`fence </article></style><img src=x onerror=alert(1)>`;
const signal = neverAborts;

async function* bytesOf(value: string | Uint8Array) {
  yield Buffer.from(value);
}

async function addAttachment(name: string, mediaType: string, content: string) {
  const put = { name, mediaType, maxBytes: 1_000_000, now: 1, signal };
  const { id: blobId, sizeBytes } = await here.store.blobs.put({ ...put, bytes: bytesOf(content) });
  return { blobId, name, mediaType, sizeBytes };
}

let calls = 0;
/** Two versions of an answer, a call, a note, a pin, a summary, and what is attached. */
async function addSession(title: string, withAttachments: boolean) {
  calls += 1;
  const talk = createConversation(here.store);
  const { id: sessionId } = await talk.session(title);
  const attachments = withAttachments
    ? [
        await addAttachment('tide <table>.txt', 'text/plain', 'high water'),
        await addAttachment('pier.png', 'image/png', 'PNG'),
      ]
    : [];
  await talk.accept(sessionId, hostile, { attachments });
  const first = await talk.begin(sessionId);
  const call = callOf(`call-${calls}`, {
    state: 'done',
    output: 'a\nb',
    title: { key: 'tools.read_file', params: { path: '<b>x</b>' } },
  });
  await talk.end(first, [{ type: 'reasoning', text: 'hm' }, text('First'), call], { status: 'done' });
  await talk.accept(sessionId, '', { kind: { type: 'regenerate', messageId: first.answer.id } });
  await talk.end(await talk.begin(sessionId, 2), [text('Second')], { fence: 2 });
  await talk.accept(sessionId, 'And then?');
  await talk.end(await talk.begin(sessionId, 3), [text('The end.')], { fence: 3 });
  const { messages } = await here.store.messages.history({ sessionId, from: 0, limit: 10 });
  const [pinned] = messages;
  if (pinned !== undefined) await here.store.messages.pin(pinned.id, true);
  return sessionId;
}

describe('an export as JSON', () => {
  it('of one chat without attachments is one file, and comes back the same: every version, ids, times, pins', async () => {
    const sessionId = await addSession('Tides', false);
    const made = await here.transfer.export({ format: 'json', sessionId, signal });
    expect(made).toMatchObject({ name: 'Tides.json', mediaType: 'application/json', sessions: 1, missing: 0 });
    const source = { path: made.path };
    expect(await there.transfer.preview({ source, signal })).toMatchObject({
      kind: 'limpet',
      sessions: 1,
      skippedCount: 0,
    });
    expect(await there.store.counts()).toMatchObject({ sessions: 0 });
    const report = await there.transfer.import({ source, signal });
    expect(report).toMatchObject({ sessions: 1, messages: made.messages, knownMessages: 0, skipped: [] });
    expect(await everything(there.store, sessionId)).toEqual(await everything(here.store, sessionId));
    expect(await shown(there.store, sessionId)).toEqual(await shown(here.store, sessionId));
    const { usage: _usage, workspace: _here, ...session } = await here.store.sessions.get(sessionId);
    expect(await there.store.sessions.get(sessionId)).toMatchObject({ ...session, workspace: '/work' });
    expect((await there.store.sessions.search({ text: 'Second', limit: 5, signal })).hits).toHaveLength(1);
  });

  it('of all chats brings attachments along, and twice is the same as once', async () => {
    const ids = [await addSession('One', true), await addSession('Two', true)];
    const archived = await addSession('Old', false);
    await here.store.sessions.change(archived, { archived: true }, 5);
    const made = await here.transfer.export({ format: 'json', signal });
    expect(made).toMatchObject({ name: expect.stringMatching(/^limpet-chats-.*\.zip$/), sessions: 3 });
    const source = { path: made.path };
    const first = await there.transfer.import({ source, signal });
    expect(first).toMatchObject({ sessions: 3, messages: made.messages, attachments: 4 });
    for (const id of [...ids, archived])
      expect(await everything(there.store, id)).toEqual(await everything(here.store, id));
    const [message] = (await there.store.messages.every({ sessionId: ids[0] ?? archived, limit: 1 })).messages;
    const file = message?.parts.find((part) => part.type === 'file');
    expect(file?.type === 'file' && Buffer.from(await there.store.blobs.read(file.blobId)).toString()).toBe(
      'high water',
    );
    const before = await there.store.counts();
    const again = await there.transfer.import({ source, signal });
    expect(again).toMatchObject({ sessions: 0, messages: 0, knownSessions: 3, knownMessages: made.messages });
    const { sizeBytes: _size, ...counts } = before;
    expect(await there.store.counts()).toMatchObject(counts);
    // Into the Limpet that it came from, it changes nothing either.
    expect(await here.transfer.import({ source, signal })).toMatchObject({ sessions: 0, messages: 0 });
  });

  it('of all chats holds every note as Markdown, those in the trash left out, and is still one that comes in again', async () => {
    await addSession('One', false);
    const origin = { trust: 'known' as const, source: '' };
    const make = (id: string, title: string, tags: string[]) =>
      here.store.notes.create({
        ...{ id: NoteId.parse(id), most: 99, now: 1_700_000_000_000 },
        state: { title, body: '明天天气', tags, ...origin },
      });
    await make('a', '天气', ['sea', 'week 12']);
    const gone = await make('b', 'Gone', []);
    await here.store.notes.remove({ id: gone.id, now: 5 });
    const made = await here.transfer.export({ format: 'html', signal });
    const notes = [...(await unzip(made.path))].filter(([name]) => name.startsWith('notes/'));
    expect(notes).toEqual([['notes/00001-2023-11-14-天气.md', '# 天气\n\nTags: sea, week 12\n\n明天天气\n']]);
    const whole = await here.transfer.export({ format: 'json', signal });
    expect(await there.transfer.import({ source: { path: whole.path }, signal })).toMatchObject({
      ...{ sessions: 1, skippedCount: 0 },
    });
  });

  it('of a chat in the middle of an answer comes in as one that was interrupted', async () => {
    const sessionId = await addSession('Tides', false);
    const talk = createConversation(here.store, 1_800_000_000_000);
    await talk.accept(sessionId, 'More?');
    const begun = await talk.begin(sessionId, 9);
    const asking = [text('I would like to'), callOf('call-asking', { state: 'asking' })];
    await here.store.turns.flushText([{ messageId: begun.answer.id, parts: asking }]);
    const made = await here.transfer.export({ format: 'json', sessionId, signal });
    await there.transfer.import({ source: { path: made.path }, signal });
    const answer = await there.store.messages.get(begun.answer.id);
    expect(answer).toMatchObject({ status: 'interrupted', parts: [{ type: 'text' }, { state: 'stopped' }] });
    expect(await there.store.sessions.get(sessionId)).toMatchObject({ status: 'idle' });
  });

  it('brings in only what came later', async () => {
    const sessionId = await addSession('Tides', false);
    const early = await here.transfer.export({ format: 'json', sessionId, signal });
    await there.transfer.import({ source: { path: early.path }, signal });
    const talk = createConversation(here.store, 1_800_000_000_000);
    await talk.accept(sessionId, 'More?');
    await talk.end(await talk.begin(sessionId, 5), [text('More.')], { fence: 5 });
    const late = await here.transfer.export({ format: 'json', sessionId, signal });
    expect(await there.transfer.import({ source: { path: late.path }, signal })).toMatchObject({
      knownSessions: 1,
      messages: 2,
    });
    expect(await shown(there.store, sessionId)).toEqual(await shown(here.store, sessionId));
  });
});

describe('an export to read', () => {
  it('as HTML is one page in which no text is markup, nothing is fetched and nothing runs', async () => {
    const sessionId = await addSession(`Tides ${hostile}`.slice(0, 190), false);
    const made = await here.transfer.export({ format: 'html', sessionId, signal });
    const page = readFileSync(made.path, 'utf8');
    expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(page).not.toMatch(/<script|<img src=x|<b>x/);
    expect(page).toMatch(
      /http-equiv="Content-Security-Policy" content="default-src &#39;none&#39;; style-src &#39;sha256-/,
    );
    expect(page.match(/<article/g)).toHaveLength(page.match(/<\/article>/g)?.length ?? 0);
    expect(page).toContain('2 versions of this message');
    expect(page).not.toMatch(/(src|href)="(?!data:)/);
  });

  it('as HTML runs the way of the language that it is written in', async () => {
    const arabic = await open({ language: 'ar' });
    const { id: sessionId } = await createConversation(arabic.store).session('مد');
    const made = await arabic.transfer.export({ format: 'html', sessionId, signal });
    expect(readFileSync(made.path, 'utf8')).toContain('<html lang="ar" dir="rtl">');
    await arabic.end();
  });

  it('as HTML holds pictures, and brings other files beside it', async () => {
    const sessionId = await addSession('Tides', true);
    const made = await here.transfer.export({ format: 'html', sessionId, signal });
    const files = await unzip(made.path);
    const page = files.get('Tides.html') ?? '';
    expect(page).toContain(`<img src="data:image/png;base64,${Buffer.from('PNG').toString('base64')}" alt="pier.png">`);
    const [, href = ''] = /<a href="([^"]+)" download>tide &lt;table&gt;\.txt</.exec(page) ?? [];
    expect(files.get(decodeURI(href))).toBe('high water');
  });

  it('as Markdown keeps fences and links whole', async () => {
    const sessionId = await addSession('# *Tides*', true);
    const made = await here.transfer.export({ format: 'markdown', sessionId, signal });
    const files = await unzip(made.path);
    const page = [...files].find(([name]) => name.endsWith('.md'))?.[1] ?? '';
    expect(page).toMatch(/^# \\# \\\*Tides\\\*\n/);
    expect(page).toContain('](<attachments/');
    expect(page).toContain('## You · ');
  });

  it('says what is missing, and drops what was exported long ago', async () => {
    const sessionId = await addSession('Tides', true);
    const [message] = (await here.store.messages.every({ sessionId, limit: 1 })).messages;
    const part = message?.parts.find(({ type }) => type === 'file');
    if (part?.type !== 'file') throw new Error('no file');
    rmSync(await here.store.blobs.path(part.blobId));
    const made = await here.transfer.export({ format: 'json', sessionId, signal });
    expect(made.missing).toBe(1);
    const stop = new AbortController();
    stop.abort();
    await expect(here.transfer.export({ format: 'json', signal: stop.signal })).rejects.toThrow();
    expect(here.transfer.state()).toEqual({});
  });
});
