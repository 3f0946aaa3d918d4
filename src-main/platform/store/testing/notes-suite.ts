// Notes: lists, search, revisions, the trash, and putting one back where another stands.
import { describe, expect, it } from 'vitest';
import { NoteId } from '#main/contract/ids.ts';
import { neverAborts } from '#main/platform/base/abort.ts';
import type { NoteState } from '../port/notes.ts';
import type { Bench } from './store-suite.ts';

const noteId = (name: string) => NoteId.parse(name);
const words = (title: string, o: Partial<NoteState> = {}): NoteState => ({
  ...{ title, body: '', tags: [], trust: 'known', source: '' },
  ...o,
});

export function notesSuite({ store, talk, folder, reopen }: Bench): void {
  const notes = () => store().notes;
  const make = (name: string, state: NoteState, now = 1) =>
    notes().create({ id: noteId(name), state, most: 10_000, now });
  const list = (o: Partial<Parameters<ReturnType<typeof notes>['list']>[0]> = {}) =>
    notes().list({ text: '', trash: false, limit: 100, ...o });
  const titles = async (o: Parameters<typeof list>[0] = {}) => (await list(o)).notes.map(({ title }) => title);

  describe('notes', () => {
    it('are listed pinned first, then newest, page by page, each once', async () => {
      for (let number = 0; number < 25; number += 1) await make(`n${number}`, words(`${number}`), 100 + (number % 7));
      for (const name of ['n3', 'n9']) await notes().pin(noteId(name), true);
      const seen: string[] = [];
      let after: string | undefined;
      do {
        const { notes: some, next } = await list({ limit: 4, after });
        seen.push(...some.map(({ title }) => title));
        after = next;
      } while (after !== undefined);
      expect(seen).toHaveLength(25);
      expect(new Set(seen).size).toBe(25);
      expect(seen.slice(0, 2)).toEqual(['3', '9']);
      expect(seen).toEqual(await titles());
      await expect(list({ after: 'nowhere' })).rejects.toMatchObject({ code: 'invalid_input' });
    });

    it('are found by words of title, tags and text, also two Chinese or Korean characters, by the latest words only', async () => {
      await make('tides', words('Tides at Dover', { body: 'High water at 11:42', tags: ['sea'] }));
      await make('weather', words('天气', { body: '明天天气怎么样' }));
      await make('market', words('시장', { body: '내일 시장에서 생선을 산다' }));
      const found = (text: string) => titles({ text });
      expect(await found('dover water')).toEqual(['Tides at Dover']);
      expect(await found('sea')).toEqual(['Tides at Dover']);
      expect(await found('wat')).toEqual(['Tides at Dover']);
      expect(await found('天气')).toEqual(['天气']);
      expect(await found('생선')).toEqual(['시장']);
      expect(await found('"water high"')).toEqual([]);
      expect(await found('" OR *')).toEqual([]);
      const saved = words('Ebb', { body: 'Low water' });
      await notes().save({ id: noteId('tides'), revision: 1, state: saved, now: 5 });
      expect(await found('dover')).toEqual([]);
      expect(await found('ebb')).toEqual(['Ebb']);
      const [hit] = (await list({ text: 'low' })).notes;
      expect(hit?.excerpt).toContainEqual({ text: 'Low', hit: true });
    });

    it('are saved from the revision that was read, or not at all', async () => {
      await make('a', words('One'));
      const saved = await notes().save({ id: noteId('a'), revision: 1, state: words('Two'), now: 9 });
      expect(saved).toMatchObject({ title: 'Two', revision: 2, createdAt: 1, updatedAt: 9, by: { type: 'person' } });
      await expect(
        notes().save({ id: noteId('a'), revision: 1, state: words('Three'), now: 10 }),
      ).rejects.toMatchObject({ code: 'conflict', details: { reason: 'note_changed' } });
      await expect(notes().remove({ id: noteId('a'), revision: 1, now: 10 })).rejects.toMatchObject({
        details: { reason: 'note_changed' },
      });
      expect(await notes().get(noteId('a'))).toMatchObject({ title: 'Two' });
      await expect(notes().get(noteId('none'))).rejects.toMatchObject({
        ...{ code: 'not_found', details: { reason: 'note_missing' } },
      });
    });

    it('say which chat wrote them, whose words they hold, and outlive the chat', async () => {
      const session = await talk().session('Harbour');
      const state = words('A', { trust: 'untrusted', source: 'https://a.test', sessionId: session.id });
      const made = await make('a', state);
      expect(made).toMatchObject({ trust: 'untrusted', source: 'https://a.test' });
      expect(made.by).toEqual({ type: 'chat', sessionId: session.id, title: 'Harbour' });
      expect(await notes().stateOf(noteId('a'))).toEqual(state);
      await store().sessions.remove(session.id, 5);
      await store().sessions.purge(10);
      expect((await notes().get(noteId('a'))).by).toEqual({ type: 'chat', sessionId: session.id });
    });

    it('are as many as may be, and the same one told twice is one', async () => {
      const one = { id: noteId('a'), state: words('A'), most: 1, now: 1 };
      await notes().create(one);
      expect(await notes().create(one)).toMatchObject({ id: 'a', revision: 1 });
      await expect(notes().create({ ...one, id: noteId('b') })).rejects.toMatchObject({
        ...{ code: 'rate_limited', retryable: false, details: { reason: 'too_many_notes' } },
      });
    });

    it('lie in the trash until they are brought back, erased, or old', async () => {
      for (const name of ['a', 'b', 'c']) await make(name, words(name, { body: `text of ${name}` }));
      for (const [index, name] of ['a', 'b', 'c'].entries())
        await notes().remove({ id: noteId(name), now: 10 + index });
      expect(await notes().counts()).toEqual({ total: 0, trashed: 3 });
      expect(await titles({ trash: true })).toEqual(['c', 'b', 'a']);
      expect(await titles({ text: 'text' })).toEqual([]);
      expect(await titles({ text: 'text b', trash: true })).toEqual(['b']);
      await expect(notes().save({ id: noteId('a'), revision: 2, state: words('x'), now: 20 })).rejects.toMatchObject({
        code: 'conflict',
      });
      expect(await notes().restore(noteId('b'))).not.toHaveProperty('deletedAt');
      await expect(notes().erase(noteId('b'))).rejects.toMatchObject({ details: { reason: 'note_not_in_trash' } });
      await notes().erase(noteId('c'));
      expect(await notes().purge(11)).toBe(1);
      expect(await notes().counts()).toEqual({ total: 1, trashed: 0 });
      expect(await titles({ text: 'text' })).toEqual(['b']);
      expect(await titles({ text: 'text', trash: true })).toEqual([]);
    });

    it('are put where others stand only when those are the expected ones, with a copy on request', async () => {
      const [first, second] = [words('First', { body: 'one' }), words('Second', { body: 'two' })];
      const put = (o: Pick<Parameters<ReturnType<typeof notes>['put']>[0], 'from' | 'to' | 'copyAs'>) =>
        notes().put({ id: noteId('a'), now: 50, ...o });
      await put({ from: undefined, to: first });
      expect(await notes().stateOf(noteId('a'))).toEqual(first);
      await expect(put({ from: second, to: undefined })).rejects.toMatchObject({
        details: { reason: 'changed_since' },
      });
      await put({ from: first, to: undefined });
      expect(await notes().counts()).toEqual({ total: 0, trashed: 1 });
      await put({ from: undefined, to: second });
      expect(await titles({ text: 'two' })).toEqual(['Second']);
      expect(await put({ from: second, to: second, copyAs: noteId('none') })).toBeUndefined();
      expect(await put({ from: undefined, to: first, copyAs: noteId('copy') })).toBe('Second (kept copy)');
      expect((await titles()).toSorted()).toEqual(['First', 'Second (kept copy)']);
    });

    it('are there after a restart, in a copy, and in both the words that they are found by', async () => {
      await make('a', words('Tides', { body: '明天天气', tags: ['sea', 'week 12'] }));
      await notes().pin(noteId('a'), true);
      const before = await notes().get(noteId('a'));
      const again = await reopen();
      expect(await again.notes.get(noteId('a'))).toEqual(before);
      expect((await again.notes.list({ text: '天气', trash: false, limit: 5 })).notes).toHaveLength(1);
      const { schema } = await again.copy(`${folder()}/copy.db`, neverAborts);
      expect(schema).toBeGreaterThanOrEqual(110);
    });
  });
}
