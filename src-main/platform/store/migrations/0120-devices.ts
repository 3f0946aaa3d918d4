// Devices that the person has allowed.
import type { Migration } from './migration.ts';

export const devices: Migration = {
  id: 120,
  sqlite: `
CREATE TABLE devices (
  n INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,
  transport TEXT NOT NULL,
  seen TEXT NOT NULL,
  name TEXT,
  baud_rate INTEGER NOT NULL,
  allowed_at INTEGER NOT NULL,
  opened_at INTEGER
) STRICT;
`,
};
