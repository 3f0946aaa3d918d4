// A note that a turn wrote, changed or threw away, put back where nobody has changed it since.
import { z } from 'zod';
import { NoteId, SessionId } from '#main/contract/ids.ts';
import { NoteWords } from '#main/contract/notes.ts';
import { Trust } from '#main/contract/taint.ts';
import type { UndoKind } from '#main/guard/undo/port.ts';
import { newId } from '#main/platform/base/ids.ts';
import { isSameNote, type NoteState, type NoteStore } from '#main/platform/store/port/notes.ts';
import { noteAsText } from './port.ts';

const State = z.object({
  ...NoteWords.shape,
  trust: Trust,
  source: z.string(),
  sessionId: SessionId.optional(),
});
/** Null: there was none, or it lay in the trash. */
const Payload = z.object({ id: NoteId, before: State.nullable(), after: State.nullable() });
export type NotePayload = { id: NoteId; before: NoteState | null; after: NoteState | null };

export const noteKindName = 'note';

export type NoteKindDeps = {
  readonly notes: Pick<NoteStore, 'stateOf' | 'put'>;
  readonly changed: () => void;
  readonly clock: { readonly now: () => number };
};

function changeOf({ before, after }: NotePayload): 'created' | 'changed' | 'deleted' {
  if (before === null) return 'created';
  return after === null ? 'deleted' : 'changed';
}

export function createNoteKind({ notes, changed, clock }: NoteKindDeps): UndoKind<NotePayload> {
  return {
    kind: noteKindName,
    payload: Payload,
    describe(payload) {
      const change = changeOf(payload);
      const title = (payload.after ?? payload.before)?.title ?? '';
      return { what: { key: `undo.note_${change}`, params: { title } }, change };
    },
    sides: ({ before, after }) => ({
      name: (after ?? before)?.title ?? '',
      before: before === null ? null : noteAsText(before),
      after: after === null ? null : noteAsText(after),
    }),
    async stands({ id, before, after }) {
      const now = await notes.stateOf(id);
      if (isSameNote(now, after ?? undefined)) return 'after';
      return isSameNote(now, before ?? undefined) ? 'before' : 'neither';
    },
    hindrance: async () => undefined,
    async put({ id, before, after }, to, { keepCopy }) {
      const [from, goal] = to === 'before' ? [after, before] : [before, after];
      const now = clock.now();
      const keptCopy = await notes.put({
        ...{ id, from: from ?? undefined, to: goal ?? undefined, now },
        ...(keepCopy ? { copyAs: NoteId.parse(newId(now)) } : {}),
      });
      changed();
      return keptCopy === undefined ? {} : { keptCopy };
    },
  };
}
