/** What is known of a cluster's API servers from what they sent, as JSON that its reader checks. */
export const fleets = `
CREATE TABLE fleets (
  cluster_id TEXT PRIMARY KEY NOT NULL REFERENCES clusters (id) ON DELETE CASCADE,
  state TEXT NOT NULL
) STRICT, WITHOUT ROWID;
`;
