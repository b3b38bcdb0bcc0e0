/**
 * Projects have quotas, and so has the server; NULL is unlimited. Clusters have a kind, and legal holds, which are from one time of events
 * to another, in microseconds, or open at an end. What was received is counted by day. Users and tokens may be limited to projects.
 */
export const lifeOfClusters = `
ALTER TABLE projects ADD COLUMN most_clusters INTEGER;
ALTER TABLE projects ADD COLUMN most_logstores INTEGER;
ALTER TABLE projects ADD COLUMN most_dashboards INTEGER;
ALTER TABLE projects ADD COLUMN most_bytes_per_day INTEGER;
CREATE TABLE server_quota (most_projects INTEGER) STRICT;
INSERT INTO server_quota VALUES (NULL);

ALTER TABLE clusters ADD COLUMN kind TEXT NOT NULL DEFAULT 'self-managed'
  CHECK (kind IN ('managed', 'dedicated', 'registered', 'self-managed'));
CREATE INDEX clusters_of_project ON clusters (project);
CREATE INDEX dashboards_of_project ON dashboards (project);

CREATE TABLE legal_holds (
  id TEXT PRIMARY KEY NOT NULL,
  cluster_id TEXT NOT NULL REFERENCES clusters (id),
  reason TEXT NOT NULL,
  from_micros INTEGER,
  to_micros INTEGER,
  placed_by TEXT NOT NULL,
  placed_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX legal_holds_of_cluster ON legal_holds (cluster_id);

CREATE TABLE received_bytes (
  day TEXT NOT NULL,
  project TEXT NOT NULL,
  cluster_id TEXT NOT NULL,
  bytes INTEGER NOT NULL,
  PRIMARY KEY (day, project, cluster_id)
) STRICT, WITHOUT ROWID;

ALTER TABLE users ADD COLUMN projects TEXT;
ALTER TABLE api_tokens ADD COLUMN projects TEXT;
`;
