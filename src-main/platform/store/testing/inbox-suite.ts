// The inbox: stored before acknowledged, once per key, taken together where it belongs together.
import { describe, expect, it } from 'vitest';
import { BlobId } from '#main/contract/ids.ts';
import { id, plain, text } from './conversation.ts';
import type { Bench } from './store-suite.ts';

export function inboxSuite({ store, talk, reopen }: Bench): void {
  describe('inbox', () => {
    it('drops a second row with the same key of a channel, also after its turn', async () => {
      const session = await talk().session();
      const first = await talk().accept(session.id, 'one', { dedupeKey: 'k' });
      expect(await talk().accept(session.id, 'two', { dedupeKey: 'k' })).toEqual({ id: first.id, duplicate: true });
      expect((await talk().accept(session.id, 'three', { dedupeKey: 'k', channelId: 'cli' })).duplicate).toBe(false);
      expect(await store().inbox.pending(session.id)).toHaveLength(2);
      await talk().end(await talk().begin(session.id), [text('ok')]);
      expect((await talk().accept(session.id, 'four', { dedupeKey: 'k' })).duplicate).toBe(true);
    });

    it('keeps accepted rows over a restart, oldest session first', async () => {
      const a = await talk().session('a');
      const b = await talk().session('b');
      await talk().accept(b.id, 'for b');
      await talk().accept(a.id, 'for \ud800 a', { mode: 'steer' });
      await talk().accept(b.id, 'for b again');
      const again = await reopen();
      expect(await again.inbox.sessionsWithPending()).toEqual([b.id, a.id]);
      expect(await again.inbox.pending(a.id)).toMatchObject([{ text: 'for \ud800 a', mode: 'steer', attachments: 0 }]);
    });

    it('removes one row or all, and says how many', async () => {
      const session = await talk().session();
      const first = await talk().accept(session.id, 'one');
      await talk().accept(session.id, 'two');
      await talk().accept(session.id, 'three');
      expect(await store().inbox.remove(session.id, first.id)).toBe(true);
      expect(await store().inbox.remove(session.id, first.id)).toBe(false);
      expect(await store().inbox.clear(session.id)).toBe(2);
      expect(await store().inbox.sessionsWithPending()).toEqual([]);
      expect(await talk().accept(session.id, 'one again', { dedupeKey: 'fresh' })).toMatchObject({ duplicate: false });
    });

    it('refuses rows about messages of other sessions, of the wrong side, or that do not exist', async () => {
      const mine = await talk().session();
      const other = await talk().session();
      const said = await talk().say(mine.id, ['q', 'a']);
      const regenerate = (messageId: string) => ({
        kind: { type: 'regenerate' as const, messageId: id.message(messageId) },
      });
      await expect(talk().accept(other.id, '', regenerate(said.answer.id))).rejects.toMatchObject({
        code: 'not_found',
      });
      await expect(talk().accept(mine.id, '', regenerate('none'))).rejects.toMatchObject({ code: 'not_found' });
      await expect(talk().accept(mine.id, '', regenerate(said.user?.id ?? ''))).rejects.toMatchObject({
        code: 'invalid_input',
      });
    });

    it('refuses an attachment that is not stored', async () => {
      const session = await talk().session();
      const attachments = [{ blobId: BlobId.parse('none'), name: 'x', mediaType: 'image/png', sizeBytes: 1 }];
      await expect(talk().accept(session.id, 'look', { attachments })).rejects.toMatchObject({ code: 'not_found' });
      expect(await store().inbox.pending(session.id)).toEqual([]);
    });

    it('takes plain rows together and a special one alone', async () => {
      const session = await talk().session();
      const { answer } = await talk().say(session.id, ['q', 'a']);
      await talk().accept(session.id, 'one');
      await talk().accept(session.id, 'two', { model: 'openai/chosen' });
      await talk().accept(session.id, '', { kind: { type: 'regenerate', messageId: answer.id } });
      await talk().accept(session.id, 'three');
      const first = await talk().begin(session.id);
      expect(first.userMessages.map(plain)).toEqual(['one', 'two']);
      expect(first.model).toBe('openai/chosen');
      expect(first.turn.model).toBe('openai/chosen');
      await talk().end(first, [text('b')]);
      const second = await talk().begin(session.id);
      expect(second.userMessages).toEqual([]);
      expect(second.answer.versions).toEqual([answer.id, second.answer.id]);
      await talk().end(second, [text('a2')]);
      expect((await talk().begin(session.id)).userMessages.map(plain)).toEqual(['three']);
    });

    it('never runs the words of one channel under the permissions of another', async () => {
      const session = await talk().session();
      const policy = { allow: ['execute' as const], interactive: false };
      await talk().accept(session.id, 'from the api', { channelId: 'api', policy });
      await talk().accept(session.id, 'from the window');
      const first = await talk().begin(session.id);
      expect(first.userMessages.map(plain)).toEqual(['from the api']);
      expect(first).toMatchObject({ policy, channelId: 'api' });
      await talk().end(first, []);
      expect(await talk().begin(session.id)).toMatchObject({ policy: { allow: ['read'], interactive: true } });
    });

    it('never runs or steers with words that came with other permissions', async () => {
      const session = await talk().session();
      const narrow = { policy: { allow: [], interactive: false }, mode: 'steer' as const };
      await talk().accept(session.id, 'wide');
      await talk().accept(session.id, 'narrow', narrow);
      const begun = await talk().begin(session.id);
      expect(begun.userMessages.map(plain)).toEqual(['wide']);
      const answer = {
        turnId: begun.turn.id,
        messageId: begun.answer.id,
        fence: 1,
        parts: [],
        answerId: id.message('n'),
      };
      expect(await store().turns.takeSteering({ ...answer, now: 1 })).toBeUndefined();
      await talk().end(begun, []);
      expect(await talk().begin(session.id)).toMatchObject({ policy: narrow.policy });
    });

    it('gives user messages the id of their row and their attachments as parts', async () => {
      const session = await talk().session();
      const accepted = await talk().accept(session.id, 'plain');
      const begun = await talk().begin(session.id);
      expect(begun.userMessages).toMatchObject([
        { id: accepted.id, role: 'user', status: 'done', parentId: null, depth: 0, turnId: begun.turn.id },
      ]);
      expect(begun.answer).toMatchObject({ status: 'streaming', parts: [], parentId: accepted.id, depth: 1 });
      expect(begun.session).toMatchObject({ status: 'running', headId: begun.answer.id, messageCount: 2 });
    });
  });
}
