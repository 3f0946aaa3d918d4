// Every call of a model, written before it is sent: what caps are held to, also over a crash.
import type { Migration } from './migration.ts';

export const modelCalls: Migration = {
  id: 20,
  sqlite: `
-- Kept when its session is deleted for good: what was spent stays spent. Names are text for the same reason.
CREATE TABLE model_calls (
  n INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  -- The turn or the background task that it belongs to.
  job TEXT NOT NULL,
  kind TEXT NOT NULL,
  session_id TEXT,
  message_id TEXT,
  model TEXT NOT NULL,
  at INTEGER NOT NULL,
  -- 'open': what was set aside; 'reported': by the vendor; 'estimated': by us.
  state TEXT NOT NULL,
  calls INTEGER NOT NULL,
  input_tokens INTEGER NOT NULL,
  output_tokens INTEGER NOT NULL,
  cache_read_tokens INTEGER NOT NULL,
  cache_write_tokens INTEGER NOT NULL,
  reasoning_tokens INTEGER NOT NULL,
  -- Null: nobody knows the price.
  cost_usd REAL,
  -- What counts against a cap: the cost, or what it is assumed to be.
  counted_usd REAL NOT NULL
) STRICT;
CREATE INDEX model_calls_by_time ON model_calls (at);
CREATE INDEX model_calls_by_job ON model_calls (job);
CREATE INDEX model_calls_by_session ON model_calls (session_id, n) WHERE session_id IS NOT NULL;

INSERT INTO model_calls (id, job, kind, session_id, message_id, model, at, state, calls, input_tokens, output_tokens,
  cache_read_tokens, cache_write_tokens, reasoning_tokens, cost_usd, counted_usd)
SELECT 'usage-' || u.n, coalesce(t.id, 'usage-' || u.n),
  CASE WHEN u.message_n IS NULL AND s.id IS NOT NULL THEN 'summary' ELSE 'answer' END,
  s.id, m.id, u.model, u.at, 'reported', u.steps, u.input_tokens, u.output_tokens,
  u.cache_read_tokens, u.cache_write_tokens, u.reasoning_tokens, u.cost_usd, coalesce(u.cost_usd, 0)
FROM usage u LEFT JOIN messages m ON m.n = u.message_n LEFT JOIN turns t ON t.n = m.turn_n
  LEFT JOIN sessions s ON s.n = u.session_n
WHERE u.model NOT LIKE 'offline/%' ORDER BY u.n;
`,
};
