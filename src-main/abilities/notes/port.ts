// The notes of the person, as the agent's turns reach them.
import type { NoteId } from '#main/contract/ids.ts';
import type { Note, NoteSummary, NoteWords } from '#main/contract/notes.ts';
import type { UndoPlace } from '#main/guard/undo/port.ts';

/** `revision`: the one that the change was planned from. */
export type NoteChange =
  | { readonly type: 'create'; readonly words: NoteWords }
  | { readonly type: 'save'; readonly noteId: NoteId; readonly revision: number; readonly words: NoteWords }
  | { readonly type: 'remove'; readonly noteId: NoteId; readonly revision: number };

export interface NoteBook {
  /** Without text: the newest. */
  find(o: { text: string; limit: number }): Promise<{ notes: NoteSummary[]; more: boolean }>;
  /** `not_found` also for one in the trash. */
  read(id: NoteId): Promise<Note>;
  /** Changes can be put back. */
  isKeeping(): boolean;
  /**
   * In a turn's name, on record for undo. The note takes over the trust of the chat: once words of strangers may be in it, it
   * stays so. `conflict` with reason `note_changed` when it is not that revision any more: then nothing was done.
   */
  change(place: UndoPlace, change: NoteChange): Promise<Note>;
}

/** A note as one text: what a diff compares and a person reads. */
export function noteAsText({ title, tags, body }: NoteWords): string {
  const head = tags.length === 0 ? `# ${title}` : `# ${title}\nTags: ${tags.join(', ')}`;
  return body === '' ? `${head}\n` : `${head}\n\n${body}`;
}
