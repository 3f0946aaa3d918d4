// What the agent may do without asking: the person's rules, what a chat was granted, its mode, and how often things were allowed.
import type { Migration } from './migration.ts';

export const rules: Migration = {
  id: 30,
  sqlite: `
CREATE TABLE rules (
  n INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  answer TEXT NOT NULL,
  -- A RuleMatch as JSON.
  match TEXT NOT NULL,
  why TEXT NOT NULL,
  -- Null: holds everywhere.
  workspace TEXT,
  expires_at INTEGER,
  created_at INTEGER NOT NULL,
  -- The question that it came from; null: the person wrote it.
  approval_id TEXT,
  -- Answer, match and workspace in one text, so that the same rule is not kept twice.
  same TEXT NOT NULL UNIQUE
) STRICT;

-- Of every scope, also of rules that are kept nowhere else: the floor's and those of files.
CREATE TABLE rule_uses (
  rule_id TEXT PRIMARY KEY,
  matches INTEGER NOT NULL,
  last_matched_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE session_modes (
  session_n INTEGER PRIMARY KEY,
  -- A Mode as JSON.
  mode TEXT NOT NULL,
  set_at INTEGER NOT NULL,
  -- Of a trusted task: calls so far.
  calls INTEGER NOT NULL DEFAULT 0,
  -- Why a trusted task is over.
  ended TEXT
) STRICT;

-- Answers to questions of one shape, one after the other, since the last no.
CREATE TABLE shapes (
  shape TEXT PRIMARY KEY,
  allowed INTEGER NOT NULL,
  last_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- What was granted, in words; null in grants from before.
ALTER TABLE grants ADD COLUMN words TEXT;
`,
};
