// Where the words of a chat came from and how private they are, and changes that wait for the person as proposals.
import type { Migration } from './migration.ts';

export const taint: Migration = {
  id: 80,
  sqlite: `
-- The worst since the chat began or was made clean. No row: nothing but the person's own words.
CREATE TABLE taint_labels (
  session_n INTEGER PRIMARY KEY,
  trust TEXT NOT NULL,
  secrecy TEXT NOT NULL,
  -- Sources that were left out of the list.
  dropped INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE taint_sources (
  n INTEGER PRIMARY KEY,
  session_n INTEGER NOT NULL,
  turn_id TEXT NOT NULL,
  source TEXT NOT NULL,
  trust TEXT NOT NULL,
  secrecy TEXT NOT NULL,
  at INTEGER NOT NULL,
  UNIQUE (session_n, turn_id, source)
) STRICT;
-- Addresses that the person wrote; is_doubted: that came with words of others.
CREATE TABLE taint_named (
  session_n INTEGER NOT NULL,
  address TEXT NOT NULL,
  is_doubted INTEGER NOT NULL,
  PRIMARY KEY (session_n, address)
) STRICT, WITHOUT ROWID;
CREATE TABLE proposals (
  n INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  session_n INTEGER NOT NULL,
  state TEXT NOT NULL DEFAULT 'open',
  plan_hash TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  decided_at INTEGER,
  -- What the tool was asked for, so that exactly this can be done.
  input TEXT NOT NULL,
  proposal TEXT NOT NULL
) STRICT;
CREATE INDEX proposals_open ON proposals (session_n, plan_hash) WHERE state = 'open';
CREATE INDEX proposals_by_session ON proposals (session_n);

-- What chats from before had read was not kept, so whatever used a tool or an attachment, or came from elsewhere, is taken for the worst.
INSERT INTO taint_labels (session_n, trust, secrecy)
SELECT s.n, 'untrusted', 'private' FROM sessions s WHERE EXISTS (
  SELECT 1 FROM messages m WHERE m.branch_n IN (SELECT b.n FROM branches b WHERE b.session_n = s.n)
    AND (m.id LIKE 'imp-%' OR m.parts LIKE '%"type":"tool_call"%' OR m.parts LIKE '%"blobId"%'));
INSERT INTO taint_sources (session_n, turn_id, source, trust, secrecy, at)
SELECT l.session_n, '', 'earlier', 'untrusted', 'private', s.updated_at
FROM taint_labels l JOIN sessions s ON s.n = l.session_n;
`,
};
