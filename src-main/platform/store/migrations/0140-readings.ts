// What sensors measured, kept at four grains, and standing measurements.
import type { Migration } from './migration.ts';

export const readings: Migration = {
  id: 140,
  sqlite: `
CREATE TABLE reading_series (
  n INTEGER PRIMARY KEY,
  -- NULL: forgotten, and its rows go bit by bit.
  id TEXT UNIQUE,
  device_key TEXT NOT NULL,
  source TEXT NOT NULL,
  quantity TEXT NOT NULL,
  -- Empty: none.
  channel TEXT NOT NULL,
  unit TEXT NOT NULL,
  first_at INTEGER NOT NULL,
  -- Of every reading that ever came, whatever became of it.
  count INTEGER NOT NULL,
  newest_at INTEGER NOT NULL,
  newest_quality INTEGER NOT NULL,
  newest_value REAL,
  -- Rows that are kept of it in the next two tables.
  reading_rows INTEGER NOT NULL,
  bin_rows INTEGER NOT NULL
) STRICT;

-- Single ones. n tells those of one millisecond apart; 0 is good.
CREATE TABLE readings (
  series_row INTEGER NOT NULL,
  at INTEGER NOT NULL,
  n INTEGER NOT NULL,
  quality INTEGER NOT NULL,
  value REAL,
  PRIMARY KEY (series_row, at, n)
) STRICT, WITHOUT ROWID;

-- Good readings of ten seconds, a minute or an hour. The sum is sum + rest: what its own digits could not hold.
CREATE TABLE reading_bins (
  series_row INTEGER NOT NULL,
  ms INTEGER NOT NULL,
  at INTEGER NOT NULL,
  count INTEGER NOT NULL,
  sum REAL NOT NULL,
  rest REAL NOT NULL,
  min REAL NOT NULL,
  max REAL NOT NULL,
  first_at INTEGER NOT NULL,
  first_value REAL NOT NULL,
  last_at INTEGER NOT NULL,
  last_value REAL NOT NULL,
  PRIMARY KEY (series_row, ms, at)
) STRICT, WITHOUT ROWID;

-- Before which time nothing is kept at a grain any more; ms 1: single readings.
CREATE TABLE reading_cuts (
  ms INTEGER PRIMARY KEY,
  before INTEGER NOT NULL
) STRICT;

CREATE TABLE reading_watches (
  n INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  device_key TEXT NOT NULL,
  -- What is measured, as JSON.
  part TEXT NOT NULL,
  every_ms INTEGER NOT NULL,
  until_at INTEGER,
  created_at INTEGER NOT NULL
) STRICT;
`,
};
