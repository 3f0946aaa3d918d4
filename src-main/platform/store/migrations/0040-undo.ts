// What was there before each effect of a tool: written before the effect, so that it can be put back.
import type { Migration } from './migration.ts';

export const undo: Migration = {
  id: 40,
  sqlite: `
-- One row per change of one thing, in the order in which they happened; put back in the other order.
CREATE TABLE undo_entries (
  n INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  session_n INTEGER NOT NULL,
  turn_id TEXT NOT NULL,
  call_id TEXT NOT NULL,
  -- Who knows how to put it back; the payload is in its form.
  kind TEXT NOT NULL,
  -- 'begun', 'undoing', 'redoing': on the way; the world tells how far. 'done', 'undone': there.
  state TEXT NOT NULL,
  at INTEGER NOT NULL,
  payload TEXT NOT NULL,
  -- Hashes of contents that are kept for it, as a JSON list, and their bytes in sum.
  images TEXT NOT NULL,
  image_bytes INTEGER NOT NULL
) STRICT;
CREATE INDEX undo_entries_by_turn ON undo_entries (turn_id, n);
CREATE INDEX undo_entries_by_session ON undo_entries (session_n, n);
CREATE INDEX undo_entries_by_time ON undo_entries (at);
CREATE INDEX undo_entries_open ON undo_entries (n) WHERE state IN ('begun', 'undoing', 'redoing');
`,
};
