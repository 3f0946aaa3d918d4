// Branches: edits and new answers beside the old ones, switching between them, what a model sees of them.
import { describe, expect, it } from 'vitest';
import { CompactionId, type MessageId, type SessionId } from '#main/contract/ids.ts';
import { id, plain, text, usageOf } from './conversation.ts';
import type { Bench } from './store-suite.ts';

/** Of a context: all of the branch. */
const whole = { maxChars: Number.POSITIVE_INFINITY };

export function branchesSuite({ store, talk }: Bench): void {
  const must = (message: { id: MessageId } | undefined): MessageId => {
    if (message === undefined) throw new Error('no message');
    return message.id;
  };
  const edit = (sessionId: SessionId, messageId: MessageId, [said, answered]: [string, string]) =>
    talk().say(sessionId, [said, answered], { kind: { type: 'edit', messageId } });
  const regenerate = (sessionId: SessionId, messageId: MessageId, answered: string) =>
    talk().say(sessionId, ['', answered], { kind: { type: 'regenerate', messageId } });

  describe('branches', () => {
    it('puts an edited message beside the old one and switches between them', async () => {
      const { id: sessionId } = await talk().session();
      const first = await talk().say(sessionId, ['one', 'a1']);
      await talk().say(sessionId, ['two', 'a2']);
      const edited = await edit(sessionId, must(first.user), ['ONE', 'A1']);
      expect(await talk().shown(sessionId)).toEqual(['ONE', 'A1']);
      expect(edited.user).toMatchObject({ depth: 0, parentId: null, versions: [must(first.user), must(edited.user)] });
      const back = await store().messages.switchTo(sessionId, must(first.user), talk().tick());
      expect(back.messageCount).toBe(4);
      expect(await talk().shown(sessionId)).toEqual(['one', 'a1', 'two', 'a2']);
      await store().messages.switchTo(sessionId, must(edited.user), talk().tick());
      expect(await talk().shown(sessionId)).toEqual(['ONE', 'A1']);
      await talk().say(sessionId, ['TWO', 'A2']);
      expect(await talk().shown(sessionId)).toEqual(['ONE', 'A1', 'TWO', 'A2']);
    });

    it('puts a new answer beside the old one in the middle of a session', async () => {
      const { id: sessionId } = await talk().session();
      await talk().say(sessionId, ['one', 'a1']);
      const second = await talk().say(sessionId, ['two', 'a2']);
      await talk().say(sessionId, ['three', 'a3']);
      const again = await regenerate(sessionId, second.answer.id, 'a2 again');
      const third = await regenerate(sessionId, again.answer.id, 'a2 third');
      expect(await talk().shown(sessionId)).toEqual(['one', 'a1', 'two', 'a2 third']);
      const versions = [second.answer.id, again.answer.id, third.answer.id];
      for (const version of versions) expect((await store().messages.get(version)).versions).toEqual(versions);
      await store().messages.switchTo(sessionId, second.answer.id, talk().tick());
      expect(await talk().shown(sessionId)).toEqual(['one', 'a1', 'two', 'a2', 'three', 'a3']);
    });

    it('shows the newest leaf below a message', async () => {
      const { id: sessionId } = await talk().session();
      const root = await talk().say(sessionId, ['root', 'r']);
      const left = await talk().say(sessionId, ['left', 'l']);
      const right = await edit(sessionId, must(left.user), ['right', 'r1']);
      const deep = await talk().say(sessionId, ['deep', 'd']);
      await edit(sessionId, must(deep.user), ['deeper', 'dd']);
      await store().messages.switchTo(sessionId, must(left.user), talk().tick());
      expect(await talk().shown(sessionId)).toEqual(['root', 'r', 'left', 'l']);
      await store().messages.switchTo(sessionId, must(right.user), talk().tick());
      expect(await talk().shown(sessionId)).toEqual(['root', 'r', 'right', 'r1', 'deeper', 'dd']);
      await store().messages.switchTo(sessionId, must(root.user), talk().tick());
      expect(await talk().shown(sessionId)).toEqual(['root', 'r', 'right', 'r1', 'deeper', 'dd']);
    });

    it('does not switch while a turn runs, nor to a message of another session', async () => {
      const { id: sessionId } = await talk().session();
      const { answer } = await talk().say(sessionId, ['one', 'a1']);
      const other = await talk().session();
      await expect(store().messages.switchTo(other.id, answer.id, 1)).rejects.toMatchObject({ code: 'not_found' });
      await talk().accept(sessionId, 'two');
      await talk().begin(sessionId);
      await expect(store().messages.switchTo(sessionId, answer.id, 1)).rejects.toMatchObject({ code: 'conflict' });
    });

    it('pages a path that runs over many branches', async () => {
      const { id: sessionId } = await talk().session();
      const wanted: string[] = [];
      for (let i = 0; i < 30; i += 1) {
        const { answer } = await talk().say(sessionId, [`q${i}`, `a${i}`]);
        if (i % 3 === 0) await regenerate(sessionId, answer.id, `b${i}`);
        wanted.push(`q${i}`, i % 3 === 0 ? `b${i}` : `a${i}`);
      }
      const seen: string[] = [];
      for (let from = 0; from < 60; from += 7) {
        const page = await store().messages.history({ sessionId, from, limit: 7 });
        expect(page.total).toBe(60);
        expect(page.messages.map(({ depth }) => depth)).toEqual(page.messages.map((_, i) => from + i));
        seen.push(...page.messages.map(plain));
      }
      expect(seen).toEqual(wanted);
      const { messages } = await store().messages.history({ sessionId, from: 0, limit: 60 });
      for (const [i, message] of messages.entries()) expect(message.parentId).toBe(messages[i - 1]?.id ?? null);
    });

    it('reads a branch that is not the current one', async () => {
      const { id: sessionId } = await talk().session();
      const { answer } = await talk().say(sessionId, ['q', 'old']);
      await regenerate(sessionId, answer.id, 'new');
      const old = await store().messages.history({ sessionId, headId: answer.id, from: 0, limit: 9 });
      expect(old.messages.map(plain)).toEqual(['q', 'old']);
      expect(old.headId).toBe(answer.id);
      const headId = id.message('none');
      await expect(store().messages.history({ sessionId, headId, from: 0, limit: 9 })).rejects.toMatchObject({
        code: 'not_found',
      });
    });
  });

  describe('context', () => {
    it('gives the compaction, pinned messages that it covers, and all that follows', async () => {
      const { id: sessionId } = await talk().session();
      const first = await talk().say(sessionId, ['one', 'a1']);
      const second = await talk().say(sessionId, ['two', 'a2']);
      await talk().say(sessionId, ['three', 'a3']);
      await store().messages.pin(first.answer.id, true);
      expect((await store().messages.context(sessionId, whole)).messages).toHaveLength(6);
      const made = await store().messages.addCompaction({
        id: CompactionId.parse('k1'),
        sessionId,
        throughId: second.answer.id,
        summary: 'They counted.',
        usage: usageOf(3),
        model: 'a/b',
        now: 50,
      });
      expect(made).toMatchObject({ throughDepth: 3, coveredCount: 4, active: true });
      const context = await store().messages.context(sessionId, whole);
      expect(context.compaction).toEqual(made);
      expect(context.pinned.map(plain)).toEqual(['a1']);
      expect(context.messages.map(plain)).toEqual(['three', 'a3']);
      expect(await talk().shown(sessionId)).toHaveLength(6);
      expect((await store().sessions.get(sessionId)).usage).toMatchObject({ inputTokens: 3 });
      expect(await store().turns.usage({ since: 50, until: 51 })).toMatchObject([{ model: 'a/b' }]);
    });

    it('reads back from the newest as far as it is asked to, and says that more is there', async () => {
      const { id: sessionId } = await talk().session();
      let last: MessageId | undefined;
      for (let n = 0; n < 300; n += 1) last = (await talk().say(sessionId, [`q${n}`, `a${n}`])).answer.id;
      const { messages, isCut } = await store().messages.context(sessionId, { maxChars: 1 });
      expect(isCut).toBe(true);
      expect(messages.length).toBeLessThan(600);
      expect(messages.at(-1)?.id).toBe(last);
      expect(messages.map((message) => message.depth)).toEqual(messages.map((_, n) => 600 - messages.length + n));
      expect(await store().messages.context(sessionId, whole)).toMatchObject({ isCut: false });
      expect((await store().messages.context(sessionId, whole)).messages).toHaveLength(600);
    });

    it('falls back when a compaction is undone or lies on another branch', async () => {
      const { id: sessionId } = await talk().session();
      const first = await talk().say(sessionId, ['one', 'a1']);
      const second = await talk().say(sessionId, ['two', 'a2']);
      const compact = (name: string, throughId: MessageId) =>
        store().messages.addCompaction({ id: CompactionId.parse(name), sessionId, throughId, summary: name, now: 1 });
      await compact('early', first.answer.id);
      const late = await compact('late', second.answer.id);
      const active = async () => (await store().messages.context(sessionId, whole)).compaction?.summary;
      expect(await active()).toBe('late');
      expect(await store().messages.setCompactionActive(late.id, false)).toMatchObject({ active: false });
      expect(await active()).toBe('early');
      await store().messages.setCompactionActive(late.id, true);
      await edit(sessionId, must(second.user), ['TWO', 'A2']);
      expect(await active()).toBe('early');
      expect(await store().messages.compactions(sessionId)).toHaveLength(2);
    });

    it('shows and clears a pin', async () => {
      const { id: sessionId } = await talk().session();
      const { answer } = await talk().say(sessionId, ['q', 'a']);
      expect((await store().messages.pin(answer.id, true)).pinned).toBe(true);
      expect((await store().messages.get(answer.id)).parts).toEqual([text('a')]);
      expect((await store().messages.pin(answer.id, false)).pinned).toBe(false);
    });

    it('is empty for a new session', async () => {
      const { id: sessionId } = await talk().session();
      expect(await store().messages.context(sessionId, whole)).toEqual({ pinned: [], messages: [], isCut: false });
      expect(await store().messages.history({ sessionId, from: 0, limit: 5 })).toEqual({
        total: 0,
        headId: null,
        messages: [],
      });
    });
  });
}
