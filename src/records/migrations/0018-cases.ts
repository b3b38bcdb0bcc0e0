/**
 * Trails that people keep: events by value and searches, in an order of their own, each with a note. The same thing is pinned to a case once.
 * The lists of a search are JSON; NULL is all.
 */
export const cases = `
CREATE TABLE cases (
  id TEXT PRIMARY KEY NOT NULL,
  owner TEXT NOT NULL,
  owner_since INTEGER NOT NULL,
  name TEXT NOT NULL,
  summary TEXT NOT NULL,
  is_shared INTEGER NOT NULL CHECK (is_shared IN (0, 1)),
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  UNIQUE (owner, owner_since, name)
) STRICT, WITHOUT ROWID;
CREATE TABLE case_pins (
  id TEXT PRIMARY KEY NOT NULL,
  case_id TEXT NOT NULL REFERENCES cases (id) ON DELETE CASCADE,
  place INTEGER NOT NULL,
  note TEXT NOT NULL,
  pinned_at INTEGER NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('event', 'search')),
  identity TEXT NOT NULL,
  cluster_id TEXT,
  cluster_name TEXT,
  namespace TEXT,
  audit_id TEXT,
  stage TEXT,
  time INTEGER,
  sha256 TEXT,
  size INTEGER NOT NULL,
  query TEXT,
  range_from INTEGER,
  range_to INTEGER,
  clusters TEXT,
  namespaces TEXT,
  bodies INTEGER,
  bytes BLOB,
  UNIQUE (case_id, identity)
) STRICT;
`;
