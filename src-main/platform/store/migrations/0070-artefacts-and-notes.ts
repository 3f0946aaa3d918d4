// What the agent made to be looked at, with every version.
import type { Migration } from './migration.ts';

export const artefactsAndNotes: Migration = {
  id: 70,
  sqlite: `
CREATE TABLE artefacts (
  n INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  session_n INTEGER NOT NULL
) STRICT;
CREATE INDEX artefacts_by_session ON artefacts (session_n, n);

CREATE TABLE artefact_versions (
  artefact_n INTEGER NOT NULL,
  number INTEGER NOT NULL,
  session_n INTEGER NOT NULL,
  -- Its call makes a version once, also when it is told twice.
  call_id TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL,
  title TEXT NOT NULL,
  size_chars INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  content TEXT NOT NULL,
  PRIMARY KEY (artefact_n, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX artefact_versions_by_session ON artefact_versions (session_n);
`,
};
