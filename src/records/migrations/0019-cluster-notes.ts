/** What people write beside the events of a cluster, at a moment of them: deployments, outages, drills. Times in Unix milliseconds. */
export const clusterNotes = `
CREATE TABLE cluster_notes (
  id TEXT PRIMARY KEY NOT NULL,
  cluster_id TEXT NOT NULL REFERENCES clusters (id) ON DELETE CASCADE,
  at INTEGER NOT NULL,
  text TEXT NOT NULL,
  written_by TEXT NOT NULL,
  written_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX cluster_notes_by_time ON cluster_notes (cluster_id, at);
`;
