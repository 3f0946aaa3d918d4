// The first schema: sessions, their trees of messages, turns with their journal of calls, queues, and the search index.
import type { Migration } from './migration.ts';

export const init: Migration = {
  id: 10,
  sqlite: `
CREATE TABLE sessions (
  n INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  command_id TEXT UNIQUE,
  title TEXT NOT NULL,
  title_is_automatic INTEGER NOT NULL,
  workspace TEXT NOT NULL,
  model TEXT,
  pinned INTEGER NOT NULL DEFAULT 0,
  archived INTEGER NOT NULL DEFAULT 0,
  status TEXT NOT NULL DEFAULT 'idle',
  head_n INTEGER,
  usage TEXT,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  deleted_at INTEGER
) STRICT;
CREATE INDEX sessions_listed ON sessions (archived, pinned DESC, updated_at DESC, id DESC) WHERE deleted_at IS NULL;
CREATE INDEX sessions_active ON sessions (status) WHERE status IN ('running', 'asking');
CREATE INDEX sessions_removed ON sessions (deleted_at) WHERE deleted_at IS NOT NULL;

CREATE TABLE drafts (
  session_n INTEGER PRIMARY KEY,
  body TEXT NOT NULL,
  saved_at INTEGER NOT NULL
) STRICT;

-- A branch is a run of messages at depths fork_depth + 1 and on; what lies above is its parent's.
CREATE TABLE branches (
  n INTEGER PRIMARY KEY,
  session_n INTEGER NOT NULL,
  parent_n INTEGER,
  fork_depth INTEGER NOT NULL
) STRICT;
CREATE INDEX branches_by_fork ON branches (session_n, parent_n, fork_depth);

-- parts comes last, so that a look at the columns before it never reads a long row's overflow pages.
CREATE TABLE messages (
  n INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  session_n INTEGER NOT NULL,
  turn_n INTEGER,
  branch_n INTEGER NOT NULL,
  depth INTEGER NOT NULL,
  parent_n INTEGER,
  role TEXT NOT NULL,
  status TEXT NOT NULL,
  pinned INTEGER NOT NULL DEFAULT 0,
  model TEXT,
  error TEXT,
  usage TEXT,
  created_at INTEGER NOT NULL,
  ended_at INTEGER,
  hash TEXT NOT NULL,
  parts TEXT NOT NULL,
  UNIQUE (branch_n, depth)
) STRICT;
CREATE INDEX messages_pinned ON messages (session_n, n) WHERE pinned = 1;

CREATE TABLE calls (
  n INTEGER PRIMARY KEY,
  id TEXT NOT NULL,
  session_n INTEGER NOT NULL,
  message_n INTEGER NOT NULL,
  turn_n INTEGER NOT NULL,
  state TEXT NOT NULL,
  plan_hash TEXT,
  begun_at INTEGER,
  ended_at INTEGER,
  hash TEXT NOT NULL,
  call TEXT NOT NULL,
  UNIQUE (message_n, id)
) STRICT;
CREATE INDEX calls_by_id ON calls (id);
CREATE INDEX calls_running ON calls (turn_n) WHERE state = 'running';

CREATE TABLE turns (
  n INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  session_n INTEGER NOT NULL,
  answer_n INTEGER NOT NULL,
  prior_head_n INTEGER,
  state TEXT NOT NULL,
  model TEXT NOT NULL,
  channel_id TEXT NOT NULL,
  policy TEXT NOT NULL,
  step INTEGER NOT NULL DEFAULT 0,
  -- A fence counts only inside the process that gave it: the owner of the folder is the only writer.
  epoch TEXT NOT NULL,
  fence INTEGER NOT NULL,
  started_at INTEGER NOT NULL,
  ended_at INTEGER,
  stop_reason TEXT,
  error TEXT
) STRICT;
CREATE INDEX turns_by_session ON turns (session_n, n);
CREATE UNIQUE INDEX turns_running ON turns (session_n) WHERE state = 'running';

CREATE TABLE compactions (
  n INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  session_n INTEGER NOT NULL,
  through_n INTEGER NOT NULL,
  summary TEXT NOT NULL,
  active INTEGER NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX compactions_by_session ON compactions (session_n, n);

-- A row outlives its work without its body: its dedupe key still turns a repeat away.
CREATE TABLE inbox (
  n INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  session_n INTEGER NOT NULL,
  channel_id TEXT NOT NULL,
  dedupe_key TEXT NOT NULL,
  kind TEXT NOT NULL,
  target_n INTEGER,
  mode TEXT NOT NULL,
  model TEXT,
  policy TEXT NOT NULL,
  state TEXT NOT NULL DEFAULT 'pending',
  turn_n INTEGER,
  attempts INTEGER NOT NULL DEFAULT 0,
  created_at INTEGER NOT NULL,
  body TEXT NOT NULL,
  UNIQUE (channel_id, dedupe_key)
) STRICT;
CREATE INDEX inbox_by_session ON inbox (session_n);
CREATE INDEX inbox_pending ON inbox (session_n, n) WHERE state = 'pending';
CREATE INDEX inbox_taken ON inbox (turn_n) WHERE state = 'taken';

CREATE TABLE approvals (
  n INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  session_n INTEGER NOT NULL,
  turn_n INTEGER NOT NULL,
  plan_hash TEXT NOT NULL,
  state TEXT NOT NULL DEFAULT 'pending',
  decision TEXT,
  expires_at INTEGER NOT NULL,
  decided_at INTEGER,
  approval TEXT NOT NULL
) STRICT;
CREATE INDEX approvals_by_session ON approvals (session_n);
CREATE INDEX approvals_pending ON approvals (session_n, n) WHERE state = 'pending';

CREATE TABLE grants (
  session_n INTEGER NOT NULL,
  grant_key TEXT NOT NULL,
  granted_at INTEGER NOT NULL,
  PRIMARY KEY (session_n, grant_key)
) STRICT, WITHOUT ROWID;

CREATE TABLE outbox (
  n INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  session_n INTEGER NOT NULL,
  turn_n INTEGER NOT NULL,
  channel_id TEXT NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0,
  -- When it may be taken: at once, after a failure's wait, or when a lease ends.
  due_at INTEGER NOT NULL,
  sent_at INTEGER,
  body TEXT NOT NULL
) STRICT;
CREATE INDEX outbox_due ON outbox (channel_id, due_at, n) WHERE sent_at IS NULL;
CREATE INDEX outbox_by_session ON outbox (session_n);

-- Kept when its session is deleted for good: what was spent stays spent.
CREATE TABLE usage (
  n INTEGER PRIMARY KEY,
  session_n INTEGER NOT NULL,
  message_n INTEGER,
  step INTEGER NOT NULL,
  model TEXT NOT NULL,
  at INTEGER NOT NULL,
  input_tokens INTEGER NOT NULL,
  output_tokens INTEGER NOT NULL,
  cache_read_tokens INTEGER NOT NULL,
  cache_write_tokens INTEGER NOT NULL,
  reasoning_tokens INTEGER NOT NULL,
  steps INTEGER NOT NULL,
  cost_usd REAL,
  UNIQUE (message_n, step)
) STRICT;
CREATE INDEX usage_by_time ON usage (at);

CREATE TABLE settings (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE blobs (
  n INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  sha256 TEXT NOT NULL,
  size_bytes INTEGER NOT NULL,
  media_type TEXT NOT NULL,
  name TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX blobs_by_content ON blobs (sha256);
CREATE INDEX blobs_by_age ON blobs (created_at);

CREATE TABLE blob_refs (
  blob_n INTEGER NOT NULL,
  session_n INTEGER NOT NULL,
  -- 'draft' or 'kept'
  use TEXT NOT NULL,
  PRIMARY KEY (blob_n, session_n, use)
) STRICT, WITHOUT ROWID;
CREATE INDEX blob_refs_by_session ON blob_refs (session_n, use);

-- rowid is messages.n, so "newest first" is the index's own order. session holds one token, s<sessions.n>.
CREATE VIRTUAL TABLE search USING fts5(
  body, session, content='', contentless_delete=1, tokenize="unicode61 remove_diacritics 2"
);
`,
};
