/** Where counters of API servers are read, and what was read of them and reported by agents: as it was counted by then. */
export const watchedApiServers = `
CREATE TABLE metrics_sources (
  cluster_id TEXT NOT NULL REFERENCES clusters (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  url TEXT NOT NULL,
  ca TEXT,
  has_token INTEGER NOT NULL,
  last_read_at INTEGER,
  error TEXT,
  PRIMARY KEY (cluster_id, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE audit_samples (
  cluster_id TEXT NOT NULL REFERENCES clusters (id) ON DELETE CASCADE,
  basis TEXT NOT NULL CHECK (basis IN ('metrics', 'agent')),
  source TEXT NOT NULL,
  at INTEGER NOT NULL,
  started_at INTEGER,
  events INTEGER NOT NULL,
  errors INTEGER NOT NULL,
  rejected INTEGER NOT NULL,
  PRIMARY KEY (cluster_id, basis, source, at)
) STRICT, WITHOUT ROWID;
`;
