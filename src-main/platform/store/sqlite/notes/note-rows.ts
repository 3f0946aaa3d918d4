// Rows of notes as the wire carries them.
import { z } from 'zod';
import { NoteId, SessionId } from '#main/contract/ids.ts';
import type { Note, NoteSummary } from '#main/contract/notes.ts';
import { Trust } from '#main/contract/taint.ts';
import { parseJson } from '#main/platform/base/json.ts';
import type { NoteState } from '#main/platform/store/port/notes.ts';
import { makeExcerpt } from '../search/excerpt.ts';
import { indexText } from '../search/index-text.ts';
import type { ParsedQuery } from '../search/query.ts';

export type NoteRow = {
  n: number;
  id: string;
  revision: number;
  title: string;
  body: string;
  tags: string;
  pinned: number;
  created_at: number;
  updated_at: number;
  by_session: string | null;
  by_title: string | null;
  trust: string;
  source: string;
  size_chars: number;
  deleted_at: number | null;
};

/** Of a list: enough of the text for an excerpt. */
export const excerptedChars = 20_000;
const Tags = z.array(z.string());

export const noteColumns = (body: string) => `
  t.n, t.id, t.revision, t.title, ${body} AS body, t.tags, t.pinned, t.created_at, t.updated_at, t.by_session,
  (SELECT s.title FROM sessions s WHERE s.id = t.by_session AND s.deleted_at IS NULL) AS by_title,
  t.trust, t.source, length(t.body) AS size_chars, t.deleted_at`;

const tagsOf = (row: Pick<NoteRow, 'tags'>): string[] => Tags.safeParse(parseJson(row.tags)).data ?? [];
/** A value that this build does not know is the worst one. */
const trustOf = (row: Pick<NoteRow, 'trust'>): Trust => Trust.safeParse(row.trust).data ?? 'untrusted';

function writerOf({ by_session, by_title }: NoteRow): Note['by'] {
  const sessionId = by_session === null ? undefined : SessionId.safeParse(by_session).data;
  if (sessionId === undefined) return { type: 'person' };
  return { type: 'chat', sessionId, ...(by_title === null ? {} : { title: by_title }) };
}

const fieldsOf = (row: NoteRow): Omit<Note, 'body'> => ({
  id: NoteId.parse(row.id),
  revision: row.revision,
  title: row.title,
  tags: tagsOf(row),
  pinned: row.pinned === 1,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
  by: writerOf(row),
  trust: trustOf(row),
  source: row.source,
  sizeChars: row.size_chars,
  ...(row.deleted_at === null ? {} : { deletedAt: row.deleted_at }),
});

export const toNote = (row: NoteRow): Note => ({ ...fieldsOf(row), body: row.body });

export const toSummary = (row: NoteRow, parsed: ParsedQuery): NoteSummary => ({
  ...fieldsOf(row),
  excerpt: makeExcerpt(row.body, parsed),
});

export function toState(row: NoteRow): NoteState {
  const by = writerOf(row);
  return {
    ...{ title: row.title, body: row.body, tags: tagsOf(row), trust: trustOf(row), source: row.source },
    ...(by.type === 'chat' ? { sessionId: by.sessionId } : {}),
  };
}

/** What a note is found by. */
export const noteText = (note: { title: string; tags: string; body: string }): string =>
  indexText([note.title, tagsOf(note).join(' '), note.body].join('\n'));
