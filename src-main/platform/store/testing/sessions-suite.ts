// Sessions: made once, listed in order, changed, removed and brought back, deleted for good.
import { describe, expect, it } from 'vitest';
import { type BlobId, CommandId, SessionId } from '#main/contract/ids.ts';
import { neverAborts } from '#main/platform/base/abort.ts';
import { text } from './conversation.ts';
import type { Bench } from './store-suite.ts';

/** Of a context: all of the branch. */
const whole = { maxChars: Number.POSITIVE_INFINITY };

export async function* bytesOf(...chunks: (string | Uint8Array)[]): AsyncIterable<Uint8Array> {
  for (const chunk of chunks) yield typeof chunk === 'string' ? new TextEncoder().encode(chunk) : chunk;
}

export function sessionsSuite({ store, talk, reopen }: Bench): void {
  describe('sessions', () => {
    it('makes one session for a repeated command', async () => {
      const commandId = CommandId.parse('c1');
      const base = { commandId, title: 'A', titleIsAutomatic: true, workspace: '/w', now: 5 };
      const first = await store().sessions.create({ ...base, id: SessionId.parse('a') });
      const again = await store().sessions.create({ ...base, id: SessionId.parse('b'), title: 'Other' });
      expect(again).toEqual(first);
      expect(first).toEqual({
        id: 'a',
        title: 'A',
        titleIsAutomatic: true,
        workspace: '/w',
        pinned: false,
        archived: false,
        status: 'idle',
        headId: null,
        messageCount: 0,
        createdAt: 5,
        updatedAt: 5,
      });
      await expect(store().sessions.get(SessionId.parse('b'))).rejects.toMatchObject({ code: 'not_found' });
    });

    it('lists pinned sessions first and pages through all of them once', async () => {
      const made: string[] = [];
      for (let i = 0; i < 12; i += 1) made.push((await talk().session(`S${i}`)).id);
      for (const at of [1, 4, 7]) {
        await store().sessions.change(SessionId.parse(made[at]), { pinned: true }, talk().tick());
      }
      const seen: string[] = [];
      let before: { updatedAt: number; id: SessionId } | undefined;
      for (let page = 0; page < 10; page += 1) {
        const options = { archived: false, limit: 2, ...(before === undefined ? {} : { before }) };
        const { sessions, total } = await store().sessions.list(options);
        expect(total).toBe(12);
        seen.push(...sessions.map(({ title }) => title));
        const last = sessions.at(-1);
        if (last === undefined) break;
        before = { updatedAt: last.updatedAt, id: last.id };
      }
      expect(seen).toEqual(['S7', 'S4', 'S1', 'S11', 'S10', 'S9', 'S8', 'S6', 'S5', 'S3', 'S2', 'S0']);
    });

    it('changes what is named and nothing else', async () => {
      const { id } = await talk().session('Old');
      const change = { title: 'New', titleIsAutomatic: false, model: 'openai/x' };
      expect(await store().sessions.change(id, change, talk().tick())).toMatchObject({
        title: 'New',
        titleIsAutomatic: false,
        model: 'openai/x',
        workspace: '/work',
      });
      const cleared = await store().sessions.change(id, { model: null, archived: true }, talk().tick());
      expect(cleared).not.toHaveProperty('model');
      expect((await store().sessions.list({ archived: true, limit: 10 })).sessions).toHaveLength(1);
      expect((await store().sessions.list({ archived: false, limit: 10 })).total).toBe(0);
    });

    it('hides a removed session and brings it back whole', async () => {
      const { id } = await talk().session();
      await talk().say(id, ['hello', 'world']);
      const whole = await store().sessions.get(id);
      const removed = await store().sessions.remove(id, 77);
      expect(removed.deletedAt).toBe(77);
      expect((await store().sessions.remove(id, 99)).deletedAt).toBe(77);
      expect((await store().sessions.list({ archived: false, limit: 10 })).total).toBe(0);
      await expect(talk().accept(id, 'more')).rejects.toMatchObject({ code: 'not_found' });
      expect(await store().sessions.restore(id, whole.updatedAt)).toEqual(whole);
      expect(await talk().shown(id)).toEqual(['hello', 'world']);
    });

    it('deletes for good what was removed long ago, and its blobs that nobody else uses', async () => {
      const put = (content: string) =>
        store().blobs.put({
          bytes: bytesOf(content),
          name: 'a.txt',
          mediaType: 'text/plain',
          maxBytes: 100,
          now: 10,
          signal: neverAborts,
        });
      const [mine, shared, unused] = [await put('mine'), await put('shared'), await put('unused')];
      const attachment = ({ id }: { id: BlobId }) => ({
        blobId: id,
        name: 'a.txt',
        mediaType: 'text/plain',
        sizeBytes: 4,
      });
      const gone = await talk().session('gone');
      const kept = await talk().session('kept');
      await talk().say(gone.id, ['x', 'y'], { attachments: [attachment(mine), attachment(shared)] });
      await talk().say(kept.id, ['x', 'y'], { attachments: [attachment(shared)] });
      await store().sessions.remove(gone.id, 1_000);
      expect(await store().sessions.purge(1_000)).toBe(0);
      expect(await store().sessions.purge(1_001)).toBe(1);
      await expect(store().sessions.get(gone.id)).rejects.toMatchObject({ code: 'not_found' });
      await expect(store().sessions.restore(gone.id, 1)).rejects.toMatchObject({ code: 'not_found' });
      await expect(store().blobs.info(mine.id)).rejects.toMatchObject({ code: 'not_found' });
      await expect(store().blobs.info(unused.id)).rejects.toMatchObject({ code: 'not_found' });
      expect(new TextDecoder().decode(await store().blobs.read(shared.id))).toBe('shared');
      expect(await store().counts()).toMatchObject({ sessions: 1, messages: 2 });
    });

    it('keeps what was spent in a session that is deleted for good', async () => {
      const { id } = await talk().session();
      await talk().accept(id, 'q');
      const begun = await talk().begin(id);
      const usage = {
        inputTokens: 7,
        outputTokens: 1,
        cacheReadTokens: 0,
        cacheWriteTokens: 0,
        reasoningTokens: 0,
        steps: 1,
      };
      await store().turns.addUsage({
        turnId: begun.turn.id,
        messageId: begun.answer.id,
        step: 1,
        model: 'm/x',
        usage,
        now: 50,
      });
      await talk().end(begun, [text('a')]);
      await store().sessions.remove(id, 60);
      await store().sessions.purge(100);
      expect(await store().turns.usage({ since: 0, until: 100 })).toEqual([{ model: 'm/x', usage }]);
    });

    it('keeps a draft over a restart and forgets an empty one', async () => {
      const { id } = await talk().session();
      expect(await store().sessions.draft(id)).toEqual({ text: '', attachments: [] });
      await store().sessions.saveDraft(id, { text: 'half a \ud800 thought\0', attachments: [] }, 1);
      const again = await reopen();
      expect(await again.sessions.draft(id)).toEqual({ text: 'half a \ud800 thought\0', attachments: [] });
      await again.sessions.saveDraft(id, { text: '', attachments: [] }, 2);
      expect(await again.sessions.draft(id)).toEqual({ text: '', attachments: [] });
    });

    it('says not_found for an unknown session everywhere', async () => {
      const id = SessionId.parse('nobody');
      const calls = [
        store().sessions.change(id, {}, 1),
        store().sessions.remove(id, 1),
        store().sessions.draft(id),
        store().messages.history({ sessionId: id, from: 0, limit: 1 }),
        store().messages.context(id, whole),
        store().inbox.pending(id),
        store().turns.running(id),
        store().approvals.hasGrant(id, 'k'),
        talk().accept(id, 'x'),
        store().sessions.search({ text: 'x', limit: 1, sessionId: id, signal: neverAborts }),
      ];
      for (const call of calls) await expect(call).rejects.toMatchObject({ code: 'not_found' });
    });
  });
}
