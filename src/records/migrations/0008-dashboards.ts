/** Dashboards that people made, and the versions of them that are kept. A project of NULL is all of them. */
export const dashboards = `
CREATE TABLE dashboards (
  id TEXT PRIMARY KEY NOT NULL,
  project TEXT,
  version INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE dashboard_versions (
  id TEXT NOT NULL REFERENCES dashboards (id) ON DELETE CASCADE,
  version INTEGER NOT NULL,
  yaml TEXT NOT NULL,
  saved_by TEXT NOT NULL,
  saved_at INTEGER NOT NULL,
  PRIMARY KEY (id, version)
) STRICT;
`;
