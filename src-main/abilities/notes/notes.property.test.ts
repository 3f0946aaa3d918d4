// Random sequences of what turns do to notes, put back: every note is what it was, and the person's own words stay.
import { describe, expect, it } from 'vitest';
import type { NoteId } from '#main/contract/ids.ts';
import { TurnId } from '#main/contract/ids.ts';
import { type Chance, createChance } from '#main/guard/undo/testing/undo-kit.ts';
import { neverAborts as signal } from '#main/platform/base/abort.ts';
import { createNotesKit, hashOfNotes, type NotesKit } from './testing/notes-kit.ts';

const o = { keepCopy: false, signal };
const turnId = TurnId.parse('t1');
/** A new one in every run; a failure names it. */
const seed = Math.floor(Math.random() * 1e9);

const someWords = (chance: Chance) => ({
  title: chance.pick(['Tides', '潮汐', 'ملاحظة', 'é', 'e\u0301', '🐚', 'Tides (kept copy)']),
  body: 'line\n'.repeat(chance(3)) + chance(4),
  tags: chance(2) === 0 ? [] : [chance.pick(['sea', 'week'])],
});

async function somebodys(kit: NotesKit, chance: Chance): Promise<NoteId | undefined> {
  const { notes } = await kit.store.notes.list({ text: '', trash: false, limit: 100 });
  return notes.length === 0 ? undefined : chance.pick(notes).id;
}

/** One thing that an agent may do; with no note there, it writes one. */
async function someChange(kit: NotesKit, chance: Chance): Promise<void> {
  const noteId = chance(3) === 0 ? undefined : await somebodys(kit, chance);
  const place = kit.place();
  if (noteId === undefined) await kit.notes.change(place, { type: 'create', words: someWords(chance) });
  else {
    const { revision } = await kit.notes.read(noteId);
    if (chance(3) === 0) await kit.notes.change(place, { type: 'remove', noteId, revision });
    else await kit.notes.change(place, { type: 'save', noteId, revision, words: someWords(chance) });
  }
}

async function inKit(work: (kit: NotesKit) => Promise<void>): Promise<void> {
  const kit = await createNotesKit();
  try {
    await work(kit);
  } finally {
    await kit.close();
  }
}

describe(`undo of notes, from seed ${seed}`, () => {
  it('brings every note back, again after a redo, over twelve sequences', async () => {
    for (let round = 0; round < 12; round += 1) {
      await inKit(async (kit) => {
        const chance = createChance(seed + round);
        for (let made = 0; made < 5; made += 1) await kit.notes.create(someWords(chance));
        const before = await hashOfNotes(kit);
        for (let step = 0; step < 12; step += 1) await someChange(kit, chance);
        const after = await hashOfNotes(kit);
        const undone = await kit.ledger.undo.turn(turnId, o);
        expect(
          undone.filter(({ outcome }) => outcome === 'conflict' || outcome === 'failed'),
          `seed ${seed + round}`,
        ).toEqual([]);
        expect(await hashOfNotes(kit), `seed ${seed + round}`).toBe(before);
        await kit.ledger.undo.redo({ turnId }, o);
        expect(await hashOfNotes(kit), `seed ${seed + round} redo`).toBe(after);
        await kit.ledger.undo.turn(turnId, o);
        expect(await hashOfNotes(kit), `seed ${seed + round} again`).toBe(before);
      });
    }
  }, 120_000);

  it('one by one in any order, never changes what the person wrote since', async () => {
    let conflicts = 0;
    for (let round = 0; round < 10; round += 1) {
      await inKit(async (kit) => {
        const chance = createChance(seed + 1_000 + round);
        for (let made = 0; made < 5; made += 1) await kit.notes.create(someWords(chance));
        for (let step = 0; step < 10; step += 1) await someChange(kit, chance);
        const theirs = new Map<NoteId, string>();
        for (const { id, revision } of (await kit.store.notes.list({ text: '', trash: false, limit: 100 })).notes) {
          if (chance(2) > 0) continue;
          const body = `theirs ${round} ${id}`;
          await kit.notes.save({ noteId: id, revision, words: { title: 'Theirs', body, tags: [] } });
          theirs.set(id, body);
        }
        for (let left = [...(await kit.store.ledger.ofTurn(turnId))]; left.length > 0; ) {
          const entry = chance.pick(left);
          left = left.filter((one) => one !== entry);
          const [outcome] = await kit.ledger.undo.entry(entry.id, o);
          if (outcome?.outcome === 'conflict') conflicts += 1;
          for (const [id, body] of theirs)
            expect((await kit.store.notes.get(id)).body, `seed ${seed + 1_000 + round}`).toBe(body);
        }
        await kit.ledger.undo.turn(turnId, { keepCopy: true, signal });
        const { notes } = await kit.store.notes.list({ text: '', trash: false, limit: 1_000 });
        const bodies = new Set(await Promise.all(notes.map(async ({ id }) => (await kit.store.notes.get(id)).body)));
        for (const body of theirs.values()) expect(bodies, `seed ${seed + 1_000 + round}`).toContain(body);
      });
    }
    expect(conflicts).toBeGreaterThan(3);
  }, 120_000);
});
