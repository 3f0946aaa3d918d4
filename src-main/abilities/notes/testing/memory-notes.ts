// A note book in memory with one note in it, for tests that are not about notes.
import { AppError } from '#main/contract/errors.ts';
import { NoteId } from '#main/contract/ids.ts';
import type { Note } from '#main/contract/notes.ts';
import type { NoteBook } from '../port.ts';

export function createMemoryNotes(): NoteBook {
  const first: Note = {
    ...{ id: NoteId.parse('note-1'), revision: 1, title: 'Tides', body: 'first line\nsecond line\n', tags: [] },
    ...{ pinned: false, createdAt: 0, updatedAt: 0, by: { type: 'person' }, trust: 'known', source: '', sizeChars: 23 },
  };
  const all = new Map<NoteId, Note>([[first.id, first]]);
  const read: NoteBook['read'] = async (id) => {
    const note = all.get(id);
    if (note === undefined) throw new AppError('not_found', 'This note does not exist any more. Reload the view.');
    return note;
  };
  return {
    find: async ({ text, limit }) => {
      const found = [...all.values()].filter(({ title, body }) => `${title} ${body}`.includes(text)).slice(0, limit);
      return {
        notes: found.map(({ body, ...note }) => ({ ...note, excerpt: [{ text: body, hit: false }] })),
        more: false,
      };
    },
    read,
    isKeeping: () => true,
    async change(_place, change) {
      const before = change.type === 'create' ? first : await read(change.noteId);
      const id = change.type === 'create' ? NoteId.parse(`note-${all.size + 1}`) : before.id;
      const note =
        change.type === 'remove' ? before : { ...before, id, ...change.words, revision: before.revision + 1 };
      if (change.type === 'remove') all.delete(id);
      else all.set(id, note);
      return note;
    },
  };
}
