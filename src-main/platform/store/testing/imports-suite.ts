// Reading every branch, taking in what was said elsewhere, and copies of the whole, for any implementation.
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { BlobId, CommandId, CompactionId } from '#main/contract/ids.ts';
import { neverAborts } from '#main/platform/base/abort.ts';
import type { ImportedMessage, ImportedSession, MessagePlace } from '../port.ts';
import { id, text } from './conversation.ts';
import type { Bench } from './store-suite.ts';

const session: ImportedSession = {
  key: CommandId.parse('import:test:1'),
  id: id.session('imported'),
  title: 'Elsewhere',
  titleIsAutomatic: false,
  workspace: '/work',
  pinned: true,
  archived: false,
  createdAt: 10,
  updatedAt: 20,
};
const message = (name: string, parent: string | null, more: Partial<ImportedMessage> = {}): ImportedMessage => ({
  id: id.message(name),
  parentId: parent === null ? null : id.message(parent),
  role: 'user',
  parts: [text(`said ${name}`)],
  status: 'done',
  pinned: false,
  createdAt: 11,
  blobIds: [],
  ...more,
});

async function* bytesOf(value: string) {
  yield new TextEncoder().encode(value);
}

export function importsSuite({ store, talk, folder }: Bench): void {
  const add = (messages: readonly ImportedMessage[], head?: string) =>
    store().imports.add({ session, messages, now: 30, ...(head === undefined ? {} : { headId: id.message(head) }) });

  describe('every message of a session', () => {
    it('comes once, with all branches and each after its parent, in pages of any size', async () => {
      const { id: sessionId } = await talk().session();
      await talk().say(sessionId, ['one', 'first']);
      const { answer } = await talk().say(sessionId, ['two', 'second']);
      await talk().accept(sessionId, '', { kind: { type: 'regenerate', messageId: answer.id } });
      await talk().end(await talk().begin(sessionId, 2), [text('other')], { fence: 2 });
      const whole = await store().messages.every({ sessionId, limit: 100 });
      expect(whole.messages).toHaveLength(5);
      expect(whole.next).toBeUndefined();
      for (const limit of [1, 2, 3, 4, 5]) {
        const seen = [];
        let after: MessagePlace | undefined;
        do {
          const page = await store().messages.every({ sessionId, limit, ...(after === undefined ? {} : { after }) });
          seen.push(...page.messages);
          after = page.next;
        } while (after !== undefined);
        expect(seen).toEqual(whole.messages);
      }
      const order = whole.messages.map((one) => one.id);
      for (const { id: own, parentId } of whole.messages)
        if (parentId !== null) expect(order.indexOf(parentId)).toBeLessThan(order.indexOf(own));
    });
  });

  describe('an import', () => {
    it('makes the session with its tree, its times and its head, and is found by search', async () => {
      const made = await add(
        [
          message('a', null),
          message('b', 'a', { role: 'assistant' }),
          message('c', 'a', { role: 'assistant', pinned: true }),
        ],
        'b',
      );
      expect(made).toMatchObject({
        added: 3,
        session: { id: 'imported', pinned: true, createdAt: 10, updatedAt: 20, headId: 'b' },
      });
      const { messages } = await store().messages.history({ sessionId: session.id, from: 0, limit: 10 });
      expect(messages.map((one) => one.id)).toEqual(['a', 'b']);
      expect(messages[1]?.versions).toEqual(['b', 'c']);
      expect((await store().sessions.search({ text: 'said', limit: 10, signal: neverAborts })).hits).toHaveLength(3);
    });

    it('that comes again adds only what is new, and moves the head only forwards', async () => {
      await add([message('a', null), message('b', 'a')], 'b');
      expect(await add([message('a', null), message('b', 'a'), message('c', 'b')], 'c')).toMatchObject({
        added: 1,
        session: { headId: 'c' },
      });
      expect(await add([message('d', 'a')], 'd')).toMatchObject({ added: 1, session: { headId: 'c' } });
      expect(await store().imports.known([id.message('a'), id.message('x')])).toEqual(new Set(['a']));
      expect(await store().imports.find({ key: session.key })).toMatchObject({ id: 'imported' });
      expect(await store().imports.find({ key: CommandId.parse('import:test:2') })).toBeUndefined();
    });

    it('refuses a message without its parent, or of another session, and writes nothing of that step', async () => {
      await expect(add([message('a', null), message('b', 'nowhere')])).rejects.toMatchObject({
        details: { reason: 'import_misplaced' },
      });
      expect(await store().counts()).toMatchObject({ sessions: 0, messages: 0 });
      await add([message('a', null)]);
      const other = { ...session, key: CommandId.parse('import:test:2'), id: id.session('other') };
      await expect(
        store().imports.add({ session: other, messages: [message('a', null)], now: 1 }),
      ).rejects.toMatchObject({ code: 'invalid_input' });
    });

    it('keeps the contents that its messages use, and summaries of what is there', async () => {
      const put = { name: 'x', mediaType: 'text/plain', maxBytes: 100, now: 1, signal: neverAborts };
      const used = await store().blobs.put({ ...put, bytes: bytesOf('used') });
      const unused = await store().blobs.put({ ...put, bytes: bytesOf('unused') });
      await add([message('a', null, { blobIds: [used.id] })], 'a');
      await store().blobs.drop([used.id, unused.id, BlobId.parse('none')]);
      expect(Buffer.from(await store().blobs.read(used.id)).toString()).toBe('used');
      await expect(store().blobs.read(unused.id)).rejects.toMatchObject({ code: 'not_found' });
      const summary = {
        id: CompactionId.parse('k'),
        sessionId: session.id,
        throughId: id.message('a'),
        throughDepth: 0,
        coveredCount: 1,
      };
      const compaction = { ...summary, summary: 'short', active: true, createdAt: 5 };
      await store().imports.addCompactions(session.id, [
        compaction,
        { ...compaction, id: CompactionId.parse('l'), throughId: id.message('gone') },
      ]);
      await store().imports.addCompactions(session.id, [compaction]);
      expect(await store().messages.compactions(session.id)).toMatchObject([{ id: 'k', summary: 'short' }]);
    });
  });

  describe('a copy', () => {
    it('is whole, lists the contents in use, and holds no sign-ins', async () => {
      const { id: sessionId } = await talk().session();
      await talk().say(sessionId, ['one', 'first']);
      await store().settings.setValue('gateway.sessions', ['x']);
      const to = join(folder(), 'copy.db');
      expect(await store().copy(to, neverAborts)).toMatchObject({ sessions: 1, messages: 2, blobs: [] });
      await expect(store().copy(to, AbortSignal.abort())).rejects.toMatchObject({ code: 'cancelled' });
    });
  });
}
