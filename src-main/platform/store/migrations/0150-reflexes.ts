// Standing rules over what sensors say, and what came of them.
import type { Migration } from './migration.ts';

export const reflexes: Migration = {
  id: 150,
  sqlite: `
CREATE TABLE reflexes (
  n INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  revision INTEGER NOT NULL,
  rule TEXT NOT NULL,
  drafted_in TEXT,
  changed_at INTEGER NOT NULL,
  approved_hash TEXT,
  state TEXT
) STRICT;
CREATE TABLE reflex_events (
  n INTEGER PRIMARY KEY,
  reflex_id TEXT NOT NULL,
  at INTEGER NOT NULL,
  type TEXT NOT NULL,
  value REAL,
  texts TEXT NOT NULL,
  outcome TEXT NOT NULL,
  error TEXT,
  tell_at INTEGER,
  seen_at INTEGER
) STRICT;
CREATE INDEX reflex_events_of ON reflex_events (reflex_id, n);
CREATE INDEX reflex_events_news ON reflex_events (tell_at) WHERE tell_at IS NOT NULL AND seen_at IS NULL;
`,
};
