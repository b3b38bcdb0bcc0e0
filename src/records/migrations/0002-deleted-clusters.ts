/** Clusters that were deleted, so that their events are removed whenever the engine can do it. */
export const deletedClusters = `
CREATE TABLE deleted_clusters (
  id TEXT PRIMARY KEY NOT NULL,
  name TEXT NOT NULL,
  deleted_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
`;
