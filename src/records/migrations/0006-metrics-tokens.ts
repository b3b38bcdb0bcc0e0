/** Tokens that are for metrics alone. SQLite changes no condition of a column: the table is made anew. */
export const metricsTokens = `
CREATE TABLE api_tokens_next (
  id TEXT PRIMARY KEY NOT NULL,
  name TEXT NOT NULL UNIQUE,
  hash BLOB NOT NULL UNIQUE,
  hint TEXT NOT NULL,
  role TEXT NOT NULL CHECK (role IN ('viewer', 'analyst', 'admin', 'metrics')),
  clusters TEXT,
  namespaces TEXT,
  created_at INTEGER NOT NULL,
  expires_at INTEGER,
  last_used_at INTEGER,
  bodies INTEGER NOT NULL DEFAULT 1
) STRICT;
INSERT INTO api_tokens_next (id, name, hash, hint, role, clusters, namespaces, created_at, expires_at, last_used_at, bodies)
SELECT id, name, hash, hint, role, clusters, namespaces, created_at, expires_at, last_used_at, bodies FROM api_tokens;
DROP TABLE api_tokens;
ALTER TABLE api_tokens_next RENAME TO api_tokens;
`;
