// Notes of the person and the agent, and the index that they are found by.
import type { Migration } from './migration.ts';

export const notes: Migration = {
  id: 110,
  sqlite: `
CREATE TABLE notes (
  n INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  revision INTEGER NOT NULL,
  title TEXT NOT NULL,
  body TEXT NOT NULL,
  -- A JSON list.
  tags TEXT NOT NULL,
  pinned INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  -- The chat that wrote it last, by its name: the note stays when the chat goes. NULL: the person.
  by_session TEXT,
  -- Whose words it may hold, as of a chat.
  trust TEXT NOT NULL,
  source TEXT NOT NULL,
  -- It lies in the trash since then.
  deleted_at INTEGER
) STRICT;
CREATE INDEX notes_in_order ON notes (pinned, updated_at, n) WHERE deleted_at IS NULL;
CREATE INDEX notes_in_trash ON notes (deleted_at, n) WHERE deleted_at IS NOT NULL;

-- rowid is notes.n; body holds title, tags and text, cut as for the search of chats.
CREATE VIRTUAL TABLE search_notes USING fts5(
  body, content='', contentless_delete=1, tokenize="unicode61 remove_diacritics 2"
);
`,
};
