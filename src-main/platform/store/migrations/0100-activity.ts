// The account of what was done, chained by hashes.
import type { Migration } from './migration.ts';

export const activity: Migration = {
  id: 100,
  sqlite: `
-- Sessions and turns by their names as text: the account stays when they are deleted.
CREATE TABLE activity (
  n INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  type TEXT NOT NULL,
  session_id TEXT,
  turn_id TEXT,
  fact TEXT NOT NULL,
  previous TEXT NOT NULL,
  hash TEXT NOT NULL
) STRICT;
CREATE INDEX activity_by_session ON activity (session_id, n) WHERE session_id IS NOT NULL;
CREATE INDEX activity_by_turn ON activity (turn_id, n) WHERE turn_id IS NOT NULL;
-- One row: the newest entry that was dropped because of its age.
CREATE TABLE activity_anchor (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  n INTEGER NOT NULL,
  hash TEXT NOT NULL
) STRICT;
`,
};
