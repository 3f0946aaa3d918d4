// Search: all text of person and model, any script, any input.
import { describe, expect, it } from 'vitest';
import type { SessionId } from '#main/contract/ids.ts';
import { SearchHit } from '#main/contract/sessions.ts';
import { neverAborts } from '#main/platform/base/abort.ts';
import { callOf, id, text } from './conversation.ts';
import type { Bench } from './store-suite.ts';

export function searchSuite({ store, talk }: Bench): void {
  const search = (words: string, more: { limit?: number; sessionId?: SessionId } = {}) =>
    store().sessions.search({ text: words, limit: 20, signal: neverAborts, ...more });
  const marked = (hit: SearchHit | undefined) =>
    hit?.excerpt.map((piece) => (piece.hit ? `<${piece.text}>` : piece.text)).join('');

  describe('search', () => {
    it('finds words of person and model and marks them', async () => {
      const { id: sessionId } = await talk().session('Boats');
      const { user, answer } = await talk().say(sessionId, ['Where is the Harbour?', 'The harbour lies north.']);
      const { hits, more } = await search('harbour');
      expect(more).toBe(false);
      expect(hits.map(({ messageId }) => messageId)).toEqual([answer.id, user?.id]);
      expect(hits[0]).toMatchObject({ sessionId, sessionTitle: 'Boats', role: 'assistant' });
      expect(hits.map(marked)).toEqual(['The <harbour> lies north.', 'Where is the <Harbour>?']);
      for (const hit of hits) expect(SearchHit.safeParse(hit).success).toBe(true);
    });

    it('finds two-character Chinese words, Kana and Hangul inside a sentence', async () => {
      const { id: sessionId } = await talk().session();
      await talk().say(sessionId, ['今天北京的天气很好', 'ok']);
      await talk().say(sessionId, ['カタカナのテスト', 'ok']);
      await talk().say(sessionId, ['오늘 날씨가 좋다', 'ok']);
      expect((await search('天气')).hits.map(marked)).toEqual(['今天北京的<天气>很好']);
      expect((await search('气天')).hits).toEqual([]);
      expect((await search('テスト')).hits.map(marked)).toEqual(['カタカナの<テスト>']);
      expect((await search('날씨')).hits.map(marked)).toEqual(['오늘 <날씨>가 좋다']);
    });

    it('takes several words as all of them, and quotes as a phrase', async () => {
      const { id: sessionId } = await talk().session();
      await talk().say(sessionId, ['red green blue', 'green red']);
      expect((await search('red green')).hits).toHaveLength(2);
      expect((await search('"red green"')).hits.map(marked)).toEqual(['<red green> blue']);
      expect((await search('red yellow')).hits).toEqual([]);
    });

    it('ignores accents and case and finds a word from its beginning', async () => {
      const { id: sessionId } = await talk().session();
      await talk().say(sessionId, ['Grüße aus dem Café', 'ok']);
      expect((await search('cafe')).hits.map(marked)).toEqual(['Grüße aus dem <Café>']);
      expect((await search('GRÜS')).hits).toEqual([]);
      expect((await search('GRÜß')).hits.map(marked)).toEqual(['<Grüße> aus dem Café']);
    });

    it('never fails on what a person types', async () => {
      const { id: sessionId } = await talk().session();
      await talk().say(sessionId, ['a-b "quoted" NEAR(x) body:y 100% \ud83d\ude00 end\0z', 'ok']);
      const typed = [
        '"',
        '""',
        '"open',
        "'",
        '-',
        '*',
        'a*',
        '^a',
        'a OR',
        'NOT',
        'NEAR(',
        'body:x',
        '(',
        ')',
        '\\',
        '%',
      ];
      const odd = [
        '\0',
        'a\0b',
        '\ud800',
        'x\udc00y',
        '😀',
        '{}',
        ';--',
        '{body}:a',
        '+',
        ' ',
        '\u200b',
        'é'.repeat(500),
      ];
      for (const words of [...typed, ...odd]) await expect(search(words)).resolves.toHaveProperty('hits');
      expect((await search('a-b')).hits).toHaveLength(1);
      expect((await search('body:y')).hits).toHaveLength(1);
      expect((await search('end')).hits).toHaveLength(1);
    });

    it('searches one session when asked to, and says when there is more', async () => {
      const a = await talk().session('A');
      const b = await talk().session('B');
      for (let i = 0; i < 3; i += 1) await talk().say(a.id, [`needle ${i}`, 'hay']);
      await talk().say(b.id, ['needle b', 'hay']);
      expect((await search('needle', { sessionId: a.id })).hits).toHaveLength(3);
      const some = await search('needle', { limit: 2 });
      expect(some.hits).toHaveLength(2);
      expect(some.more).toBe(true);
      expect((await search('needle', { limit: 4 })).more).toBe(false);
    });

    it('does not find removed sessions until they are back, nor purged ones', async () => {
      const a = await talk().session('A');
      const b = await talk().session('B');
      await talk().say(a.id, ['needle a', 'x']);
      await talk().say(b.id, ['needle b', 'x']);
      await store().sessions.remove(a.id, 5);
      expect((await search('needle')).hits.map(({ sessionTitle }) => sessionTitle)).toEqual(['B']);
      await store().sessions.restore(a.id, 6);
      expect((await search('needle')).hits).toHaveLength(2);
      await store().sessions.remove(a.id, 7);
      await store().sessions.purge(8);
      expect((await search('needle')).hits).toHaveLength(1);
    });

    it('finds a message from the moment it has ended, on every branch, and no tool output', async () => {
      const { id: sessionId } = await talk().session();
      await talk().accept(sessionId, 'question');
      const begun = await talk().begin(sessionId);
      const held = { turnId: begun.turn.id, messageId: begun.answer.id, fence: 1 };
      await store().turns.flushText([{ messageId: begun.answer.id, parts: [text('streamed')] }]);
      await store().turns.endCall({ ...held, call: callOf('c1', { state: 'done' }), output: 'outputword', now: 1 });
      expect((await search('question')).hits).toHaveLength(1);
      expect((await search('streamed')).hits).toHaveLength(0);
      await talk().end(begun, [text('streamed'), callOf('c1')]);
      expect((await search('streamed')).hits).toHaveLength(1);
      expect((await search('outputword')).hits).toHaveLength(0);
      await talk().say(sessionId, ['', 'another'], { kind: { type: 'regenerate', messageId: begun.answer.id } });
      expect((await search('streamed')).hits.map(({ messageId }) => messageId)).toEqual([begun.answer.id]);
      expect((await search('another')).hits).toHaveLength(1);
    });

    it('cuts excerpts to 240 characters around the hit', async () => {
      const { id: sessionId } = await talk().session();
      const filler = 'lorem 😀 ipsum dolor sit amet '.repeat(60);
      await talk().say(sessionId, [`${filler}\n\nneedle   here ${filler}`, 'ok']);
      const [hit] = (await search('needle')).hits;
      const whole = hit?.excerpt.map((piece) => piece.text).join('') ?? '';
      expect(whole.length).toBeLessThanOrEqual(240);
      expect(whole.length).toBeGreaterThan(150);
      expect(whole.isWellFormed()).toBe(true);
      expect(marked(hit)).toContain('<needle> here');
    });

    it('stops waiting when cancelled', async () => {
      const over = new AbortController();
      const waiting = store().sessions.search({ text: 'x', limit: 1, signal: over.signal });
      over.abort();
      await expect(waiting).rejects.toMatchObject({ code: 'cancelled' });
      expect(await search('x')).toEqual({ hits: [], more: false });
    });

    it('is found again after a turn went back to the inbox', async () => {
      const { id: sessionId } = await talk().session();
      await talk().accept(sessionId, 'comeback');
      await talk().begin(sessionId);
      await store().turns.recover(1);
      expect((await search('comeback')).hits).toHaveLength(0);
      const begun = await talk().begin(sessionId);
      expect((await search('comeback')).hits.map(({ messageId }) => messageId)).toEqual([
        id.message(begun.userMessages[0]?.id ?? ''),
      ]);
    });
  });
}
