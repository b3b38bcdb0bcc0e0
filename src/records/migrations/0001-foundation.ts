/** Everything that the foundation keeps: times are Unix milliseconds, unless a column says micros. */
export const foundation = `
CREATE TABLE projects (
  name TEXT PRIMARY KEY NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE clusters (
  id TEXT PRIMARY KEY NOT NULL,
  name TEXT NOT NULL UNIQUE,
  project TEXT NOT NULL REFERENCES projects (name),
  retention_days INTEGER NOT NULL CHECK (retention_days > 0),
  status TEXT NOT NULL CHECK (status IN ('enabled', 'disabled')),
  created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE ingest_tokens (
  id TEXT PRIMARY KEY NOT NULL,
  cluster_id TEXT NOT NULL REFERENCES clusters (id) ON DELETE CASCADE,
  hash BLOB NOT NULL UNIQUE,
  hint TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  last_used_at INTEGER
) STRICT;
CREATE INDEX ingest_tokens_of_cluster ON ingest_tokens (cluster_id);

CREATE TABLE users (
  name TEXT PRIMARY KEY NOT NULL COLLATE NOCASE,
  password_hash TEXT NOT NULL,
  must_change_password INTEGER NOT NULL,
  role TEXT NOT NULL CHECK (role IN ('viewer', 'analyst', 'admin')),
  clusters TEXT,
  namespaces TEXT,
  created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE sessions (
  hash BLOB PRIMARY KEY NOT NULL,
  user TEXT NOT NULL COLLATE NOCASE REFERENCES users (name) ON DELETE CASCADE,
  csrf_secret TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX sessions_of_user ON sessions (user);

CREATE TABLE api_tokens (
  id TEXT PRIMARY KEY NOT NULL,
  name TEXT NOT NULL UNIQUE,
  hash BLOB NOT NULL UNIQUE,
  hint TEXT NOT NULL,
  role TEXT NOT NULL CHECK (role IN ('viewer', 'analyst', 'admin')),
  clusters TEXT,
  namespaces TEXT,
  created_at INTEGER NOT NULL,
  expires_at INTEGER,
  last_used_at INTEGER
) STRICT;

CREATE TABLE dead_letters (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  cluster_id TEXT NOT NULL REFERENCES clusters (id) ON DELETE CASCADE,
  key TEXT NOT NULL,
  received_at_micros INTEGER NOT NULL,
  source TEXT NOT NULL,
  reason TEXT NOT NULL,
  bytes BLOB NOT NULL,
  size INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'stored')),
  attempts INTEGER NOT NULL DEFAULT 0,
  last_attempt_at INTEGER,
  UNIQUE (cluster_id, key)
) STRICT;
CREATE INDEX dead_letters_of_cluster ON dead_letters (cluster_id, id, size);
CREATE INDEX dead_letters_waiting ON dead_letters (cluster_id) WHERE state = 'waiting';

CREATE TABLE saved_queries (
  id TEXT PRIMARY KEY NOT NULL,
  owner TEXT NOT NULL COLLATE NOCASE,
  name TEXT NOT NULL,
  query TEXT NOT NULL,
  range_from TEXT,
  range_to TEXT,
  is_shared INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  UNIQUE (owner, name)
) STRICT;

CREATE TABLE import_outcomes (
  key TEXT PRIMARY KEY NOT NULL,
  cluster_id TEXT NOT NULL,
  outcome TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX import_outcomes_by_age ON import_outcomes (created_at);

CREATE TABLE activity (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  at INTEGER NOT NULL,
  actor TEXT NOT NULL,
  address TEXT,
  action TEXT NOT NULL,
  target TEXT,
  outcome TEXT NOT NULL,
  detail TEXT NOT NULL
) STRICT;
CREATE INDEX activity_of_actor ON activity (actor, id);
CREATE TRIGGER activity_is_not_changed BEFORE UPDATE ON activity
BEGIN SELECT RAISE(ABORT, 'the activity log is append only'); END;
CREATE TRIGGER activity_is_not_removed BEFORE DELETE ON activity
BEGIN SELECT RAISE(ABORT, 'the activity log is append only'); END;

CREATE TABLE settings (
  key TEXT PRIMARY KEY NOT NULL,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
`;
