/**
 * Destinations that events are forwarded to; how far each has come, in the order of receipt: `receipt` and `within` are the place after what
 * was sent, `planned_receipt` and `planned_within` the end of the batch that is on its way, which is the same batch after a restart. A run
 * with an end sends a range again. What a destination refuses stays in the store: its place and the answer are kept. Receipts are
 * microseconds, all other times Unix milliseconds.
 */
export const forwarding = `
CREATE TABLE destinations (
  name TEXT PRIMARY KEY NOT NULL,
  type TEXT NOT NULL,
  head TEXT NOT NULL,
  settings TEXT NOT NULL,
  owner TEXT NOT NULL,
  saved_by TEXT NOT NULL,
  saved_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE forward_runs (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  destination TEXT NOT NULL REFERENCES destinations (name) ON DELETE CASCADE,
  range TEXT,
  through INTEGER,
  receipt INTEGER NOT NULL,
  within TEXT,
  planned_receipt INTEGER,
  planned_within TEXT,
  sent INTEGER NOT NULL DEFAULT 0,
  rejected INTEGER NOT NULL DEFAULT 0,
  lost INTEGER NOT NULL DEFAULT 0,
  started_by TEXT NOT NULL,
  started_at INTEGER NOT NULL,
  ended_at INTEGER
) STRICT;
CREATE INDEX forward_runs_of ON forward_runs (destination, id);
CREATE TABLE forward_rejects (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  destination TEXT NOT NULL REFERENCES destinations (name) ON DELETE CASCADE,
  at INTEGER NOT NULL,
  cluster_id TEXT NOT NULL,
  audit_id TEXT NOT NULL,
  receipt INTEGER NOT NULL,
  event_key TEXT NOT NULL,
  answer TEXT NOT NULL,
  status INTEGER
) STRICT;
CREATE INDEX forward_rejects_of ON forward_rejects (destination, id);
`;
