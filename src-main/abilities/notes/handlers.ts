// Notes for the page: lists page by page, and a word whenever one of them changed.
import type { Ctx, Handlers } from '#main/contract/kernel.ts';
import type { notes as domain } from '#main/contract/notes.ts';
import type { Bus } from '#main/platform/bus/port.ts';
import type { NoteStore } from '#main/platform/store/port/notes.ts';
import type { CreatedNotes } from './create-notes.ts';

export type NotesHandlersDeps = {
  readonly notes: CreatedNotes;
  readonly store: { readonly notes: Pick<NoteStore, 'list' | 'counts' | 'get'> };
  readonly bus: Pick<Bus, 'subscribe' | 'cursor'>;
};

export function notesHandlers({ notes, store, bus }: NotesHandlersDeps): Handlers<typeof domain, Ctx> {
  return {
    async *watch(_input, { signal }) {
      const after = bus.cursor('notes', '');
      yield { cursor: after, data: await store.notes.counts() };
      // Every item is whole, so a lost event is made good by the next one.
      for await (const { cursor } of bus.subscribe('notes', '', { after, signal }))
        yield { cursor, data: await store.notes.counts() };
    },
    list: (o) => store.notes.list(o),
    get: ({ noteId }) => store.notes.get(noteId),
    create: (words) => notes.create(words),
    save: ({ noteId, revision, ...words }) => notes.save({ noteId, revision, words }),
    pin: ({ noteId, pinned }) => notes.pin(noteId, pinned),
    remove: ({ noteId }) => notes.remove(noteId),
    restore: ({ noteId }) => notes.restore(noteId),
    async erase({ noteId }) {
      await notes.erase(noteId);
      return {};
    },
  };
}
