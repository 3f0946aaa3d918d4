// The notes: of the person by the page, of the agent by its turns; each change told to whoever follows.
import { AppError } from '#main/contract/errors.ts';
import { NoteId } from '#main/contract/ids.ts';
import { type Note, type NoteWords, noteLimits } from '#main/contract/notes.ts';
import type { TaintLabels } from '#main/contract/taint.ts';
import type { Taint } from '#main/guard/taint/port.ts';
import type { Ledger, UndoPlace } from '#main/guard/undo/port.ts';
import { newId } from '#main/platform/base/ids.ts';
import type { Bus } from '#main/platform/bus/port.ts';
import type { SettingsSource } from '#main/platform/settings/port.ts';
import type { NoteState, NoteStore } from '#main/platform/store/port/notes.ts';
import { createNoteKind, type NotePayload, noteKindName } from './note-kind.ts';
import type { NoteBook, NoteChange } from './port.ts';

export type NotesDeps = {
  readonly store: { readonly notes: NoteStore };
  readonly taint: Pick<Taint, 'labelsOf'>;
  readonly ledger: Pick<Ledger, 'register' | 'record'>;
  readonly settings: Pick<SettingsSource, 'current'>;
  readonly bus: Pick<Bus, 'publish'>;
  readonly clock: { readonly now: () => number };
};

/** What the person does with them at the page. */
export type CreatedNotes = NoteBook & {
  readonly create: (words: NoteWords) => Promise<Note>;
  readonly save: (o: { noteId: NoteId; revision: number; words: NoteWords }) => Promise<Note>;
  readonly pin: (id: NoteId, pinned: boolean) => Promise<Note>;
  readonly remove: (id: NoteId) => Promise<Note>;
  readonly restore: (id: NoteId) => Promise<Note>;
  readonly erase: (id: NoteId) => Promise<void>;
};

const own = { trust: 'known', source: '' } as const;

/** Of a chat: whose words a note that it writes may hold. What was strange before stays so. */
function originOf({ trust, sources }: TaintLabels, before: Pick<Note, 'trust' | 'source'> | undefined) {
  if (trust === 'untrusted')
    return { trust, source: sources.findLast((source) => source.trust === trust)?.source ?? '' } as const;
  return before?.trust === 'untrusted' ? { trust: before.trust, source: before.source } : own;
}

const stateOf = (note: Note): NoteState => ({
  ...{ title: note.title, body: note.body, tags: note.tags, trust: note.trust, source: note.source },
  ...(note.by.type === 'chat' ? { sessionId: note.by.sessionId } : {}),
});

const changedMeanwhile = () =>
  new AppError('conflict', 'This note has changed meanwhile. Read it again, then change it anew.', {
    details: { reason: 'note_changed' },
  });

const inTrash = () =>
  new AppError('not_found', 'This note lies in the trash. The person can bring it back.', {
    details: { reason: 'note_missing' },
  });

export function createNotes(d: NotesDeps): CreatedNotes {
  const { notes } = d.store;
  const { clock } = d;
  const changed = () => d.bus.publish('notes', '', { type: 'changed' });
  const told = async <T>(work: Promise<T>): Promise<T> => {
    const done = await work;
    changed();
    return done;
  };
  d.ledger.register(createNoteKind({ notes, changed, clock }));

  const create = (id: NoteId, state: NoteState) =>
    told(notes.create({ id, state, most: noteLimits.notes, now: clock.now() }));
  const freshId = () => NoteId.parse(newId(clock.now()));
  const read = async (id: NoteId) => {
    const note = await notes.get(id);
    if (note.deletedAt !== undefined) throw inTrash();
    return note;
  };
  const record = (place: UndoPlace, payload: NotePayload, run: () => Promise<Note>) =>
    d.ledger.record(place, [{ kind: noteKindName, payload }], run);

  const change = async (place: UndoPlace, wanted: NoteChange): Promise<Note> => {
    const { sessionId } = place;
    const labels = await d.taint.labelsOf(sessionId);
    if (wanted.type === 'create') {
      const [id, after] = [freshId(), { ...wanted.words, ...originOf(labels, undefined), sessionId }];
      return record(place, { id, before: null, after }, () => create(id, after));
    }
    const { noteId: id, revision } = wanted;
    const note = await read(id);
    if (note.revision !== revision) throw changedMeanwhile();
    const before = stateOf(note);
    if (wanted.type === 'remove')
      return record(place, { id, before, after: null }, () => told(notes.remove({ id, revision, now: clock.now() })));
    const after = { ...wanted.words, ...originOf(labels, note), sessionId };
    return record(place, { id, before, after }, () =>
      told(notes.save({ id, revision, state: after, now: clock.now() })),
    );
  };

  return {
    async find({ text, limit }) {
      const { notes: found, next } = await notes.list({ text, trash: false, limit });
      return { notes: found, more: next !== undefined };
    },
    read,
    isKeeping: () => d.settings.current().undo.days > 0,
    change,
    create: (words) => create(freshId(), { ...words, ...own }),
    async save({ noteId: id, revision, words }) {
      const { trust, source } = await notes.get(id);
      return told(notes.save({ id, revision, state: { ...words, trust, source }, now: clock.now() }));
    },
    pin: (id, pinned) => told(notes.pin(id, pinned)),
    remove: (id) => told(notes.remove({ id, now: clock.now() })),
    restore: (id) => told(notes.restore(id)),
    erase: (id) => told(notes.erase(id)),
  };
}
