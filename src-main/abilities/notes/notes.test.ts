// Notes that turns write: whose words they hold, and putting them back without touching what the person wrote since.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TurnId } from '#main/contract/ids.ts';
import { shownChange } from '#main/guard/undo/shown-change.ts';
import { neverAborts as signal } from '#main/platform/base/abort.ts';
import { createNotesKit, type NotesKit } from './testing/notes-kit.ts';

const turnId = TurnId.parse('t1');
const plain = { keepCopy: false, signal };
const words = (title: string, body = '') => ({ title, body, tags: [] });

let kit: NotesKit;
beforeEach(async () => {
  kit = await createNotesKit();
});
afterEach(() => kit.close());

const write = (title: string, body = '', turn = 't1') =>
  kit.notes.change(kit.place(turn), { type: 'create', words: words(title, body) });
const edit = async (id: Awaited<ReturnType<typeof write>>['id'], title: string, turn = 't1') => {
  const { revision } = await kit.notes.read(id);
  return kit.notes.change(kit.place(turn), { type: 'save', noteId: id, revision, words: words(title) });
};
const titles = async () =>
  (await kit.store.notes.list({ text: '', trash: false, limit: 100 })).notes.map(({ title }) => title).toSorted();

describe('what a turn does to notes', () => {
  it('is put back as a whole, newest first, and comes again, also after a restart', async () => {
    const mine = await kit.notes.create(words('Mine', 'as it was'));
    const gone = await kit.notes.create(words('Gone'));
    await write('Agent’s');
    await edit(mine.id, 'Changed');
    await kit.notes.change(kit.place(), { type: 'remove', noteId: gone.id, revision: gone.revision });
    expect(await titles()).toEqual(['Agent’s', 'Changed']);
    const base = `${kit.root}/..`;
    await kit.close({ keep: true });
    kit = await createNotesKit({ base });
    const outcomes = await kit.ledger.undo.turn(turnId, plain);
    expect(outcomes.map(({ what, outcome }) => [what.key, outcome])).toEqual([
      ['undo.note_deleted', 'put_back'],
      ['undo.note_changed', 'put_back'],
      ['undo.note_created', 'put_back'],
    ]);
    expect(await titles()).toEqual(['Gone', 'Mine']);
    expect(await kit.notes.read(mine.id)).toMatchObject({ body: 'as it was', by: { type: 'person' } });
    await kit.ledger.undo.redo({ turnId }, plain);
    expect(await titles()).toEqual(['Agent’s', 'Changed']);
  });

  it('is left alone where the person wrote since, or put back beside a copy of theirs', async () => {
    const { id, revision } = await write('Agent’s', 'first');
    await kit.notes.save({ noteId: id, revision, words: words('Mine', 'better') });
    expect(await kit.ledger.undo.turn(turnId, plain)).toMatchObject([
      { outcome: 'conflict', reason: 'changed_since', canKeepCopy: true },
    ]);
    expect(await kit.notes.read(id)).toMatchObject({ title: 'Mine', body: 'better' });
    expect(await kit.ledger.undo.turn(turnId, { keepCopy: true, signal })).toMatchObject([
      { outcome: 'put_back', keptCopy: 'Mine (kept copy)' },
    ]);
    expect(await titles()).toEqual(['Mine (kept copy)']);
  });

  it('is put back one by one, and does not mind that the person pinned or deleted it', async () => {
    const { id } = await write('One');
    await edit(id, 'Two', 't2');
    await kit.notes.pin(id, true);
    const [first] = await kit.store.ledger.ofTurn(turnId);
    expect(await kit.ledger.undo.entry(first?.id ?? '', plain)).toMatchObject([{ reason: 'changed_since' }]);
    await kit.ledger.undo.turn(TurnId.parse('t2'), plain);
    expect(await kit.notes.read(id)).toMatchObject({ title: 'One', pinned: true });
    await kit.notes.remove(id);
    expect(await kit.ledger.undo.turn(turnId, plain)).toMatchObject([{ outcome: 'nothing' }]);
    expect(await titles()).toEqual([]);
  });

  it('is shown as a diff of the whole note', async () => {
    const { id } = await write('Tides', 'High water');
    await edit(id, 'Tides at Dover');
    const [, changed] = await kit.store.ledger.ofTurn(turnId);
    if (changed === undefined) throw new Error('no entry');
    const shown = await shownChange(kit.ledger, changed, signal);
    expect(shown).toMatchObject({ type: 'diff', path: 'Tides at Dover', created: false });
    expect(shown.type === 'diff' && shown.diff).toContain('-# Tides\n');
  });

  it('is refused, and leaves no trace, when the note is not the one that it was planned from', async () => {
    const { id, revision } = await kit.notes.create(words('Mine'));
    await kit.notes.save({ noteId: id, revision, words: words('Mine, later') });
    const late = { noteId: id, revision };
    for (const change of [{ type: 'remove', ...late } as const, { type: 'save', ...late, words: words('x') } as const])
      await expect(kit.notes.change(kit.place(), change)).rejects.toMatchObject({
        ...{ code: 'conflict', details: { reason: 'note_changed' } },
      });
    expect(await kit.store.ledger.ofTurn(turnId)).toEqual([]);
    expect(await kit.notes.read(id)).toMatchObject({ title: 'Mine, later' });
  });

  it('carries the trust of its chat into the note, which the person’s own edit does not wash off [T24]', async () => {
    const own = await kit.notes.create(words('Mine'));
    expect(own).toMatchObject({ trust: 'known', by: { type: 'person' } });
    const source = { source: 'https://evil.test', trust: 'untrusted' as const, secrecy: 'public' as const, at: 1 };
    kit.label({ trust: 'untrusted', sources: [source] });
    const made = await write('From a page');
    expect(made).toMatchObject({ trust: 'untrusted', source: 'https://evil.test' });
    kit.label({});
    const { revision } = await kit.notes.save({ noteId: made.id, revision: 1, words: words('Edited') });
    expect(await kit.notes.read(made.id)).toMatchObject({ trust: 'untrusted', source: 'https://evil.test', revision });
    const again = await edit(made.id, 'Edited by a clean chat');
    expect(again).toMatchObject({ trust: 'untrusted', source: 'https://evil.test' });
    await kit.ledger.undo.turn(turnId, { keepCopy: true, signal });
    expect(kit.told.length).toBeGreaterThan(4);
    expect(new Set(kit.told)).toEqual(new Set(['notes']));
  });
});
