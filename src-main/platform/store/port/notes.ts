// What the store keeps of notes.

import type { NoteId, SessionId } from '#main/contract/ids.ts';
import type { Note, NoteSummary, NoteWords } from '#main/contract/notes.ts';
import type { Trust } from '#main/contract/taint.ts';

/** The words of a note, and where they came from. */
export type NoteState = NoteWords & {
  readonly trust: Trust;
  readonly source: string;
  /** The chat that wrote them; undefined: the person. */
  readonly sessionId?: SessionId | undefined;
};

/** `not_found` for an unknown note in every method that names one. The index changes in the same step as the words. */
export interface NoteStore {
  /** As `contract/notes.ts` says; two-character Chinese words are found. Excerpts at most 240 characters. */
  list(o: {
    text: string;
    trash: boolean;
    limit: number;
    after?: string | undefined;
  }): Promise<{ notes: NoteSummary[]; next?: string }>;
  counts(): Promise<{ total: number; trashed: number }>;
  /** Also one in the trash. */
  get(id: NoteId): Promise<Note>;
  /** `rate_limited` with reason `too_many_notes` when as many as `most` are there. The same id again: the one that is there. */
  create(o: { id: NoteId; state: NoteState; most: number; now: number }): Promise<Note>;
  /** `conflict` with reason `note_changed` when it has another revision, or lies in the trash. */
  save(o: { id: NoteId; revision: number; state: NoteState; now: number }): Promise<Note>;
  pin(id: NoteId, pinned: boolean): Promise<Note>;
  /** Into the trash; one that lies there stays as it is. With `revision`: `conflict` as `save`. */
  remove(o: { id: NoteId; revision?: number; now: number }): Promise<Note>;
  restore(id: NoteId): Promise<Note>;
  /** For good. `conflict` with reason `note_not_in_trash`. */
  erase(id: NoteId): Promise<void>;
  /** Deletes for good what was thrown away before. Returns how many. */
  purge(before: number): Promise<number>;
  /** Undefined where there is none, or it lies in the trash. */
  stateOf(id: NoteId): Promise<NoteState | undefined>;
  /**
   * Puts `to` in the place of `from`, in one step; undefined: none, which is the trash. `conflict` with reason
   * `changed_since` where other words stand by now. With `copyAs` those are kept as another note of that id instead, and
   * its title is what comes back.
   */
  put(o: {
    id: NoteId;
    from: NoteState | undefined;
    to: NoteState | undefined;
    copyAs?: NoteId | undefined;
    now: number;
  }): Promise<string | undefined>;
}

/** Title, text and tags; whoever wrote them. */
export const isSameNote = (a: NoteWords | undefined, b: NoteWords | undefined): boolean =>
  a === undefined || b === undefined
    ? a === b
    : a.title === b.title && a.body === b.body && JSON.stringify(a.tags) === JSON.stringify(b.tags);
